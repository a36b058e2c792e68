"""Questions about members, their calls and their payments."""

from typing import Any

from services.membership.store.calls import Q as CALLS_Q
from services.membership.store.members import Q
from shared.errors import NotFound
from shared.ledger import statement
from shared.money import Money
from shared.postgres import Tx


def get_member(tx: Tx, member_id: str) -> dict[str, Any]:
    """A member, his standing and his calls; nothing personal."""
    row = tx.one(Q.get_member, member_id=member_id)
    if row is None:
        raise NotFound(kind="member", id=member_id)
    calls = list_calls(tx, member_id)
    owed = [call for call in calls if call["state"] in {"open", "part_paid"}]
    return {
        **row, "member_id": member_id, "state": _state(row), "calls": calls, "open_calls": len(owed),
        "overdue_calls": sum(1 for call in owed if call["due_on"] < tx.on), **_standing(tx, row),
    }


def _state(row: dict[str, Any]) -> str:
    if row["left_on"]:
        return "left"
    return "member" if row["admitted_on"] else "candidate"


def _standing(tx: Tx, row: dict[str, Any]) -> dict[str, Any]:
    if _state(row) != "member":
        return {"voting": False, "suspended_shares": 0, "standing_reason": "not_a_member"}
    found = tx.one(CALLS_Q.standing_as_of, member_id=row["id"], on=tx.on, known_before="infinity")
    known = found or {"voting": True, "suspended_shares": 0, "reason": "in_order"}
    return {"voting": known["voting"], "suspended_shares": known["suspended_shares"],
            "standing_reason": known["reason"]}


def list_calls(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """The calls of a member, newest first."""
    return [_call(row) for row in tx.all(CALLS_Q.list_calls, member_id=member_id)]


def _call(row: dict[str, Any]) -> dict[str, Any]:
    paid, currency = row["paid_cents"], row["currency"]
    state = "withdrawn" if row["withdrawn_on"] else "paid" if row["settled_on"] else "part_paid" if paid else "open"
    return {**row, "call_id": row["id"], "state": state, "amount": Money(row["cents"], currency),
            "open": Money(row["cents"] - paid, currency)}


def list_unplaced_payments(tx: Tx, limit: int) -> list[dict[str, Any]]:
    """Payments that wait for the desk."""
    return [{**row, "amount": Money(row["cents"], row["currency"])} for row in tx.all(CALLS_Q.list_unplaced,
                                                                                      limit=limit)]


def list_payments(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """The payments of a member, oldest first, with what each part was used for."""
    return [{**row, "amount": Money(row["cents"], row["currency"]), "call_id": row["call_id"] or ""}
            for row in tx.all(CALLS_Q.list_payments, member_id=member_id)]


def get_member_account(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """Every line that the ledger has of a member."""
    return statement(tx, member=member_id)
