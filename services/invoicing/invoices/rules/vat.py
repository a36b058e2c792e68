"""VAT: the tax on an invoice, per rate on the total and never per line.

The official e-invoice rules accept a tax that is wrong by up to 99 cents (BR-CO-17), so this is the only proof.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from shared.money import Money, total


@dataclass(frozen=True, kw_only=True)
class VatCase:
    """How VAT falls due on a line: category of UNCL5305, rate, and the words that the law wants on the invoice."""

    category: str
    rate: Decimal
    exemption_code: str = ""
    exemption_reason: str = ""
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class VatAmount:
    """The tax of one case on one invoice."""

    case: VatCase
    base: Money
    vat: Money


def tax_per_rate(lines: Iterable[tuple[VatCase, Money]]) -> list[VatAmount]:
    """Add the lines up per case, then round the tax once per case, half up (art. 13ter of VAT decree no. 1)."""
    bases: dict[VatCase, list[Money]] = {}
    for case, net in lines:
        bases.setdefault(case, []).append(net)
    sums = [(case, total(nets, nets[0].currency)) for case, nets in _in_order(bases)]
    return [VatAmount(case=case, base=base, vat=base.times(case.rate)) for case, base in sums]


def tax_of_next(case: VatCase, base: Money, *, before: Money) -> VatAmount:
    """The tax of one more piece of a base: all pieces together bear the tax of the whole, to the cent."""
    return VatAmount(case=case, base=base, vat=(before + base).times(case.rate) - before.times(case.rate))


def _in_order(bases: Mapping[VatCase, list[Money]]) -> list[tuple[VatCase, list[Money]]]:
    return sorted(bases.items(), key=lambda item: (item[0].category, item[0].rate))
