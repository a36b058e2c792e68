"""The invoice: lines, tax per rate, totals that add up to the cent. What is issued is never changed.

An invoice knows everything that its documents show, so that the e-invoice and the paper are made from it alone, now
or in ten years, with the same bytes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.invoicing.invoices.errors import InvoiceEmpty, NumbersGoForward
from services.invoicing.invoices.rules.vat import Rated, VatAmount, VatCase, tax_per_rate
from services.invoicing.orders.rules.prices import Unit
from shared.money import Money, total

CREDIT_NOTES = "CN"  # the prefix of the series of credit notes
FORM = 4  # how today's documents are written; one of an earlier form keeps the texts that it was issued with


@dataclass(frozen=True, kw_only=True)
class Party:
    """A party as it was on the day of issue: the seller or the buyer."""

    name: str
    enterprise_number: str
    vat_number: str
    endpoint_scheme: str
    endpoint: str
    street: str
    postcode: str
    city: str
    country: str


@dataclass(frozen=True, kw_only=True)
class Seller:
    """The cooperative as the law wants it named (art. 2:20 CSA): party, legal form, register, account, address."""

    party: Party
    legal_mention: str
    iban: str
    bic: str
    website: str
    email: str


@dataclass(frozen=True, kw_only=True)
class PaymentReference:
    """What a client pays by: bare, as banks carry it, and printed, as people read it."""

    bare: str
    printed: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: what was supplied (and in how many days and hours), how its amount is made up, and its VAT case.

    The net amount is the quantity at the unit price less what is taken off.
    """

    description: str
    detail: str
    net: Money
    case: VatCase
    quantity: Decimal = Decimal(1)
    unit: str = Unit.LUMP_SUM.value
    unit_price: Decimal | None = None  # of a document of an earlier form: its line was a lump sum
    taken_off: Money = Money(0)

    @property
    def price(self) -> Decimal:
        """What one of the unit costs, without VAT."""
        return self.net.amount if self.unit_price is None else self.unit_price


@dataclass(frozen=True, kw_only=True)
class Deducted:
    """A deposit that an invoice takes off again, as its client knows it."""

    number: str
    issued_on: date


@dataclass(frozen=True, kw_only=True)
class Invoice:
    """An invoice or, when `corrects` names one, a credit note. All amounts are positive.

    `form` says by which hand its texts were written: documents of today's are made again with the same bytes.
    """

    number: str
    issued_on: date
    due_on: date
    supplied_from: date
    supplied_on: date
    order_reference: str
    client_reference: str
    structured_communication: str
    seller: Seller
    buyer: Party
    lines: tuple[Line, ...]
    taxes: tuple[VatAmount, ...]
    notes: tuple[str, ...]
    corrects: str = ""
    corrects_issued_on: date | None = None
    printed_communication: str = ""
    language: str = "fr"
    form: int = 1
    is_deposit: bool = False  # what is claimed before it is worked; its days are those of the work
    deducts: tuple[Deducted, ...] = ()

    @property
    def net(self) -> Money:
        """The sum of the lines, without VAT."""
        return total((line.net for line in self.lines), self.lines[0].net.currency)

    @property
    def vat(self) -> Money:
        """The tax of every rate together."""
        return total((tax.vat for tax in self.taxes), self.lines[0].net.currency)

    @property
    def total(self) -> Money:
        """What is claimed."""
        return self.net + self.vat

    @property
    def by_network(self) -> bool:
        """Whether the e-invoice itself goes to the buyer: both stand in one country and the buyer is reached there."""
        return self.buyer.country == self.seller.party.country and self.buyer.endpoint != ""

    @property
    def is_credit_note(self) -> bool:
        """Whether it gives back instead of claiming."""
        return bool(self.corrects)


def taxed(lines: Sequence[Line]) -> tuple[VatAmount, ...]:
    """The tax of the lines, per rate; refuses an invoice over nothing, or on which a rate gives back."""
    taxes = tuple(tax_per_rate((line.case, line.net) for line in lines))
    if not taxes or not all(tax.base.cents > 0 for tax in taxes):
        raise InvoiceEmpty
    return taxes


def due_day(issued_on: date, term_days: int) -> date:
    """The last day to pay: calendar days from the day of issue (law of 2 August 2002, art. 4)."""
    return issued_on + timedelta(days=term_days)


def assert_forward(series: str, *, last_issued_on: date | None, issued_on: date) -> None:
    """Numbers and days go the same way: no number bears a day before its predecessor's."""
    if last_issued_on and issued_on < last_issued_on:
        raise NumbersGoForward(series=series, last_issued_on=last_issued_on.isoformat(),
                               issued_on=issued_on.isoformat())


def series_name(prefix: str, issued_on: date) -> str:
    """One series per kind and year."""
    return f"{prefix}{issued_on.year}"


def file_name(number: str) -> str:
    """`2026/000001` -> `2026-000001`."""
    return number.replace("/", "-")


def number_in(series: str, place: int) -> str:
    """`2026/000001`: the number that an invoice bears."""
    return f"{series}/{place:06d}"


@dataclass(frozen=True, kw_only=True)
class Series:
    """Where a series has come to."""

    series: str
    entity: str
    last_place: int
    last_issued_on: date | None
    last_digest: str


@dataclass(frozen=True, kw_only=True)
class Issued:
    """A document with its place in its series, its texts and its digests: what is kept for ever.

    `in_advance`: it claims, or gives back, what no invoice has taken off yet: a deposit, and not the house's turnover.
    `deposits`: what it takes off, when it was issued just now.
    """

    invoice_id: str
    order_id: str
    part: int
    activity_id: str
    member_id: str
    client_id: str
    entity: str
    refers_to: str | None
    series: str
    place: int
    invoice: Invoice
    content: str
    ubl: str
    salt: str
    content_digest: str
    digest: str
    in_advance: bool = False
    deposits: "tuple[Deposit, ...]" = ()


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
