"""Payments for shares: heard from the bank through invoicing, or recorded by the desk; placed, taken back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.domain import calls as rules
from services.membership.domain.errors import PaymentPlacedBefore
from services.membership.domain.events import MemberAdmitted, SharePaid, SharesRedeemed
from services.membership.store import calls as store
from services.membership.store import members, register
from services.membership.store.leaving import withdraw_surplus_claims
from services.membership.use_cases.advisors import give_advisor
from services.membership.use_cases.bookings import book_payment, book_placement, book_reversal
from services.membership.use_cases.calls import RANGE
from services.membership.use_cases.payouts import note_payout_booked, note_payout_returned
from services.membership.use_cases.standings import recast_standing
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.ledger import balance
from shared.money import Money
from shared.postgres import Tx


def note_bank_movement(
    tx: Tx, *, movement_id: str, booked_on: date, amount: Money, structured_communication: str, end_to_end_id: str,
) -> None:
    """Money that came in with a communication of our range pays shares; money that left may be a payment of ours.

    A movement recorded before is passed over.
    """
    if amount.cents < 0:
        note_payout_booked(tx, movement=movement_id, end_to_end=end_to_end_id, paid=-amount, booked_on=booked_on)
    ours = amount.cents > 0 and structured_communication.startswith(RANGE)
    if ours and store.payment_of_movement(tx, movement_id) is None:
        receive_payment(tx, movement=movement_id, amount=amount, booked_on=booked_on,
                        communication=structured_communication)


def receive_payment(
    tx: Tx, *, movement: str, amount: Money, booked_on: date, communication: str,
) -> dict[str, Any]:
    """Use a payment: the call that it names, other open calls, surplus; unplaced when it names none of ours."""
    named = store.call_named(tx, communication)
    payment_id = new_id("pay")
    store.add_payment(tx, payment_id=payment_id, movement=movement, amount=amount, booked_on=booked_on,
                      communication=communication)
    uses, settled = _use(tx, amount, named, booked_on)
    store.add_uses(tx, payment_id, uses)
    book_payment(tx, payment_id, amount, uses, settled, on=booked_on)
    if named:
        _bring_into_register(tx, named[1], settled, payment_id)
    return {"payment_id": payment_id, "uses": [_dump_use(use) for use in uses]}


def _use(
    tx: Tx, amount: Money, named: tuple[str, str] | None, on: date,
) -> tuple[list[rules.Use], list[rules.Call]]:
    if named is None:
        return rules.use_payment(amount, named=None, others=[], owner="", on=on)[1], []
    call_id, member_id = named
    members.lock_member(tx, member_id)
    calls = store.lock_calls_of(tx, member_id)
    changed, uses = rules.use_payment(amount, named=next(call for call in calls if call.id == call_id), others=calls,
                                      owner=member_id, on=on)
    store.save_calls(tx, changed)
    return uses, rules.settled_now(calls, changed)


def _bring_into_register(tx: Tx, member_id: str, settled: Sequence[rules.Call], payment_id: str) -> None:
    """Shares exist from the payment day on; the first one admits the member."""
    for call in settled:
        on = call.settled_on or tx.on
        holding = register.add_movement(tx, register.Movement(
            member_id=member_id, kind="paid", shares=call.shares, amount=call.amount, effective_on=on,
            cause=f"{payment_id}/{call.id}"))
        if members.admit(tx, member_id, on):
            tx.announce(MemberAdmitted(member_id=member_id, admitted_on=on,
                                       language=members.lock_member(tx, member_id).language))
            give_advisor(tx, member_id, reason="admitted")
        tx.announce(SharePaid(member_id=member_id, call_id=call.id, shares=call.shares, amount=call.amount, paid_on=on,
                              holding=holding))
    recast_standing(tx, member_id)


def place_payment(tx: Tx, *, payment_id: str, call_id: str) -> dict[str, Any]:
    """The desk found which call an unplaced payment was for."""
    payment = store.lock_unplaced(tx, payment_id)
    if payment["placed_on"]:
        raise PaymentPlacedBefore(payment_id=payment_id, placed_on=payment["placed_on"].isoformat())
    member_id = store.member_of_call(tx, call_id)
    uses, settled = _use(tx, payment["amount"], (call_id, member_id), payment["booked_on"])
    moved = [rules.Use(use="unplaced", amount=-payment["amount"]), *uses]
    store.add_uses(tx, payment_id, moved, first_line=2)
    store.place_payment(tx, payment_id, call_id)
    book_placement(tx, payment_id, payment["amount"], uses, settled)
    _bring_into_register(tx, member_id, settled, payment_id)
    return {"payment_id": payment_id, "uses": [_dump_use(use) for use in uses]}


def _dump_use(use: rules.Use) -> dict[str, Any]:
    return {"use": use.use, "amount": use.amount, "call_id": use.call_id or ""}


def note_bank_return(tx: Tx, *, movement_id: str, refers_to: str, booked_on: date, end_to_end_id: str) -> None:
    """The bank took a payment back, or sent one of ours back."""
    note_payout_returned(tx, movement=movement_id, end_to_end=end_to_end_id, booked_on=booked_on)
    if store.payment_of_movement(tx, refers_to) and store.payment_of_movement(tx, movement_id) is None:
        reverse_payment(tx, movement=movement_id, refers_to=refers_to, booked_on=booked_on)


def reverse_payment(tx: Tx, *, movement: str, refers_to: str, booked_on: date) -> dict[str, Any]:
    """Take a payment back whole: its calls are open again, and shares that it paid do not exist any more.

    What cannot be taken from calls or surplus (the shares were redeemed, the surplus was repaid) is owed to us.
    """
    original = store.payment_of_movement(tx, refers_to)
    if original is None:
        raise NotFound(kind="payment of movement", id=refers_to)
    payment_id = new_id("pay")
    amount: Money = original["amount"]
    store.add_payment(tx, payment_id=payment_id, movement=movement, amount=-amount, booked_on=booked_on,
                      communication="", refers_to=original["id"])
    store.hold_placement(tx, original["id"])
    used = _net(store.uses_of(tx, original["id"], amount.currency))
    if any(use.use == "unplaced" for use in used):
        store.place_payment(tx, original["id"], "")
    back, unsettled = _undo(tx, used)
    store.add_uses(tx, payment_id, back)
    book_reversal(tx, payment_id, back, unsettled, on=booked_on)
    _take_out_of_register(tx, unsettled, payment_id, booked_on)
    return {"payment_id": payment_id, "uses": [_dump_use(use) for use in back]}


def _net(uses: Sequence[rules.Use]) -> list[rules.Use]:
    """What a payment is used for now: an unplaced part that was placed later has gone."""
    sums: dict[tuple[str, str | None, str], Money] = {}
    for use in uses:
        key = (use.use, use.call_id, "" if use.use == "unplaced" else use.member_id)
        sums[key] = sums.get(key, Money.zero(use.amount.currency)) + use.amount
    return [rules.Use(use=kind, amount=amount, call_id=call_id, member_id=member_id)
            for (kind, call_id, member_id), amount in sums.items() if amount]


def _undo(tx: Tx, uses: Sequence[rules.Use]) -> tuple[list[rules.Use], list[rules.Call]]:
    back: list[rules.Use] = []
    unsettled: list[rules.Call] = []
    for use in uses:
        if use.use == "call" and use.call_id:
            back.append(_undo_call(tx, use, unsettled))
        elif use.use == "surplus":
            back += _undo_surplus(tx, use)
        else:
            back.append(_negative(use))
    return back, unsettled


def _negative(use: rules.Use, kind: str | None = None) -> rules.Use:
    return rules.Use(use=kind or use.use, amount=-use.amount, member_id=use.member_id,
                     call_id=use.call_id if kind is None else None)


def _undo_call(tx: Tx, use: rules.Use, unsettled: list[rules.Call]) -> rules.Use:
    member = members.lock_member(tx, use.member_id)
    call = store.lock_call(tx, use.call_id or "")
    if call.settled_on and member.shares < call.shares:
        return _negative(use, "receivable")
    store.save_calls(tx, [rules.take_back(call, use.amount)])
    if call.settled_on:
        unsettled.append(call)
    return _negative(use)


def _undo_surplus(tx: Tx, use: rules.Use) -> list[rules.Use]:
    withdraw_surplus_claims(tx, use.member_id)  # or the next payment run would send what is not there any more
    held = -balance(tx, "overpaid_by_members", member=use.member_id, currency=use.amount.currency)
    left = min(held, use.amount)
    parts = [rules.Use(use="surplus", amount=-left, member_id=use.member_id)] if left else []
    gone = use.amount - left
    return parts + ([rules.Use(use="receivable", amount=-gone, member_id=use.member_id)] if gone else [])


def _take_out_of_register(tx: Tx, unsettled: Sequence[rules.Call], payment_id: str, on: date) -> None:
    for call in unsettled:
        holding = register.add_movement(tx, register.Movement(
            member_id=call.member_id, kind="reversed", shares=-call.shares, amount=-call.amount, effective_on=on,
            cause=f"{payment_id}/{call.id}"))
        tx.announce(SharesRedeemed(member_id=call.member_id, shares=call.shares, amount=call.amount, effective_on=on,
                                   holding=holding))
    for member_id in sorted({call.member_id for call in unsettled}):
        recast_standing(tx, member_id)
