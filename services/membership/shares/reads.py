"""Questions about calls and payments, a member's whole standing; the proof that register, capital and bank agree."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from services.membership.events import CallReason
from services.membership.members import reads as members
from services.membership.members.rules import MemberState
from services.membership.register.reads import holdings_of
from services.membership.register.rules import Holding
from services.membership.shares.errors import PaymentTakenBack
from services.membership.shares.rules import Call, CallState, Payment, Use, UseKind, net_uses
from services.membership.standing.reads import standing_today
from shared.errors import NotFound
from shared.ledger import balance
from shared.money import Money, total
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_member(tx: Tx, member_id: str) -> dict[str, Any]:
    """A member, their standing and their calls; nothing personal."""
    member, calls = members.get_member(tx, member_id), list_calls(tx, member_id)
    owed = [call for call in calls if call["state"] in {CallState.OPEN, CallState.PART_PAID}]
    return {
        "member_id": member_id, "state": member.state, "language": member.language, "founder": member.founder,
        "accepted_on": member.accepted_on, "admitted_on": member.admitted_on, "left_on": member.left_on,
        "left_reason": member.left_reason, "shares": member.shares, "calls": calls, "open_calls": len(owed),
        "overdue_calls": sum(call["reason"] != CallReason.VOLUNTARY and call["due_on"] < tx.on for call in owed),
        **_standing(tx, member_id, member.state),
    }


def _standing(tx: Tx, member_id: str, state: MemberState) -> dict[str, Any]:
    if state != MemberState.MEMBER:
        return {"voting": False, "suspended_shares": 0, "standing_reason": "not_a_member"}
    standing = standing_today(tx, member_id)
    return {"voting": standing.voting, "suspended_shares": standing.suspended_shares,
            "standing_reason": standing.reason}


def list_calls(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """The calls of a member, newest first."""
    return [dump_call(_call(row)) for row in tx.all(Q.list_calls, member_id=member_id)]


def dump_call(call: Call) -> dict[str, Any]:
    """A call as it is shown."""
    return {
        "call_id": call.id, "member_id": call.member_id, "reason": call.reason, "year": call.year,
        "shares": call.shares, "amount": call.amount, "open": call.open, "state": call.state,
        "structured_communication": call.structured_communication, "called_on": call.called_on,
        "due_on": call.next_due_on,
    }


def lock_calls_of(tx: Tx, member_id: str) -> list[Call]:
    """The calls of a member, locked."""
    return [_call(row) for row in tx.all(Q.lock_calls_of, member_id=member_id)]


def lock_call(tx: Tx, call_id: str) -> Call:
    """One call, locked, or a refusal."""
    return _call(tx.require(Q.lock_call, NotFound(kind="share call", id=call_id), call_id=call_id))


def member_of_call(tx: Tx, call_id: str) -> str:
    """Whose call it is, or a refusal. Who changes a call locks its member first, so that nobody waits in a circle."""
    return str(tx.require(Q.member_of_call, NotFound(kind="share call", id=call_id), call_id=call_id)["member_id"])


def owner_of_call(tx: Tx, *, call_id: str, **_: Any) -> str:  # _: whatever else the method takes
    """Whose call it is, for `self`."""
    return member_of_call(tx, call_id)


def call_named(tx: Tx, communication: str) -> tuple[str, str] | None:
    """The call that a structured communication names: its id and its member's."""
    row = tx.one(Q.call_named, communication=communication)
    return (row["id"], row["member_id"]) if row else None


def _call(row: Mapping[str, Any]) -> Call:
    return Call(
        id=row["id"], member_id=row["member_id"], reason=CallReason(row["reason"]), year=row["year"],
        shares=row["shares"], amount=Money.from_row(row), paid=Money(row["paid_cents"], row["currency"]),
        structured_communication=row["structured_communication"], called_on=row["called_on"], due_on=row["due_on"],
        last_paid_on=row["last_paid_on"], settled_on=row["settled_on"], withdrawn_on=row["withdrawn_on"],
        first=Money(row["first_cents"], row["currency"]) if row["first_cents"] else None,
        rest_due_on=row["rest_due_on"],
    )


def paid_calls_of(tx: Tx, member_id: str) -> list[Call]:
    """The calls of a member that are paid whole, in the order in which they were."""
    return [_call(row) for row in tx.all(Q.paid_calls_of, member_id=member_id)]


def lot_of_call(tx: Tx, call: Call) -> list[Holding]:
    """Every movement of the shares of a call in its member's hand."""
    return [held for held in holdings_of(tx, call.member_id) if held.lot == call.id]


