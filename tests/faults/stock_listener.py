"""A stock nameko service that notes what it hears, one commit per event: what the checker must find wanting.

    python -m tests.faults.stock_listener      (AMQP_URI and DATABASE_URL_STOCK in the environment)
"""

import eventlet

eventlet.monkey_patch()

import os  # noqa: E402
from typing import Any  # noqa: E402

os.environ["PSYCOPG_WAIT_FUNC"] = "wait_select"

from nameko.events import event_handler  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402
from psycopg_pool import ConnectionPool  # noqa: E402

POOL = ConnectionPool(os.environ["DATABASE_URL_STOCK"], min_size=1, max_size=10, open=True)
WORK = "select pg_sleep(0.1)"  # an effect of some weight, as rendering a document or sending a letter
NOTE = "insert into effects (event_id, line_id, version, number) values ('', %s, 0, %s)"


class StockListener:
    """Commits the effect, then lets nameko acknowledge."""

    name = "stock_listener"

    @event_handler("speaker", "word_said", requeue_on_error=True)
    def on_word_said(self, word: dict[str, Any]) -> None:
        if not isinstance(word, dict):  # a stranger's bytes: to fail would requeue them, thousands of times a minute
            return
        with POOL.connection() as conn:
            conn.execute(WORK)
            conn.execute(NOTE, [word["line_id"], word["number"]])


if __name__ == "__main__":
    runner = ServiceRunner(config={"AMQP_URI": os.environ["AMQP_URI"]})
    runner.add_service(StockListener)
    runner.start()
    runner.wait()
