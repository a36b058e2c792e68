"""Checking anybody's e-invoice: the official rules, and every figure again, to the cent.

The official rules accept a tax that is wrong by 99 cents and any rate; here the lines are recalculated, the tax is that
of each rate on its base (half up), and a rate must exist in the seller's country on that day, where that is known.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from services.invoicing.papers.documents.official_rules import judge, parse
from services.invoicing.papers.rules import EInvoiceFault

RatesOn = Callable[[str, date],
                   frozenset[Decimal] | None]  # of a country on a day; nothing where nobody wrote them down
CENT, NONE = Decimal("0.01"), Decimal(0)
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,12})?")
_NS = {"cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
       "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"}


@dataclass(frozen=True, kw_only=True)
class CheckedLine:
    """A line: what it states without tax, and what its quantity and price give."""

    id: str
    stated: Decimal
    recalculated: Decimal


@dataclass(frozen=True, kw_only=True)
class CheckedInvoice:
    """An e-invoice with its figures made again from its lines, and everything that is wrong with it."""

    currency: str
    net: Decimal
    vat: Decimal
    payable: Decimal
    lines: tuple[CheckedLine, ...]
    faults: tuple[EInvoiceFault, ...]


def check(document: bytes, rates_on: RatesOn) -> CheckedInvoice:
    """Check any UBL invoice or credit note; refuses what is none."""
    root = parse(document)
    lines = tuple(_line(line) for line in root.xpath("cac:InvoiceLine | cac:CreditNoteLine", namespaces=_NS))
    bases = _bases(root)
    net, vat = sum(bases.values(), NONE), sum((_tax(base, rate) for (_, rate), base in bases.items()), NONE)
    payable = net + vat - _amount(root, "cac:LegalMonetaryTotal/cbc:PrepaidAmount") + _amount(
        root, "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount")
    own = [*_wrong_numbers(root), *_wrong_lines(lines), *_wrong_taxes(root, bases),
           *_wrong_totals(root, net=net, vat=vat, payable=payable), *_wrong_rates(root, bases, rates_on)]
    return CheckedInvoice(currency=_text(root, "cbc:DocumentCurrencyCode"), net=net, vat=vat, payable=payable,
                          lines=lines, faults=(*judge(document), *own))


def _line(line: Any) -> CheckedLine:
    quantity = _amount(line, "cbc:InvoicedQuantity") + _amount(line, "cbc:CreditedQuantity")
    base = _amount(line, "cac:Price/cbc:BaseQuantity") or Decimal(1)
    net = quantity * _amount(line, "cac:Price/cbc:PriceAmount") / base + _allowances(line)
    return CheckedLine(id=_text(line, "cbc:ID"), stated=_amount(line, "cbc:LineExtensionAmount"),
                       recalculated=net.quantize(CENT, ROUND_HALF_UP))


def _allowances(node: Any) -> Decimal:
    """Charges less allowances of a line or a document."""
    return sum((_signed(one) for one in node.findall("cac:AllowanceCharge", _NS)), NONE)


def _signed(allowance: Any) -> Decimal:
    amount = _amount(allowance, "cbc:Amount")
    return amount if _text(allowance, "cbc:ChargeIndicator") == "true" else -amount


def _bases(root: Any) -> dict[tuple[str, Decimal], Decimal]:
    """What each category and rate is taken of: its lines, and the allowances and charges of the document."""
    bases: dict[tuple[str, Decimal], Decimal] = {}
    for line in root.xpath("cac:InvoiceLine | cac:CreditNoteLine", namespaces=_NS):
        key = _category(line, "cac:Item/cac:ClassifiedTaxCategory")
        bases[key] = bases.get(key, NONE) + _line(line).stated
    for allowance in root.findall("cac:AllowanceCharge", _NS):
        key = _category(allowance, "cac:TaxCategory")
        bases[key] = bases.get(key, NONE) + _signed(allowance)
    return bases


def _category(node: Any, path: str) -> tuple[str, Decimal]:
    return _text(node, f"{path}/cbc:ID"), _amount(node, f"{path}/cbc:Percent")


def _tax(base: Decimal, rate: Decimal) -> Decimal:
    return (base * rate / 100).quantize(CENT, ROUND_HALF_UP)


def _wrong_numbers(root: Any) -> Iterator[EInvoiceFault]:
    for element in root.xpath("//*[@currencyID or @unitCode]"):
        if not _NUMBER.fullmatch((element.text or "").strip()):
            yield _fault("NUMBER", "An amount or a quantity is no plain decimal number.")


def _wrong_lines(lines: tuple[CheckedLine, ...]) -> Iterator[EInvoiceFault]:
    for line in lines:
        if line.stated != line.recalculated:
            yield _fault("LINE", f"Line {line.id} states {line.stated}; quantity and price give {line.recalculated}.")


def _wrong_taxes(root: Any, bases: dict[tuple[str, Decimal], Decimal]) -> Iterator[EInvoiceFault]:
    stated: dict[tuple[str, Decimal], tuple[Decimal, Decimal]] = {}
    for tax in root.findall("cac:TaxTotal/cac:TaxSubtotal", _NS):
        key = _category(tax, "cac:TaxCategory")
        base, vat = stated.get(key, (NONE, NONE))
        stated[key] = base + _amount(tax, "cbc:TaxableAmount"), vat + _amount(tax, "cbc:TaxAmount")
    for category, rate in sorted(bases.keys() | stated.keys()):
        base, (stated_base, vat) = bases.get((category, rate), NONE), stated.get((category, rate), (NONE, NONE))
        if stated_base != base:
            yield _fault("BASE", f"The base at {rate} % ({category}) is {base}, not {stated_base}.")
        elif vat != _tax(base, rate):
            yield _fault("VAT", f"The tax at {rate} % ({category}) on {base} is {_tax(base, rate)}, not {vat}.")


def _wrong_totals(root: Any, *, net: Decimal, vat: Decimal, payable: Decimal) -> Iterator[EInvoiceFault]:
    totals = "cac:LegalMonetaryTotal/cbc:"
    currency = _text(root, "cbc:DocumentCurrencyCode")
    taxes = [one for one in root.findall("cac:TaxTotal/cbc:TaxAmount", _NS) if one.get("currencyID") == currency]
    for name, expected, found in (
        ("TaxExclusiveAmount", net, _amount(root, f"{totals}TaxExclusiveAmount")),
        ("TaxInclusiveAmount", net + vat, _amount(root, f"{totals}TaxInclusiveAmount")),
        ("PayableAmount", payable, _amount(root, f"{totals}PayableAmount")),
        ("TaxAmount", vat, _number(taxes[0].text) if taxes else NONE),
    ):
        if expected != found:
            yield _fault("TOTAL", f"{name} is {found}; the lines give {expected}.")


def _wrong_rates(
    root: Any, bases: dict[tuple[str, Decimal], Decimal], rates_on: RatesOn,
) -> Iterator[EInvoiceFault]:
    country = _text(root, "cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cac:Country/cbc:IdentificationCode")
    try:
        day = date.fromisoformat(_text(root, "cbc:IssueDate"))
    except ValueError:
        yield _fault("DAY", "The day of issue is no day.")
        return
    known = rates_on(country, day)
    for category, rate in sorted(bases):
        if category == "S" and known is not None and rate / 100 not in known:
            yield _fault("RATE", f"There is no VAT rate of {rate} % in {country} on {day}.")


def _fault(rule: str, sentence: str) -> EInvoiceFault:
    return EInvoiceFault(rule=rule, fatal=True, sentence=sentence)


def _text(node: Any, path: str) -> str:
    found: str | None = node.findtext(path, namespaces=_NS)
    return (found or "").strip()


def _amount(node: Any, path: str) -> Decimal:
    return _number(_text(node, path))


def _number(text: str | None) -> Decimal:
    return Decimal(text.strip()) if text and _NUMBER.fullmatch(text.strip()) else NONE
