"""Paying out: surpluses at once; leavers through both tests, in the order of their queue (art. 6:115, 6:116, 6:120)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.countries.protocol import law
from services.membership.payees.errors import IbanWrong
from services.membership.payees.rules import assert_second_person
from services.membership.payouts import postings, reads, rules, store
from services.membership.payouts.errors import ClaimStateWrong, NoReturnAwaited, PayoutUnderWay
from services.membership.payouts.rules import Claim, ClaimKind, ClaimState, PayoutBatch, Worth
from services.membership.register.reads import assert_entry
from services.membership.register.rules import assert_known_day
from shared.definitions import Advance
from shared.identifiers import new_id
from shared.money import Money, total
from shared.outgoing import Document, send_out
from shared.postgres import Database, Tx

MOST_SURPLUSES = 1_000


def record_net_assets(
    tx: Tx, *, as_of: date, approved_on: date, kind: str, net_assets: Money, unavailable_equity: Money,
) -> dict[str, Any]:
    """Accounts that the assembly approved, or a newer statement of the board (art. 6:115)."""
    statement_id = store.add_statement(tx, as_of=as_of, approved_on=approved_on, kind=kind, net=net_assets,
                                       unavailable=unavailable_equity)
    return {"statement_id": statement_id, "as_of": as_of, "kind": kind}


def record_liquidity_finding(tx: Tx, *, decided_on: date, covers_until: date, ceiling: Money) -> dict[str, Any]:
    """The board finds that so much can be paid and debts can still be met until a day (art. 6:116)."""
    return {"finding_id": store.add_finding(tx, decided_on=decided_on, covers_until=covers_until, ceiling=ceiling),
            "decided_on": decided_on, "covers_until": covers_until, "most": ceiling}


def claim_for_leaver(tx: Tx, *, exit_id: str, member_id: str, worth: Worth, effective_on: date) -> None:
    """What a leaver's shares are worth is owed to them, due when the country says."""
    if worth.amount:
        store.add_exit_claim(tx, exit_id=exit_id, member_id=member_id, worth=worth,
                             due_on=law(tx).exit_paid_by(tx.tables, effective_on=effective_on))


def set_off_claims(tx: Tx, member_id: str, *, cause: str) -> None:
    """Who owes us a contribution that the bank took back is paid less: claims fall with what was paid for them."""
    owed = reads.owed_to_us(tx, member_id)
    for claim, part in rules.set_off(store.lock_claims_of(tx, member_id), owed):
        store.save_set_off(tx, claim, part)
        postings.book_set_off(tx, claim, part, cause=cause)


def withdraw_claims_of_exit(tx: Tx, exit_id: str, nothing: Money) -> Money:
    """What is not paid yet for an exit is owed no more; how much that was. Refused while a payment is at the bank."""
    claims = store.lock_claims_of_exit(tx, exit_id)
    for claim in claims:
        if claim.state == ClaimState.SENT:
            raise PayoutUnderWay(claim_id=claim.id)
    still_open = [claim for claim in claims if claim.state in {ClaimState.DUE, ClaimState.SUSPENDED}]
    for claim in still_open:
        store.withdraw_claim(tx, claim)
    return total([claim.amount for claim in still_open], nothing.currency)


def send_back(tx: Tx, payment_id: str, amount: Money, *, name: str, iban: str) -> str:
    """Money of nobody's share is owed to its payer; said again before it is sent, to another account. The claim."""
    account = law(tx).account_number(iban)
    if account is None:
        raise IbanWrong
    known = store.lock_return_claim(tx, payment_id)
    if known is None:
        return store.add_return_claim(tx, payment_id, amount, name=name, account=account)
    if known.state != ClaimState.DUE:
        raise ClaimStateWrong(claim_id=known.id, state=known.state, needed="due")
    store.save_payee_of_return(tx, known.id, name=name, account=account)
    return known.id


def confirm_return_account(tx: Tx, *, claim_id: str) -> dict[str, str]:
    """A second person says that money goes back to the account from which it came; before, it goes nowhere."""
    assert_entry(tx)
    named_by = store.lock_unconfirmed_return(tx, claim_id)
    if named_by is None:
        raise NoReturnAwaited(claim_id=claim_id)
    assert_second_person(tx.actor, named_by)
    store.save_return_confirmed(tx, claim_id)
    return {"claim_id": claim_id, "state": ClaimState.DUE}


def take_return_back(tx: Tx, payment_id: str) -> bool:
    """A payment is sent back no more; false when it is at the bank, or paid."""
    known = store.lock_return_claim(tx, payment_id)
    if known and known.state != ClaimState.DUE:
        return False
    if known:
        store.withdraw_claim(tx, known)
    return True


