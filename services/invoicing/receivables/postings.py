"""What happens to what a client owes, as bookings."""

from datetime import date

from services.invoicing.receivables.rules import Allocation, Receivable
from shared.ledger import Entry, Posting, post, signed
from shared.money import Money
from shared.postgres import Tx

CLIENTS, LOSS, BANK = "clients", "losses_on_clients", "bank"
VAT_BACK = "vat_on_losses"  # tax on what was lost, which the State gives back
CREDIT, SUSPENSE = "overpaid_by_clients", "unidentified_movements"  # above what was owed; without a known owner


def book_write_off(tx: Tx, owed: Receivable, write_off_id: str, *, net: Money, vat: Money) -> None:
    """The client will not pay: the net is a loss of the house, not of the member; the VAT is claimed back."""
    whose = _whose(owed)
    post(tx, Entry(journal="losses", document=write_off_id, text="Written off", event_on=tx.on, entity=owed.entity,
                   postings=(signed(LOSS, net, **whose), signed(VAT_BACK, vat, **whose),
                             signed(CLIENTS, -(net + vat), **whose))))


def book_payment(
    tx: Tx, before: Receivable, after: Receivable, *, payment_id: str, allocation: Allocation, source: str, on: date,
) -> None:
    """A client's money: on what is open, on what was written off, and the rest to their credit."""
    post(tx, Entry(journal="payments", document=payment_id, text="Payment of a client", event_on=on,
                   entity=after.entity,
                   postings=(signed(source, allocation.whole), *_used(before, after, allocation, -1))))


def book_reversal(
    tx: Tx, before: Receivable, after: Receivable, *, payment_id: str, allocation: Allocation, on: date,
) -> None:
    """The bank took a client's money back."""
    post(tx, Entry(journal="payments", document=f"{payment_id}/reversed", text="Payment taken back by the bank",
                   event_on=on, entity=after.entity,
                   postings=(signed(BANK, -allocation.whole), *_used(before, after, allocation, 1))))


def _used(before: Receivable, after: Receivable, allocation: Allocation, side: int) -> list[Posting]:
    vat = after.recovered_vat - before.recovered_vat
    uses = ((CLIENTS, allocation.applied.times(side)), (LOSS, before.recovered - after.recovered + vat), (VAT_BACK,
                                                                                                          -vat),
            (CREDIT, allocation.credit.times(side)))
    return [signed(account, amount, **_whose(after)) for account, amount in uses]


def _whose(owed: Receivable) -> dict[str, str]:
    return {"activity": owed.activity_id, "order": owed.order_id, "member": owed.member_id}
