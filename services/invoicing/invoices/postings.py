"""What each happening books: one entry per cause, balanced, with the activity, order and member it concerns.

Account numbers are those of `countries/<country>/accounts.toml`.
"""

from collections.abc import Callable
from datetime import date

from services.invoicing.domain.bank import Movement
from services.invoicing.domain.budget import Budget
from services.invoicing.domain.invoice import Invoice
from services.invoicing.domain.order import Order
from services.invoicing.domain.receivable import Receivable, Shares
from shared.ledger import Entry, Posting, balance, credit, debit, post, post_all
from shared.money import Money
from shared.postgres import Tx

CLIENTS, VAT, TURNOVER, BANK = "clients", "vat_payable", "services_sold", "bank"
# turnover put at disposal; the activity's account; what it owes
DISPOSAL, ACTIVITY, OWED = "turnover_at_disposal", "activity_accounts", "owed_by_activities"
FEE, PAYROLL, LOSS = "fees", "clearing_with_payroll", "losses_on_clients"
# paid above what was owed; movements without a known owner
CREDIT, SUSPENSE = "overpaid_by_clients", "unidentified_movements"


def book_invoice(tx: Tx, order: Order, invoice_id: str, invoice: Invoice, budget: Budget) -> None:
    """The sale; the turnover put at the activity's disposal; its fee; its employment budget, which is payroll's now."""
    whose = _whose(order.activity_id, order.order_id, order.member_id)

    def entry(journal: str, text: str, *postings: Posting) -> Entry:
        return Entry(journal=journal, document=invoice_id, text=f"{text} {invoice.number}", event_on=tx.on,
                     postings=postings)

    sale = [debit(CLIENTS, invoice.total, **whose), credit(TURNOVER, invoice.net, **whose)]
    if invoice.vat:
        sale.append(credit(VAT, invoice.vat, **whose))
    entries = [
        entry("sales", "Invoice", *sale),
        entry("disposal", "Turnover of", debit(DISPOSAL, budget.net, **whose), credit(ACTIVITY, budget.net, **whose))]
    if budget.fee:
        entries.append(entry("fees", "Fee on", debit(ACTIVITY, budget.fee, **whose), credit(FEE, budget.fee, **whose)))
    if budget.budget:
        entries.append(entry("budgets", "Employment budget of", debit(ACTIVITY, budget.budget, **whose),
                             credit(PAYROLL, budget.budget, **whose)))
    post_all(tx, entries)


def book_credit_note(tx: Tx, owed: Receivable, credit_note_id: str, note: Invoice, fee_back: Money) -> None:
    """The sale turned back; the fee given back; the activity bears the rest, and owes what it no longer has."""
    whose = _whose(owed.activity_id, owed.order_id, owed.member_id)
    sale = [credit(CLIENTS, note.total, **whose), debit(TURNOVER, note.net, **whose)]
    if note.vat:
        sale.append(debit(VAT, note.vat, **whose))
    borne = note.net - fee_back
    there = -balance(tx, ACTIVITY, activity=owed.activity_id, currency=borne.currency)
    from_activity = min(borne, there)
    turned = [credit(DISPOSAL, note.net, **whose), *_some(debit, FEE, fee_back, whose),
              *_some(debit, ACTIVITY, from_activity, whose), *_some(debit, OWED, borne - from_activity, whose)]
    post_all(tx, [
        Entry(journal="sales", document=credit_note_id, text=f"Credit note {note.number}", event_on=tx.on,
              postings=tuple(sale)),
        Entry(journal="disposal", document=credit_note_id, text=f"Turnover taken back by {note.number}",
              event_on=tx.on, postings=tuple(turned))])


def book_write_off(tx: Tx, owed: Receivable, write_off_id: str, lost: Money) -> None:
    """The client will not pay: a loss of the house, not of the member."""
    whose = _whose(owed.activity_id, owed.order_id, owed.member_id)
    post(tx, Entry(journal="losses", document=write_off_id, text="Written off", event_on=tx.on,
                   postings=(debit(LOSS, lost, **whose), credit(CLIENTS, lost, **whose))))


def book_movement(tx: Tx, movement_id: str, movement: Movement, account: str) -> None:
    """Money moved on the bank account; the other side is its owner's clearing account, or suspense."""
    amount = movement.amount
    sides = (debit(BANK, amount), credit(account, amount)) if amount.cents > 0 else \
        (credit(BANK, -amount), debit(account, -amount))
    post(tx, Entry(journal="bank", document=movement_id, text="Bank movement", event_on=movement.booked_on,
                   postings=sides))


def book_payment(
    tx: Tx, owed: Receivable, *, payment_id: str, shares: Shares, source: str, on: date,
) -> None:
    """A client's money: on what is open, on what was written off, and the rest to his credit."""
    post(tx, Entry(journal="payments", document=payment_id, text="Payment of a client", event_on=on,
                   postings=(debit(source, shares.whole), *_used(credit, owed, shares))))


def book_reversal(tx: Tx, owed: Receivable, *, payment_id: str, shares: Shares, on: date) -> None:
    """The bank took a client's money back."""
    post(tx, Entry(journal="payments", document=f"{payment_id}/reversed", text="Payment taken back by the bank",
                   event_on=on, postings=(credit(BANK, shares.whole), *_used(debit, owed, shares))))


def _used(side: Callable[..., Posting], owed: Receivable, shares: Shares) -> list[Posting]:
    whose = _whose(owed.activity_id, owed.order_id, owed.member_id)
    return [*_some(side, CLIENTS, shares.applied, whose), *_some(side, LOSS, shares.recovered, whose),
            *_some(side, CREDIT, shares.credit, whose)]


def book_opening(tx: Tx, statement_id: str, opening: Money, on: date) -> None:
    """What was on an account before its first statement; the accountant says later whose it is."""
    if opening:
        side, other = (debit, credit) if opening.cents > 0 else (credit, debit)
        amount = max(opening, -opening)
        post(tx, Entry(journal="bank", document=statement_id, text="Balance before the first statement", event_on=on,
                       postings=(side(BANK, amount), other(SUSPENSE, amount))))


def _some(side: Callable[..., Posting], account: str, amount: Money, whose: dict[str, str]) -> list[Posting]:
    return [side(account, amount, **whose)] if amount else []


def _whose(activity: str, order: str, member: str) -> dict[str, str]:
    return {"activity": activity, "order": order, "member": member}
