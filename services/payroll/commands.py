"""Payroll's long work (`sharedco job pay_wages --on DAY`), its proofs (`sharedco verify`) and its offline commands."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime

import click
import structlog

from services.payroll.domain.errors import WagePaidBefore
from services.payroll.reads import proof
from services.payroll.use_cases import payments, wages
from shared import clock
from shared.countries import load_tables
from shared.definitions import Advance, Check, Job
from shared.errors import Refusal
from shared.ledger import CHECK as CHECK_LEDGER
from shared.outgoing import CHECK as CHECK_DOCUMENTS
from shared.postgres import Busy, Database, Tx

log = structlog.get_logger()
ACTOR = "job:pay_wages"


def pay_wages(database: Database, on: date, advance: Advance) -> str:
    """Work out and send every wage to be paid by a day.

    Each wage is one transaction and each batch another: killed at any moment and run again, it repeats nothing.
    A wage that cannot be worked out is noted with its refusal and does not hold up the others.
    """
    with database.reading(on=on, actor=ACTOR) as tx:
        due = wages.list_due(tx, on)
    made = 0
    for done, (order_id, part) in enumerate(due, start=1):
        made += _pay_or_note(database, on, order_id, part)
        advance(done, len(due))
    with database.transaction(on=on, actor=ACTOR) as tx:
        sent = payments.send_wages(tx, on)
    return f"{made} wages worked out, {len(due) - made} not, {sent} sent to the bank"


def _pay_or_note(database: Database, on: date, order_id: str, part: int) -> bool:
    try:
        with database.transaction(on=on, actor=ACTOR) as tx:
            return wages.pay_part(tx, order_id, part) is not None
    except (Busy, WagePaidBefore):
        return False  # another run has the worker, or was faster
    except Refusal as refusal:
        return _note(database, on, (order_id, part), code=refusal.code, why=refusal.message)
    except Exception:  # a fault of ours in one wage must not keep the others from being paid; the log tells
        log.exception("wage_failed", order_id=order_id, part=part)
        return _note(database, on, (order_id, part), code="internal_error", why="A fault of ours: see the log.")


def _note(database: Database, on: date, which: tuple[str, int], *, code: str, why: str) -> bool:
    with database.transaction(on=on, actor=ACTOR) as tx:
        wages.block_part(tx, *which, code=code, why=why)
    return False


JOBS: Mapping[str, Job] = {
    "pay_wages": Job("pay_wages", "Work out and send every wage to be paid by the day.", pay_wages),
}


def _check(name: str, *proofs: Callable[[Tx], Iterator[str]]) -> Check:
    def run(database: Database) -> Iterator[str]:
        with database.reading(on=clock.now().date(), actor="verify") as tx:
            for prove in proofs:
                yield from prove(tx)

    return Check(name, run)


CHECKS = [
    CHECK_LEDGER,
    CHECK_DOCUMENTS,
    _check("employment budgets", proof.budgets_agree),
    _check("wages", proof.wages_agree),
    _check("advances", proof.advances_agree),
    _check("payslips", proof.payslips_are_whole),
    _check("payment batches", proof.batches_agree),
]


@click.group("payroll")
def commands() -> None:
    """Payroll's own commands."""


@commands.command("rules")
@click.option("--country", default="BE", show_default=True)
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day whose rules are shown.")
def show_rules(country: str, on: datetime) -> None:
    """Every dated parameter in force on a day, with its confidence and source; needs no database."""
    tables = load_tables("services.payroll", country)
    for name, key in tables.names():
        for row in tables.history(name, key):
            if row.holds_on(on.date()):
                title = f"{name}.{key}" if key else name
                click.echo(f"{title:40} from {row.valid_from}  {row.fields.get('confidence', '-'):2}  {row.source}")
