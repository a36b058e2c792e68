"""What a grant leaves to an activity."""

from datetime import date
from decimal import Decimal

import pytest

from services.invoicing.budgets.rules import FeeRule
from services.invoicing.grants.rules import Grant, GrantKind, fee_of
from shared.money import Money

RULE = FeeRule(rate=Decimal("0.065"), source="internal rules")


@pytest.mark.parametrize(("amount", "fee", "left"), [
    ("1000.00", "65.00", "935.00"),  # smartbe.be/fr/nos-services/financement: 6.5 % is due on subsidies too
    ("0.07", "0.00", "0.07"),
    ("0.08", "0.01", "0.07"),        # half a cent and more is rounded up
])
def test_a_grant_bears_the_fee_of_a_turnover(amount: str, fee: str, left: str) -> None:
    given = Money.of(amount, "EUR")
    grant = Grant(grant_id="grt", movement_id="mov", activity_id="act", member_id="mbr", entity="main",
                  kind=GrantKind.GRANT, amount=given, fee=fee_of(given, RULE), fee_rate=RULE.rate,
                  fee_source=RULE.source, received_on=date(2026, 10, 2))
    assert (grant.fee, grant.left) == (Money.of(fee, "EUR"), Money.of(left, "EUR"))
