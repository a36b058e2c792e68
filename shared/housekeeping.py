"""Housekeeping: what a service's database needs done after commit, by a process of its own.

    python -m shared.housekeeping membership payroll

It seals the ledger's chain, hands outgoing documents to their channels and forgets old answers, over and over, until
SIGTERM. All can be killed at any moment and run twice at once: the sealer takes a lock, the others skip what is held.
"""

import signal
import sys
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import structlog

from shared import clock
from shared.bus.door import forget_answers
from shared.homes import Home, installed_homes
from shared.ledger import seal_all
from shared.logs import configure_logs
from shared.outgoing import send_pending
from shared.postgres import Database
from shared.settings import Settings, SettingsRefused, read_settings, require

log = structlog.get_logger()
PAUSE_SECONDS = 1.0


def tidy(home: Home, database: Database, folder: Path, on: date) -> dict[str, int]:
    """Do once whatever waits to be done for one service; how much of each was done."""
    done = {}
    if "shared.ledger" in home.migrations:
        done["sealed"] = seal_all(database)
    if "shared.outgoing" in home.migrations:
        done["sent"] = len(send_pending(database, folder, on))
    if "shared.bus" in home.migrations:
        done["forgotten"] = forget_answers(database, on)
    return done


def keep(homes: list[Home], settings: Settings, leave: Event) -> None:
    """Tidy every home until `leave` is set; a database that is away is tried again."""
    folder = Path(require(settings.variables, "OUTGOING_FOLDER"))
    databases = [(home, home.database(settings.database_url(home.name), settings.country).open()) for home in homes]
    while not leave.wait(PAUSE_SECONDS):
        today = clock.day_of(clock.now(), settings.zone)
        for home, database in databases:
            _tidy_or_tell(home, database, folder, today)
    for _, database in databases:
        database.close()


def _tidy_or_tell(home: Home, database: Database, folder: Path, today: date) -> None:
    try:
        done = tidy(home, database, folder, today)
    except Exception:  # the next round tries again; the log tells
        log.exception("housekeeping_failed", service=home.name)
        return
    if any(done.values()):
        log.info("house_tidied", service=home.name, sealed=done.get("sealed", 0), sent=done.get("sent", 0),
                 forgotten=done.get("forgotten", 0))


def _named(names: list[str]) -> list[Home]:
    homes = installed_homes()
    if not names or not set(names) <= set(homes):
        raise SettingsRefused(f"Name services that are installed: {', '.join(sorted(homes))}.")
    return [homes[name] for name in names]


def main(names: list[str]) -> int:
    """Keep house for the named services until SIGTERM or SIGINT."""
    leave = Event()

    def go(*_: Any) -> None:
        leave.set()

    signal.signal(signal.SIGTERM, go)
    signal.signal(signal.SIGINT, go)
    try:
        settings = read_settings()
        configure_logs(settings.environment)
        keep(_named(names), settings, leave)
    except SettingsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
