"""What a grant leaves to an activity."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.invoicing.budgets.rules import FeeRule
from shared.money import Money


class GrantKind(StrEnum):
    """Why somebody gives. Whoever gets advertising for it buys a service: an order, with its invoice and VAT."""

    GRANT = "grant"            # a subsidy that pays for no service
    SPONSORING = "sponsoring"  # a gift of a sponsor who gets nothing for it


@dataclass(frozen=True, kw_only=True)
class Grant:
    """Money that entered an activity without an order: the fee is the house's, the rest the activity's."""

    grant_id: str
    movement_id: str
    activity_id: str
    member_id: str
    entity: str
    kind: GrantKind
    amount: Money
    fee: Money
    fee_rate: Decimal
    fee_source: str
    received_on: date
    returned_on: date | None = None

    @property
    def left(self) -> Money:
        """What the activity has of it."""
        return self.amount - self.fee


def fee_of(amount: Money, rule: FeeRule) -> Money:
    """The fee on money that enters an activity, rounded half up as on a turnover."""
    return amount.times(rule.rate)
