"""Share calls, payments and what they were used for, orders heard of."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.membership.shares.errors import CalledThisYear, CommunicationKnown, PaymentKnown, PaymentReversedBefore
from services.membership.shares.rules import Call, Use, UseKind
from shared import ledger
from shared.errors import Refusal
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    **ledger.CONSTRAINTS,
    "share_calls_once_a_year": CalledThisYear,
    "share_calls_communication_unique": CommunicationKnown,
    "share_payments_movement_once": PaymentKnown,
    "share_payments_reversed_once": PaymentReversedBefore,
}


def next_numbers(tx: Tx, count: int = 1) -> list[int]:
    """The next numbers of the range of structured communications."""
    return [row["number"] for row in tx.all(Q.next_communications, count=count)]


def add_call(tx: Tx, call: Call) -> bool:
    """Keep a call; false when the member's first or yearly share stands already."""
    return tx.one(Q.add_call, id=call.id, member_id=call.member_id, reason=call.reason, year=call.year,
                  shares=call.shares, cents=call.amount.cents, currency=call.amount.currency,
                  communication=call.structured_communication, called_on=call.called_on, due_on=call.due_on,
                  recorded_at=tx.at, **_rest(call)) is not None


def _rest(call: Call) -> dict[str, int | date | None]:
    return {"first_cents": call.first.cents if call.first else None, "rest_due_on": call.rest_due_on}


def add_yearly_calls(tx: Tx, calls: Sequence[Call]) -> set[str]:
    """Keep many yearly calls of one year and day; the ids of those that are new."""
    first = calls[0]
    rows = tx.all(
        Q.add_yearly_calls, id=[c.id for c in calls], member_id=[c.member_id for c in calls],
        communication=[c.structured_communication for c in calls], year=first.year, shares=first.shares,
        cents=first.amount.cents, currency=first.amount.currency, called_on=first.called_on, due_on=first.due_on,
        recorded_at=tx.at, **_rest(first))
    return {row["id"] for row in rows}


def skip_numbers(tx: Tx, last: int) -> None:
    """Numbers of communications up to this one were given by somebody else."""
    tx.single(Q.skip_communications, last=last)


def add_calls(tx: Tx, calls: Sequence[Call]) -> None:
    """Keep many calls as they are; refused when one stands already."""
    tx.run_many(Q.add_call_as_it_is, [
        {"id": call.id, "member_id": call.member_id, "reason": call.reason, "year": call.year, "shares": call.shares,
         "cents": call.amount.cents, "currency": call.amount.currency, "communication": call.structured_communication,
         "called_on": call.called_on, "due_on": call.due_on, "recorded_at": tx.at} for call in calls])


def save_calls(tx: Tx, calls: Sequence[Call]) -> None:
    """How far calls came."""
    tx.run_many(Q.save_call, [
        {"id": call.id, "paid_cents": call.paid.cents, "last_paid_on": call.last_paid_on,
         "settled_on": call.settled_on, "withdrawn_on": call.withdrawn_on}
        for call in calls
    ])


def save_waived(tx: Tx, call: Call) -> None:
    """The rest of a call is asked no more."""
    tx.run(Q.save_waived, id=call.id, cents=call.amount.cents, settled_on=call.settled_on)


def save_why_withdrawn(tx: Tx, call_id: str, reason: str) -> None:
    """Why a call was withdrawn."""
    tx.run(Q.save_why_withdrawn, id=call_id, reason=reason)


def add_payment(
    tx: Tx, *, payment_id: str, movement: str, amount: Money, booked_on: date, communication: str,
    refers_to: str | None = None,
) -> None:
    """Money that came in (positive) or was taken back (negative)."""
    tx.run(Q.add_payment, id=payment_id, movement=movement, cents=amount.cents, currency=amount.currency,
           booked_on=booked_on, communication=communication, refers_to=refers_to, recorded_at=tx.at, actor=tx.actor)


def add_uses(
    tx: Tx, payment_id: str, uses: Sequence[Use], first_line: int = 1, counts_on: date | None = None,
) -> None:
    """What the parts of a payment were used for, from its day or another on; an unplaced part waits for the desk."""
    tx.run_many(Q.add_use, [
        {"payment_id": payment_id, "line": line, "use": use.use, "call_id": use.call_id, "member_id": use.member_id,
         "cents": use.amount.cents, "counts_on": counts_on} for line, use in enumerate(uses, start=first_line)
    ])
    if first_line == 1 and any(use.use == UseKind.UNPLACED and use.amount.cents > 0 for use in uses):
        tx.run(Q.add_unplaced, payment_id=payment_id)


def save_placed(tx: Tx, payment_id: str, call_id: str) -> None:
    """The desk found whose payment it is."""
    tx.run(Q.save_placed, payment_id=payment_id, call_id=call_id, on=tx.on)


def save_waiting(tx: Tx, payment_id: str, *, waits: bool, act_id: str) -> None:
    """A corrected payment waits for the desk with what no part named, or waits no more."""
    tx.run(Q.save_waiting, payment_id=payment_id, placed_on=None if waits else tx.on,
           placed_for="" if waits else act_id)
