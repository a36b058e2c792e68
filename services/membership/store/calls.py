"""Share calls, payments and what they were used for, orders heard of, the right to vote."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.domain.calls import Call, Use
from services.membership.domain.standing import Standing
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/calls.sql")


def next_numbers(tx: Tx, count: int = 1) -> list[int]:
    """The next numbers of the range of structured communications."""
    return [row["number"] for row in tx.all(Q.next_communications, count=count)]


def add_call(tx: Tx, call: Call) -> bool:
    """Keep a call; false when the member's first or yearly share stands already."""
    return tx.one(Q.add_call, id=call.id, member_id=call.member_id, reason=call.reason, year=call.year,
                  shares=call.shares, cents=call.amount.cents, currency=call.amount.currency,
                  communication=call.structured_communication, called_on=call.called_on, due_on=call.due_on,
                  recorded_at=tx.at) is not None


def add_yearly_calls(tx: Tx, calls: Sequence[Call]) -> set[str]:
    """Keep many yearly calls of one year and day; the ids of those that are new."""
    first = calls[0]
    rows = tx.all(
        Q.add_yearly_calls, id=[c.id for c in calls], member_id=[c.member_id for c in calls],
        communication=[c.structured_communication for c in calls], year=first.year, shares=first.shares,
        cents=first.amount.cents, currency=first.amount.currency, called_on=first.called_on, due_on=first.due_on,
        recorded_at=tx.at)
    return {row["id"] for row in rows}


def members_to_call(tx: Tx, *, year: int, needs_activity: bool, after: str, limit: int) -> list[str]:
    """Members who are owed a yearly call, in the order of their ids."""
    rows = tx.all(Q.members_to_call, year=year, first_day=date(year, 1, 1), next_year=date(year + 1, 1, 1),
                  needs_activity=needs_activity, after=after, limit=limit)
    return [row["id"] for row in rows]


def lock_calls_of(tx: Tx, member_id: str) -> list[Call]:
    """The calls of a member, locked."""
    return [_call(row) for row in tx.all(Q.lock_calls_of, member_id=member_id)]


def lock_call(tx: Tx, call_id: str) -> Call:
    """One call, locked, or a refusal."""
    row = tx.one(Q.lock_call, call_id=call_id)
    if row is None:
        raise NotFound(kind="share call", id=call_id)
    return _call(row)


def member_of_call(tx: Tx, call_id: str) -> str:
    """Whose call it is, or a refusal. Who changes a call locks its member first, so that nobody waits in a circle."""
    row = tx.one(Q.member_of_call, call_id=call_id)
    if row is None:
        raise NotFound(kind="share call", id=call_id)
    return str(row["member_id"])


def call_named(tx: Tx, communication: str) -> tuple[str, str] | None:
    """The call that a structured communication names: its id and its member's."""
    row = tx.one(Q.call_named, communication=communication)
    return (row["id"], row["member_id"]) if row else None


def save_calls(tx: Tx, calls: Sequence[Call]) -> None:
    """How far calls came."""
    tx.run_many(Q.save_call, [
        {"id": call.id, "paid_cents": call.paid.cents, "last_paid_on": call.last_paid_on,
         "settled_on": call.settled_on, "withdrawn_on": call.withdrawn_on}
        for call in calls
    ])


def note_why_withdrawn(tx: Tx, call_id: str, reason: str) -> None:
    """Why a call was withdrawn."""
    tx.run(Q.note_why_withdrawn, id=call_id, reason=reason)


def yearly_call_of(tx: Tx, member_id: str, year: int) -> str | None:
    """The id of the yearly call that stands for a member and year."""
    row = tx.one(Q.yearly_call_of, member_id=member_id, year=year)
    return row["id"] if row else None


def _call(row: dict[str, Any]) -> Call:
    currency = row["currency"]
    return Call(
        id=row["id"], member_id=row["member_id"], reason=row["reason"], year=row["year"], shares=row["shares"],
        amount=Money(row["cents"], currency), structured_communication=row["structured_communication"],
        called_on=row["called_on"], due_on=row["due_on"], paid=Money(row["paid_cents"], currency),
        last_paid_on=row["last_paid_on"], settled_on=row["settled_on"], withdrawn_on=row["withdrawn_on"],
    )


def add_order(tx: Tx, *, order_id: str, member_id: str, signed_on: date) -> None:
    """An order that was signed for a member."""
    tx.run(Q.add_order, order_id=order_id, member_id=member_id, signed_on=signed_on)


