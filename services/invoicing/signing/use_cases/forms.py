"""A form is frozen and sent to its client; sent again, it is a new version; it can be taken back."""

from collections.abc import Iterator
from datetime import date, timedelta

from services.invoicing.activities.use_cases import activity_for_money
from services.invoicing.clients.reads import get_client
from services.invoicing.clients.rules import Client
from services.invoicing.countries.protocol import law
from services.invoicing.invoices.rules.vat import tax_per_rate
from services.invoicing.invoices.use_cases import buyer_of, seller_of, vat_case_of
from services.invoicing.orders import use_cases as orders
from services.invoicing.orders.rules.order import Order
from services.invoicing.screening.use_cases import screen
from services.invoicing.signing import reads, rules, store
from services.invoicing.signing.rules import Contact, FormLine, FormPart, FormState, OrderForm, SentForm, SentOrder
from shared.identifiers import new_id
from shared.postgres import Tx


def send_order(tx: Tx, *, order_id: str, valid_until: date | None, contact: Contact | None) -> SentOrder:
    """The form goes to its client: frozen as it is today. Sent again, it is a new version; the older link is dead.

    New money is to come, so the share of the activity's member must hold; who takes part needs none.
    Where a rule finds a risk it waits as it is for somebody who looks at it, and is sent once they have approved.
    """
    order = orders.form_for_work(tx, order_id)
    activity_for_money(tx, order.activity_id)
    client = get_client(tx, client_id=order.client_id)
    until = valid_until or tx.on + timedelta(days=tx.tables.integer("order_form_validity_days", tx.on))
    rules.assert_validity(until, today=tx.on)
    asked = contact or Contact(name="", email=client.email, language=client.language)
    if waits := screen(tx, order, client, mailbox=asked.email):
        return SentOrder(order=order, screening=waits)
    sent = orders.send_order(tx, order_id=order_id)
    return SentOrder(order=sent, form=_freeze(tx, order, client, asked, until))


def _freeze(tx: Tx, order: Order, client: Client, contact: Contact, until: date) -> SentForm:
    if before := store.find_latest(tx, order.order_id):
        _close(tx, before, FormState.REPLACED)
    form_id, version = new_id("frm"), store.next_version(tx, order.order_id)
    content = rules.text_of(_form_of(tx, order, client, language=contact.language, version=version, until=until))
    store.add_form(tx, form_id=form_id, order_id=order.order_id, version=version, content=content, contact=contact,
                   valid_until=until)
    store.witness(tx, form_id, "sent", form=rules.digest_of(content), by=tx.actor, mailbox=contact.email)
    return reads.get_form(tx, form_id)


def _form_of(tx: Tx, order: Order, client: Client, *, language: str, version: int, until: date) -> OrderForm:
    priced = [(vat_case_of(tx, order, client, line.supply), line.net) for part in order.parts for line in part.lines]
    return OrderForm(
        number=order.number, version=version, language=language, sent_on=tx.on, valid_until=until, title=order.title,
        client_reference=order.client_reference, member_id=order.member_id, seller=seller_of(tx, order.entity),
        client=buyer_of(tx, client), taxes=tuple(tax_per_rate(priced)),
        parts=_parts_of(order),
        payment_term_days=tx.tables.integer("payment_term_days", tx.on),
        mentions=law(tx).mentions(tx.tables, tx.on, buyer=client.kind, language=language, vat_given_back=False,
                                  cases=[case for case, _ in priced]))


def _parts_of(order: Order) -> tuple[FormPart, ...]:
    return tuple(
        FormPart(part=part.part, description=part.description, starts_on=part.starts_on, ends_on=part.ends_on,
                 days=part.days, hours=part.hours, amount=part.amount, lines=tuple(
                     FormLine(description=line.description, quantity=line.quantity, unit=line.unit,
                              unit_price=line.unit_price, discount=line.discount, net=line.net)
                     for line in part.lines))
        for part in order.parts)


def begin_unsigned_order(tx: Tx, *, order_id: str) -> SentOrder:
    """The work is agreed without the client's signature: screened all the same, lawful, and outside every guarantee."""
    order = orders.form_for_work(tx, order_id)
    activity_for_money(tx, order.activity_id)
    client = get_client(tx, client_id=order.client_id)
    if waits := screen(tx, order, client, mailbox=client.email):
        return SentOrder(order=order, screening=waits)
    return SentOrder(order=orders.agree_unsigned(tx, order_id=order_id))


def revoke_order_form(tx: Tx, *, order_id: str) -> Order:
    """The form is taken back before its client has answered; the order is a draft again."""
    order = orders.take_back(tx, order_id=order_id)
    if latest := store.find_latest(tx, order_id):
        _close(tx, latest, FormState.REVOKED)
    return order


def _close(tx: Tx, form_id: str, state: FormState) -> None:
    store.lock_form(tx, form_id)
    form = reads.get_form(tx, form_id)
    if form.state not in {FormState.ACCEPTED, FormState.DECLINED, FormState.REVOKED}:
        store.save_state(tx, form_id, state)
        store.witness(tx, form_id, state.value, by=tx.actor)


def prove_forms(tx: Tx) -> Iterator[str]:
    """Every form is the one that was frozen, its evidence is whole, and none waits unprinted for a fault."""
    for form_id, content, digest in store.list_texts(tx):
        if rules.digest_of(content) != digest or not rules.is_whole(digest, reads.list_evidence(tx, form_id)):
            yield f"invoicing: order form {form_id} or its evidence was changed"
    for number, reason in store.list_set_aside(tx):
        yield f"invoicing: the form of order {number} is set aside: {reason}"
