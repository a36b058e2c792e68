"""Governance's long work, for `sharedco job`."""

from datetime import date, time

from services.governance.ballots.use_cases.stock import fill_stock
from services.governance.boards.use_cases.box import OrderingBox
from services.governance.boards.use_cases.canary import send_canary
from services.governance.boards.use_cases.carrying import carry
from shared.cli.settings import here
from shared.definitions import Advance, Job
from shared.postgres import Database
from shared.schedule import Schedule


def carry_to_ballot_box(database: Database, on: date, advance: Advance) -> str:
    """Carry what waits for the ballot box, where the service's own courier does not run."""
    carried = 0
    box = OrderingBox(here().amqp_uri)
    while more := carry(database, box, on=on, before_opening=send_canary):
        carried += more
        advance(carried, carried)
    return f"{carried} messages were carried to the ballot box and answered."


JOBS = {
    "make_poll_keys": Job("make_poll_keys", "Make keys for the next convening, so that nobody waits for them.",
                          fill_stock, Schedule(at=time(3, 30))),
    "carry_to_ballot_box": Job("carry_to_ballot_box", "Carry what waits for the ballot box, and record its answers.",
                               carry_to_ballot_box),
}
