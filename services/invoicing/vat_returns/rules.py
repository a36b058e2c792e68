"""A VAT return: a period, the grids in which documents stand, what is due in all, and what must agree."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from services.invoicing.vat_returns.errors import VatPeriodNotOver, VatReturnAnswered
from shared.money import Money, total


class State(StrEnum):
    """What has become of a return."""

    CLOSED = "closed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Period:
    """The days that a return covers: a month or a quarter, half-open."""

    starts_on: date
    ends_before: date

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.ends_before - timedelta(days=1)

    @property
    def is_month(self) -> bool:
        """Whether it is one month, and not a quarter."""
        return self.last_day.month == self.starts_on.month

    @property
    def ends_the_year(self) -> bool:
        """Whether it is the last of its calendar year."""
        return self.ends_before.month == 1


def period_around(day: date, *, months: int) -> Period:
    """The period of so many months (a divisor of twelve) in which a day lies."""
    first = (day.month - 1) // months * months + 1
    after = first + months
    return Period(starts_on=date(day.year, first, 1),
                  ends_before=date(day.year + (after > 12), (after - 1) % 12 + 1, 1))  # noqa: PLR2004 - months


def assert_over(period: Period, *, on: date) -> None:
    """A period is closed at the earliest on the day after its last."""
    if on < period.ends_before:
        raise VatPeriodNotOver(starts_on=period.starts_on.isoformat(), last_day=period.last_day.isoformat())


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose facts are asked for: a legal entity, the currency, and how the country dates the tax."""

    entity: str
    currency: str
    latest_invoice_day: int
    accounts: tuple[str, ...]

    @property
    def params(self) -> dict[str, Any]:
        """As the queries take it."""
        return {"entity": self.entity, "currency": self.currency, "latest_invoice_day": self.latest_invoice_day,
                "accounts": list(self.accounts)}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Documents of one kind and VAT case, not yet declared: how many, what they add up to, and one of them."""

    kind: str
    category: str
    rate: Decimal
    country: str
    documents: int
    base: Money
    vat: Money
    example: str

    @property
    def is_purchase(self) -> bool:
        """Whether it was bought, and its tax is given back."""
        return self.kind.startswith("purchase_of_")

    @property
    def words(self) -> str:
        """The kind in words, for a sentence."""
        case = f" in case {self.category} at {self.rate.normalize():f} of {self.country}" if self.category else ""
        return f"a {self.kind.replace('_', ' ')}{case}"


@dataclass(frozen=True, kw_only=True)
class Grids:
    """In which grid the base, and in which the tax, of a kind of document stands; empty where it stands in none."""

    base: str
    tax: str


@dataclass(frozen=True, kw_only=True)
class GridControl:
    """Something that must agree within a return, in words with its figures."""

    rule: str
    agrees: bool
    sentence: str


@dataclass(frozen=True, kw_only=True)
class ListedClient:
    """What was invoiced to one client who is liable to VAT (negative: given back)."""

    vat_number: str
    base: Money
    vat: Money


@dataclass(frozen=True, kw_only=True)
class GridAmount:
    """What stands in one grid."""

    grid: str
    amount: Money


@dataclass(frozen=True, kw_only=True)
class VatReturn:
    """One entity's return for a period, as it would be closed now or as it was closed."""

    entity: str
    period: Period
    due_on: date
    grids: Mapping[str, Money]
    balance: Money
    documents: int
    late: int
    controls: Sequence[GridControl]
    return_id: str = ""
    refund: bool = False
    state: State | None = None
    attempt: int = 1
    reference: str = ""
    refused_because: str = ""

    @property
    def amounts(self) -> list[GridAmount]:
        """Its grids as a list, in their order."""
        return [GridAmount(grid=grid, amount=amount) for grid, amount in self.grids.items()]


def add_up(placed: Iterable[tuple[Fact, Grids]]) -> dict[str, Money]:
    """The grids of facts, each with the grids in which they stand; a grid without an amount is left out."""
    amounts: dict[str, list[Money]] = {}
    for fact, grids in placed:
        for grid, amount in ((grids.base, fact.base), (grids.tax, fact.vat)):
            if grid and amount:
                amounts.setdefault(grid, []).append(amount)
    return {grid: total(found, found[0].currency) for grid, found in sorted(amounts.items())}


def answer(state: State, *, return_id: str, accepted: bool) -> State:
    """The State's answer to a return that waits for one."""
    if state is not State.CLOSED:
        raise VatReturnAnswered(return_id=return_id, state=state)
    return State.ACCEPTED if accepted else State.REFUSED


def send_again(state: State, *, return_id: str) -> State:
    """A refused return leaves once more, with the same figures."""
    if state is not State.REFUSED:
        raise VatReturnAnswered(return_id=return_id, state=state)
    return State.CLOSED
