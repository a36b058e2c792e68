"""From the work to the wage: completion issues the invoice; on the seventh day the wage is paid, the client unpaid."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from deploy.local.demo.narrator import money, ogm, percent, told_day
from deploy.local.demo.scenario import weekdays
from deploy.local.demo.stage import Stage


def complete_september(stage: Stage) -> None:
    """Two orders are done: invoice, fee and budget come in one transaction."""
    on = stage.scenario.day("work_done")
    stage.narrator.chapter("The work is done: invoice, fee and budget in one transaction", on)
    complete(stage, ("labels", "handbook"), on)


def complete(stage: Stage, keys: Iterable[str], on: date) -> None:
    """Register the days of these orders and tell what was issued."""
    rows = []
    for key in keys:
        done = _complete_one(stage, key, on)
        stage.life.invoices[key] = done
        rows.append((done["number"], stage.client_name(stage.scenario.orders[key]["client"]), money(done["net"]),
                     money(done["vat"]), money(done["total"]), told_day(done["due_on"])))
    stage.narrator.lines(rows, heads=("Invoice", "Client", "Net", "VAT", "Total", "Due"), right=(2, 3, 4))
    for key in keys:
        _tell_taxes(stage, key, on)


def _complete_one(stage: Stage, key: str, on: date) -> dict[str, Any]:
    order = stage.scenario.orders[key]
    days = [{"on": day.isoformat(), "hours": order["hours_a_day"]} for day in weekdays(order["starts_on"], on)]
    done: dict[str, Any] = stage.phone.tell(
        "invoicing.complete_work", on=on, by="member", who=stage.life.members[order["member"]],
        order_id=stage.life.orders[key], part=1, completed_on=on.isoformat(), days=days)
    return done


def _tell_taxes(stage: Stage, key: str, on: date) -> None:
    invoice = stage.phone.tell("invoicing.get_invoice", on=on, by="accountant",
                               invoice_id=stage.life.invoices[key]["invoice_id"])
    taxes = ", ".join(f"VAT category {tax['category']} at {percent(tax['rate'])} of {money(tax['base'])} = "
                      f"{money(tax['vat'])}" for tax in invoice["taxes"])
    stage.narrator.say(f"{invoice['number']}: {taxes}; to be paid with {ogm(invoice['structured_communication'])}.")


def tell_kept_back(stage: Stage, key: str, on: date) -> None:
    """What an approved claim took off an order's employment budget."""
    order = stage.scenario.orders[key]
    statement = stage.phone.tell("invoicing.get_activity_statement", on=on, by="accountant",
                                 activity_id=stage.life.activities[order["member"]], order_id=stage.life.orders[key])
    stage.narrator.say(f"Of {money(statement['invoiced'])} from {stage.client_name(order['client'])}, "
                       f"{money(stage.life.claim['cost'])} is kept back for what {stage.name(order['member'])} bought; "
                       f"{money(statement['budget'])} is the employment budget.")


def pay_september(stage: Stage) -> None:
    """Day seven: both wages are worked out and sent to the bank; nobody has paid an invoice yet."""
    on = stage.scenario.day("wage_day")
    stage.narrator.chapter("Day 7: the wage is paid, the client has not paid", on)
    pay(stage, ("labels", "handbook"), on, explain="labels")
    tell_fund(stage, on)


def pay(stage: Stage, keys: Iterable[str], on: date, *, explain: str = "") -> None:
    """Run the pay job and tell each wage; `explain` names the order whose wage is told line by line."""
    for key in keys:
        stage.phone.until(f"payroll has the budget of {key}", partial(_has_budget, stage, key, on))
    stage.run_job("pay_wages", on)
    stage.run_job("print_payslips", on)
    for key in keys:
        stage.life.wages[key] = _wage_of(stage, key, on)
    if explain:
        _explain(stage, explain)
    stage.narrator.lines(
        [(stage.life.wages[key]["number"], stage.name(stage.scenario.orders[key]["member"]),
          money(stage.life.wages[key]["budget"]), money(stage.life.wages[key]["gross"]),
          money(stage.life.wages[key]["net"]), stage.life.wages[key]["state"]) for key in keys],
        heads=("Payslip", "Worker", "Budget", "Gross", "Net", "Wage"), right=(2, 3, 4))


def _has_budget(stage: Stage, key: str, on: date) -> bool:
    found = stage.phone.tell("payroll.get_job_statement", on=on, by="payroll_clerk", order_id=stage.life.orders[key])
    return any(part["budget"]["amount"] != "0.00" and part["completed_on"] for part in found["parts"])


def _wage_of(stage: Stage, key: str, on: date) -> dict[str, Any]:
    found = stage.phone.tell("payroll.list_wages", on=on, by="payroll_clerk", order_id=stage.life.orders[key])
    wage: dict[str, Any] = stage.phone.tell("payroll.get_wage", on=on, by="payroll_clerk",
                                            wage_id=found[0]["wage_id"])
    return wage


def _explain(stage: Stage, key: str) -> None:
    wage = stage.life.wages[key]
    who = stage.name(stage.scenario.orders[key]["member"])
    stage.narrator.say(f"{who}'s wage, line by line, from {money(wage['budget'])} to {money(wage['net'])} net:")
    signs = {"adds": "+", "takes": "-", "explains": ""}
    stage.narrator.explained(
        [(line["label"], money(line["base"]) if line["base"] else "", _rate(line["rate"]),
          signs[line["effect"]], money(line["amount"]), line["source"]) for line in wage["lines"]],
        heads=("", "Base", "Rate", "", "Amount", "Why"), right=(1, 2, 4))
    same = stage.life.quotes[key]["lines"] == wage["lines"]
    stage.narrator.say("It is the wage that was quoted before the order was signed, line for line." if same
                       else "It differs from what was quoted before the order was signed.")


def _rate(rate: str | None) -> str:
    return rate.rstrip("0").rstrip(".") if rate and "." in rate else rate or ""


def tell_fund(stage: Stage, on: date) -> None:
    """What the guarantee fund has and carries."""
    fund = stage.phone.tell("payroll.get_guarantee_fund", on=on, by="board")
    stage.narrator.say(
        f"The guarantee fund stands at {money(fund['balance'])} and carries {money(fund['exposure'])} in "
        f"{fund['open_advances']} advances; recovered so far {money(fund['recovered'])}, lost {money(fund['lost'])}.")
