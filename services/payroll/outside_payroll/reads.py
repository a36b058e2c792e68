"""Questions about what the partner's own payroll was asked and answered, and the proof that wages follow it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.payroll.countries.protocol import law
from services.payroll.orders.rules import PartId
from services.payroll.outside_payroll.rules import (
    GivenLine,
    PayAnswer,
    PayRequest,
    RequestKind,
    RequestState,
    leader_of,
)
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_to_ask(tx: Tx) -> list[PartId]:
    """The parts whose wage is to be asked for, the first to be paid first."""
    return [PartId(row["order_id"], row["part"]) for row in tx.all(Q.parts_to_ask)]


def is_worked_out(tx: Tx, request: PayRequest) -> bool:
    """Whether the wage that a request asks for is on its payslip."""
    return tx.one(Q.is_worked_out, pay_request_id=request.pay_request_id) is not None


def answers_at(tx: Tx, places: Mapping[str, int]) -> dict[str, PayAnswer]:
    """Answers by their request: of each the one at a place."""
    rows = tx.all(Q.answers, pay_request_ids=list(places), places=list(places.values()))
    return {row["pay_request_id"]: PayAnswer(
        place=row["place"], pay_on=row["pay_on"], reference=row["reference"], net=Money.from_row(row, "net"),
        lines=tuple(GivenLine(code=code, amount=Money(cents, row["currency"]))
                    for code, cents in zip(row["codes"], row["cents"], strict=True))) for row in rows}


def answers_of_parts(tx: Tx, parts: Sequence[PartId]) -> dict[PartId, PayAnswer]:
    """The answers that stand for the wages of parts."""
    rows = tx.all(Q.answered_parts, order_ids=[one.order_id for one in parts], parts=[one.part for one in parts])
    answers = answers_at(tx, {row["pay_request_id"]: row["standing"] for row in rows})
    return {PartId(row["order_id"], row["part"]): answers[row["pay_request_id"]] for row in rows}


def answer_of_quote(tx: Tx, question: PayRequest) -> PayAnswer | None:
    """What the partner's payroll answered to the same question."""
    row = tx.one(Q.find_quote, facts=question.facts)
    if row is None or not row["standing"]:
        return None
    return answers_at(tx, {row["pay_request_id"]: row["standing"]})[row["pay_request_id"]]


def list_requests(
    tx: Tx, *, state: str, overdue: bool, after: str, limit: int, pay_request_id: str = "",
) -> list[dict[str, Any]]:
    """Requests in a state, the longest waiting first, and whose step leads on."""
    rows = tx.all(Q.list_requests, state=state, overdue=overdue, after=after, limit=limit, day=tx.on, at=tx.at,
                  pay_request_id=pay_request_id)
    return [{**row, "budget": Money.from_row(row),
             "leads_on": leader_of(RequestState(row["state"]), RequestKind(row["kind"]))} for row in rows]


def get_request(tx: Tx, pay_request_id: str) -> dict[str, Any]:
    """A request with its days, the lines that may be answered and the answer that stands; or a refusal."""
    found = list_requests(tx, state="", overdue=False, after="", limit=1, pay_request_id=pay_request_id)
    if not found:
        raise NotFound(kind="pay request", id=pay_request_id)
    [request] = found
    answer = answers_at(tx, {pay_request_id: request["standing"]}).get(pay_request_id)
    days = [{"on": row["day"], "hours": row["hours"]} for row in tx.all(Q.request_days, pay_request_id=pay_request_id)]
    return {**request, "days": days, "codes": list(law(tx).outside_lines), "net": answer.net if answer else None,
            "reference": answer.reference if answer else "", "lines": answer.lines if answer else ()}


def prove_outside_payroll(tx: Tx) -> Iterator[str]:
    """Each wage that the partner's payroll worked out has the budget, gross and net of the answer that stands."""
    for row in tx.all(Q.wages_beside_answers):
        yield f"payroll: wage {row['wage_id']} is not what the partner's payroll answered"
