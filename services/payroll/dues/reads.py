"""Questions about what is owed to authorities."""

from datetime import date

from services.payroll.dues.rules import Due
from services.payroll.wages.rules.pay import Creditor
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_dues(tx: Tx, *, entity: str, until: date, paid: bool, after: str, limit: int) -> list[Due]:
    """What is owed by a day, the earliest due day first."""
    return [Due.from_row(row) for row in
            tx.all(Q.list_dues, entity=entity, until=until, paid=paid, after=after, limit=limit)]


def paid_so_far(tx: Tx, creditor: Creditor, currency: str) -> Money:
    """What was paid to an authority."""
    return Money(tx.single(Q.paid_so_far, creditor=creditor, currency=currency)["cents"], currency)


def due_cents(tx: Tx, return_id: str) -> int:
    """What is owed for a return, in cents; nothing where it came to nothing."""
    row = tx.one(Q.due_of_return, return_id=return_id)
    return int(row["cents"]) if row else 0
