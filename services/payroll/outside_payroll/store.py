"""Requests to the partner's own payroll and its answers: rows and values."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.payroll.orders.rules import PartId
from services.payroll.outside_payroll.errors import WageRequestedBefore
from services.payroll.outside_payroll.rules import PayAnswer, PayRequest, RequestKind
from shared.errors import NotFound, Refusal
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {"pay_requests_one_per_part": WageRequestedBefore}


def lock_parts_to_ask(tx: Tx, parts: Sequence[PartId]) -> list[PayRequest]:
    """What is asked of those of the parts that were not asked for yet; what somebody else has is left to them."""
    rows = tx.all(Q.lock_parts_to_ask, order_ids=[one.order_id for one in parts], parts=[one.part for one in parts])
    return [PayRequest(
        pay_request_id=new_id("prq"), kind=RequestKind.WAGE, budget=Money.from_row(row),
        hours=dict(zip(row["worked_on"], row["worked_hours"], strict=True)),
        **{name: row[name] for name in ("order_id", "part", "member_id", "contract", "ends_on", "due_on", "pay_on")},
    ) for row in rows]


def add_request(tx: Tx, request: PayRequest) -> None:
    """Write what the partner's payroll is asked."""
    tx.run(Q.add_request, pay_request_id=request.pay_request_id, kind=request.kind, order_id=request.order_id,
           part=request.part, member_id=request.member_id, contract=request.contract, ends_on=request.ends_on,
           due_on=request.due_on, pay_on=request.pay_on, cents=request.budget.cents, currency=request.budget.currency,
           facts=request.facts, asked_by=tx.actor, on=tx.on)
    tx.run_many(Q.add_request_day, [{"pay_request_id": request.pay_request_id, "day": day, "hours": spent}
                                    for day, spent in request.hours.items()])


def lock_request(tx: Tx, pay_request_id: str) -> PayRequest:
    """A request without its days, or a refusal; nobody answers it or works its wage out until commit."""
    tx.one(Q.lock_part, pay_request_id=pay_request_id)
    return _request(tx.require(Q.lock_request, NotFound(kind="pay request", id=pay_request_id),
                               pay_request_id=pay_request_id))


def lock_quote(tx: Tx, request: PayRequest) -> PayRequest | None:
    """The request that asked the same question, if there is one; nobody asks it until commit."""
    tx.one(Q.lock_question, facts=request.facts)
    row = tx.one(Q.find_quote, facts=request.facts)
    return _request(row) if row else None


def _request(row: dict[str, Any]) -> PayRequest:
    return PayRequest(kind=RequestKind(row["kind"]), budget=Money.from_row(row), **{name: row[name] for name in (
        "pay_request_id", "order_id", "part", "member_id", "contract", "ends_on", "due_on", "pay_on", "standing")})


def add_answer(tx: Tx, pay_request_id: str, answer: PayAnswer, *, approval_id: str | None) -> None:
    """Write an answer with its lines."""
    tx.run(Q.add_answer, pay_request_id=pay_request_id, place=answer.place, pay_on=answer.pay_on,
           reference=answer.reference, net_cents=answer.net.cents, currency=answer.net.currency,
           approval_id=approval_id, answered_by=tx.actor, on=tx.on)
    tx.run_many(Q.add_answer_line, [
        {"pay_request_id": pay_request_id, "place": answer.place, "line": number, "code": line.code,
         "cents": line.amount.cents} for number, line in enumerate(answer.lines, start=1)])


def save_standing(tx: Tx, pay_request_id: str, place: int) -> None:
    """Write which answer stands."""
    tx.run(Q.save_standing, pay_request_id=pay_request_id, place=place)


def last_place(tx: Tx, pay_request_id: str) -> int:
    """The place of the latest answer to a request, proposed ones included."""
    return int(tx.single(Q.last_place, pay_request_id=pay_request_id)["place"])


def find_proposed(tx: Tx, request: PayRequest) -> tuple[int, str] | None:
    """The place of the correction that was proposed last and nobody has decided, and under which approval it waits."""
    row = tx.one(Q.find_proposed, pay_request_id=request.pay_request_id, standing=request.standing)
    return (row["place"], row["approval_id"]) if row else None
