"""What a service with a ledger tells of it."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

from shared.fields import Id, MoneyField, Text
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class YearEndBalance:
    """What stood on an account at the year's end (debit positive); `mirror`: the ledger that keeps the opposite one."""

    account: str
    name: str
    mirror: Annotated[str, Text(shortest=0)]
    amount: Annotated[Money, MoneyField(signed=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksYearClosed:
    """A calendar year of an entity was closed in the ledger of whoever tells it, with its result and net assets."""

    AGGREGATE: ClassVar[str] = "closing_id"
    closing_id: Annotated[str, Id("ycl")]
    entity: str
    year: int
    result: Annotated[Money, MoneyField(signed=True)]
    net_assets: Annotated[Money, MoneyField(signed=True)]
    closed_on: date
    balances: tuple[YearEndBalance, ...] = ()  # came later
