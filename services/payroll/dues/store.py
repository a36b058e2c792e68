"""What is owed: rows and values."""

from datetime import date

from services.payroll.dues.rules import Due
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_due(tx: Tx, due: Due) -> None:
    """Write what is owed for a return."""
    tx.run(Q.add_due, due_id=due.due_id, creditor=due.creditor, return_id=due.return_id, entity=due.entity,
           cents=due.amount.cents, currency=due.amount.currency, due_on=due.due_on)


def lock_due(tx: Tx, due_id: str) -> Due:
    """A due, locked until commit, or a refusal."""
    return Due.from_row(tx.require(Q.lock_due, NotFound(kind="due", id=due_id), due_id=due_id))


def save_proposed(tx: Tx, due: Due) -> None:
    """Write under which reference and on which day it shall be paid, and who is asked."""
    tx.run(Q.save_proposed, due_id=due.due_id, reference=due.reference, execute_on=due.execute_on,
           approval_id=due.approval_id)


def save_waiting_again(tx: Tx, due_id: str) -> None:
    """Write that a proposal was given up, or that the bank rejected the payment or gave it back."""
    tx.run(Q.save_waiting_again, due_id=due_id)


def save_sent(tx: Tx, due_id: str, document_id: str) -> None:
    """Write that it left for the bank."""
    tx.run(Q.save_sent, due_id=due_id, document_id=document_id)


def save_paid(tx: Tx, due_id: str, movement_id: str, on: date) -> None:
    """Write the bank movement that paid it."""
    tx.run(Q.save_paid, due_id=due_id, movement_id=movement_id, on=on)
