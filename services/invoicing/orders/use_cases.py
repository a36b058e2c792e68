"""Order forms: drafted, sent, signed, amended, cancelled; and what payroll says of their employment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from services.invoicing.activities.use_cases import activity_for_work, assert_member
from services.invoicing.clients.reads import get_client
from services.invoicing.countries.protocol import law
from services.invoicing.events import CancelReason, ClientStanding, Contract
from services.invoicing.orders import store
from services.invoicing.orders.rules import order as rules
from services.invoicing.orders.rules.order import Employment, Order, OrderState, Signature, Span, Terms, numbered
from shared.identifiers import new_id
from shared.ledger import MAIN_ENTITY
from shared.postgres import Tx


def draft_order(
    tx: Tx, *, activity_id: str, client_id: str, title: str, client_reference: str, contract: Contract,
    parts: Sequence[Terms], trade: str, place: str, others: Sequence[tuple[str, Sequence[Terms]]] = (),
) -> Order:
    """Write an order form: its parts are numbered from 1 in the order given.

    What `others` work of it, each with an amount of their own to the cent, is an order of theirs, agreed by this form.
    """
    activity = activity_for_work(tx, activity_id, [worker for worker, _ in others])
    client = get_client(tx, client_id=client_id)
    form: Order | None = None
    for worker, terms in ((activity.member_id, parts), *others):
        order = Order(
            order_id=new_id("ord"), number=store.next_number(tx), entity=MAIN_ENTITY, activity_id=activity_id,
            member_id=worker, client_id=client_id, client_country=client.country, title=title,
            client_reference=client_reference, joined_to=form.order_id if form else None,
            contract=contract, state=OrderState.DRAFTED, parts=numbered(terms), trade=trade, place=place)
        _assert_agreeable(tx, order)
        store.add_order(tx, order)
        form = form or order
    return form or order


def form_for_work(tx: Tx, order_id: str) -> Order:
    """All that the form of an order agrees, with the parts of everybody who works it; locked."""
    return rules.whole_form(store.lock_form(tx, order_id))


def send_order(tx: Tx, *, order_id: str) -> Order:
    """The form goes to the client."""
    sent = [rules.send(order) for order in store.lock_form(tx, order_id)]
    for order in sent:
        store.save_sent(tx, order)
    return sent[0]


def take_back(tx: Tx, *, order_id: str) -> Order:
    """The form that the client has is void: taken back, or declined."""
    own, *joined = store.lock_form(tx, order_id)
    taken = [rules.take_back(own), *(rules.take_back(one) for one in joined if one.state == OrderState.SENT)]
    for order in taken:
        store.save_state(tx, order)
    return taken[0]


def assert_can_be_signed(tx: Tx, order: Order, signature: Signature) -> None:
    """Refuse a signature that could not count today."""
    rules.assert_can_be_signed(order, signature, today=tx.on)


def sign_order(tx: Tx, *, order_id: str, signature: Signature) -> Order:
    """The client has signed, or their proof is recorded; whoever heeds `order_signed` may declare the employment."""
    form, signed = store.lock_form(tx, order_id), list[Order]()
    for order in form:
        rules.assert_not_the_worker(order, actor=tx.actor)
        assert_member(tx, order.member_id)
        one, events = rules.sign(order, signature=signature, standing=_standing(tx, order), today=tx.on)
        store.save_signed(tx, one)
        tx.announce_all(events)
        signed.append(one)
    return signed[0]


def agree_unsigned(tx: Tx, *, order_id: str) -> Order:
    """The work is agreed without the client's signature; whoever heeds `order_signed` may declare the employment."""
    form, agreed = store.lock_form(tx, order_id), list[Order]()
    for order in form:
        assert_member(tx, order.member_id)
        one, events = rules.agree_unsigned(order, standing=_standing(tx, order), today=tx.on)
        store.save_signed(tx, one)
        tx.announce_all(events)
        agreed.append(one)
    return agreed[0]


