"""What lets money be expected: claims and how late they are paid, ordered work, what is owed at once."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.invoicing.treasury.rules import Expected, Habit, MoneyFlow, habit_of, is_doubtful, pays_on
from shared.ledger import numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CLIENTS = "clients"
Habits = Mapping[str | None, Habit]


def habits_on(tx: Tx, as_of: date) -> Habits:
    """How late each client pays, by what they paid by a day; under no client: how all pay."""
    return {row["client_id"]: Habit(days=row["days"], known=row["known"])
            for row in tx.all(Q.list_habits, as_of=as_of) if row["known"]}


def list_claims(tx: Tx, habits: Habits, *, entity: str, as_of: date, currency: str) -> Iterator[Expected]:
    """What was open on each invoice, as the account of clients has it."""
    limit = tx.tables.integer("client_late_days", as_of)
    for row in tx.all(Q.list_claims, entity=entity, as_of=as_of, currency=currency, accounts=numbers_of(tx, CLIENTS)):
        habit = habit_of(row["client_id"], habits)
        yield Expected(
            flow=MoneyFlow.INVOICES, document=row["invoice_id"], number=row["number"], client_id=row["client_id"],
            due_on=row["due_on"], expected_on=pays_on(row["due_on"], habit, as_of=as_of), amount=Money.from_row(row),
            doubtful=is_doubtful(row["due_on"], habit, as_of=as_of, limit=limit, contested=row["contested"]))


def list_ordered(tx: Tx, *, entity: str, as_of: date, currency: str) -> list[dict[str, Any]]:
    """The parts of signed orders that were not done."""
    return [{**row, "price": Money.from_row(row)}
            for row in tx.all(Q.list_ordered, entity=entity, as_of=as_of, currency=currency)]


def list_owed_at_once(tx: Tx, *, entity: str, as_of: date, currency: str) -> Iterator[Expected]:
    """What may be asked for at any time: approved expenses, and what clients have with the house."""
    scope = {"entity": entity, "as_of": as_of, "currency": currency}
    for row in tx.all(Q.list_refunds, **scope):
        yield Expected(flow=MoneyFlow.EXPENSES, document=row["claim_id"], number="", client_id="", expected_on=as_of,
                       due_on=row["decided_on"], amount=-Money.from_row(row))
    for row in tx.all(Q.list_client_money, **scope):
        yield Expected(flow=MoneyFlow.CLIENT_MONEY, document=row["client_id"], number="", client_id=row["client_id"],
                       due_on=row["since"], expected_on=as_of, amount=-Money.from_row(row))


def find_last_return(tx: Tx, *, entity: str, as_of: date, currency: str) -> tuple[str, date] | None:
    """The last VAT return that was closed by a day, and when it was due."""
    row = tx.one(Q.last_vat_return, entity=entity, as_of=as_of, currency=currency)
    return (row["return_id"], row["due_on"]) if row else None
