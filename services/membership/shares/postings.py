"""What share calls and their payment book."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.membership.register.rules import Holding
from services.membership.shares.rules import Call, Use, UseKind, net_uses
from shared.ledger import Entry, Posting, credit, debit, post, post_all, signed
from shared.money import Money, total
from shared.postgres import Tx

REGISTER, CALLED, RECEIVABLE, BANK = "share_capital", "share_capital_called", "share_calls_unpaid", "share_bank"
SURPLUS, UNPLACED, TAKEN_BACK = "overpaid_by_members", "unplaced_share_payments", "taken_back_after_use"
ACCOUNTS = {UseKind.CALL: RECEIVABLE, UseKind.SURPLUS: SURPLUS, UseKind.UNPLACED: UNPLACED,
            UseKind.RECEIVABLE: TAKEN_BACK}


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


def book_payment(tx: Tx, payment_id: str, amount: Money, uses: Sequence[Use], *, on: date) -> None:
    """Money came in: it pays calls, or is owed back, or waits."""
    post(tx, Entry(journal="share_payments", document=payment_id, text="Payment for shares", event_on=on,
                   postings=(debit(BANK, amount), *_used(uses))))


def _used(uses: Iterable[Use]) -> list[Posting]:
    return [signed(ACCOUNTS[use.use], -use.amount, member=use.member_id) for use in uses]


def book_shares(tx: Tx, member_id: str, held: Holding, *, cause: str) -> None:
    """What is paid in on shares that exist enters the capital account on its day, or leaves it again."""
    document = f"{cause}/{held.lot}/{held.effective_on.isoformat()}{'' if held.shares else '/rest'}"
    post(tx, Entry(
        journal="shares", document=document, event_on=held.effective_on,
        text="Shares paid" if held.amount.cents > 0 else "Shares whose payment was taken back",
        postings=(signed(CALLED, held.amount, member=member_id), signed(REGISTER, -held.amount, member=member_id))))


def book_reversal(tx: Tx, payment_id: str, uses: Sequence[Use], *, on: date) -> None:
    """Money was taken back: calls are open again, or it is owed to us."""
    taken = -total([use.amount for use in uses], uses[0].amount.currency)
    post(tx, Entry(journal="share_payments", document=payment_id, text="Payment for shares taken back", event_on=on,
                   postings=(credit(BANK, taken), *_used(uses))))


def book_placement(tx: Tx, document: str, amount: Money, uses: Sequence[Use]) -> None:
    """The desk found whose payment it is."""
    post(tx, Entry(journal="share_payments", document=document, text="Payment placed", event_on=tx.on,
                   postings=(debit(UNPLACED, amount), *_used(uses))))


def book_rest_waived(tx: Tx, call: Call, rest: Money) -> None:
    """What is not yet paid on a leaver's shares is owed no more."""
    post(tx, Entry(
        journal="share_calls", document=f"{call.id}/rest", text="Rest of a share call waived", event_on=tx.on,
        postings=(debit(CALLED, rest, member=call.member_id), credit(RECEIVABLE, rest, member=call.member_id))))


def book_released_part(tx: Tx, document: str, uses: Sequence[Use]) -> None:
    """What was paid in part on a call that is no longer owed is owed back, less what is owed to us."""
    post(tx, Entry(journal="share_payments", document=document, text="Part payment released", event_on=tx.on,
                   postings=tuple(_used(uses))))


def book_correction(tx: Tx, act_id: str, uses: Sequence[Use]) -> None:
    """A payment was for something else: what it was used for, and what it is used for now."""
    if uses := net_uses(uses):
        post(tx, Entry(journal="share_payments", document=act_id, text="Payment corrected", event_on=tx.on,
                       postings=tuple(_used(uses))))
