"""The keeper of the speaker's events, quicker than in production: `python -m tests.faults.keeper`."""

import os
import signal
from threading import Event
from typing import Any

from shared.bus.keeping import Keeper
from shared.definitions import definition_of
from shared.logs import configure_logs
from tests.faults.speaker.service import Speaker

COMPARE_S = 4.0
SETTLED_S = 8.0
ASK_S = 10.0


def main() -> None:
    """Keep until SIGTERM."""
    configure_logs("test")
    leave = Event()

    def go(*_: Any) -> None:
        leave.set()

    signal.signal(signal.SIGTERM, go)
    database = definition_of(Speaker).database(os.environ["DATABASE_URL_SPEAKER"], "BE").open()
    Keeper("speaker", database, os.environ["AMQP_URI"], compare_every=COMPARE_S, settled=SETTLED_S,
           ask_after=ASK_S).run(leave)
    database.close()


if __name__ == "__main__":
    main()
