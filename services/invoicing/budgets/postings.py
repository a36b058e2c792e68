"""What the division of a turnover books, on the activity's own account."""

from services.invoicing.budgets.rules import Budget
from services.invoicing.invoices.rules.invoice import Issued
from shared.ledger import Entry, balance, credit, debit, post, post_all, signed
from shared.money import Money
from shared.postgres import Tx

# turnover put at disposal; the activity's account; what it owes; the cooperative's fee; the budget, payroll's now
DISPOSAL, ACTIVITY, OWED = "turnover_at_disposal", "activity_accounts", "owed_by_activities"
FEES, PAYROLL = "fees", "clearing_with_payroll"


def book_allocation(tx: Tx, issued: Issued, budget: Budget) -> None:
    """The turnover put at the activity's disposal; its fee; its employment budget."""
    whose = _whose(issued)
    moves = (("disposal", "Turnover of", DISPOSAL, ACTIVITY, budget.net),
             ("fees", "Fee on", ACTIVITY, FEES, budget.fee),
             ("budgets", "Employment budget of", ACTIVITY, PAYROLL, budget.budget))
    post_all(tx, [
        Entry(journal=journal, document=issued.invoice_id, text=f"{text} {issued.invoice.number}", event_on=tx.on,
              entity=issued.entity, postings=(debit(left, amount, **whose), credit(right, amount, **whose)))
        for journal, text, left, right, amount in moves if amount])


def book_taken_back(tx: Tx, note: Issued, *, fee_back: Money) -> None:
    """The fee given back; the activity bears the rest, and owes what it no longer has."""
    whose, net = _whose(note), note.invoice.net
    borne = net - fee_back
    there = -balance(tx, ACTIVITY, activity=note.activity_id, entity=note.entity, currency=borne.currency)
    from_activity = min(borne, there)
    post(tx, Entry(
        journal="disposal", document=note.invoice_id, text=f"Turnover taken back by {note.invoice.number}",
        event_on=tx.on, entity=note.entity,
        postings=(credit(DISPOSAL, net, **whose), signed(FEES, fee_back, **whose),
                  signed(ACTIVITY, from_activity, **whose), signed(OWED, borne - from_activity, **whose))))


def _whose(issued: Issued) -> dict[str, str]:
    return {"activity": issued.activity_id, "order": issued.order_id, "member": issued.member_id}
