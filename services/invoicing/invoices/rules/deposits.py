"""Deposits: a part's price claimed before it is worked, and taken off again, line by line, when it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.invoicing.invoices.errors import DepositTooLarge
from services.invoicing.invoices.rules.invoice import Deducted, Issued
from services.invoicing.invoices.rules.vat import Rated, VatAmount, VatCase, taxes_of_next
from shared.money import Money, total


@dataclass(frozen=True, kw_only=True)
class Deposit:
    """A deposit that was paid, less what was given back of it: net by VAT case, and all of it with VAT."""

    issued: Issued
    left: tuple[tuple[VatCase, Money], ...]
    with_vat: Money

    @property
    def net(self) -> Money:
        """What is left of it without VAT."""
        return total((net for _, net in self.left), self.with_vat.currency)

    @property
    def named(self) -> Deducted:
        """As the invoice that takes it off names it."""
        return Deducted(number=self.issued.invoice.number, issued_on=self.issued.invoice.issued_on)

    def less(self, cases: Sequence[tuple[VatCase, Money]]) -> list[tuple[VatCase, Money]]:
        """What it takes off lines of these cases (which and how much): at the rates that it bore.

        Where one of them is in force no longer, it takes off each case its share: its own tax was due at the old rate,
        and what is left of the price bears the new one.
        """
        bases: dict[Rated, Money] = {}
        for case, net in cases:
            bases[case.rated] = bases.get(case.rated, net - net) + net
        known = {case.rated: case for case, _ in cases}
        if all(case.rated in known for case, _ in self.left):
            return [(known[case.rated], net) for case, net in self.left]
        shares = self.net.split([base.cents for base in bases.values()])
        return [(known[rated], share) for rated, share in zip(bases, shares, strict=True) if share]


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
