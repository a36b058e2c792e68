"""What payroll relies upon in invoicing's events about budgets."""

from services.payroll.invoices.rules import Invoice
from services.payroll.orders.rules import Allocation
from shared.bus import Event
from shared.fields import Count, Day, EventShape, Id, MoneyField
from shared.money import Money


class EmploymentBudgetAllocated(EventShape):
    """Budget for the employment of a part, and the invoice that is to bring the money."""

    order_id = Id("ord", required=True)
    part = Count(required=True)
    allocation_id = Id("alc", required=True)
    client_id = Id("cli", required=True)
    amount = MoneyField(required=True, positive=True)
    invoice_id = Id("inv", required=True)
    invoice_total = MoneyField(required=True, positive=True)
    prepaid = MoneyField(load_default=None)
    due_on = Day(required=True)


def allocation(event: Event) -> Allocation:
    """The budget that an event tells of."""
    return Allocation(
        allocation_id=event["allocation_id"], order_id=event["order_id"], part=event["part"], amount=event["amount"],
        invoice=Invoice(invoice_id=event["invoice_id"], client_id=event["client_id"], total=event["invoice_total"],
                        prepaid=event["prepaid"] or Money.zero(event["amount"].currency), due_on=event["due_on"]))
