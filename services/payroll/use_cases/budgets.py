"""Budgets and completed work: what a wage needs before it can be worked out."""

from typing import Any

from services.payroll import store
from services.payroll.domain.errors import OrderUnknown, PartUnknown
from services.payroll.domain.pay_day import pay_day
from services.payroll.use_cases.calendar import bank_closing_days
from shared.ledger import Entry, credit, debit, post
from shared.postgres import Tx

BUDGETS, CLEARING = "employment_budgets", "clearing_with_invoicing"


def note_work_completed(tx: Tx, consumed: dict[str, Any]) -> None:
    """A part was completed: its wage falls due after the wage delay, on the bank day on or before."""
    completed_on, registered_on = consumed["completed_on"], consumed["registered_on"]
    day = pay_day(completed_on, tx.tables.integer("wage_delay_days", completed_on),
                  bank_closing_days(tx.tables.country, completed_on), known_on=registered_on)
    hours = {one["on"]: one["hours"] for one in consumed["days"]}
    if not store.note_part_completed(tx, consumed["order_id"], consumed["part"], completed_on=completed_on,
                                     registered_on=registered_on, day=day, hours=hours):
        raise PartUnknown(order_id=consumed["order_id"], part=consumed["part"])


def receive_budget(tx: Tx, consumed: dict[str, Any]) -> None:
    """Invoicing allocated budget to the employment of a part: it is on the order's budget account from now on."""
    order = store.find_order(tx, consumed["order_id"])
    if order is None:
        raise OrderUnknown(order_id=consumed["order_id"])
    store.add_allocation(tx, consumed)
    keys = {"activity": order["activity_id"], "order": order["order_id"], "member": order["member_id"]}
    post(tx, Entry(
        journal="budgets", document=consumed["allocation_id"], text="Employment budget received", event_on=tx.on,
        postings=(debit(CLEARING, consumed["amount"], **keys), credit(BUDGETS, consumed["amount"], **keys))))
