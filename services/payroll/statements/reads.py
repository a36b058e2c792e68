"""Wages and budgets as people ask for them: rows into the answer's shape."""

from typing import Any

from services.payroll.countries.protocol import law
from services.payroll.orders.reads import get_order
from services.payroll.payslips.rules import printed_number
from services.payroll.wages.rules.lines import Line, PlacedLine, Rule, Section
from services.payroll.wages.rules.pay import Creditor, owed_to
from shared.errors import NotFound
from shared.money import Money, total
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
SHOWN = ("base", "over", "plus", "less", "least", "limit")


def get_wage(tx: Tx, wage_id: str) -> dict[str, Any]:
    """A wage with its lines, or a refusal."""
    row = tx.require(Q.get_wage, NotFound(kind="wage", id=wage_id), wage_id=wage_id)
    lines = [PlacedLine(section=Section(line["section"]), line=_line(line))
             for line in tx.all(Q.wage_lines, wage_id=wage_id)]
    return {**_wage(row), "budget": Money.from_row(row, "budget"), "cost": Money.from_row(row, "cost"), "lines": lines}


def list_wages(
    tx: Tx, *, after: str, limit: int, member_id: str, order_id: str, state: str,
) -> list[dict[str, Any]]:
    """A page of wages, oldest first."""
    rows = tx.all(Q.list_wages, after=after, limit=limit, member_id=member_id, order_id=order_id, state=state)
    return [_wage(row) for row in rows]


def list_blocked_wages(tx: Tx, limit: int) -> list[dict[str, Any]]:
    """Wages that are due and could not be worked out."""
    return tx.all(Q.list_blocked_wages, limit=limit)


def get_job_statement(tx: Tx, order_id: str) -> dict[str, Any]:
    """Every cent of an order's employment budget, part by part."""
    order = get_order(tx, order_id)
    currency = order.amount.currency
    parts = [_part(tx, {**row, "currency": currency}) for row in tx.all(Q.parts_of_order, order_id=order_id)]
    unspent = (line["amount"] for part in parts for line in part["lines"] if line["code"] == "unspent")
    return {
        "order_id": order_id, "member_id": order.member_id, "activity_id": order.activity_id,
        "budget": total((part["budget"] for part in parts), currency), "unspent": total(unspent, currency),
        "parts": parts,
    }


def _part(tx: Tx, row: dict[str, Any]) -> dict[str, Any]:
    names = ("budget", "fed", "amount", "recovered", "lost", "regained", "charged")
    sums = {name: Money.from_row(row, name) for name in names}
    return {
        **row, **sums, "wage_state": row["state"], "advanced": sums["amount"],
        "advance_open": sums["amount"] - sums["recovered"] - sums["lost"] - sums["charged"],
        "lines": _spending(tx, row["wage_id"]) if row["wage_id"] else _unspent(sums["budget"], sums["fed"]),
    }


def _unspent(budget: Money, fed: Money) -> list[dict[str, Any]]:
    """What became of a budget that paid no wage of its own."""
    lines = [{"code": "fed", "label": "Feeds the open-ended employment", "amount": fed},
             {"code": "unspent", "label": "Budget not spent yet", "amount": budget - fed}]
    return [line for line in lines if line["amount"]]


def _spending(tx: Tx, wage_id: str) -> list[dict[str, Any]]:
    """Where a spent budget went: to the worker, the tax, social security, the provisions, the mutual fund."""
    rows = tx.all(Q.wage_lines, wage_id=wage_id)
    wage = tuple(_line(row) for row in rows if row["section"] == "wage")
    gross = next(line.amount for line in wage if line.code == "gross")
    tax = owed_to(wage, Creditor.TAX_AUTHORITY, law(tx).owed_to, gross.currency)
    social = owed_to(wage, Creditor.SOCIAL_SECURITY, law(tx).owed_to, gross.currency)
    return [
        {"code": "net", "label": "Net wage to the worker", "amount": gross - tax - social},
        {"code": "withholding", "label": "Withholding tax", "amount": tax},
        {"code": "employee_social_security", "label": "Worker's social security, after work bonus", "amount": social},
        *({"code": row["code"], "label": row["label"], "amount": Money.from_row(row)}
          for row in rows if row["section"] == "budget" and row["effect"] == "takes"),
    ]


def _line(row: dict[str, Any]) -> Line:
    return Line(code=row["code"], label=row["label"], amount=Money.from_row(row), effect=row["effect"],
                rate=row["rate"], divides=row["divides"], **{name: _amount(row, name) for name in SHOWN},
                rule=Rule(id=row["rule"], source=row["source"], provisional=row["provisional"]))


def _amount(row: dict[str, Any], name: str) -> Money | None:
    return None if row[f"{name}_cents"] is None else Money.from_row(row, name)


def _wage(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "number": printed_number(row["year"], row["number"]), "gross": Money.from_row(row, "gross"),
            **{name: Money.from_row(row, name) for name in ("net", "open", "set_off")}}
