"""What follows the wage of an order, as the load oracle of the facts has it: 28 days to pay, 17 of 100 reminded.

Papers are made, 83 of 100 clients pay 28 days after the invoice, the others when they were reminded a week after its
due day; the money comes in by two files of the bank, and the fund has back what it advanced.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from services.invoicing.bank.use_cases.statements import take_in_file
from shared.cli.working import find_job
from shared.definitions import installed_definitions
from shared.postgres import Database
from tests.integration.invoicing.bank_files import Moved, camt

if TYPE_CHECKING:
    from tests.bench.bench_chain import Chain

DAYS_TO_PAY, REMINDED_IN_100 = 28, 17
REMINDED_AFTER, PAID_AFTER = 37, 40  # days after the invoice: its term is thirty, the first reminder seven later
UNPAID = "select count(*) from receivables where settled_on is null"
REMINDED = "select count(*) from reminder_steps where step = 'reminder'"
CLAIMS = ("select i.structured_communication, i.total_cents, i.issued_on from invoices i join receivables r "
          "using (invoice_id) where r.settled_on is null order by i.place")
RECOVERED = "select count(*) from advances where recovered_cents > 0"


def live_on(chain: "Chain", issued_on: date) -> None:
    """Papers, payments, reminders, and what the fund has back; every order ends paid."""
    _work(chain, "render_invoices", issued_on)
    _work(chain, "print_payslips", chain.scenario.day("wage_day"))
    claims = [(str(reference), int(cents)) for reference, cents, _ in chain.ask("invoicing", CLAIMS)]
    late = len(claims) * REMINDED_IN_100 // 100
    _pay(chain, claims[late:], issued_on + timedelta(days=DAYS_TO_PAY), opening=0)
    _work(chain, "mark_overdue", issued_on + timedelta(days=REMINDED_AFTER))
    _work(chain, "remind_clients", issued_on + timedelta(days=REMINDED_AFTER))
    reminded = chain.ask("invoicing", REMINDED)[0][0]
    if reminded != late:
        raise AssertionError(f"{reminded} clients were reminded, not {late}")
    _pay(chain, claims[:late], issued_on + timedelta(days=PAID_AFTER), opening=sum(cents for _, cents in claims[late:]))
    if left := chain.ask("invoicing", UNPAID)[0][0]:
        raise AssertionError(f"{left} invoices are not paid")
    chain.until("payroll", RECOVERED)


def _work(chain: "Chain", name: str, on: date) -> None:
    definition, job = find_job(name)
    with _database(chain, definition.name) as database:
        job.run(database, on, lambda _done, _all: None)


@contextmanager
def _database(chain: "Chain", service: str) -> Iterator[Database]:
    definition, settings = installed_definitions()[service], chain.settings
    database = definition.database(settings.database_url(service), settings.country).open()
    try:
        yield database
    finally:
        database.close()


def _pay(chain: "Chain", claims: list[tuple[str, int]], on: date, *, opening: int) -> None:
    moved = [Moved(amount=f"{cents / 100:.2f}", structured=reference) for reference, cents in claims]
    day = on.isoformat()
    with TemporaryDirectory() as folder, _database(chain, "invoicing") as database:
        file = Path(folder) / "bank.xml"
        file.write_text(camt(*moved, identity=day, day=day, opening=f"{opening / 100:.2f}"), encoding="utf-8")
        take_in_file(database, file, on=on)
