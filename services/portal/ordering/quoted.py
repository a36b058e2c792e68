"""What an order form will pay: per part what the fee leaves, then what that budget pays for those days.

The household and the other jobs of the month are those of the books, and the function is the one that pays: the quote
is the wage.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from services.portal.frame.acting import CURRENCY
from services.portal.frame.visit import Visit
from services.portal.ordering.draft import CONTRACT, Draft, DraftPart
from services.portal.quote.explained import destinations
from shared.bus.calling import RemoteRefusal


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPart:
    """A part, what its wage will be, and where its money goes."""

    part: DraftPart
    pay: dict[str, Any]
    shares: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedOrder:
    """The wages of an order, or the sentence that says why no figure would be true; neither where a service is away."""

    parts: list[QuotedPart] = field(default_factory=list)
    why_not: str = ""

    @property
    def net(self) -> dict[str, str]:
        """All wages together."""
        return {"amount": str(sum((Decimal(one.pay["net"]["amount"]) for one in self.parts), Decimal(0))),
                "currency": CURRENCY}


async def quote_of(visit: Visit, draft: Draft) -> QuotedOrder:
    """What the order will pay whoever writes it: two waves of questions, however many parts it has."""
    parts = draft.parts
    try:
        budgets = await visit.wave(**{str(place): ("invoicing.quote_order", {"amount": part.money})
                                      for place, part in enumerate(parts)})
        if not all(budgets.values()):
            return QuotedOrder()
        pays = await visit.wave(**{str(place): ("payroll.quote_pay", {
            "contract": CONTRACT, "budget": budgets[str(place)]["budget"], "ends_on": max(part.days).isoformat(),
            "days": part.worked, "member_id": visit.me}) for place, part in enumerate(parts)})
    except RemoteRefusal as refusal:
        return QuotedOrder(why_not=visit.sentence(refusal))
    if not all(pays.values()):
        return QuotedOrder()
    return QuotedOrder(parts=[
        QuotedPart(part=part, pay=pays[str(place)], shares=destinations(pays[str(place)], budgets[str(place)]["fee"]))
        for place, part in enumerate(parts)])
