"""What the division of a turnover books, on the activity's own account."""

from services.invoicing.budgets.rules import Budget, TakenBack, Turnover
from shared.ledger import Entry, balance, credit, debit, post, post_all, signed
from shared.money import Money
from shared.postgres import Tx

# turnover put at disposal; the activity's account; what it owes; the cooperative's fee; the budget, payroll's now
DISPOSAL, ACTIVITY, OWED = "turnover_at_disposal", "activity_accounts", "owed_by_activities"
FEES, PAYROLL = "fees", "clearing_with_payroll"


def book_allocation(tx: Tx, turnover: Turnover, budget: Budget) -> None:
    """The turnover put at the activity's disposal; its fee; its employment budget."""
    whose = {"activity": turnover.activity_id, "order": turnover.order_id, "member": turnover.member_id}
    moves = (("disposal", "Turnover of", DISPOSAL, ACTIVITY, budget.net),
             ("fees", "Fee on", ACTIVITY, FEES, budget.fee),
             ("budgets", "Employment budget of", ACTIVITY, PAYROLL, budget.budget))
    post_all(tx, [
        Entry(journal=journal, document=turnover.invoice_id, text=f"{text} {turnover.number}", event_on=tx.on,
              entity=turnover.entity, postings=(debit(left, amount, **whose), credit(right, amount, **whose)))
        for journal, text, left, right, amount in moves if amount])


def book_taken_back(tx: Tx, taken: TakenBack, *, fee_back: Money) -> None:
    """The fee given back; the activity bears the rest, and owes what it no longer has."""
    whose = {"activity": taken.activity_id, "order": taken.order_id, "member": taken.member_id}
    borne = taken.net - fee_back
    there = -balance(tx, ACTIVITY, activity=taken.activity_id, entity=taken.entity, currency=borne.currency)
    from_activity = min(borne, there)
    post(tx, Entry(
        journal="disposal", document=taken.credit_note_id, text=f"Turnover taken back by {taken.number}",
        event_on=tx.on, entity=taken.entity,
        postings=(credit(DISPOSAL, taken.net, **whose), signed(FEES, fee_back, **whose),
                  signed(ACTIVITY, from_activity, **whose), signed(OWED, borne - from_activity, **whose))))
