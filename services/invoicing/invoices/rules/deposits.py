"""Deposits: what a part's price is claimed of before it is worked, and what is left of it then."""

from collections.abc import Mapping, Sequence

from services.invoicing.invoices.errors import DepositTooLarge
from services.invoicing.invoices.rules.invoice import Deposit, Issued
from services.invoicing.invoices.rules.vat import Rated, VatAmount, taxes_of_next
from shared.money import Money, total


def deposit_taxes(
    taxes: Sequence[VatAmount], net: Money, *, claimed: Mapping[Rated, Money], part: int,
) -> tuple[VatAmount, ...]:
    """The taxes of a deposit on a price: of every case its share of what no other deposit claims.

    Each case keeps something for the invoice that takes the deposit off, or that one could not be issued.
    """
    left = total((tax.base - claimed.get(tax.case.rated, Money.zero(net.currency)) for tax in taxes), net.currency)
    if net >= left:
        raise DepositTooLarge(part=part, limit=str(left))
    found = taxes_of_next(taxes, net, given=claimed)
    taken = {tax.case.rated: tax.base for tax in found}
    for tax in taxes:
        none = Money.zero(net.currency)
        if claimed.get(tax.case.rated, none) + taken.get(tax.case.rated, none) >= tax.base:
            raise DepositTooLarge(part=part, limit=str(left))
    return tuple(VatAmount(case=tax.case, base=tax.base, vat=tax.base.times(tax.case.rate)) for tax in found)


def deposit_left(issued: Issued, *, given_back: Mapping[Rated, Money], with_vat: Money) -> Deposit:
    """A deposit less what was given back of it."""
    none = Money.zero(with_vat.currency)
    left = [(tax.case, tax.base - given_back.get(tax.case.rated, none)) for tax in issued.invoice.taxes]
    return Deposit(issued=issued, left=tuple((case, net) for case, net in left if net), with_vat=with_vat)
