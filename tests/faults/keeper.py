"""The housekeeper of the speaker, quicker than in production, and mortal: `python -m tests.faults.keeper`.

It sends again what a consumer lacks, runs a job that ends its process twice before it comes to its end, and
hands letters to their channel; a file `ends_between` in the folder makes it die between a letter's leaving and the word
that it left.
"""

import os
import signal
import time
from datetime import date, timedelta
from datetime import time as time_of_day
from pathlib import Path
from threading import Event, Thread
from typing import Any

import structlog

from shared import scheduler
from shared.bus.keeping import Keeper
from shared.definitions import Advance, Job, definition_of
from shared.logs import configure_logs
from shared.outgoing import sender
from shared.postgres import Database
from shared.schedule import Schedule
from shared.silence import limit_waits
from tests.faults.checker import Word
from tests.faults.speaker import store
from tests.faults.speaker.service import Speaker, WordSaid, letter_of
from tests.faults.speaker.service import send_out as send_letter

COMPARE_S = 4.0
SETTLED_S = 8.0
ASK_S = 10.0
JOB_LINE, JOB_WORDS, JOB_PAUSE_S = "line_job", 12, 0.1
JOB: list[Word] = [(JOB_LINE, number) for number in range(1, JOB_WORDS + 1)]
DEATHS = 2  # attempts of the job that end with its process
ENDS_BETWEEN = "ends_between"
SILENCE_S = 20.0

log = structlog.get_logger()


def say_it_all(database: Database, on: date, advance: Advance) -> str:
    """Say every word of the job's line that was not said before; the first attempts die on their way."""
    with database.connection() as conn:
        found: Any = conn.execute("select attempts from job_runs where job = 'say_it_all' and business_on = %s", [on])
        attempt = int(found.fetchone()["attempts"])
    for number in range(1, JOB_WORDS + 1):
        with database.transaction(on=on, actor="job") as tx:
            if not store.has_word(tx, JOB_LINE, number):
                store.add_word(tx, JOB_LINE, number)
                tx.announce(WordSaid(line_id=JOB_LINE, number=number, mood="plain"))
                send_letter(tx, letter_of(JOB_LINE, number))
            if attempt <= DEATHS and number == attempt * JOB_WORDS // (DEATHS + 1):
                os.kill(os.getpid(), signal.SIGKILL)
        advance(number, JOB_WORDS)
        time.sleep(JOB_PAUSE_S)
    return f"{JOB_WORDS} words said"


def send_letters(database: Database, folder: Path, leave: Event) -> None:
    """Hand letters over until told to leave; where `ends_between` lies, die before it is noted that one left."""
    sync = sender._sync

    def sync_or_die(channel: Path) -> None:
        sync(channel)
        if (folder / ENDS_BETWEEN).exists():
            (folder / ENDS_BETWEEN).unlink()
            os.kill(os.getpid(), signal.SIGKILL)

    sender._sync = sync_or_die
    while not leave.wait(0.2):
        try:
            sender.send_pending(database, folder, date(2026, 11, 23))
        except Exception:  # the next round tries again
            log.exception("letters_wait")


def main() -> None:
    """Keep until SIGTERM."""
    configure_logs("test")
    limit_waits(SILENCE_S)
    leave = Event()

    def go(*_: Any) -> None:
        leave.set()

    signal.signal(signal.SIGTERM, go)
    scheduler.LEASE_S, scheduler.RENEW_S = 1.5, 0.5
    scheduler.PAUSES = (timedelta(seconds=1),) * 1_000  # type: ignore[assignment]
    database = definition_of(Speaker).database(os.environ["DATABASE_URL_SPEAKER"], "BE").open()
    jobs = {"say_it_all": Job("say_it_all", "Say it all.", say_it_all, Schedule(at=time_of_day(0, 0)))}
    working = scheduler.Scheduler("speaker", database, jobs, zone="UTC")
    Thread(target=working.run, args=(leave,), kwargs={"every": 0.2}, daemon=True).start()
    Thread(target=send_letters, args=(database, Path(os.environ["OUTGOING_FOLDER"]), leave), daemon=True).start()
    Keeper("speaker", database, os.environ["AMQP_URI"], compare_every=COMPARE_S, settled=SETTLED_S,
           ask_after=ASK_S).run(leave)
    database.close()


if __name__ == "__main__":
    main()
