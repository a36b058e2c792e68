"""From people and clients to signed, declared and insured orders."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from deploy.local.demo.narrator import money, percent, told_day
from deploy.local.demo.scenario import weekdays
from deploy.local.demo.stage import Stage, euro, plain
from shared.bus.calling import RemoteRefusal


def register_for_payroll(stage: Stage) -> None:
    """Payroll gets what it needs to employ: the cooperative's own numbers, and each worker's."""
    phone, on = stage.phone, stage.scenario.day("employment")
    stage.narrator.chapter("Payroll gets to know its workers", on)
    phone.tell("payroll.register_employer", on=on, by="payroll_clerk", **plain(dict(stage.scenario.employer)))
    for key, member_id in stage.life.members.items():
        phone.tell("payroll.register_worker", on=on, by="payroll_clerk", member_id=member_id,
                   **stage.scenario.members[key]["worker"])
    stage.narrator.say("Names, national numbers and accounts go to payroll alone; no event carries them further.")


def sign_orders(stage: Stage) -> None:
    """Clients and activities are opened; each order form is drafted, sent and signed."""
    on = stage.scenario.day("orders")
    stage.narrator.chapter("Clients, activities, order forms", on)
    for key, client in stage.scenario.clients.items():
        stage.life.clients[key] = stage.phone.tell("invoicing.register_client", on=on, by="advisor",
                                                   **client["registration"])["client_id"]
    for key, member_id in stage.life.members.items():
        stage.life.activities[key] = stage.phone.tell_once_known(
            "not_admitted", "invoicing.open_activity", on=on, by="member", who=member_id, member_id=member_id,
            name=stage.scenario.members[key]["activity_name"])["activity_id"]
    sign(stage, "orders")


def sign(stage: Stage, signed: str) -> list[str]:
    """Draft, send and sign the order forms of one day of the calendar; their keys."""
    keys = [key for key, order in stage.scenario.orders.items() if order["signed"] == signed]
    stage.narrator.lines([_sign(stage, key, stage.scenario.day(signed)) for key in keys], right=(4,),
                         heads=("Order form", "Member", "Client", "Work", "Without VAT"))
    return keys


def _sign(stage: Stage, key: str, on: date) -> tuple[str, ...]:
    order = stage.scenario.orders[key]
    who = stage.life.members[order["member"]]
    drafted = stage.phone.tell(
        "invoicing.draft_order", on=on, by="member", who=who, activity_id=stage.life.activities[order["member"]],
        client_id=stage.life.clients[order["client"]], title=order["title"],
        client_reference=order["client_reference"], contract="white_collar", parts=[_part(order)])
    which = {"order_id": drafted["order_id"]}
    stage.phone.tell("invoicing.send_order", on=on, by="member", who=who, **which)
    stage.phone.tell("invoicing.sign_order", on=on, by="advisor", signed_by=order["signed_by"],
                     signed_on=on.isoformat(), reference=order["signature"], **which)
    stage.life.orders[key] = drafted["order_id"]
    period = f"{order['starts_on']:%d.%m} - {order['ends_on']:%d.%m.%Y}"
    return order["title"], stage.name(order["member"]), stage.client_name(order["client"]), period, \
        money(drafted["amount"])


def _part(order: Any) -> dict[str, Any]:
    days = weekdays(order["starts_on"], order["ends_on"])
    return {
        "description": order["description"], "starts_on": order["starts_on"].isoformat(),
        "ends_on": order["ends_on"].isoformat(), "days": len(days), "amount": euro(order["amount"]),
        "hours": str(hours_of(order, len(days))),
    }


def hours_of(order: Any, days: int) -> Decimal:
    """The hours of an order over so many days."""
    return Decimal(order["hours_a_day"]) * days


def quote_budget(stage: Stage) -> None:
    """What would become of an order's amount, asked before anybody signs: down to the net wage."""
    key, on = next(iter(stage.scenario.orders)), stage.scenario.day("orders")
    order = stage.scenario.orders[key]
    quote = stage.phone.tell("invoicing.quote_order", on=on, by="advisor", amount=euro(order["amount"]))
    stage.narrator.say(f"What becomes of {money(quote['net'])}, asked beforehand:")
    stage.narrator.explained(
        [(line["label"], money(line["base"]), percent(line["rate"]), money(line["amount"]), line["source"])
         for line in quote["lines"]], heads=("", "Base", "Rate", "Amount", "Why"), right=(1, 2, 3))
    pay = stage.life.quotes[key] = _quote_pay(stage, order, quote["budget"], on)
    stage.narrator.say(f"Payroll quotes {money(pay['net'])} net out of it, to be paid on {told_day(pay['pay_on'])}.")


def _quote_pay(stage: Stage, order: Any, budget: dict[str, str], on: date) -> dict[str, Any]:
    days = [{"on": day.isoformat(), "hours": order["hours_a_day"]}
            for day in weekdays(order["starts_on"], order["ends_on"])]
    quoted: dict[str, Any] = stage.phone.tell(
        "payroll.quote_pay", on=on, by="advisor", contract="white_collar", budget=budget, days=days,
        ends_on=order["ends_on"].isoformat(),
        household=stage.scenario.members[order["member"]]["worker"]["household"])
    return quoted


def declare_and_insure(stage: Stage) -> None:
    """Payroll declares each employment (Dimona); the authority's answer opens the cover, before the first day."""
    on = stage.scenario.day("declaration")
    stage.narrator.chapter("Declared and insured before the first day of work", on)
    employ(stage, stage.life.orders, on)


def employ(stage: Stage, keys: Collection[str], on: date) -> None:
    """The authority answers to the declarations of these orders, and invoicing hears that their work may begin."""
    phone, rows = stage.phone, []
    for key in keys:
        order_id = stage.life.orders[key]
        sent = phone.until(f"the declaration of order {key} is sent",
                           partial(_declaration, stage, order_id, "sent", on))
        phone.tell("payroll.record_declaration_answer", on=on, by="payroll_clerk", result="accepted",
                   declaration_id=sent["declaration_id"], reference=stage.scenario.orders[key]["period_number"])
        covered = _declaration(stage, order_id, "accepted", on) or {"reference": "", "cover_id": None}
        rows.append((stage.scenario.orders[key]["title"], told_day(sent["starts_on"]), told_day(sent["ends_on"]),
                     covered["reference"], "opened" if covered["cover_id"] else "missing"))
    stage.narrator.lines(rows, heads=("Order form", "From", "To", "Dimona period", "Cover"), right=())
    for key in keys:
        phone.until(f"invoicing knows that {key} may begin", partial(_may_begin, stage, stage.life.orders[key], on))


def _declaration(stage: Stage, order_id: str, state: str, on: date) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = stage.phone.tell("payroll.get_declaration", on=on, by="payroll_clerk",
                                                 order_id=order_id)
    except RemoteRefusal:  # the order has not reached payroll yet
        return None
    return found if found["state"] == state else None


def _may_begin(stage: Stage, order_id: str, on: date) -> bool:
    order = stage.phone.tell("invoicing.get_order", on=on, by="advisor", order_id=order_id)
    return bool(order["employment"]["declared_on"] and order["employment"]["insured_on"])