def cancel_order(tx: Tx, order_id: str, on: date) -> tuple[str, int] | None:
    """An order is cancelled: whose, and of which year; nothing when it was not known or cancelled before."""
    row = tx.one(Q.cancel_order, order_id=order_id, on=on)
    return (row["member_id"], row["signed_on"].year) if row else None


def has_activity(tx: Tx, member_id: str, year: int) -> bool:
    """Whether a member has an order of the year that was not cancelled."""
    row = tx.one(Q.has_activity, member_id=member_id, first_day=date(year, 1, 1), next_year=date(year + 1, 1, 1))
    return bool(row and row["active"])


def add_payment(
    tx: Tx, *, payment_id: str, movement: str, amount: Money, booked_on: date, communication: str,
    refers_to: str | None = None,
) -> None:
    """Money that came in (positive) or was taken back (negative)."""
    tx.run(Q.add_payment, id=payment_id, movement=movement, cents=amount.cents, currency=amount.currency,
           booked_on=booked_on, communication=communication, refers_to=refers_to, recorded_at=tx.at, actor=tx.actor)


def add_uses(tx: Tx, payment_id: str, uses: Sequence[Use], first_line: int = 1) -> None:
    """What the parts of a payment were used for; an unplaced part waits for the desk."""
    tx.run_many(Q.add_use, [
        {"payment_id": payment_id, "line": line, "use": use.use, "call_id": use.call_id, "member_id": use.member_id,
         "cents": use.amount.cents} for line, use in enumerate(uses, start=first_line)
    ])
    if first_line == 1 and any(use.use == "unplaced" and use.amount.cents > 0 for use in uses):
        tx.run(Q.add_unplaced, payment_id=payment_id)


def lock_unplaced(tx: Tx, payment_id: str) -> dict[str, Any]:
    """An unplaced payment, locked, or a refusal."""
    row = tx.one(Q.lock_unplaced, payment_id=payment_id)
    if row is None:
        raise NotFound(kind="unplaced payment", id=payment_id)
    return {**row, "amount": Money(row["cents"], row["currency"])}


def hold_placement(tx: Tx, payment_id: str) -> None:
    """Whoever places this payment at the moment is waited for; one that never was unplaced is nobody's to place."""
    tx.one(Q.lock_unplaced, payment_id=payment_id)


def place_payment(tx: Tx, payment_id: str, call_id: str) -> None:
    """The desk found whose payment it is."""
    tx.run(Q.place_payment, payment_id=payment_id, call_id=call_id, on=tx.on)


def payment_of_movement(tx: Tx, movement: str) -> dict[str, Any] | None:
    """The payment that a bank movement was, with its amount."""
    row = tx.one(Q.payment_of_movement, movement=movement)
    return {**row, "amount": Money(row["cents"], row["currency"])} if row else None


def uses_of(tx: Tx, payment_id: str, currency: str) -> list[Use]:
    """What a payment was used for, netted per use and call."""
    return [Use(use=row["use"], amount=Money(row["cents"], currency), call_id=row["call_id"],
                member_id=row["member_id"]) for row in tx.all(Q.uses_of, payment_id=payment_id)]


def add_standing(tx: Tx, member_id: str, standing: Standing) -> None:
    """From a day on, a member votes or does not."""
    tx.run(Q.add_standing, member_id=member_id, recorded_at=tx.at, effective_on=standing.effective_on,
           voting=standing.voting, suspended_shares=standing.suspended_shares, reason=standing.reason)


def standings_of(tx: Tx, member_id: str) -> list[Standing]:
    """A member's line of rights as known now."""
    return [Standing(**row) for row in tx.all(Q.standings_of, member_id=member_id)]


def late_members(tx: Tx, *, after: str, limit: int) -> list[str]:
    """Members who have an open call that was due before today."""
    return [row["member_id"] for row in tx.all(Q.late_members, on=tx.on, after=after, limit=limit)]


def flows_of(tx: Tx, member_id: str) -> dict[str, list[tuple[date, Money]]]:
    """What was paid on a member's calls (and taken back), per call."""
    flows: dict[str, list[tuple[date, Money]]] = {}
    for row in tx.all(Q.flows_of, member_id=member_id):
        flows.setdefault(row["call_id"], []).append((row["booked_on"], Money(row["cents"], row["currency"])))
    return flows
