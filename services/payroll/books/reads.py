"""What falls due by a day: budgets, wages, what returns state and what is booked and in none."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from services.payroll.books.rules import OWED_TO, Obligation, OwedFor, by_due_day
from services.payroll.countries.protocol import law
from services.payroll.dues.rules import period_around
from services.payroll.social_returns.reads import owed_codes
from services.payroll.wages.rules.pay import Creditor
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_obligations(tx: Tx, *, entity: str, until: date) -> list[Obligation]:
    """What a legal entity owes by a day, as it is known now, the earliest due day first."""
    return by_due_day([*_known(tx, entity), *_social(tx, entity), *_withheld(tx, entity)], until=until)


def _known(tx: Tx, entity: str) -> Iterator[Obligation]:
    """Budgets and wages by their pay day, and what returns state by its due day."""
    for row in tx.all(Q.budgets_owed, entity=entity):
        yield _obligation(row, OwedFor.BUDGETS, row["due_on"], declared=False)
    for row in tx.all(Q.wages_owed, entity=entity):
        yield _obligation(row, OwedFor.WAGES, row["due_on"], declared=True)
    for row in tx.all(Q.dues_owed, entity=entity):
        yield _obligation(row, OWED_TO[Creditor(row["creditor"])], row["due_on"], declared=True)


def _social(tx: Tx, entity: str) -> Iterator[Obligation]:
    of = law(tx).social_returns()
    for row in tx.all(Q.social_undeclared, entity=entity, owed=owed_codes(tx)):
        month = date.fromisoformat(f"{row['month']}-01")
        period = period_around(month, months=of.months(tx.tables, month))
        yield _obligation(row, OwedFor.SOCIAL_SECURITY, of.due_on(tx.tables, period), declared=False)


def _withheld(tx: Tx, entity: str) -> Iterator[Obligation]:
    owed = [code for code, creditor in law(tx).owed_to.items() if creditor is Creditor.TAX_AUTHORITY]
    for row in tx.all(Q.withheld_undeclared, entity=entity, owed=owed):
        period = period_around(date.fromisoformat(f"{row['month']}-01"), months=1)
        yield _obligation(row, OwedFor.WITHHOLDING, law(tx).tax_returns().due_on(tx.tables, period), declared=False)


def _obligation(row: dict[str, Any], owed_for: OwedFor, due_on: date, *, declared: bool) -> Obligation:
    return Obligation(owed_for=owed_for, due_on=due_on, amount=Money.from_row(row), count=row["count"],
                      declared=declared)
