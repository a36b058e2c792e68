"""What closing a period books: the tax that waited becomes a debt to the State, or a claim on it."""

from services.invoicing.vat_returns.rules import VatReturn
from shared.ledger import Entry, post, signed
from shared.money import Money
from shared.postgres import Tx

VAT, LOSSES, STATE = "vat_payable", "vat_on_losses", "vat_current_account"
PURCHASES = "vat_deductible"


def book_return(tx: Tx, closed: VatReturn, *, on_sales: Money, on_losses: Money, on_purchases: Money) -> None:
    """Tax on sales, less what is given back on losses and purchases, is owed to the State for the period."""
    if on_sales or on_losses or on_purchases:
        post(tx, Entry(
            journal="vat_returns", document=closed.return_id, entity=closed.entity, event_on=tx.on,
            text=f"VAT {closed.period.starts_on.isoformat()} to {closed.period.last_day.isoformat()}",
            postings=tuple(line for line in (signed(VAT, on_sales), signed(LOSSES, -on_losses),
                                             signed(PURCHASES, -on_purchases),
                                             signed(STATE, on_losses + on_purchases - on_sales)) if line.amount)))
