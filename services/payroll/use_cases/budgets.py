"""Budgets and completed work: what a wage needs before it can be worked out."""

from typing import Any

from services.payroll import store
from services.payroll.domain.errors import OrderUnknown, PartUnknown
from services.payroll.domain.pay_day import pay_day
from services.payroll.use_cases.calendar import bank_closing_days
from shared.ledger import Entry, credit, debit, post
from shared.postgres import Tx

BUDGETS, CLEARING = "4891", "49902"


def note_work_completed(tx: Tx, heard: dict[str, Any]) -> None:
    """A part was completed: its wage falls due after the wage delay, on the bank day on or before."""
    completed_on, registered_on = heard["completed_on"], heard["registered_on"]
    day = pay_day(completed_on, tx.tables.integer("wage_delay_days", completed_on),
                  bank_closing_days(tx.tables.country, completed_on), known_on=registered_on)
    hours = {one["on"]: one["hours"] for one in heard["days"]}
    if not store.note_part_completed(tx, heard["order_id"], heard["part"], completed_on=completed_on,
                                     registered_on=registered_on, day=day, hours=hours):
        raise PartUnknown(order_id=heard["order_id"], part=heard["part"])


def receive_budget(tx: Tx, heard: dict[str, Any]) -> None:
    """Invoicing allocated budget to the employment of a part: it is on the order's budget account from now on."""
    order = store.find_order(tx, heard["order_id"])
    if order is None:
        raise OrderUnknown(order_id=heard["order_id"])
    store.add_allocation(tx, heard)
    keys = {"activity": order["activity_id"], "order": order["order_id"], "member": order["member_id"]}
    post(tx, Entry(
        journal="budgets", document=heard["allocation_id"], text="Employment budget received", event_on=tx.on,
        postings=(debit(CLEARING, heard["amount"], **keys), credit(BUDGETS, heard["amount"], **keys))))
