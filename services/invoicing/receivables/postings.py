"""What happens to what a client owes, as bookings."""

from datetime import date

from services.invoicing.receivables.rules import Receivable
from shared.ledger import Entry, post, signed
from shared.money import Money
from shared.postgres import Tx

CLIENTS, LOSS, BANK = "clients", "losses_on_clients", "bank"
VAT_BACK = "vat_on_losses"  # tax on what was lost, which the State gives back
# what is the client's; movements without a known owner; refunds on their way
CREDIT, SUSPENSE, REFUNDS = "overpaid_by_clients", "unidentified_movements", "refunds_under_way"


def book_write_off(tx: Tx, owed: Receivable, write_off_id: str, *, net: Money, vat: Money) -> None:
    """The client will not pay: the net is a loss of the house, not of the member; the VAT is claimed back."""
    whose = _whose(owed)
    post(tx, Entry(journal="losses", document=write_off_id, text="Written off", event_on=tx.on, entity=owed.entity,
                   postings=(signed(LOSS, net, **whose), signed(VAT_BACK, vat, **whose),
                             signed(CLIENTS, -(net + vat), **whose))))


def book_payment(
    tx: Tx, before: Receivable, after: Receivable, *, document: str, text: str, amount: Money, source: str, on: date,
) -> Money:
    """Money came (or went back, when negative): on what is open, on what was written off, the rest to the client.

    What the client's own account was moved by.
    """
    entry, rest = entry_of_payment(before, after, document=document, text=text, amount=amount, source=source, on=on)
    post(tx, entry)
    return rest


def entry_of_payment(
    before: Receivable, after: Receivable, *, document: str, text: str, amount: Money, source: str, on: date,
) -> tuple[Entry, Money]:
    """The entry of a payment, and by what it moves the client's own account."""
    whose = _whose(after)
    if after.recovered == before.recovered and amount == after.paid - before.paid:
        return Entry(journal="payments", document=document, text=text, event_on=on, entity=after.entity, postings=(
            signed(source, amount), signed(CLIENTS, -amount, **whose))), amount - amount
    vat = after.recovered_vat - before.recovered_vat
    net = after.recovered - before.recovered - vat
    rest = amount - (after.paid - before.paid) - net - vat
    return Entry(journal="payments", document=document, text=text, event_on=on, entity=after.entity, postings=(
        signed(source, amount), signed(CLIENTS, before.paid - after.paid, **whose), signed(LOSS, -net, **whose),
        signed(VAT_BACK, -vat, **whose), signed(CREDIT, -rest, **whose))), rest


def book_freed(tx: Tx, owed: Receivable, credit_note_id: str, freed: Money) -> None:
    """A credit note gave back what was paid: it is the client's own."""
    whose = _whose(owed)
    if freed:
        post(tx, Entry(journal="credits", document=credit_note_id, text="Credited after it was paid", event_on=tx.on,
                       entity=owed.entity, postings=(signed(CLIENTS, freed, **whose), signed(CREDIT, -freed, **whose))))


def book_on_account(tx: Tx, *, document: str, text: str, amount: Money, other: str, on: date, entity: str) -> None:
    """A client's account goes up by money that stands on another account, or down when negative."""
    post(tx, Entry(journal="client_accounts", document=document, text=text, event_on=on, entity=entity,
                   postings=(signed(other, amount), signed(CREDIT, -amount))))


def _whose(owed: Receivable) -> dict[str, str]:
    return {"activity": owed.activity_id, "order": owed.order_id, "member": owed.member_id}