def withdraw_surplus_claims(tx: Tx, member_id: str) -> None:
    """What a member paid too much is counted anew, or the next run would send what is not there any more."""
    store.withdraw_surplus_claims(tx, member_id)


def pay_claims(database: Database, on: date, advance: Advance) -> str:
    """The payment run: one file for surpluses and for the leavers whom both tests let be paid."""
    with database.transaction(on=on, actor="job:pay_claims") as tx:
        store.hold_queue(tx)
        for member_id, amount in reads.unclaimed_surpluses(tx, MOST_SURPLUSES):
            store.add_surplus_claim(tx, member_id, amount)
        leavers, *others = (rules.without_unknown_accounts(store.lock_queue(tx, kind), law(tx).takes_payment)
                            for kind in (ClaimKind.EXIT, ClaimKind.SURPLUS, ClaimKind.RETURNED))
        surpluses = [claim for queue in others for claim in queue if claim.is_payable]
        plan = rules.plan_payments(leavers, room=reads.room_today(tx))
        store.save_suspended(tx, plan.suspend, plan.bound_by)
        parts = [store.split_claim(tx, plan.suspend[0], plan.in_part)] if plan.in_part else []
        paid = [*surpluses, *plan.pay, *parts]
        sent = _send(tx, paid) if paid else ""
    advance(len(paid), len(paid))
    return (f"{len(paid)} payments sent{sent}; {len(plan.suspend)} leavers suspended"
            f"{f' by {plan.bound_by}' if plan.suspend else ''}; {len(plan.waiting)} have no confirmed account.")


def _send(tx: Tx, claims: Sequence[Claim]) -> str:
    batch = PayoutBatch(id=new_id("bat"), claims=claims, execute_on=tx.on, written_at=tx.at)
    file = law(tx).payment_file(tx.tables, batch)
    document_id = send_out(tx, Document(channel="bank", name=file.name, media_type=file.media_type,
                                        content=file.content, about=batch.id))
    store.save_sent(tx, batch, document_id)
    postings.book_payouts(tx, batch)
    return f", {total([claim.amount for claim in claims], claims[0].amount.currency)} in batch {batch.id}"


def record_booked_payout(tx: Tx, *, movement: str, end_to_end: str, paid: Money, booked_on: date) -> None:
    """A debit of the bank statement names a claim: it is paid, if that is what was owed."""
    claim_id = rules.claim_named(end_to_end)
    if claim_id:
        rules.assert_paid_as_owed(store.lock_claim(tx, claim_id), paid=paid)
        record_payout(tx, movement=movement, claim_id=claim_id, booked_on=booked_on)


def record_payout(tx: Tx, *, movement: str, claim_id: str, booked_on: date) -> dict[str, str]:
    """The bank carried a payment out; the same movement again changes nothing."""
    assert_known_day(booked_on, today=tx.on)
    claim = store.lock_claim(tx, claim_id)
    if not store.add_payout_movement(tx, claim, movement=movement, kind="paid", booked_on=booked_on,
                                     moved=-claim.amount):
        return {"claim_id": claim_id, "state": claim.state}
    if claim.state != ClaimState.SENT:
        raise ClaimStateWrong(claim_id=claim_id, state=claim.state, needed="sent")
    store.save_paid(tx, claim_id, booked_on)
    postings.book_payout_done(tx, movement, claim, on=booked_on)
    return {"claim_id": claim_id, "state": ClaimState.PAID}


def record_returned_payout(tx: Tx, *, movement: str, end_to_end: str, booked_on: date) -> None:
    """The bank sent a payment back (a closed account): the claim is due again."""
    claim_id = rules.claim_named(end_to_end)
    if claim_id:
        return_payout(tx, movement=movement, claim_id=claim_id, booked_on=booked_on)


def return_payout(tx: Tx, *, movement: str, claim_id: str, booked_on: date) -> dict[str, str]:
    """A payment came back; the same movement again changes nothing."""
    assert_known_day(booked_on, today=tx.on)
    claim = store.lock_claim(tx, claim_id)
    moved = claim.amount if claim.state == ClaimState.PAID else Money.zero(claim.amount.currency)
    if not store.add_payout_movement(tx, claim, movement=movement, kind="returned", booked_on=booked_on, moved=moved):
        return {"claim_id": claim_id, "state": claim.state}
    if claim.state not in {ClaimState.SENT, ClaimState.PAID}:
        raise ClaimStateWrong(claim_id=claim_id, state=claim.state, needed="sent or paid")
    postings.book_payout_back(tx, movement, claim, on=booked_on)
    store.save_returned(tx, claim_id)
    if claim.kind == ClaimKind.EXIT:  # its exit may have been annulled since: then the money came home
        set_off_claims(tx, claim.member_id, cause=movement)
    return {"claim_id": claim_id, "state": ClaimState.DUE}
