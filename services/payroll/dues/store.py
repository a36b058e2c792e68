"""What is owed and what settled it: rows and values."""

from collections.abc import Mapping
from typing import Any

from services.payroll.dues.rules import Due, DuePayment, IncomingPayment, SentPayment, SentState, Settled
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_due(tx: Tx, due: Due) -> None:
    """Write what is owed for a return, or claimed back."""
    tx.run(Q.add_due, due_id=due.due_id, creditor=due.creditor, return_id=due.return_id, entity=due.entity,
           cents=due.amount.cents, currency=due.amount.currency, due_on=due.due_on, because=due.because,
           refers_to=due.refers_to, since=due.since)


def lock_due(tx: Tx, due_id: str) -> Due:
    """A due, locked until commit, or a refusal."""
    return lock_dues(tx, due_id)[due_id]


def lock_dues(tx: Tx, *due_ids: str) -> dict[str, Due]:
    """Dues, locked in their order until commit, or a refusal."""
    found = {row["due_id"]: Due.from_row(row) for row in tx.all(Q.lock_dues, due_ids=list(due_ids))}
    for due_id in due_ids:
        if due_id not in found:
            raise NotFound(kind="due", id=due_id)
    return found


def lock_paid_twice(tx: Tx, due_id: str) -> list[Due]:
    """What an authority was paid beyond a due and has not given back, locked until commit."""
    return [Due.from_row(row) for row in tx.all(Q.lock_paid_twice, due_id=due_id)]


def save_due(tx: Tx, due: Due) -> None:
    """Write where a due stands."""
    tx.run(Q.save_due, due_id=due.due_id, state=due.state, reference=due.reference, execute_on=due.execute_on,
           approval_id=due.approval_id, paid_on=due.paid_on)


def add_settlement(
    tx: Tx, due_id: str, piece: Money, how: Settled, *, movement_id: str | None = None, other_id: str | None = None,
) -> None:
    """Write what settled a piece of a due: a movement of the bank, or another due."""
    tx.run(Q.add_settlement, due_id=due_id, cents=piece.cents, how=how, movement_id=movement_id, other_id=other_id,
           on=tx.on, by=tx.actor)


def was_sent(tx: Tx, due_id: str) -> bool:
    """Whether a payment of a due ever left."""
    return bool(tx.single(Q.was_sent, due_id=due_id)["sent"])


def add_payment(tx: Tx, payment: DuePayment, document_id: str) -> None:
    """Write that a payment of all that is open left for the bank."""
    tx.run(Q.add_payment, payment_id=payment.payment_id, due_id=payment.due.due_id, message_id=payment.message_id,
           document_id=document_id, cents=payment.due.open.cents, execute_on=payment.execute_on)


def find_in_file(tx: Tx, message_id: str) -> str | None:
    """The payment of a due that left in a file, by the name that the bank knows it by."""
    row = tx.one(Q.find_in_file, message_id=message_id)
    return row["payment_id"] if row else None


def lock_payment(tx: Tx, payment_id: str) -> tuple[SentPayment, Due]:
    """A payment that left for the bank, and its due, locked until commit, or a refusal."""
    missing = NotFound(kind="payment of a due", id=payment_id)
    due = lock_due(tx, tx.require(Q.find_payment, missing, payment_id=payment_id)["due_id"])
    return _payment(tx.require(Q.find_payment, missing, payment_id=payment_id)), due


def find_under_way(tx: Tx, due_id: str) -> SentPayment | None:
    """The payment of a due that is at the bank."""
    row = tx.one(Q.find_under_way, due_id=due_id)
    return _payment(row) if row else None


def save_payment(tx: Tx, payment_id: str, state: SentState, times: int, *, why: str | None = None) -> None:
    """Write what the bank did with a payment, or somebody wrote about it."""
    tx.run(Q.save_payment, payment_id=payment_id, state=state, times=times, why=why)


def add_incoming_payment(tx: Tx, incoming: IncomingPayment) -> None:
    """Write that money came in for payroll."""
    tx.run(Q.add_incoming_payment, movement_id=incoming.movement_id, cents=incoming.amount.cents,
           currency=incoming.amount.currency, booked_on=incoming.booked_on)


def _payment(row: Mapping[str, Any]) -> SentPayment:
    return SentPayment(payment_id=row["payment_id"], due_id=row["due_id"], document_id=row["document_id"],
                       amount=Money.from_row(row), state=SentState(row["state"]), times=row["times"])
