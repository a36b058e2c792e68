"""Questions about screenings, and what is known beside an order."""

from datetime import date
from typing import Any

from services.invoicing.screening.rules import Risk, Screening, ScreeningState
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def owed_and_ordered(tx: Tx, *, client_id: str, order_id: str, currency: str) -> tuple[Money, date | None]:
    """What a client owes and has ordered beside this order, and when the oldest open invoice fell due."""
    owed = tx.single(Q.owed_by_client, client_id=client_id, currency=currency)
    ordered = tx.single(Q.ordered_by_client, client_id=client_id, order_id=order_id, currency=currency)
    return Money(owed["cents"] + ordered["cents"], currency), owed["oldest_due_on"]


def get_screening(tx: Tx, screening_id: str) -> Screening:
    """One question."""
    return _screening(tx.single(Q.get_screening, screening_id=screening_id))


def find_screening(tx: Tx, *, order_id: str, digest: str) -> Screening | None:
    """What became of exactly this question."""
    row = tx.one(Q.find_screening, order_id=order_id, digest=digest)
    return _screening(row) if row else None


def list_screenings(
    tx: Tx, *, member_id: str | None, order_id: str | None, state: str | None, after: str, limit: int,
) -> list[Screening]:
    """What waits for a person, and what became of the rest."""
    return [_screening(row) for row in tx.all(
        Q.list_screenings, member_id=member_id, order_id=order_id, state=state, after=after, limit=limit)]


def owner_of_screening(tx: Tx, *, screening_id: str, **_: Any) -> str | None:
    """The member who works the order that is looked at."""
    row = tx.one(Q.owner_of_screening, screening_id=screening_id)
    return row["member_id"] if row else None


def _screening(row: dict[str, Any]) -> Screening:
    return Screening(
        screening_id=row["screening_id"], order_id=row["order_id"], number=row["number"], member_id=row["member_id"],
        risks=tuple(Risk(risk) for risk in row["risks"]), state=ScreeningState(row["state"]),
        asked_on=row["asked_on"], decided_by=row["decided_by"], decision=row["decision"], appeal=row["appeal"])