def _standing(tx: Tx, order: Order) -> ClientStanding:
    return get_client(tx, client_id=order.client_id).standing


def amend_order(tx: Tx, *, order_id: str, parts: Sequence[Terms], signature: Signature | None) -> Order:
    """Agree other parts in the place of the open ones; a signed form needs the client's signature again.

    Other days are employed anew: until payroll has declared and insured those, no work on them is completed.
    """
    before = store.lock_order(tx, order_id)
    if signature is not None:
        rules.assert_not_the_worker(before, actor=tx.actor)
    amended, events = rules.amend(before, terms=parts, signature=signature, standing=_standing(tx, before),
                                  today=tx.on)
    _assert_agreeable(tx, amended)
    rules.assert_no_deposit(before, store.find_deposit(tx, order_id))
    store.save_amended(tx, amended)
    if (before.starts_on, before.ends_on) != (amended.starts_on, amended.ends_on):
        store.forget_employment(tx, order_id)
    tx.announce_all(events)
    return amended


def cancel_order(tx: Tx, *, order_id: str, reason: CancelReason, note: str) -> Order:
    """Give an order up before any work is completed; only the reason is told, the note stays here."""
    order = store.lock_order(tx, order_id)
    given_up = [order] if order.is_binding else store.lock_form(tx, order_id)
    for one in given_up:
        cancelled, events = rules.cancel(one, reason=reason, on=tx.on,
                                         employment=store.get_employment(tx, one.order_id))
        store.save_cancelled(tx, cancelled, reason=reason, note=note)
        tx.announce_all(events)
    return replace(order, state=OrderState.CANCELLED)


def stop_order(tx: Tx, *, order_id: str, reason: CancelReason, note: str) -> Order:
    """Give up what is open of an order half done; only the reason is told, the note stays here."""
    stopped, events = rules.stop(store.lock_order(tx, order_id), reason=reason, on=tx.on)
    store.save_stopped(tx, stopped, reason=reason, note=note)
    tx.announce_all(events)
    return stopped


def _assert_agreeable(tx: Tx, order: Order) -> None:
    rules.assert_parts_agreeable(order.parts, currency=str(tx.tables.value("currency", tx.on)),
                                 wage_period=law(tx).wage_period)


def order_for_work(tx: Tx, order_id: str) -> tuple[Order, Employment]:
    """An order form, locked until the transaction ends, with what payroll said about its employment."""
    return store.lock_order(tx, order_id), store.get_employment(tx, order_id)


def declared(tx: Tx, *, order_id: str, declaration_id: str, span: Span) -> None:
    """The employment was declared to the authority, which accepted it."""
    store.save_declared(tx, order_id=order_id, declaration_id=declaration_id, span=span)


def declaration_refused(tx: Tx, *, order_id: str, declaration_id: str, reason: str) -> None:
    """The authority refused the declaration: nothing is declared, and work that is done all the same is flagged."""
    store.save_declaration_refused(tx, order_id=order_id, declaration_id=declaration_id, reason=reason)


def insured(tx: Tx, *, order_id: str, cover_id: str, span: Span) -> None:
    """The work is insured."""
    store.save_insured(tx, order_id=order_id, cover_id=cover_id, span=span)


def cover_closed(tx: Tx, *, order_id: str, cover_id: str) -> None:
    """The cover ended with the order, or with the days that were agreed before."""
    store.save_cover_closed(tx, order_id=order_id, cover_id=cover_id)


def record_employment(
    tx: Tx, *, order_id: str, declaration_id: str, cover_id: str, declared_on: date, starts_on: date, ends_on: date,
) -> None:
    """Another payroll declared and insured the work of an order."""
    store.lock_order(tx, order_id)
    span = Span(known_on=declared_on, starts_on=starts_on, ends_on=ends_on)
    store.save_declared(tx, order_id=order_id, declaration_id=declaration_id, span=span)
    store.save_insured(tx, order_id=order_id, cover_id=cover_id, span=span)
