"""Order forms for the tests of rules."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.invoicing.events import Contract
from services.invoicing.orders.rules.order import Order, OrderState, Signature, Terms, numbered
from services.invoicing.orders.rules.prices import lump_sum
from shared.money import Money

TODAY = date(2026, 9, 1)
SIGNATURE = Signature(signed_by="A. Lambert", signed_on=TODAY, reference="signed-17.pdf")


def terms(starts_on: date = date(2026, 9, 10), ends_on: date = date(2026, 9, 11), amount: str = "1000.00") -> Terms:
    return Terms(description="Direction technique", starts_on=starts_on, ends_on=ends_on, days=2,
                 hours=Decimal("15.20"), amount=Money.of(amount),
                 lines=(lump_sum("Direction technique", Money.of(amount)),))


def order(*parts: Terms, state: OrderState = OrderState.SIGNED, **other: Any) -> Order:
    facts: dict[str, Any] = {
        "order_id": "ord", "number": "2026-00017", "activity_id": "act", "member_id": "mbr", "client_id": "cli",
        "client_country": "BE",
        "title": "Festival", "client_reference": "PO 17", "contract": Contract.WHITE_COLLAR, "entity": "main",
        "signature": SIGNATURE if state == OrderState.SIGNED else None}
    return Order(state=state, parts=numbered(parts or [terms()]), **{**facts, **other})
