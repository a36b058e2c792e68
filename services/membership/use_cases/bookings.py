"""What membership books: share calls, payments, reversals. Accounts: countries/<country>/accounts.toml."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from services.membership.domain.calls import Call, Use
from services.membership.domain.leaving import Worth
from shared.ledger import Entry, Posting, credit, debit, post, post_all
from shared.money import Money, total
from shared.postgres import Tx

REGISTER, CALLED, RECEIVABLE, BANK = "share_capital", "share_capital_called", "share_calls_unpaid", "share_bank"
SURPLUS, UNPLACED, TAKEN_BACK = "overpaid_by_members", "unplaced_share_payments", "taken_back_after_use"
LEAVERS, RESERVES, UNDER_WAY = "owed_to_leavers", "reserves_from_leavers", "payouts_under_way"
OWED = {"exit": LEAVERS, "surplus": SURPLUS}


def book_calls(tx: Tx, calls: Sequence[Call]) -> None:
    """Each call: the member owes a contribution; its shares do not exist yet."""
    post_all(tx, [Entry(
        journal="share_calls", document=call.id, text=f"Share call, {call.reason} {call.year}", event_on=call.called_on,
        postings=(debit(RECEIVABLE, call.amount, member=call.member_id),
                  credit(CALLED, call.amount, member=call.member_id)),
    ) for call in calls])


def book_withdrawal(tx: Tx, call: Call) -> None:
    """A call does not stand any more."""
    post(tx, Entry(
        journal="share_calls", document=f"{call.id}/withdrawn", text="Share call withdrawn",
        event_on=call.withdrawn_on or tx.on,
        postings=(debit(CALLED, call.amount, member=call.member_id),
                  credit(RECEIVABLE, call.amount, member=call.member_id)),
    ))


def book_payment(
    tx: Tx, payment_id: str, amount: Money, uses: Sequence[Use], settled: Iterable[Call], *, on: date,
) -> None:
    """Money came in: it pays calls, or is owed back, or waits; shares paid whole enter the capital account."""
    lines = [debit(BANK, amount), *(credit(_account(use), use.amount, member=use.member_id) for use in uses)]
    post(tx, Entry(journal="share_payments", document=payment_id, text="Payment for shares", event_on=on,
                   postings=(*lines, *_into_register(settled))))


def _account(use: Use) -> str:
    return {"call": RECEIVABLE, "surplus": SURPLUS, "unplaced": UNPLACED, "receivable": TAKEN_BACK}[use.use]


def _into_register(settled: Iterable[Call]) -> list[Posting]:
    return [line for call in settled for line in (
        debit(CALLED, call.amount, member=call.member_id), credit(REGISTER, call.amount, member=call.member_id))]


def book_reversal(
    tx: Tx, payment_id: str, uses: Sequence[Use], unsettled: Iterable[Call], *, on: date,
) -> None:
    """Money was taken back: calls are open again, their shares leave the capital account."""
    taken = -total([use.amount for use in uses], uses[0].amount.currency)
    lines = [credit(BANK, taken), *(debit(_account(use), -use.amount, member=use.member_id) for use in uses)]
    back = [line for call in unsettled for line in (
        debit(REGISTER, call.amount, member=call.member_id), credit(CALLED, call.amount, member=call.member_id))]
    post(tx, Entry(journal="share_payments", document=payment_id, text="Payment for shares taken back", event_on=on,
                   postings=(*lines, *back)))


def book_placement(tx: Tx, payment_id: str, amount: Money, uses: Sequence[Use], settled: Iterable[Call]) -> None:
    """The desk found whose payment it is."""
    lines = [debit(UNPLACED, amount), *(credit(_account(use), use.amount, member=use.member_id) for use in uses)]
    post(tx, Entry(journal="share_payments", document=f"{payment_id}/placed", text="Payment placed", event_on=tx.on,
                   postings=(*lines, *_into_register(settled))))


def book_released_part(tx: Tx, document: str, member_id: str, part: Money) -> None:
    """What was paid in part on a call that is no longer owed is owed back."""
    post(tx, Entry(journal="share_payments", document=document, text="Part payment released", event_on=tx.on,
                   postings=(debit(RECEIVABLE, part, member=member_id), credit(SURPLUS, part, member=member_id))))


def book_exit(tx: Tx, exit_id: str, member_id: str, worth: Worth, on: date) -> None:
    """Shares leave the capital account: what they are worth is owed, the rest stays in the reserves."""
    lines = [debit(REGISTER, worth.paid_in, member=member_id)]
    if worth.amount:
        lines.append(credit(LEAVERS, worth.amount, member=member_id))
    if worth.left_behind:
        lines.append(credit(RESERVES, worth.left_behind, member=member_id))
    post(tx, Entry(journal="exits", document=exit_id, text="Shares of a leaver", event_on=on, postings=tuple(lines)))


def book_payouts(tx: Tx, batch_id: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """What is owed is on its way."""
    sent = total([row["amount"] for row in rows], rows[0]["amount"].currency)
    post(tx, Entry(journal="payouts", document=batch_id, text="Payments to members", event_on=tx.on, postings=(
        *(debit(OWED[row["kind"]], row["amount"], member=row["member_id"]) for row in rows), credit(UNDER_WAY, sent))))


def book_payout_done(tx: Tx, movement: str, amount: Money, on: date) -> None:
    """The bank carried a payment out."""
    post(tx, Entry(journal="payouts", document=movement, text="Payment to a member carried out", event_on=on,
                   postings=(debit(UNDER_WAY, amount), credit(BANK, amount))))


def book_payout_back(tx: Tx, movement: str, claim: Mapping[str, Any], *, on: date) -> None:
    """A payment came back: it is owed again. The money comes to the bank, or never left it."""
    came_from = BANK if claim["state"] == "paid" else UNDER_WAY
    post(tx, Entry(journal="payouts", document=movement, text="Payment to a member came back", event_on=on, postings=(
        debit(came_from, claim["amount"]), credit(OWED[claim["kind"]], claim["amount"], member=claim["member_id"]))))


def book_transfer(tx: Tx, transfer_id: str, giver_id: str, receiver_id: str, paid_in: Money) -> None:
    """Contributions pass from one member to another: the capital account as a whole does not move."""
    post(tx, Entry(journal="transfers", document=transfer_id, text="Shares transferred", event_on=tx.on, postings=(
        debit(REGISTER, paid_in, member=giver_id), credit(REGISTER, paid_in, member=receiver_id))))
