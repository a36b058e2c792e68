"""Asking the partner's own payroll for wages and quotes, taking its answers, correcting them by two persons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from services.payroll.countries.protocol import law
from services.payroll.orders.rules import PartId, bank_day_on_or_after, pay_day
from services.payroll.orders.use_cases import wait_for_clients
from services.payroll.outside_payroll import reads, store
from services.payroll.outside_payroll.errors import (
    NoCorrectionWaits,
    PayAnsweredBefore,
    PayNotAnsweredYet,
    PayWorkedOutBefore,
    PayWorkedOutHere,
)
from services.payroll.outside_payroll.rules import (
    CORRECTING,
    PayAnswer,
    PayRequest,
    RequestKind,
    RequestState,
    check_answer,
)
from shared.approval import approve, ask_approval, refuse, use_approval
from shared.definitions import Advance
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Database, Tx

ACTOR = "job:ask_outside_payroll"
AT_ONCE = 250
LASTS = timedelta(days=7)  # how long a proposed correction waits for a second person


def ask_outside_payroll(database: Database, on: date, advance: Advance) -> str:
    """Ask for every wage of completed work that has its budget and waits for no client's money; each once."""
    with database.reading(on=on, actor=ACTOR) as tx:
        due = reads.list_to_ask(tx) if law(tx).outside_lines else []
    asked = 0
    for start in range(0, len(due), AT_ONCE):
        with database.transaction(on=on, actor=ACTOR) as tx:
            asked += _ask(tx, due[start:start + AT_ONCE])
        advance(min(start + AT_ONCE, len(due)), len(due))
    return f"{asked} wages asked for, {len(due) - asked} wait for a client."


def _ask(tx: Tx, parts: Sequence[PartId]) -> int:
    """Ask for what no client's money is waited for; the others are asked for when it has come."""
    waiting = wait_for_clients(tx, parts)
    requests = store.lock_parts_to_ask(tx, [part for part in parts if part not in waiting])
    for request in requests:
        _tell(tx, replace(request, pay_on=_day(tx, request)))
    return len(requests)


def _tell(tx: Tx, request: PayRequest) -> None:
    store.add_request(tx, request)
    tx.announce(request.told(tx.on))


def _day(tx: Tx, request: PayRequest) -> date:
    """The day on which the wage will be paid: its own, or the next bank day when that has passed."""
    return max(request.pay_on, bank_day_on_or_after(tx.on, law(tx).bank_closing_days(tx.on)))


def ask_quote(
    tx: Tx, *, member_id: str, contract: str, budget: Money, ends_on: date, hours: Mapping[date, Decimal],
) -> dict[str, Any]:
    """Ask for a quote; the same question, asked again, is the same request."""
    if not law(tx).outside_lines:
        raise PayWorkedOutHere
    day = pay_day(law(tx).due_on(tx.tables, ends_on), law(tx).bank_closing_days(ends_on), known_on=ends_on)
    request = PayRequest(
        pay_request_id=new_id("prq"), kind=RequestKind.QUOTE, member_id=member_id, contract=contract, ends_on=ends_on,
        due_on=day.due_on, pay_on=day.pay_on, budget=budget, hours=hours)
    known = store.lock_quote(tx, request)
    if known is None:
        _tell(tx, request)
    return {"pay_request_id": (known or request).pay_request_id,
            "state": RequestState.ANSWERED if known and known.standing else RequestState.WAITING}


def answer_request(tx: Tx, pay_request_id: str, answer: PayAnswer) -> RequestState:
    """The first answer to a request stands at once; whatever does not add up is refused."""
    request = _open(tx, pay_request_id)
    if request.standing:
        raise PayAnsweredBefore(pay_request_id=pay_request_id)
    _check(tx, request, answer)
    store.add_answer(tx, pay_request_id, answer, approval_id=None)
    store.save_standing(tx, pay_request_id, answer.place)
    return RequestState.ANSWERED


def propose_correction(tx: Tx, pay_request_id: str, answer: PayAnswer) -> RequestState:
    """Another answer, checked like the first; it stands when a second person has approved it, before the wage is."""
    request = _open(tx, pay_request_id)
    if not request.standing:
        raise PayNotAnsweredYet(pay_request_id=pay_request_id)
    _check(tx, request, answer)
    placed = replace(answer, place=store.last_place(tx, pay_request_id) + 1)
    approval_id = ask_approval(tx, act=CORRECTING, about=pay_request_id, content=placed.content(pay_request_id),
                               lasts=LASTS)
    store.add_answer(tx, pay_request_id, placed, approval_id=approval_id)
    return RequestState.CORRECTION_PROPOSED


def approve_correction(tx: Tx, pay_request_id: str) -> RequestState:
    """The correction that was proposed last stands from now on, if it is still right for the day."""
    request = _open(tx, pay_request_id)
    answer, approval_id = _proposed(tx, request)
    approve(tx, approval_id)
    _check(tx, request, answer)
    use_approval(tx, approval_id, act=CORRECTING, about=pay_request_id, content=answer.content(pay_request_id))
    store.save_standing(tx, pay_request_id, answer.place)
    return RequestState.ANSWERED


def refuse_correction(tx: Tx, pay_request_id: str, reason: str) -> RequestState:
    """The correction that was proposed last is not taken: what stood goes on standing."""
    _, approval_id = _proposed(tx, _open(tx, pay_request_id))
    refuse(tx, approval_id, reason=reason)
    return RequestState.ANSWERED


def _open(tx: Tx, pay_request_id: str) -> PayRequest:
    """A request whose wage was not worked out; nobody works it out until commit."""
    request = store.lock_request(tx, pay_request_id)
    if reads.is_worked_out(tx, request):
        raise PayWorkedOutBefore(pay_request_id=pay_request_id)
    return request


def _proposed(tx: Tx, request: PayRequest) -> tuple[PayAnswer, str]:
    found, request_id = store.find_proposed(tx, request), request.pay_request_id
    if found is None:
        raise NoCorrectionWaits(pay_request_id=request_id)
    place, approval_id = found
    return reads.answers_at(tx, {request_id: place})[request_id], approval_id


def _check(tx: Tx, request: PayRequest, answer: PayAnswer) -> None:
    """A quote is for the day that was asked for; a wage for the day on which it will be paid."""
    check_answer(
        answer, budget=request.budget, lines=law(tx).outside_lines,
        left_over_limit=tx.tables.money("outside_payroll_left_over", tx.on),
        day=_day(tx, request) if request.kind is RequestKind.WAGE else request.pay_on)
