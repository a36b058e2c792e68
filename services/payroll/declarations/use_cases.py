"""Declaring employment: on a signed order, on a registration, on an answer, on a cancelled order."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from services.payroll.countries.protocol import law
from services.payroll.cover.use_cases import close_covers, cover_days, follow_insurer
from services.payroll.declarations import rules, store
from services.payroll.declarations.errors import DeclarationNotRefused
from services.payroll.declarations.rules import Act, Declaration, Form, State
from services.payroll.events import CoverClosedBecause, WorkDeclarationRefused, WorkDeclared
from services.payroll.orders.reads import get_order
from services.payroll.orders.rules import CompletedWork, Order
from services.payroll.orders.use_cases import (
    record_amendment,
    record_cancellation,
    record_employment,
    record_end_of_employment,
    record_order,
)
from services.payroll.students.use_cases import decide_kind, record_kind, record_work
from services.payroll.workers.reads import are_known, parties_on
from services.payroll.workers.rules import ContractKind, Employer, Worker
from services.payroll.workers.use_cases import lock_deciding, record_employer, record_worker, replace_national_number
from services.payroll.working_time.use_cases import flag_long_days
from shared.identifiers import new_id
from shared.money import Money
from shared.outgoing import send_out
from shared.postgres import Tx


def register_employer(tx: Tx, employer: Employer) -> None:
    """Write the cooperative's data as an employer; whatever waited for them is declared now."""
    record_employer(tx, employer)
    follow_insurer(tx, employer)
    _declare_waiting(tx)


def register_worker(tx: Tx, worker: Worker) -> int:
    """Write a worker's own data; how many of their orders that waited for them were declared, or held back as late."""
    record_worker(tx, worker)
    return _declare_waiting(tx, worker.member_id)


def declare_order(tx: Tx, order: Order) -> None:
    """An order was signed: write it down and declare it, or let it wait for the worker's or the employer's data."""
    order = decide_kind(tx, order)
    record_order(tx, order)
    _declare_anew(tx, order)


def amend_order(tx: Tx, order: Order) -> None:
    """The client signed again for other work: its end is told anew, or it is taken back and declared anew."""
    known, before = get_order(tx, order.order_id), store.lock_open_declaration(tx, order.order_id)
    order = _of_its_kind(tx, order, known, begun=before is not None and before.has_begun(tx.on))
    other_kind = order.planned_hours != known.planned_hours
    record_amendment(tx, order)
    record_kind(tx, order)
    if before is not None and before.under:
        _follow(tx, replace(before, state=State.WITHDRAWN), None, CoverClosedBecause.ORDER_AMENDED)
    elif before is not None:
        after, act = rules.amend(before, starts_on=order.starts_on, ends_on=order.ends_on, on=tx.on,
                                 other_kind=other_kind)
        _follow(tx, after, act, CoverClosedBecause.ORDER_AMENDED)
        if after.state not in rules.OVER:
            return
    _declare_anew(tx, order)


def _of_its_kind(tx: Tx, order: Order, known: Order, *, begun: bool) -> Order:
    """A student's order, or an ordinary one: decided anew until the work begins, kept from then on."""
    if begun:
        return replace(order, contract=known.contract, planned_hours=known.planned_hours)
    return decide_kind(tx, order)


def complete_work(tx: Tx, work: CompletedWork) -> None:
    """A part was completed; of a student's order that reserves more hours by it, the authority is told so."""
    declaration = store.lock_open_declaration(tx, work.order_id)
    order, changed = record_work(tx, work, late=declaration is None or declaration.late)
    flag_long_days(tx, order.member_id, work.order_id, work.part, [day for day, spent in work.hours.items() if spent])
    if changed and order.contract == ContractKind.STUDENT and declaration is not None:
        _send(tx, declaration, Act.UPDATE)


def declare_employment(tx: Tx, order: Order) -> None:
    """An employment without an end was signed by both: write it down and declare it like any other work."""
    record_employment(tx, order)
    _declare_anew(tx, order)


