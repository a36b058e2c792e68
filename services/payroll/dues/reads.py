"""Questions about what is owed to authorities."""

from collections.abc import Iterator
from datetime import date

from services.payroll.dues.rules import Due, IncomingPayment
from services.payroll.wages.rules.pay import Creditor
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_dues(tx: Tx, *, entity: str, until: date, paid: bool, after: str, limit: int) -> list[Due]:
    """What is owed by a day, the earliest due day first."""
    return [Due.from_row(row) for row in
            tx.all(Q.list_dues, entity=entity, until=until, paid=paid, after=after, limit=limit)]


def list_incoming_payments(tx: Tx, limit: int) -> list[IncomingPayment]:
    """Money that came in for payroll and settles nothing yet, or not all of it, the oldest first."""
    return [IncomingPayment.from_row(row) for row in tx.all(Q.list_incoming_payments, limit=limit)]


def lock_incoming_payment(tx: Tx, movement_id: str) -> IncomingPayment:
    """Money that came in for payroll, locked until commit, or a refusal."""
    missing = NotFound(kind="incoming payment", id=movement_id)
    tx.run(Q.hold_incoming_payment, movement_id=movement_id)
    return IncomingPayment.from_row(tx.require(Q.get_incoming_payment, missing, movement_id=movement_id))


def paid_so_far(tx: Tx, creditor: Creditor, currency: str) -> Money:
    """What left for an authority for good, less what came from it."""
    return Money(tx.single(Q.paid_so_far, creditor=creditor, currency=currency)["cents"], currency)


def due_cents(tx: Tx, return_id: str) -> int:
    """What is owed for a return, in cents; nothing where it came to nothing."""
    row = tx.one(Q.due_of_return, return_id=return_id)
    return int(row["cents"]) if row else 0


def prove_dues(tx: Tx) -> Iterator[str]:
    """What the bank moved for each due settled it or is claimed back; nothing is settled beyond what it is.

    A debt may be open for more than it was: what was paid twice came back from the authority, and then from the bank.
    """
    for row in tx.all(Q.dues_beside_payments):
        due_id, amount, settled = row["due_id"], row["amount_cents"], row["settled_cents"]
        if row["moved_cents"] != row["stated_cents"]:
            yield f"payroll: the bank moved {row['moved_cents']} cents for {due_id}, which has {row['stated_cents']}"
        beyond = settled > amount if amount > 0 else not amount <= settled <= 0
        if beyond or (settled == amount) != (row["state"] == "paid"):
            yield f"payroll: due {due_id} of {amount} cents is {row['state']} with {settled} settled"
    for row in tx.all(Q.set_off_in_pairs):
        yield f"payroll: what was set off against {row['due_id']} is not the same on both sides"
