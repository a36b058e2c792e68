"""When a deposit is invoiced, and what becomes of it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.invoicing.orders.errors import OrderNotInState
from services.invoicing.orders.rules.order import Order, OrderState
from shared.money import Money


class DepositState(StrEnum):
    """Where a deposit is."""

    OPEN = "open"
    PAID = "paid"
    DEDUCTED = "deducted"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, kw_only=True)
class DepositSummary:
    """A deposit with what became of it; `deducted_by` is the number of the invoice that took it off."""

    invoice_id: str
    number: str
    order_id: str
    order_number: str
    title: str
    client_name: str
    member_id: str
    part: int
    issued_on: date
    net: Money
    total: Money
    open: Money
    credited: Money
    deducted_by: str

    @property
    def state(self) -> DepositState:
        """Taken off, given back whole, paid, or still open."""
        if self.deducted_by:
            return DepositState.DEDUCTED
        if self.credited == self.total:
            return DepositState.GIVEN_BACK
        return DepositState.OPEN if self.open else DepositState.PAID


def assert_can_be_invoiced_before(order: Order, part: int) -> None:
    """Only work that is agreed, and not done yet, is paid beforehand."""
    if not order.is_binding or order.part(part).completed_on:
        raise OrderNotInState(order_id=order.order_id, number=order.number, state=order.state,
                              needed=f"{OrderState.SIGNED} with part {part} to come")