def end_employment(tx: Tx, order_id: str, last_on: date) -> None:
    """An employment gets a last day: the authority is told, and what stands under it and goes on is declared alone."""
    record_end_of_employment(tx, order_id, last_on)
    before = store.lock_open_declaration(tx, order_id)
    if before is not None:
        after, act = rules.end(before, last_on, on=tx.on)
        _follow(tx, after, act, CoverClosedBecause.ORDER_AMENDED)
    _let_go(tx, order_id, last_on)


def cancel_employment(tx: Tx, order_id: str, starts_on: date) -> None:
    """An employment never took place: it is taken back, and what stands under it is declared alone."""
    record_end_of_employment(tx, order_id, None)
    before = store.lock_open_declaration(tx, order_id)
    if before is not None:
        after, act = rules.cancel(before, on=tx.on)
        _follow(tx, after, act, CoverClosedBecause.ORDER_CANCELLED)
    _let_go(tx, order_id, starts_on - timedelta(days=1))


def _let_go(tx: Tx, order_id: str, last_on: date) -> None:
    for before in store.lock_declarations_beyond(tx, order_id, last_on):
        kept, alone_from = rules.let_go(before, last_on)
        _follow(tx, kept, None, CoverClosedBecause.ORDER_AMENDED)
        _declare_anew(tx, replace(get_order(tx, before.order_id), starts_on=alone_from, ends_on=before.ends_on))


def _take_in(tx: Tx, employment: Declaration) -> None:
    """An employment was accepted: orders inside it that have not begun are taken back and stand under it."""
    for before in store.lock_declarations_inside(tx, employment):
        after, act = rules.cancel(before, on=tx.on)
        _follow(tx, after, act, CoverClosedBecause.ORDER_AMENDED)
        _declare_anew(tx, get_order(tx, before.order_id))


def stop_order(tx: Tx, order_id: str, *, last_worked_on: date, amount: Money) -> None:
    """What is open of an order is given up: its employment ends with the last day worked, and no part is left open."""
    order = get_order(tx, order_id)
    amend_order(tx, replace(order, ends_on=max(last_worked_on, order.starts_on), amount=amount, parts=()))


def cancel_order(tx: Tx, order_id: str) -> None:
    """An order was cancelled: what had begun ends today, what had not is taken back."""
    record_cancellation(tx, order_id)
    before = store.lock_open_declaration(tx, order_id)
    if before is not None:
        after, act = rules.cancel(before, on=tx.on)
        _follow(tx, after, act, CoverClosedBecause.ORDER_CANCELLED)


def decide_late_declaration(tx: Tx, *, declaration_id: str, declare: bool, reason: str) -> State:
    """Decide on a declaration that would come after the work began: declare it late, or refuse the work."""
    declaration, events = rules.decide_late(
        store.lock_declaration(tx, declaration_id), declare_anyway=declare, reason=reason, on=tx.on, at=tx.at)
    store.save_declaration(tx, declaration)
    if declaration.state == State.SENT:
        _send(tx, declaration, Act.BEGIN)
    _tell(tx, declaration, events)
    return declaration.state


def declare_again(tx: Tx, order_id: str) -> State:
    """What was refused is declared once more, with the data as they are now."""
    refused = store.lock_latest_declaration(tx, order_id)
    if refused.state != State.REFUSED:
        raise DeclarationNotRefused(declaration_id=refused.declaration_id, state=refused.state)
    return _declare_anew(tx, get_order(tx, order_id)).state


def correct_national_number(tx: Tx, member_id: str, national_number: str) -> int:
    """A worker's number was wrong: what was refused is declared with the right one; how many declarations."""
    replace_national_number(tx, member_id, national_number)
    refused = store.lock_refused_declarations(tx, member_id)
    for declaration in refused:
        _declare_anew(tx, get_order(tx, declaration.order_id))
    return len(refused)


