"""A green process that asks PostgreSQL several things at once, and tells how long it took.

    python -m tests.integration.bus.eventlet_queries      (DATABASE_URL in the environment)
"""

from shared.bus.runner import patch_eventlet

patch_eventlet()

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402

import eventlet  # noqa: E402
import psycopg  # noqa: E402
from eventlet import patcher  # noqa: E402
from psycopg import waiting  # noqa: E402

from shared import hub_names  # noqa: E402
from shared.addresses import with_addresses  # noqa: E402

URL = os.environ["DATABASE_URL"]


def sleep_one_second(_: int) -> None:
    with psycopg.connect(URL) as conn:
        conn.execute("select pg_sleep(1)")


def ticks_while_a_name_is_looked_for() -> int:
    """How often another green thread had its turn while the name server of a database took its time."""
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        while True:
            eventlet.sleep(0.01)
            ticks += 1

    hub_names._ask_the_system = lambda *_args, **_more: patcher.original("time").sleep(0.5) or [
        (2, 1, 6, "", ("192.0.2.7", 5432)), (2, 1, 6, "", ("192.0.2.8", 5432))]
    ticking = eventlet.spawn(tick)
    assert with_addresses("postgresql://payroll@db.internal/payroll") == (
        "user=payroll dbname=payroll host=db.internal,db.internal port=5432,5432 hostaddr=192.0.2.7,192.0.2.8")
    assert with_addresses(URL) == URL
    ticking.kill()
    return ticks


def main() -> None:
    begun = time.monotonic()
    for _ in eventlet.GreenPool().imap(sleep_one_second, range(4)):
        pass
    together = time.monotonic() - begun
    with psycopg.connect(URL) as conn:
        large = "x" * 30_000_000
        row = conn.execute("select %s", [large]).fetchone()
        stopped = False
        conn.execute("set statement_timeout = '200ms'")
        try:
            conn.execute("select pg_sleep(5)")
        except psycopg.errors.QueryCanceled:
            stopped = True
    with psycopg.connect(URL, autocommit=True) as conn:
        consumed = list(conn.notifies(timeout=0.3))
    ticks = ticks_while_a_name_is_looked_for()
    told = {"ticks": ticks, "together": together, "large": bool(row and row[0] == large), "stopped": stopped,
            "consumed": consumed, "wait": waiting.wait.__name__}
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
