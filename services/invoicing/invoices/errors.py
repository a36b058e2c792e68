"""What is refused about invoices. Details hold ids and figures only."""

from shared.errors import Refusal


class DepositTooLarge(Refusal):
    """A deposit claims less than the part's price, of every rate of VAT: the rest is invoiced when it is worked."""

    sentence = "A deposit on part {part} is less than {limit}: something of every VAT rate is left to be invoiced."


class VatCaseNotCovered(Refusal):
    """No rule of this house says how VAT falls due for such a client, or for such a supply to them."""

    sentence = "There is no VAT rule yet for a {kind} in {country}."


class SupplyNotCovered(Refusal):
    """No rule of this house says how VAT falls due on such a supply to such a client, worked there."""

    sentence = "There is no VAT rule yet for {supply} to a {kind} in {country} that is worked in {place}."


class PartInvoiced(Refusal):
    """One invoice per part: the database's own word on it."""

    sentence = "This part of the order is invoiced already ({constraint})."


class NumbersGoForward(Refusal):
    """No invoice bears a day before that of the number before it (VAT decree no. 1, art. 5 s. 1: continuous series)."""

    sentence = "Series {series} has reached {last_issued_on}; no number of {issued_on} can follow."
    retryable = True


class InvoiceEmpty(Refusal):
    """An invoice claims something."""

    sentence = "An invoice needs lines that add up to more than zero."
