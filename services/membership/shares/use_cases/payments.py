"""Payments for shares: heard from the bank through invoicing, or recorded by the desk; placed, taken back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.countries.protocol import law
from services.membership.events import SharePaid, SharesRedeemed
from services.membership.members.reads import lock_member
from services.membership.members.use_cases import admit_member, record_share_until
from services.membership.payouts.reads import owed_to_us
from services.membership.payouts.use_cases import (
    record_booked_payout,
    record_returned_payout,
    send_back,
    set_off_claims,
    take_return_back,
    withdraw_surplus_claims,
)
from services.membership.register.reads import assert_entry
from services.membership.register.rules import ActDays, assert_known_day, is_negative_on_some_day
from services.membership.register.use_cases import enter_subscription, record_act
from services.membership.shares import postings, reads, rules, store
from services.membership.shares.errors import NothingToSendBack, PaymentPlacedBefore, PaymentSentBack
from services.membership.shares.rules import Call, Part, Use, UseKind
from services.membership.standing.reads import flows_of
from services.membership.standing.use_cases import recompute_standing
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx

OURS = "membership"  # as invoicing names the owner of our range of references


def record_bank_movement(
    tx: Tx, *, movement_id: str, booked_on: date, amount: Money, structured_communication: str, end_to_end_id: str,
) -> None:
    """Money that came in with a communication of our range pays shares; money that left may be a payment of ours.

    A movement recorded before is passed over.
    """
    if amount.cents < 0:
        record_booked_payout(tx, movement=movement_id, end_to_end=end_to_end_id, paid=-amount, booked_on=booked_on)
    ours = amount.cents > 0 and law(tx).names_a_share_call(structured_communication)
    if ours and reads.find_payment(tx, movement_id) is None:
        receive_payment(tx, movement=movement_id, amount=amount, booked_on=booked_on,
                        communication=structured_communication)


def record_claimed_movement(
    tx: Tx, *, movement_id: str, claimed_for: str, booked_on: date, amount: Money,
) -> None:
    """Money for shares that named nobody waits in the worklist until the desk places, splits or sends it back."""
    if claimed_for == OURS and reads.find_payment(tx, movement_id) is None:
        receive_payment(tx, movement=movement_id, amount=amount, booked_on=booked_on, communication="")


def receive_payment(
    tx: Tx, *, movement: str, amount: Money, booked_on: date, communication: str,
) -> dict[str, Any]:
    """Use a payment: the call that it names, other open calls, surplus; unplaced when it names none of ours."""
    assert_known_day(booked_on, today=tx.on)
    named = reads.call_named(tx, communication)
    payment_id = new_id("pay")
    store.add_payment(tx, payment_id=payment_id, movement=movement, amount=amount, booked_on=booked_on,
                      communication=communication)
    uses, changed = _use(tx, amount, named, booked_on)
    store.add_uses(tx, payment_id, uses)
    postings.book_payment(tx, payment_id, amount, uses, on=booked_on)
    _bring_into_register(tx, changed, cause=payment_id)
    return _dump(payment_id, uses)


def _use(tx: Tx, amount: Money, named: tuple[str, str] | None, on: date) -> tuple[list[Use], list[Call]]:
    if named is None:
        return rules.use_payment(amount, named=None, others=[], owner="", on=on)[1], []
    call_id, member_id = named
    lock_member(tx, member_id)
    calls = reads.lock_calls_of(tx, member_id)
    changed, uses = rules.use_payment(amount, named=next(call for call in calls if call.id == call_id), others=calls,
                                      owner=member_id, on=on)
    store.save_calls(tx, changed)
    return rules.repay(uses, owed_to_us(tx, member_id)), changed


def _bring_into_register(tx: Tx, calls: Sequence[Call], *, cause: str) -> None:
    """Shares exist on the days on which their call is paid whole, and no others; the first one admits the member."""
    for call in calls:
        member = lock_member(tx, call.member_id)
        for held in rules.corrections(call, flows=flows_of(tx, member.id)[call.id],
                                      known=reads.subscription_of(tx, call)):
            holding = enter_subscription(tx, member.id, held, cause=cause)
            postings.book_shares(tx, member.id, held, cause=cause)
            until = _record_until(tx, member.id)
            if not held.shares:  # only what is paid in on them moved
                continue
            if held.shares > 0:
                admit_member(tx, member, held.effective_on)
                tx.announce(SharePaid(member_id=member.id, call_id=call.id, shares=held.shares, amount=held.amount,
                                      paid_on=held.effective_on, holding=holding, holds_until=until))
            else:
                tx.announce(SharesRedeemed(member_id=member.id, shares=-held.shares, amount=-held.amount,
                                           effective_on=held.effective_on, holding=holding, holds_until=until))
    for member_id in sorted({call.member_id for call in calls}):
        recompute_standing(tx, member_id)


def _record_until(tx: Tx, member_id: str) -> date | None:
    until: date | None = None
    for call in reads.paid_calls_of(tx, member_id):
        until = law(tx).share_holds_until(year=call.year, shares=call.shares, before=until)
    record_share_until(tx, member_id, until)
    return until


def place_payment(tx: Tx, *, payment_id: str, call_id: str) -> dict[str, Any]:
    """The desk found which call an unplaced payment was for."""
    payment = reads.lock_unplaced(tx, payment_id)
    if payment.placed_on:
        raise PaymentPlacedBefore(payment_id=payment_id, placed_on=payment.placed_on.isoformat())
    member_id, waiting = reads.member_of_call(tx, call_id), reads.unplaced_part(tx, payment)
    uses, changed = _use(tx, waiting, (call_id, member_id), payment.booked_on)
    line = reads.last_line_of(tx, payment_id) + 1
    store.add_uses(tx, payment_id, [Use(use=UseKind.UNPLACED, amount=-waiting), *uses], first_line=line)
    store.save_placed(tx, payment_id, call_id)
    postings.book_placement(tx, f"{payment_id}/placed/{line}", waiting, uses)
    _bring_into_register(tx, changed, cause=f"{payment_id}.{line}")  # it may have been placed here before
    return _dump(payment_id, uses)


def correct_payment(
    tx: Tx, *, payment_id: str, parts: Sequence[Part], reason: str, evidence: str, days: ActDays,
) -> dict[str, Any]:
    """Move a payment to the calls that it was for, of one member or several; what no part names waits for the desk.

    What it was used for is undone as if it had never been so: shares of the wrong person never were, those of the right
    one exist from the day on which the bank booked it.
    """
    assert_entry(tx)
    payment = reads.hold_payment(tx, payment_id)
    rest = rules.rest_of(payment, parts)
    if not take_return_back(tx, payment_id):
        raise PaymentSentBack(payment_id=payment_id)
    used = rules.net_uses(reads.uses_of(tx, payment_id, payment.amount.currency))
    owners = {part.call_id: reads.member_of_call(tx, part.call_id) for part in parts}
    for member_id in sorted({use.member_id for use in used if use.member_id} | set(owners.values())):
        lock_member(tx, member_id)
    act_id = record_act(tx, "payment_corrected", refers_to=payment_id, days=days, reason=reason, evidence=evidence)
    back, touched = _undo(tx, used, on=payment.booked_on)
    uses = [Use(use=UseKind.UNPLACED, amount=rest)] if rest else []
    for part in parts:
        used_for, changed = _use(tx, part.amount, (part.call_id, owners[part.call_id]), payment.booked_on)
        uses, touched = [*uses, *used_for], [*touched, *changed]
    store.add_uses(tx, payment_id, [*back, *uses], first_line=reads.last_line_of(tx, payment_id) + 1)
    store.save_waiting(tx, payment_id, waits=bool(rest), act_id=act_id)
    postings.book_correction(tx, act_id, [*back, *uses])
    _bring_into_register(tx, touched, cause=act_id)
    _set_off(tx, back, cause=act_id)
    return _dump(payment_id, uses)


def send_payment_back(
    tx: Tx, *, payment_id: str, name: str, iban: str, reason: str, days: ActDays,
) -> dict[str, Any]:
    """Money that is for no share goes back to its payer with the next payments; said again, to another account."""
    assert_entry(tx)
    payment = reads.hold_payment(tx, payment_id)
    waiting = reads.unplaced_part(tx, payment)
    if not waiting:
        raise NothingToSendBack(payment_id=payment_id)
    record_act(tx, "payment_sent_back", refers_to=payment_id, days=days, reason=reason)
    claim_id = send_back(tx, payment_id, waiting, name=name, iban=iban)
    store.save_placed(tx, payment_id, claim_id)
    return {"payment_id": payment_id, "claim_id": claim_id, "amount": waiting}


def _set_off(tx: Tx, back: Sequence[Use], *, cause: str) -> None:
    owing = {use.member_id for use in back if use.use == UseKind.RECEIVABLE and use.member_id}
    for member_id in sorted(owing):
        set_off_claims(tx, member_id, cause=cause)


def _dump(payment_id: str, uses: Sequence[Use]) -> dict[str, Any]:
    return {"payment_id": payment_id,
            "uses": [{"use": use.use, "amount": use.amount, "call_id": use.call_id or ""} for use in uses]}


def record_bank_return(tx: Tx, *, movement_id: str, refers_to: str, booked_on: date, end_to_end_id: str) -> None:
    """The bank took a payment back, or sent one of ours back."""
    record_returned_payout(tx, movement=movement_id, end_to_end=end_to_end_id, booked_on=booked_on)
    if reads.find_payment(tx, refers_to) and reads.find_payment(tx, movement_id) is None:
        reverse_payment(tx, movement=movement_id, refers_to=refers_to, booked_on=booked_on)


def reverse_payment(tx: Tx, *, movement: str, refers_to: str, booked_on: date) -> dict[str, Any]:
    """Take a payment back whole: its calls are open again, and shares that it paid do not exist any more.

    What cannot be taken from calls or surplus (the shares were redeemed, the surplus was repaid) is owed to us, and set
    off against what we still owe the same person.
    """
    assert_known_day(booked_on, today=tx.on)
    original = reads.find_payment(tx, refers_to)
    if original is None:
        raise NotFound(kind="payment of movement", id=refers_to)
    payment_id = new_id("pay")
    store.add_payment(tx, payment_id=payment_id, movement=movement, amount=-original.amount, booked_on=booked_on,
                      communication="", refers_to=original.id)
    reads.hold_placement(tx, original.id)
    sent_back = not take_return_back(tx, original.id)
    used = rules.net_uses(reads.uses_of(tx, original.id, original.amount.currency))
    if any(use.use == UseKind.UNPLACED for use in used):
        store.save_placed(tx, original.id, "")
    back, opened = _undo(tx, used, on=max(booked_on, original.booked_on), sent_back=sent_back)
    store.add_uses(tx, payment_id, back)
    postings.book_reversal(tx, payment_id, back, on=booked_on)
    _bring_into_register(tx, opened, cause=payment_id)
    _set_off(tx, back, cause=payment_id)
    return _dump(payment_id, back)


def _undo(tx: Tx, uses: Sequence[Use], *, on: date, sent_back: bool = False) -> tuple[list[Use], list[Call]]:
    back: list[Use] = []
    opened: list[Call] = []
    for use in uses:
        if use.use == UseKind.CALL:
            back.append(_undo_call(tx, use, opened, on=on))
        elif use.use == UseKind.SURPLUS:
            back += _undo_surplus(tx, use)
        elif use.use == UseKind.UNPLACED and sent_back:
            back.append(rules.owe_to_us(use))
        else:
            back.append(rules.undo(use))
    return back, opened


def _undo_call(tx: Tx, use: Use, opened: list[Call], *, on: date) -> Use:
    """Open the call again, unless its shares have left for somewhere else."""
    lock_member(tx, use.member_id)
    call = reads.lock_call(tx, use.call_id or "")
    flows = [*flows_of(tx, use.member_id)[call.id], (max(on, call.called_on), -use.amount)]
    missing = rules.corrections(call, flows=flows, known=reads.subscription_of(tx, call))
    if is_negative_on_some_day([*reads.lot_of_call(tx, call), *missing]):
        return rules.owe_to_us(use)
    opened.append(rules.take_back(call, use.amount))
    store.save_calls(tx, opened[-1:])
    return rules.undo(use)


def _undo_surplus(tx: Tx, use: Use) -> list[Use]:
    withdraw_surplus_claims(tx, use.member_id)
    left = min(reads.surplus_of(tx, use.member_id, use.amount.currency), use.amount)
    taken = Use(use=UseKind.SURPLUS, amount=-left, member_id=use.member_id)
    gone = Use(use=UseKind.RECEIVABLE, amount=left - use.amount, member_id=use.member_id)
    return [part for part in (taken, gone) if part.amount]
