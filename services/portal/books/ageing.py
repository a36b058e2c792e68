"""How old what clients owe is: by the days since it fell due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.portal.frame.languages import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """A column of the ageing: its words, how many invoices, and what is open on them."""

    words: str
    count: int
    amount: dict[str, str]


AGES = ((0, N_("not due yet")), (30, N_("1 to 30 days late")), (60, N_("31 to 60 days late")),
        (90, N_("61 to 90 days late")), (10**6, N_("over 90 days late")))


def days_late(invoice: Mapping[str, Any], today: date) -> int:
    """Days since an invoice fell due; nothing before."""
    return max(0, (today - date.fromisoformat(invoice["due_on"])).days)


def ageing(invoices: Iterable[Mapping[str, Any]], today: date, currency: str) -> list[Age]:
    """What is open, by age. Every invoice stands in one column: together they are all that is open."""
    columns: list[list[Decimal]] = [[] for _ in AGES]
    for invoice in invoices:
        index = next(index for index, (limit, _) in enumerate(AGES) if days_late(invoice, today) <= limit)
        columns[index].append(Decimal(invoice["open"]["amount"]))
    return [Age(words=words, count=len(column), amount={"amount": str(sum(column, Decimal(0))), "currency": currency})
            for (_, words), column in zip(AGES, columns, strict=True)]
