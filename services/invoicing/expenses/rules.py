"""Receipts, what of them is refunded and given back as tax, and the way of a claim from the asking to the account."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.invoicing.expenses.errors import (
    ApproverKeepsAccount,
    ClaimNotInState,
    ClosingDayPassed,
    EntityNotNamed,
    NotEnoughReceived,
    NothingLeftToClaim,
    PurchaseNotCovered,
    ReceiptNotPossible,
    SecondPersonApproves,
)
from services.invoicing.orders.errors import CurrencyNotOurs
from shared.money import Money, total

MILEAGE = "mileage"
TAX_TOLERANCE = Money.of("0.05").cents  # a till rounds each line of what it sells


class ClaimState(StrEnum):
    """Where a claim is."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SENT = "sent"
    PAID = "paid"
    RETURNED = "returned"


@dataclass(frozen=True, kw_only=True)
class ReceiptTax:
    """The tax of one rate on a receipt."""

    rate: Decimal
    base: Money
    vat: Money


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a member bought, as its document says; or a journey, with its kilometres and without tax."""

    receipt_id: str
    member_id: str
    bought_on: date
    supplier: str
    supplier_number: str
    number: str
    country: str
    category: str
    names_entity: bool
    gross: Money
    taxes: tuple[ReceiptTax, ...]
    digest: str
    kilometres: Decimal | None = None

    @property
    def vat(self) -> Money:
        """All the tax that it shows."""
        return total((tax.vat for tax in self.taxes), self.gross.currency)


@dataclass(frozen=True, kw_only=True)
class Scan:
    """The document of a receipt, as people can look at it."""

    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """What tells it from every other document."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class CategoryRule:
    """How a kind of purchase is refunded on a day: the share of its tax that is given back, and up to what amount."""

    category: str
    vat_share: Decimal
    purchase: str
    limit: Money | None
    per: str
    source: str


@dataclass(frozen=True, kw_only=True)
class ExpenseLine:
    """What a claim asks of one receipt: refunded = deductible + cost, the cost is the activity's."""

    receipt_id: str
    refunded: Money
    vat: Money
    vat_share: Decimal
    deductible: Money
    purchase: str
    source: str

    @property
    def cost(self) -> Money:
        """What the activity bears."""
        return self.refunded - self.deductible


@dataclass(frozen=True, kw_only=True)
class ExpenseClaim:
    """A claim for receipts of one activity, to be refunded to an account."""

    claim_id: str
    activity_id: str
    member_id: str
    entity: str
    state: ClaimState
    asked_on: date
    asked_by: str
    payee_name: str
    iban: str
    refunded: Money
    deductible: Money
    lines: tuple[ExpenseLine, ...] = ()
    decided_by: str | None = None
    reason: str = ""
    booked_on: date | None = None
    reference: str = ""

    @property
    def cost(self) -> Money:
        """What the activity bears."""
        return self.refunded - self.deductible


def assert_in_currency(receipt: Receipt, currency: str) -> None:
    """What was bought in another currency is refunded by nobody's table: neither its limits nor its rate are known."""
    for amount in (receipt.gross, *(tax.base for tax in receipt.taxes), *(tax.vat for tax in receipt.taxes)):
        if amount.currency != currency:
            raise CurrencyNotOurs(currency=amount.currency, ours=currency)


def number_in(text: str) -> str:
    """A number as a receipt states it; empty where people wrote that there is none (`-`, `n/a`)."""
    return text if any(map(str.isdigit, text)) else ""


def assert_possible(receipt: Receipt, *, today: date, rates: Sequence[Decimal]) -> None:
    """Bought by today; base and tax give the amount; each rate was one of its country, and its tax follows from it.

    Each rate stands there once; a journey has its kilometres, and nothing else has any.
    """
    faults = [f"{receipt.bought_on.isoformat()} has not come yet"] if receipt.bought_on > today else []
    if (receipt.category == MILEAGE) != (receipt.kilometres is not None):
        faults.append("a journey, and only a journey, is kept with its kilometres")
    if len({tax.rate for tax in receipt.taxes}) < len(receipt.taxes):
        faults.append("one rate stands on it twice")
    net = total((tax.base for tax in receipt.taxes), receipt.gross.currency)
    if receipt.taxes and net + receipt.vat != receipt.gross:
        faults.append(f"{net} and {receipt.vat} of tax do not give {receipt.gross}")
    for tax in receipt.taxes:
        if tax.rate and tax.rate not in rates:
            faults.append(f"{receipt.country} has no rate of {tax.rate} that day")
        if abs(tax.vat - tax.base.times(tax.rate)).cents > (TAX_TOLERANCE if tax.rate else 0):
            faults.append(f"{tax.vat} is not the tax on {tax.base} at {tax.rate}")
    if faults:
        raise ReceiptNotPossible(reason=faults[0])


def assert_named(receipt: Receipt, *, named_from: Money, home: str) -> None:
    """A dear purchase names the cooperative; an invoice from abroad that does is for the accountant."""
    if receipt.names_entity and receipt.country != home:
        raise PurchaseNotCovered(country=receipt.country)
    if not receipt.names_entity and receipt.kilometres is None and receipt.gross >= named_from:
        raise EntityNotNamed(limit=named_from, gross=receipt.gross)