def record_answer(tx: Tx, *, declaration_id: str, accepted: bool, reference: str, reason: str) -> State:
    """Record the authority's answer: accepted work is declared and insured, refused work may not begin."""
    before = store.lock_declaration(tx, declaration_id)
    number = law(tx).declaration_number(reference) or ""
    answered, events = rules.answer(before, accepted=accepted, reference=number, reason=reason)
    if answered.state == before.state:
        return before.state
    _tell(tx, answered, events)
    if answered.state == State.CANCELLED:
        _send(tx, answered, Act.CANCEL)
    after, act = rules.catch_up(answered, on=tx.on)
    _follow(tx, after, act, CoverClosedBecause.ORDER_AMENDED)
    if after.open_ended and after.state == State.ACCEPTED:
        _take_in(tx, after)
    return after.state


def _follow(tx: Tx, after: Declaration, act: Act | None, reason: CoverClosedBecause) -> None:
    """Write a declaration as it is now, tell the authority what it must hear, and let the cover follow."""
    store.save_declaration(tx, after)
    if act is not None:
        _send(tx, after, act)
    if after.state == State.ACCEPTED:
        cover_days(tx, order_id=after.order_id, member_id=after.member_id, starts_on=after.starts_on,
                   ends_on=after.ends_on, reason=reason, told=not after.open_ended)
    elif after.state in rules.OVER:
        close_covers(tx, order_id=after.order_id, member_id=after.member_id, reason=reason, told=not after.open_ended)
    if act is Act.UPDATE:
        _tell(tx, after, [rules.declared(after)])


def _declare_anew(tx: Tx, order: Order) -> Declaration:
    """Declare, or wait. Whoever registers the missing data at this moment waits, and then finds who waits for them."""
    complete = lock_deciding(tx, order.member_id)
    waiting = Declaration(
        declaration_id=new_id("dec"), order_id=order.order_id, member_id=order.member_id, starts_on=order.starts_on,
        ends_on=order.ends_on, state=State.WAITING, open_ended=order.open_ended)
    store.add_declaration(tx, waiting)
    return _declare(tx, waiting, complete=complete)


def _declare_waiting(tx: Tx, member_id: str = "") -> int:
    waiting = store.lock_waiting_declarations(tx, member_id)
    return sum(_declare(tx, declaration, complete=are_known(tx, declaration.member_id)).state != State.WAITING
               for declaration in waiting)


def _declare(tx: Tx, declaration: Declaration, *, complete: bool) -> Declaration:
    employment = store.find_employment_around(tx, declaration)
    decided = rules.stand_under(declaration, employment) if employment else rules.declare(
        declaration, complete=complete, until=law(tx).declared_until(tx.tables, declaration.starts_on), on=tx.on,
        at=tx.at)
    if decided.state != declaration.state:
        store.save_declaration(tx, decided)
    if decided.state == State.SENT:
        _send(tx, decided, Act.BEGIN)
    if decided.under:
        tx.announce(rules.declared(decided))
        cover_days(tx, order_id=decided.order_id, member_id=decided.member_id, starts_on=decided.starts_on,
                   ends_on=decided.ends_on, reason=CoverClosedBecause.ORDER_AMENDED)
    return decided


def _tell(tx: Tx, declaration: Declaration, events: Sequence[WorkDeclared | WorkDeclarationRefused]) -> None:
    """What became of an order's declaration is told; an employment without an end is no order."""
    if not declaration.open_ended:
        tx.announce_all(events)


def _send(tx: Tx, declaration: Declaration, act: Act) -> None:
    if declaration.under:
        return  # the authority knows the employment, not what is done in it
    employer, worker = parties_on(tx, declaration.member_id, tx.on)
    order = get_order(tx, declaration.order_id)
    form = Form(
        act=act, declaration=declaration, employer=employer, on=tx.on, at=tx.at,
        national_number=worker.national_number, contract=order.contract, planned_hours=order.planned_hours)
    send_out(tx, law(tx).employment_declaration(tx.tables, form))
    if act is not Act.CANCEL:
        store.add_told_end(tx, declaration)
