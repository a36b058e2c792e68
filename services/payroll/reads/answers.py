"""Answers to questions: rows into dictionaries of the answer's shape."""

from base64 import b64encode
from datetime import date
from decimal import Decimal
from typing import Any

from services.payroll.domain.errors import OrderUnknown
from services.payroll.domain.payslip import printed_number
from shared.errors import NotFound
from shared.ledger import balance
from shared.money import Money, total
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.payroll")
FUND = "guarantee_fund"
BUDGET_CODES = ("variable_share", "employer_contributions", "holiday_provision", "other_charges")


def owner_of_wage(tx: Tx, *, wage_id: str) -> str | None:
    """The member to whom a wage belongs."""
    row = tx.one(Q.wage_owner, wage_id=wage_id)
    return row["member_id"] if row else None


def owner_of_order(tx: Tx, *, order_id: str) -> str | None:
    """The member to whom an order belongs."""
    row = tx.one(Q.order, order_id=order_id)
    return row["member_id"] if row else None


def get_wage(tx: Tx, wage_id: str) -> dict[str, Any]:
    """A wage with its lines, or a refusal."""
    row = tx.one(Q.get_wage, wage_id=wage_id)
    if row is None:
        raise NotFound(kind="wage", id=wage_id)
    lines = [_line(line) for line in tx.all(Q.wage_lines, wage_id=wage_id)]
    return {**_wage(row), "budget": _money(row, "budget"), "cost": _money(row, "cost"), "strategy": row["strategy"],
            "lines": lines}


def list_wages(
    tx: Tx, *, after: str, limit: int, member_id: str = "", order_id: str = "", state: str = "",
) -> list[dict[str, Any]]:
    """A page of wages, oldest first."""
    rows = tx.all(Q.list_wages, after=after, limit=limit, member_id=member_id, order_id=order_id, state=state)
    return [_wage(row) for row in rows]


def list_blocked_wages(tx: Tx, limit: int) -> list[dict[str, Any]]:
    """Wages that are due and could not be worked out."""
    rows = tx.all(Q.list_blocked_wages, limit=limit)
    return [{**row, "code": row["blocked_by"], "why": row["blocked_why"]} for row in rows]


def get_payslip(tx: Tx, wage_id: str) -> dict[str, Any]:
    """A payslip with its PDF in base 64, or a refusal."""
    row = tx.one(Q.get_payslip, wage_id=wage_id)
    if row is None:
        raise NotFound(kind="payslip of wage", id=wage_id)
    return {**row, "number": printed_number(row["year"], row["number"]), "pdf": b64encode(row["pdf"]).decode()}


def get_declaration(tx: Tx, order_id: str) -> dict[str, Any]:
    """The declaration of an order, or a refusal."""
    row = tx.one(Q.declaration_of_order, order_id=order_id)
    if row is None:
        raise NotFound(kind="declaration of order", id=order_id)
    return row


def list_declarations(tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of the declarations in one state."""
    return tx.all(Q.list_declarations, state=state, after=after, limit=limit)


def get_guarantee_fund(tx: Tx, debtors: int) -> dict[str, Any]:
    """The fund's balance, exposure and losses in the country's currency, and for whom it carries most."""
    currency = str(tx.tables.value("currency", tx.on))
    row = tx.one(Q.fund_totals, currency=currency)
    if row is None:
        raise LookupError("an aggregate always gives a row")
    sums = {name: Money(row[name], currency) for name in ("advanced", "recovered", "lost", "regained")}
    exposure = sums["advanced"] - sums["recovered"] - sums["lost"]
    own = -balance(tx, FUND, currency=currency)
    return {
        **sums, "balance": own, "exposure": exposure, "open_advances": row["open_advances"],
        "reserve_ratio": _ratio(own, exposure),
        "debtors": [{"client_id": one["client_id"], "exposure": Money(one["cents"], currency),
                     "advances": one["advances"]} for one in tx.all(Q.fund_debtors, currency=currency, limit=debtors)],
    }


def list_advances(tx: Tx, *, only_open: bool, after: str, limit: int, day: date) -> list[dict[str, Any]]:
    """A page of advances and where each invoice stands on a day."""
    rows = tx.all(Q.list_advances, only_open=only_open, after=after, limit=limit, day=day)
    return [{**row, **_advance(row)} for row in rows]


def get_job_statement(tx: Tx, order_id: str) -> dict[str, Any]:
    """Every cent of an order's employment budget, part by part."""
    order = tx.one(Q.order, order_id=order_id)
    if order is None:
        raise OrderUnknown(order_id=order_id)
    parts = [_part(tx, row, order["currency"]) for row in tx.all(Q.parts_of_order, order_id=order_id)]
    unspent = (line["amount"] for part in parts for line in part["lines"] if line["code"] == "unspent")
    return {
        "order_id": order_id, "member_id": order["member_id"], "activity_id": order["activity_id"],
        "budget": total((part["budget"] for part in parts), order["currency"]),
        "unspent": total(unspent, order["currency"]), "parts": parts,
    }


def _part(tx: Tx, row: dict[str, Any], currency: str) -> dict[str, Any]:
    row = {**row, "currency": currency}
    advance = _advance(row)
    return {
        **row, "budget": _money(row, "budget"), "wage_state": row["state"], "advanced": advance["amount"],
        "recovered": advance["recovered"], "lost": advance["lost"], "regained": advance["regained"],
        "advance_open": advance["open"],
        "lines": _spending(tx, row["wage_id"]) if row["wage_id"] else _unspent(row),
    }


def _unspent(row: dict[str, Any]) -> list[dict[str, Any]]:
    amount = _money(row, "budget")
    return [{"code": "unspent", "label": "Budget not spent yet", "amount": amount}] if amount else []


def _spending(tx: Tx, wage_id: str) -> list[dict[str, Any]]:
    """Where a spent budget went: to the worker, the tax, social security, the provisions, the mutual fund."""
    lines = {line["code"]: line for line in tx.all(Q.wage_lines, wage_id=wage_id) if line["effect"] != "explains"}
    own = {code: Money(line["cents"], line["currency"]) for code, line in lines.items()}
    social = own["onss_employee"] - own["work_bonus_a"] - own["work_bonus_b"] + own["special_contribution"]
    net = own["gross"] - social - own["withholding"]
    worker = [
        {"code": "net", "label": "Net wage to the worker", "amount": net},
        {"code": "withholding", "label": "Withholding tax", "amount": own["withholding"]},
        {"code": "employee_social_security", "label": "Worker's social security, after work bonus", "amount": social},
    ]
    return worker + [{"code": code, "label": lines[code]["label"], "amount": own[code]} for code in BUDGET_CODES]


def _wage(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "number": printed_number(row["year"], row["number"]), "gross": _money(row, "gross"),
            "net": _money(row, "net")}


def _advance(row: dict[str, Any]) -> dict[str, Money]:
    sums = {name: _money(row, name) for name in ("amount", "recovered", "lost", "regained")}
    return {**sums, "open": sums["amount"] - sums["recovered"] - sums["lost"]}


def _line(row: dict[str, Any]) -> dict[str, Any]:
    base = None if row["base_cents"] is None else Money(row["base_cents"], row["currency"])
    return {**row, "base": base, "amount": Money(row["cents"], row["currency"])}


def _money(row: dict[str, Any], name: str) -> Money:
    return Money(row[f"{name}_cents"], row["currency"])


def _ratio(own: Money, exposure: Money) -> Decimal | None:
    return (own.amount / exposure.amount).quantize(Decimal("0.0001")) if exposure else None
