"""Every state that an order can be in has its word on the pages."""

from services.invoicing.orders.rules import OrderState
from services.portal.frame.words import ORDER_STATES


def test_no_order_is_in_a_state_without_a_word() -> None:
    assert set(ORDER_STATES) == set(OrderState)