def subscription_of(tx: Tx, call: Call) -> list[Holding]:
    """What the register says of a call's shares as paid, or taken back."""
    return [held for held in lot_of_call(tx, call) if held.is_subscription]


def members_to_call(tx: Tx, *, year: int, needs_activity: bool, after: str, limit: int) -> list[str]:
    """Members who are owed a yearly call, in the order of their ids."""
    rows = tx.all(Q.members_to_call, year=year, needs_activity=needs_activity, after=after, limit=limit)
    return [row["id"] for row in rows]


def calls_to_lapse(tx: Tx, *, after: str, limit: int) -> list[tuple[str, str]]:
    """Calls of what nobody owes whose due day, and the days in which money may still arrive, are over: call, member."""
    due_before = tx.on - timedelta(days=tx.tables.integer("unpaid_call_lapse_days", tx.on))
    rows = tx.all(Q.calls_to_lapse, due_before=due_before, after=after, limit=limit)
    return [(row["id"], row["member_id"]) for row in rows]


def yearly_call_of(tx: Tx, member_id: str, year: int) -> str | None:
    """The id of the yearly call that stands for a member and year."""
    row = tx.one(Q.yearly_call_of, member_id=member_id, year=year)
    return row["id"] if row else None


def lock_unplaced(tx: Tx, payment_id: str) -> Payment:
    """An unplaced payment, locked, or a refusal."""
    hold_placement(tx, payment_id)
    row = tx.require(Q.lock_unplaced, NotFound(kind="unplaced payment", id=payment_id), payment_id=payment_id)
    return Payment(id=row["payment_id"], amount=Money.from_row(row), booked_on=row["booked_on"],
                   placed_on=row["placed_on"])


def hold_placement(tx: Tx, payment_id: str) -> None:
    """Whoever places or corrects this payment at the moment is waited for."""
    tx.run(Q.hold_payment, payment_id=payment_id)


def hold_payment(tx: Tx, payment_id: str) -> Payment:
    """A payment that came in and was not taken back, held until the transaction ends; or a refusal."""
    hold_placement(tx, payment_id)
    row = tx.require(Q.get_payment, NotFound(kind="payment", id=payment_id), payment_id=payment_id)
    if row["taken_back"]:
        raise PaymentTakenBack(payment_id=payment_id)
    return Payment(id=row["id"], amount=Money.from_row(row), booked_on=row["booked_on"])


def unplaced_part(tx: Tx, payment: Payment) -> Money:
    """What of a payment is for no call yet."""
    used = net_uses(uses_of(tx, payment.id, payment.amount.currency))
    return total([use.amount for use in used if use.use == UseKind.UNPLACED], payment.amount.currency)


def find_payment(tx: Tx, movement: str) -> Payment | None:
    """The payment that a bank movement was."""
    row = tx.one(Q.payment_of_movement, movement=movement)
    return Payment(id=row["id"], amount=Money.from_row(row), booked_on=row["booked_on"]) if row else None


def uses_of(tx: Tx, payment_id: str, currency: str) -> list[Use]:
    """What a payment was used for, line by line."""
    return [Use(use=UseKind(row["use"]), amount=Money(row["cents"], currency), call_id=row["call_id"],
                member_id=row["member_id"]) for row in tx.all(Q.uses_of, payment_id=payment_id)]


def parts_on_call(tx: Tx, call_id: str, currency: str) -> list[tuple[str, Money]]:
    """What payments brought on one call: payment id and amount."""
    return [(row["payment_id"], Money(row["cents"], currency)) for row in tx.all(Q.parts_on_call, call_id=call_id)]


def last_line_of(tx: Tx, payment_id: str) -> int:
    """The last line of a payment's uses."""
    return int(tx.single(Q.last_line_of, payment_id=payment_id)["line"] or 0)


def surplus_of(tx: Tx, member_id: str, currency: str) -> Money:
    """What a member paid too much and was not paid back."""
    return -balance(tx, "overpaid_by_members", member=member_id, currency=currency)


def list_unplaced_payments(tx: Tx, limit: int) -> list[dict[str, Any]]:
    """Payments that wait for the desk."""
    return [{**row, "amount": Money.from_row(row)} for row in tx.all(Q.list_unplaced, limit=limit)]


def list_payments(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """The payments of a member, oldest first, with what each part was used for."""
    return [{**row, "amount": Money.from_row(row), "call_id": row["call_id"] or ""}
            for row in tx.all(Q.list_payments, member_id=member_id)]
