"""VAT: the tax on an invoice, per rate on the total and never per line.

The official e-invoice rules accept a tax that is wrong by up to 99 cents (BR-CO-17), so this is the only proof.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from shared.money import Money, total

Rated = tuple[str, Decimal]  # category and rate


@dataclass(frozen=True, kw_only=True)
class VatCase:
    """How VAT falls due on a line: category of UNCL5305, rate, and the words that the law wants on the invoice."""

    category: str
    rate: Decimal
    exemption_code: str = ""
    exemption_reason: str = ""
    source: str = ""
    mention: str = ""  # the key of what the law wants written beside the figures

    @property
    def rated(self) -> Rated:
        """What an e-invoice adds up by."""
        return self.category, self.rate


@dataclass(frozen=True, kw_only=True)
class VatAmount:
    """The tax of one case on one invoice."""

    case: VatCase
    base: Money
    vat: Money


def tax_per_rate(lines: Iterable[tuple[VatCase, Money]]) -> list[VatAmount]:
    """Add the lines up per category and rate, then round the tax once for each, half up.

    (Art. 13ter of VAT decree no. 1; EN 16931 wants one sum per category and rate, BR-S-08.)
    """
    cases: dict[Rated, VatCase] = {}
    bases: dict[Rated, list[Money]] = {}
    for case, net in lines:
        cases.setdefault(case.rated, case)
        bases.setdefault(case.rated, []).append(net)
    sums = [(cases[rated], total(nets, nets[0].currency)) for rated, nets in sorted(bases.items())]
    return [VatAmount(case=case, base=base, vat=base.times(case.rate)) for case, base in sums]


def taxes_of_next(taxes: Sequence[VatAmount], net: Money, *, given: Mapping[Rated, Money]) -> list[VatAmount]:
    """The taxes of one more piece of what was taxed, of which these bases were given back before.

    Every category and rate gives what is left of it in proportion. However it is cut, all pieces together bear the
    base and the tax of the whole, to the cent.
    """
    before = [given.get(tax.case.rated, Money.zero(net.currency)) for tax in taxes]
    bases = net.split([(tax.base - one).cents for tax, one in zip(taxes, before, strict=True)])
    return [VatAmount(case=tax.case, base=base, vat=(one + base).times(tax.case.rate) - one.times(tax.case.rate))
            for tax, one, base in zip(taxes, before, bases, strict=True) if base]
