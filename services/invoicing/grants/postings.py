"""What a grant books: income, its fee, and what the activity has of it; all of it back when it is taken back."""

from datetime import date

from services.invoicing.grants.rules import Grant
from shared.ledger import Entry, balance, post, signed
from shared.money import Money
from shared.postgres import Tx

GRANTS, DISPOSAL, FEES = "grants_received", "turnover_at_disposal", "fees"
ACTIVITY, OWED = "activity_accounts", "owed_by_activities"  # what the activity has; what it owes


def book_grant(tx: Tx, grant: Grant, *, source: str) -> None:
    """Money that stood on `source` is a grant of an activity."""
    nothing = Money.zero(grant.amount.currency)
    post(tx, _moved(grant, grant.amount, document=grant.grant_id, text="Grant received", on=grant.received_on,
                    source=source, has=grant.left, owes=nothing))


def book_returned(tx: Tx, grant: Grant, *, document: str, on: date, source: str) -> None:
    """A grant is taken back with its fee; the activity gives what it has, and owes what it spent."""
    there = -balance(tx, ACTIVITY, activity=grant.activity_id, entity=grant.entity, currency=grant.amount.currency)
    gives = min(there, grant.left)
    post(tx, _moved(grant, -grant.amount, document=document, text="Grant taken back", on=on, source=source,
                    has=-gives, owes=grant.left - gives))


def _moved(
    grant: Grant, amount: Money, *, document: str, text: str, on: date, source: str, has: Money, owes: Money,
) -> Entry:
    whose = {"activity": grant.activity_id, "member": grant.member_id}
    fee = grant.fee if amount.cents > 0 else -grant.fee
    return Entry(
        journal="grants", document=document, text=text, event_on=on, entity=grant.entity,
        postings=(signed(source, amount), signed(GRANTS, -amount, **whose), signed(DISPOSAL, amount, **whose),
                  signed(ACTIVITY, -has, **whose), signed(FEES, -fee, **whose), signed(OWED, owes, **whose)))