def assert_in_time(bought_on: date, *, closing_day: str, today: date) -> None:
    """The expenses of a year are claimed until the closing day (`MM-DD`) of the next."""
    closed_on = date.fromisoformat(f"{bought_on.year + 1}-{closing_day}")
    if today > closed_on:
        raise ClosingDayPassed(year=bought_on.year, closed_on=closed_on.isoformat())


def mileage(kilometres: Decimal, rate: Decimal, currency: str) -> Money:
    """What a journey with one's own car is refunded at, half up to the cent."""
    return Money.rounded(kilometres * rate, currency)


def period_start(day: date, per: str) -> date:
    """The first day of the day or month in which a limit counts."""
    return day.replace(day=1) if per == "month" else day


def line_of(receipt: Receipt, rule: CategoryRule, *, claimed: Money) -> ExpenseLine:
    """What is refunded of a receipt and what of its tax is given back; `claimed` is what the limit's period has taken.

    Tax is given back only on an invoice in the cooperative's name, in the proportion in which it is refunded.
    """
    refunded = receipt.gross if rule.limit is None else min(receipt.gross, rule.limit - claimed)
    if refunded.cents <= 0:
        raise NothingLeftToClaim(receipt_id=receipt.receipt_id, category=rule.category, limit=rule.limit, per=rule.per)
    vat = receipt.vat.times(Decimal(refunded.cents) / receipt.gross.cents)
    share = rule.vat_share if receipt.names_entity else Decimal(0)
    return ExpenseLine(receipt_id=receipt.receipt_id, refunded=refunded, vat=vat, vat_share=share,
                       deductible=vat.times(share), source=rule.source,
                       purchase=rule.purchase if receipt.names_entity and vat else "")


def claim_lines(
    receipts: Sequence[Receipt], category_rules: Mapping[str, CategoryRule], *,
    claimed: Mapping[tuple[str, date], Money],
) -> tuple[ExpenseLine, ...]:
    """The lines of a claim: each receipt takes of its category's limit what those before it have left.

    `category_rules` is by receipt, for each has the rule of its own day; `claimed` by category and first day of the
    period in which its limit counts.
    """
    taken, lines = dict(claimed), []
    for receipt in receipts:
        rule = category_rules[receipt.receipt_id]
        period = (receipt.category, period_start(receipt.bought_on, rule.per))
        before = taken.get(period, Money.zero(receipt.gross.currency))
        lines.append(line_of(receipt, rule, claimed=before))
        taken[period] = before + lines[-1].refunded
    return tuple(lines)


def by_period(
    claimed: Iterable[tuple[str, date, Money]], periods: Mapping[str, str],
) -> dict[tuple[str, date], Money]:
    """What was claimed by category and day, added up over the periods in which the limits of these categories count."""
    found: dict[tuple[str, date], Money] = {}
    for category, day, amount in claimed:
        if category in periods:
            period = (category, period_start(day, periods[category]))
            found[period] = found.get(period, Money.zero(amount.currency)) + amount
    return found


def decide(claim: ExpenseClaim, *, approved: bool, actor: str) -> ExpenseClaim:
    """A second person approves or refuses what was asked."""
    _needs(claim, ClaimState.ASKED)
    if actor in {claim.asked_by, claim.member_id}:
        raise SecondPersonApproves
    return replace(claim, state=ClaimState.APPROVED if approved else ClaimState.REFUSED, decided_by=actor)


def withdraw(claim: ExpenseClaim) -> ExpenseClaim:
    """Give a claim up before its money has left."""
    _needs(claim, ClaimState.ASKED, ClaimState.APPROVED)
    return replace(claim, state=ClaimState.WITHDRAWN)


def send(claim: ExpenseClaim, *, available: Money, reference: str, on: date) -> ExpenseClaim:
    """The money of an approved claim leaves: never more than the activity received beyond its planned wages."""
    _needs(claim, ClaimState.APPROVED)
    if claim.cost > available:
        raise NotEnoughReceived(cost=claim.cost, available=available)
    return replace(claim, state=ClaimState.SENT, reference=reference, booked_on=on)


def reject(claim: ExpenseClaim) -> ExpenseClaim:
    """The bank refused a transfer before any money moved: the member is owed what they were."""
    _needs(claim, ClaimState.SENT)
    return replace(claim, state=ClaimState.RETURNED)


def send_again(claim: ExpenseClaim, *, payee_name: str, iban: str, reference: str, actor: str) -> ExpenseClaim:
    """What the bank gave back leaves once more; to another account not by the word of who approved it."""
    _needs(claim, ClaimState.RETURNED)
    if actor == claim.decided_by and iban != claim.iban:
        raise ApproverKeepsAccount(claim_id=claim.claim_id)
    return replace(claim, state=ClaimState.SENT, payee_name=payee_name, iban=iban, reference=reference)


def _needs(claim: ExpenseClaim, *states: ClaimState) -> None:
    if claim.state not in states:
        raise ClaimNotInState(claim_id=claim.claim_id, state=claim.state)
