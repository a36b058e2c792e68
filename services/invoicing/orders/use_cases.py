"""Order forms: drafted, sent, signed, amended, cancelled; and the quote that says beforehand what becomes of them."""

from datetime import date
from typing import Any

from services.invoicing.domain import order as rules
from services.invoicing.domain.budget import Budget, FeeRule, divide_turnover
from services.invoicing.domain.errors import ActivityClosed
from services.invoicing.domain.order import Order, Part, Signature
from services.invoicing.store import orders, people
from services.invoicing.use_cases.people import assert_member
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx


def draft_order(
    tx: Tx, *, activity_id: str, client_id: str, title: str, client_reference: str, contract: str,
    parts: list[dict[str, Any]],
) -> Order:
    """Write an order form: its parts are numbered from 1 in the order given."""
    member_id, closed_on = people.get_activity(tx, activity_id)
    assert_member(tx, member_id)
    if closed_on is not None and closed_on <= tx.on:
        raise ActivityClosed(activity_id=activity_id)
    order = Order(
        order_id=new_id("ord"), activity_id=activity_id, member_id=member_id, client_id=client_id,
        client_country=people.get_client(tx, client_id).country, title=title, client_reference=client_reference,
        contract=contract, state="drafted", parts=_numbered(parts))
    rules.assert_parts_agreeable(order.parts, currency_of(tx))
    orders.add_order(tx, order)
    return order


def _numbered(parts: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(part=number, **part) for number, part in enumerate(parts, start=1))


def currency_of(tx: Tx) -> str:
    """The currency of the books."""
    return str(tx.tables.value("currency", tx.on))


def send_order(tx: Tx, *, order_id: str) -> Order:
    """The form goes to the client."""
    order = rules.send(orders.lock_order(tx, order_id))
    orders.save_sent(tx, order)
    return order


def sign_order(tx: Tx, *, order_id: str, signed_by: str, signed_on: date, reference: str) -> Order:
    """The client has signed; whoever heeds `order_signed` may now declare the employment."""
    order = orders.lock_order(tx, order_id)
    assert_member(tx, order.member_id)
    signature = Signature(signed_by=signed_by, signed_on=signed_on, reference=reference)
    signed, events = rules.sign(order, signature=signature, today=tx.on)
    orders.save_signed(tx, signed)
    tx.announce_all(events)
    return signed


def amend_order(tx: Tx, *, order_id: str, parts: list[dict[str, Any]], signature: dict[str, Any] | None) -> Order:
    """Agree other parts before any work is completed; a signed form needs the client's signature again.

    Other days are employed anew: until payroll has declared and insured those, no work on them is completed.
    """
    before, again = orders.lock_order(tx, order_id), Signature(**signature) if signature else None
    amended, events = rules.amend(before, parts=_numbered(parts), signature=again, currency=currency_of(tx),
                                     today=tx.on)
    orders.save_amended(tx, amended)
    if (before.starts_on, before.ends_on) != (amended.starts_on, amended.ends_on):
        orders.forget_employment(tx, order_id)
    tx.announce_all(events)
    return amended


def cancel_order(tx: Tx, *, order_id: str, reason: str, note: str) -> Order:
    """Give an order up before any work is completed; only the reason is told, the note stays here."""
    cancelled, events = rules.cancel(orders.lock_order(tx, order_id), reason=reason, on=tx.on)
    orders.save_cancelled(tx, cancelled, reason, note)
    tx.announce_all(events)
    return cancelled


def quote_order(tx: Tx, *, amount: Money, expenses: Money | None) -> Budget:
    """What would become of an amount without VAT today: the same function as at completion."""
    return divide_turnover(amount, rule=fee_rule(tx), expenses=expenses or Money.zero(amount.currency))


def fee_rule(tx: Tx) -> FeeRule:
    """The fee in force today."""
    row = tx.tables.row("fee_rate", tx.on)
    return FeeRule(rate=row.decimal(), source=row.source)
