"""Payments and batches: rows and values."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from services.payroll.payments.rules import (
    BankVerdict,
    Batch,
    PaymentState,
    Recovered,
    Transfer,
    WagePayment,
    WageToSend,
)
from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.rules import Address
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_wage_payments(tx: Tx, wages: Sequence[Wage], set_off: Mapping[str, Money]) -> None:
    """Write that wages are to be sent to the bank, less what is set off, or that there is nothing to pay."""
    off = [set_off[wage.wage_id].cents if wage.wage_id in set_off else 0 for wage in wages]
    left = [wage.pay.net.cents - cents for wage, cents in zip(wages, off, strict=True)]
    states = [str(PaymentState.TO_SEND if cents else PaymentState.NOTHING_TO_PAY) for cents in left]
    tx.run(Q.add_wage_payments, wage_ids=[wage.wage_id for wage in wages], states=states, open_cents=left,
           set_off_cents=off)


def lock_wages_to_send(tx: Tx, day: date, *, limit: int | None = None) -> list[WageToSend]:
    """Wages to be paid by a day that are in no batch yet and that no run holds."""
    return [_to_send(row) for row in tx.all(Q.lock_wages_to_send, day=day, limit=limit)]


def lock_wages_of_run(tx: Tx, run_id: str) -> tuple[list[WageToSend], list[WageToSend]]:
    """The wages that a run holds, and those of them that are still to be sent: the bank may have paid one since."""
    found = [(_to_send(row), row["state"]) for row in tx.all(Q.lock_wages_of_run, run_id=run_id)]
    return [wage for wage, _ in found], [wage for wage, state in found if state == PaymentState.TO_SEND]


def hold_wages(tx: Tx, run_id: str, wages: Sequence[WageToSend]) -> None:
    """Write that a run holds these wages."""
    tx.run(Q.hold_wages, run_id=run_id, wage_ids=[wage.wage_id for wage in wages])


def release_wages(tx: Tx, run_id: str) -> None:
    """Write that a run holds nothing any more of what it did not send."""
    tx.run(Q.release_wages, run_id=run_id)


def _to_send(row: dict[str, Any]) -> WageToSend:
    return WageToSend(
        wage_id=row["wage_id"], transfer_id=new_id("wag") if row["sent_before"] else row["wage_id"],
        amount=Money.from_row(row, "open"), month=row["month"], pay_on=row["pay_on"],
        name=f"{row['first_name']} {row['last_name']}", iban=row["iban"],
        address=Address(**row["address"]) if row["address"] else None)


def next_number(tx: Tx, execute_on: date) -> int:
    """The next batch number of an execution day."""
    return int(tx.single(Q.next_batch, execute_on=execute_on)["number"])


def add_batch(tx: Tx, batch: Batch, document_id: str) -> None:
    """Write a payment batch, the payments in it and their wages as sent."""
    wage_ids = [wage.wage_id for wage in batch.wages]
    tx.run(Q.add_batch, batch_id=batch.batch_id, message_id=batch.message_id, execute_on=batch.execute_on,
           number=batch.number, count=len(batch.wages), total_cents=batch.total.cents, currency=batch.total.currency,
           document_id=document_id, on=tx.on)
    tx.run(Q.add_batch_wages, batch_id=batch.batch_id, wage_ids=wage_ids)
    tx.run(Q.add_transfers, batch_id=batch.batch_id, wage_ids=wage_ids, cents=[one.amount.cents for one in batch.wages],
           transfer_ids=[one.transfer_id for one in batch.wages])
    tx.run(Q.save_sent, batch_id=batch.batch_id, wage_ids=wage_ids)


def lock_payment_named(tx: Tx, transfer_id: str) -> WagePayment:
    """The wage of which this is a payment, and where it stands; locked until commit, or a refusal."""
    missing = NotFound(kind="payment of a wage", id=transfer_id)
    return lock_payment(tx, tx.require(Q.wage_of_transfer, missing, transfer_id=transfer_id)["wage_id"])


def lock_payment(tx: Tx, wage_id: str) -> WagePayment:
    """A wage and where its payment stands, locked until commit, or a refusal."""
    found = lock_payments(tx, [wage_id])
    if not found:
        raise NotFound(kind="wage", id=wage_id)
    return found[0]


def lock_payments(tx: Tx, wage_ids: Collection[str]) -> list[WagePayment]:
    """Wages and where their payments stand, locked until commit."""
    which = {"wage_ids": list(wage_ids)}
    rows = tx.all(Q.lock_payments, **which)
    currencies = {row["wage_id"]: row["currency"] for row in rows}
    transfers: dict[str, list[Transfer]] = {wage_id: [] for wage_id in currencies}
    for row in tx.all(Q.transfers_of, **which):
        transfers[row["wage_id"]].append(Transfer(
            transfer_id=row["transfer_id"], batch_id=row["batch_id"], state=PaymentState(row["state"]),
            amount=Money(row["cents"], currencies[row["wage_id"]]), times=row["times"], verdict_at=row["verdict_at"]))
    back = {row["wage_id"]: row["cents"] for row in tx.all(Q.recovered_of, **which)}
    return [_payment(row, back.get(row["wage_id"], 0), transfers[row["wage_id"]]) for row in rows]


def _payment(row: Mapping[str, Any], back: int, transfers: Sequence[Transfer]) -> WagePayment:
    ids = {name: row[name] for name in ("wage_id", "order_id", "part", "activity_id", "member_id", "may_set_off")}
    owed = Money(row["net_cents"] - row["set_off_cents"] + back, row["currency"])
    return WagePayment(**ids, net=Money.from_row(row, "net"), owed=owed, state=PaymentState(row["state"]),
                       transfers=tuple(transfers))


def add_movement(
    tx: Tx, wage_id: str, transfer_id: str, *, movement_id: str, times: int, costs: Money, on: date,
) -> bool:
    """Write that the bank carried a payment out (1) or gave it back (-1); whether that was not known yet."""
    return tx.run(Q.add_movement, wage_id=wage_id, transfer_id=transfer_id, movement_id=movement_id, times=times,
                  costs_cents=costs.cents, on=on) == 1


def save_paid_on(tx: Tx, wage_id: str, on: date) -> None:
    """Write when the bank paid a wage."""
    tx.run(Q.save_paid_on, wage_id=wage_id, on=on)


def save_returned_on(tx: Tx, wage_id: str, on: date) -> None:
    """Write when the bank gave a wage back."""
    tx.run(Q.save_returned_on, wage_id=wage_id, on=on)


def save_payments(
    tx: Tx, payments: Sequence[WagePayment], changed: Sequence[Transfer], *, on: date, movement_id: str | None = None,
) -> None:
    """Write where wages and some of their payments stand, as it came to be on a day, perhaps by a movement."""
    tx.run(Q.save_transfers, transfer_ids=[one.transfer_id for one in changed],
           states=[str(one.state) for one in changed], verdicts_at=[one.verdict_at for one in changed])
    tx.run(Q.save_payments, wage_ids=[one.wage_id for one in payments], states=[str(one.state) for one in payments],
           batch_ids=[one.batch_id for one in payments], open_cents=[one.open.cents for one in payments], on=on,
           movement_id=movement_id)


def lock_payments_in_file(tx: Tx, message_id: str) -> list[tuple[WagePayment, Transfer]]:
    """The wages that the bank knows by the name of their file, each with its payment in it; or a refusal."""
    unknown = NotFound(kind="payment file", id=message_id)
    batch_id = tx.require(Q.batch_of_message, unknown, message_id=message_id)["batch_id"]
    wages = lock_payments(tx, [row["wage_id"] for row in tx.all(Q.wages_in_batch, batch_id=batch_id)])
    return [(wage, one) for wage in wages for one in wage.transfers if one.batch_id == batch_id]


def save_verdicts_on(tx: Tx, verdicts: Mapping[str, BankVerdict]) -> None:
    """Write of which wages the bank accepted or rejected a payment today, and why."""
    tx.run(Q.save_verdicts_on, wage_ids=list(verdicts), states=[str(one.state) for one in verdicts.values()],
           reasons=[one.reason for one in verdicts.values()], on=tx.on)


def save_to_send_again(tx: Tx, wage_id: str) -> None:
    """Write that a wage which the bank gave back goes to the bank with the next run."""
    tx.run(Q.save_to_send_again, wage_id=wage_id)


def save_set_off_agreed(tx: Tx, wage_id: str) -> None:
    """Write that the worker agreed today that what they were paid beyond a wage is taken off their next ones."""
    tx.run(Q.agree_to_set_off, wage_id=wage_id, on=tx.on)


def lock_to_set_off(tx: Tx, member_ids: Collection[str]) -> dict[str, WagePayment]:
    """Of each member the overpaid wage that is taken off their next one first, where they agreed; locked."""
    rows = tx.all(Q.wages_to_set_off, member_ids=list(member_ids))
    first = {row["member_id"]: row["wage_id"] for row in reversed(rows)}
    found = lock_payments(tx, first.values()) if first else []
    return {one.member_id: one for one in found if one.open.cents < 0}  # since then something may have come back


def add_recovery(
    tx: Tx, wage_id: str, piece: Money, how: Recovered, *, movement_id: str | None = None, other_id: str | None = None,
) -> int:
    """Write what came back of what was paid beyond a locked wage; its place."""
    return int(tx.single(Q.add_recovery, wage_id=wage_id, cents=piece.cents, how=how, movement_id=movement_id,
                         other_id=other_id, on=tx.on, by=tx.actor)["place"])
