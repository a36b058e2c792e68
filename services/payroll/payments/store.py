"""Payments and batches: rows and values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.payroll.payments.rules import BankVerdict, Batch, PaymentState, WagePayment, WageToSend
from services.payroll.workers.rules import Address
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_wage_payments(tx: Tx, states: Mapping[str, PaymentState]) -> None:
    """Write that wages are to be sent to the bank, or that there is nothing to pay."""
    tx.run(Q.add_wage_payments, wage_ids=list(states), states=[str(state) for state in states.values()])


def lock_wages_to_send(
    tx: Tx, day: date, run_id: str | None = None, *, limit: int | None = None,
) -> list[WageToSend]:
    """Wages to be paid by a day that are in no batch yet and that no run holds, or only those that one run holds."""
    return [_to_send(row) for row in tx.all(Q.lock_wages_to_send, day=day, run_id=run_id, limit=limit)]


def hold_wages(tx: Tx, run_id: str, wages: Sequence[WageToSend]) -> None:
    """Write that a run holds these wages."""
    tx.run(Q.hold_wages, run_id=run_id, wage_ids=[wage.wage_id for wage in wages])


def release_wages(tx: Tx, run_id: str) -> None:
    """Write that a run holds nothing any more of what it did not send."""
    tx.run(Q.release_wages, run_id=run_id)


def _to_send(row: dict[str, Any]) -> WageToSend:
    return WageToSend(
        wage_id=row["wage_id"], net=Money.from_row(row, "net"), month=row["month"], pay_on=row["pay_on"],
        name=f"{row['first_name']} {row['last_name']}", iban=row["iban"],
        address=Address(**row["address"]) if row["address"] else None)


def next_number(tx: Tx, execute_on: date) -> int:
    """The next batch number of an execution day."""
    return int(tx.single(Q.next_batch, execute_on=execute_on)["number"])


def add_batch(tx: Tx, batch: Batch, document_id: str) -> None:
    """Write a payment batch and its wages as sent."""
    wage_ids = [wage.wage_id for wage in batch.wages]
    tx.run(Q.add_batch, batch_id=batch.batch_id, message_id=batch.message_id, execute_on=batch.execute_on,
           number=batch.number, count=len(batch.wages), total_cents=batch.total.cents, currency=batch.total.currency,
           document_id=document_id, on=tx.on)
    tx.run(Q.add_batch_wages, batch_id=batch.batch_id, wage_ids=wage_ids)
    tx.run(Q.save_sent, batch_id=batch.batch_id, wage_ids=wage_ids)


def lock_wage_payment(tx: Tx, wage_id: str) -> WagePayment:
    """A wage and where its payment stands, locked until commit, or a refusal."""
    row = tx.require(Q.lock_wage_payment, NotFound(kind="wage", id=wage_id), wage_id=wage_id)
    ids = {name: row[name] for name in ("wage_id", "order_id", "part", "activity_id", "member_id")}
    return WagePayment(**ids, net=Money.from_row(row, "net"), state=PaymentState(row["state"]))


def save_paid(tx: Tx, wage_id: str, movement_id: str, on: date) -> None:
    """Write the bank movement that paid a wage."""
    tx.run(Q.save_paid, wage_id=wage_id, movement_id=movement_id, on=on)


def save_returned(tx: Tx, wage_id: str, on: date) -> None:
    """Write that the bank gave a wage back."""
    tx.run(Q.save_returned, wage_id=wage_id, on=on)


def lock_states_in(tx: Tx, message_id: str) -> dict[str, PaymentState]:
    """Where the wages stand whose last batch this is, locked until commit, or a refusal for an unknown batch."""
    batch = tx.require(Q.batch_of_message, NotFound(kind="payment file", id=message_id), message_id=message_id)
    return {row["wage_id"]: PaymentState(row["state"])
            for row in tx.all(Q.lock_states_in, batch_id=batch["batch_id"])}


def save_verdicts(tx: Tx, verdicts: Mapping[str, BankVerdict]) -> None:
    """Write which wages the bank will pay, and which it will not, and why."""
    tx.run(Q.save_verdicts, wage_ids=list(verdicts), states=[str(one.state) for one in verdicts.values()],
           reasons=[one.reason for one in verdicts.values()], on=tx.on)


def save_to_send_again(tx: Tx, wage_id: str) -> None:
    """Write that a wage which the bank gave back goes to the bank with the next run."""
    tx.run(Q.save_to_send_again, wage_id=wage_id)
