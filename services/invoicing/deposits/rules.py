"""Which deposits an invoice takes off, and what becomes of the others."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.invoicing.invoices.rules.deposits import Deposit
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.invoices.rules.vat import Rated
from services.invoicing.orders.errors import OrderNotInState
from services.invoicing.orders.rules.order import Order, OrderState
from services.invoicing.receivables.rules import Receivable
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


def deposit_left(issued: Issued, owed: Receivable, *, given_back: dict[Rated, Money]) -> Deposit:
    """A deposit less what was given back of it."""
    none = Money.zero(owed.total.currency)
    left = [(tax.case, tax.base - given_back.get(tax.case.rated, none)) for tax in issued.invoice.taxes]
    return Deposit(issued=issued, left=tuple((case, net) for case, net in left if net),
                   with_vat=owed.total - owed.credited)
