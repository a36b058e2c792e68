"""Declaring employment: on a signed order, on a worker's registration, on an answer, on a cancelled order."""

from typing import Any

from services.payroll import store
from services.payroll.documents.dimona import dimona_cancel, dimona_in
from services.payroll.domain import declaration as rules
from services.payroll.domain.declaration import Declaration
from services.payroll.domain.errors import OrderUnknown
from services.payroll.domain.events import CoverClosed, CoverOpened
from services.payroll.use_cases.people import employer_on, worker_of
from shared.clock import ZONES
from shared.identifiers import new_id
from shared.outgoing import Document, send_out
from shared.postgres import Tx


def declare_order(tx: Tx, consumed: dict[str, Any]) -> None:
    """An order was signed: write it down and declare it, or let it wait for the worker's or the employer's data."""
    store.add_order(tx, consumed)
    _declare_anew(tx, consumed)


def amend_order(tx: Tx, consumed: dict[str, Any]) -> None:
    """The client signed again for other work: what was declared for other days is taken back and declared anew."""
    store.save_amended_order(tx, consumed)
    before = store.lock_open_declaration(tx, consumed["order_id"])
    if before is not None:
        if rules.holds(before, consumed["starts_on"], consumed["ends_on"]):
            return
        _take_back(tx, before, rules.ORDER_AMENDED)
    _declare_anew(tx, consumed)


def declare_waiting(tx: Tx, member_id: str = "") -> int:
    """Declare what waited for data; how many left the waiting state."""
    waiting = store.lock_waiting_declarations(tx, member_id)
    return sum(_declare(tx, declaration).state != "waiting" for declaration in waiting)


def decide_late_declaration(tx: Tx, *, declaration_id: str, declare: bool, reason: str) -> dict[str, Any]:
    """Decide on a declaration that would come after the work began: declare it late, or refuse the work."""
    declaration, events = rules.decide_late(
        store.lock_declaration(tx, declaration_id), declare_anyway=declare, reason=reason, on=tx.on)
    store.save_declaration(tx, declaration)
    if declaration.state == "sent":
        _send_in(tx, declaration)
    tx.announce_all(events)
    return {"declaration_id": declaration_id, "state": declaration.state}


def record_answer(
    tx: Tx, *, declaration_id: str, result: str, reference: str, reason: str,
) -> dict[str, Any]:
    """Record the authority's answer: accepted work is declared and insured, refused work may not begin."""
    before = store.lock_declaration(tx, declaration_id)
    declaration, events = rules.answer(before, accepted=result != "refused", reference=reference, reason=reason)
    if declaration.state != before.state:
        store.save_declaration(tx, declaration)
        tx.announce_all(events)
        if declaration.state == "accepted":
            _open_cover(tx, declaration)
        if declaration.state == "cancelled":
            _send_cancel(tx, declaration)
    return {"declaration_id": declaration_id, "state": declaration.state}


def cancel_order(tx: Tx, order_id: str) -> None:
    """An order was cancelled: take the declaration back and close the cover."""
    store.note_order_cancelled(tx, order_id, tx.on)
    before = store.lock_open_declaration(tx, order_id)
    if before is not None:
        _take_back(tx, before, rules.ORDER_CANCELLED)


def _take_back(tx: Tx, before: Declaration, reason: str) -> None:
    declaration = rules.cancel(before)
    store.save_declaration(tx, declaration)
    if declaration.state == "cancelled":
        _send_cancel(tx, declaration)
        _close_cover(tx, declaration, reason)


def _declare_anew(tx: Tx, consumed: dict[str, Any]) -> None:
    """Declare, or wait. Whoever registers the missing data at this moment stands in line, and then finds who waits."""
    store.pass_by_employer(tx)
    store.stand_in_line_for_member(tx, consumed["member_id"])
    waiting = Declaration(
        declaration_id=new_id("dec"), order_id=consumed["order_id"], member_id=consumed["member_id"],
        starts_on=consumed["starts_on"], ends_on=consumed["ends_on"], state="waiting")
    store.add_declaration(tx, waiting)
    _declare(tx, waiting)


def _declare(tx: Tx, declaration: Declaration) -> Declaration:
    complete = store.find_worker(tx, declaration.member_id) and store.find_employer(tx, tx.on)
    decided = rules.declare(declaration, complete=bool(complete), on=tx.on)
    if decided.state != declaration.state:
        store.save_declaration(tx, decided)
    if decided.state == "sent":
        _send_in(tx, decided)
    return decided


def _send_in(tx: Tx, declaration: Declaration) -> None:
    worker, employer = worker_of(tx, declaration.member_id), employer_on(tx)
    order = store.find_order(tx, declaration.order_id)
    if order is None:
        raise OrderUnknown(order_id=declaration.order_id)
    feature = tx.tables.row("dimona_feature", declaration.starts_on, order["contract"])
    content = dimona_in(
        declaration, national_number=worker["national_number"], joint_committee=feature["joint_committee"],
        worker_type=feature["worker_type"], enterprise_number=employer["enterprise_number"],
        onss_number=employer["onss_number"], on=tx.on, at=tx.at, zone=ZONES[tx.tables.country])
    _send(tx, declaration, "in", content)


def _send_cancel(tx: Tx, declaration: Declaration) -> None:
    employer = employer_on(tx)
    content = dimona_cancel(
        declaration, enterprise_number=employer["enterprise_number"], onss_number=employer["onss_number"], on=tx.on,
        at=tx.at, zone=ZONES[tx.tables.country])
    _send(tx, declaration, "cancel", content)


def _send(tx: Tx, declaration: Declaration, kind: str, content: bytes) -> None:
    send_out(tx, Document(
        channel="onss", name=f"dimona_{kind}_{declaration.declaration_id}.xml", media_type="application/xml",
        content=content, about=declaration.order_id))


def _open_cover(tx: Tx, declaration: Declaration) -> None:
    employer, cover_id = employer_on(tx), new_id("cov")
    store.add_cover(tx, {
        "cover_id": cover_id, "order_id": declaration.order_id, "insurer": employer["accident_insurer"],
        "policy": employer["accident_policy"], "starts_on": declaration.starts_on, "ends_on": declaration.ends_on})
    tx.announce(CoverOpened(
        order_id=declaration.order_id, member_id=declaration.member_id, cover_id=cover_id,
        starts_on=declaration.starts_on, ends_on=declaration.ends_on))


def _close_cover(tx: Tx, declaration: Declaration, reason: str) -> None:
    cover_id = store.close_cover(tx, declaration.order_id, tx.on)
    if cover_id:
        tx.announce(CoverClosed(order_id=declaration.order_id, member_id=declaration.member_id, cover_id=cover_id,
                                closed_on=tx.on, reason=reason))
