"""Declaring employment: on a signed order, on a registration, on an answer, on a cancelled order."""

from services.payroll.countries.protocol import law
from services.payroll.cover.rules import Cover
from services.payroll.cover.use_cases import close_cover, open_cover
from services.payroll.declarations import rules, store
from services.payroll.declarations.rules import Declaration, Form, State
from services.payroll.events import CoverClosedBecause
from services.payroll.orders.reads import get_order
from services.payroll.orders.rules import Order
from services.payroll.orders.use_cases import record_amendment, record_cancellation, record_order
from services.payroll.workers.reads import are_known, employer_on, get_worker
from services.payroll.workers.rules import Employer, Worker
from services.payroll.workers.use_cases import lock_deciding, record_employer, record_worker
from shared.identifiers import new_id
from shared.outgoing import send_out
from shared.postgres import Tx


def register_employer(tx: Tx, employer: Employer) -> None:
    """Write the cooperative's data as an employer; whatever waited for them is declared now."""
    record_employer(tx, employer)
    _declare_waiting(tx)


def register_worker(tx: Tx, worker: Worker) -> int:
    """Write a worker's own data; how many of their orders that waited for them were declared, or held back as late."""
    record_worker(tx, worker)
    return _declare_waiting(tx, worker.member_id)


def declare_order(tx: Tx, order: Order) -> None:
    """An order was signed: write it down and declare it, or let it wait for the worker's or the employer's data."""
    record_order(tx, order)
    _declare_anew(tx, order)


def amend_order(tx: Tx, order: Order) -> None:
    """The client signed again for other work: what was declared for other days is taken back and declared anew."""
    record_amendment(tx, order)
    before = store.lock_open_declaration(tx, order.order_id)
    if before is not None:
        if rules.holds(before, order.starts_on, order.ends_on):
            return
        _take_back(tx, before, CoverClosedBecause.ORDER_AMENDED)
    _declare_anew(tx, order)


def cancel_order(tx: Tx, order_id: str) -> None:
    """An order was cancelled: take the declaration back and close the cover."""
    record_cancellation(tx, order_id)
    before = store.lock_open_declaration(tx, order_id)
    if before is not None:
        _take_back(tx, before, CoverClosedBecause.ORDER_CANCELLED)


def decide_late_declaration(tx: Tx, *, declaration_id: str, declare: bool, reason: str) -> State:
    """Decide on a declaration that would come after the work began: declare it late, or refuse the work."""
    declaration, events = rules.decide_late(
        store.lock_declaration(tx, declaration_id), declare_anyway=declare, reason=reason, on=tx.on)
    store.save_declaration(tx, declaration)
    if declaration.state == State.SENT:
        _send(tx, declaration)
    tx.announce_all(events)
    return declaration.state


def record_answer(tx: Tx, *, declaration_id: str, accepted: bool, reference: str, reason: str) -> State:
    """Record the authority's answer: accepted work is declared and insured, refused work may not begin."""
    before = store.lock_declaration(tx, declaration_id)
    declaration, events = rules.answer(before, accepted=accepted, reference=reference, reason=reason)
    if declaration.state != before.state:
        store.save_declaration(tx, declaration)
        tx.announce_all(events)
        if declaration.state == State.ACCEPTED:
            _insure(tx, declaration)
        if declaration.state == State.CANCELLED:
            _send_cancel(tx, declaration)
    return declaration.state


def _take_back(tx: Tx, before: Declaration, reason: CoverClosedBecause) -> None:
    declaration = rules.cancel(before)
    store.save_declaration(tx, declaration)
    if declaration.state == State.CANCELLED:
        _send_cancel(tx, declaration)
        close_cover(tx, order_id=declaration.order_id, member_id=declaration.member_id, reason=reason)


def _declare_anew(tx: Tx, order: Order) -> None:
    """Declare, or wait. Whoever registers the missing data at this moment waits, and then finds who waits for them."""
    lock_deciding(tx, order.member_id)
    waiting = Declaration(
        declaration_id=new_id("dec"), order_id=order.order_id, member_id=order.member_id, starts_on=order.starts_on,
        ends_on=order.ends_on, state=State.WAITING)
    store.add_declaration(tx, waiting)
    _declare(tx, waiting)


def _declare_waiting(tx: Tx, member_id: str = "") -> int:
    waiting = store.lock_waiting_declarations(tx, member_id)
    return sum(_declare(tx, declaration).state != State.WAITING for declaration in waiting)


def _declare(tx: Tx, declaration: Declaration) -> Declaration:
    decided = rules.declare(declaration, complete=are_known(tx, declaration.member_id), on=tx.on)
    if decided.state != declaration.state:
        store.save_declaration(tx, decided)
    if decided.state == State.SENT:
        _send(tx, decided)
    return decided


def _send(tx: Tx, declaration: Declaration) -> None:
    form = Form(
        declaration=declaration, employer=employer_on(tx, tx.on), on=tx.on, at=tx.at,
        national_number=get_worker(tx, declaration.member_id).national_number,
        contract=get_order(tx, declaration.order_id).contract)
    send_out(tx, law(tx).employment_declaration(tx.tables, form))


def _send_cancel(tx: Tx, declaration: Declaration) -> None:
    form = Form(declaration=declaration, employer=employer_on(tx, tx.on), on=tx.on, at=tx.at)
    send_out(tx, law(tx).employment_cancellation(form))


def _insure(tx: Tx, declaration: Declaration) -> None:
    employer = employer_on(tx, tx.on)
    open_cover(tx, Cover(
        cover_id=new_id("cov"), order_id=declaration.order_id, member_id=declaration.member_id,
        insurer=employer.accident_insurer, policy=employer.accident_policy, starts_on=declaration.starts_on,
        ends_on=declaration.ends_on))
