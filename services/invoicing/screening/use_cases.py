"""An order is screened before its form leaves; where a rule finds a risk, a person decides, and another on appeal."""

from services.invoicing.clients.rules import Client
from services.invoicing.orders.rules.order import Order
from services.invoicing.screening import reads, rules, store
from services.invoicing.screening.rules import Screening, ScreeningState, Surroundings
from shared.postgres import Tx


def screen(tx: Tx, order: Order, client: Client, *, mailbox: str) -> Screening | None:
    """What keeps an order, locked, from leaving: a question that is open or was refused; nothing when it may leave."""
    risks = rules.risks_of(order, _surroundings(tx, order, client, mailbox))
    if not risks:
        return None
    digest = rules.content_of(order, mailbox, risks)
    store.add_screening(tx, order_id=order.order_id, digest=digest, risks=risks)
    found = reads.find_screening(tx, order_id=order.order_id, digest=digest)
    return None if found and found.state == ScreeningState.APPROVED else found


def _surroundings(tx: Tx, order: Order, client: Client, mailbox: str) -> Surroundings:
    currency = order.amount.currency
    owed, oldest = reads.owed_and_ordered(tx, client_id=order.client_id, order_id=order.order_id, currency=currency)
    trade = tx.tables.row("trade", tx.on, order.trade) if order.trade else None
    return Surroundings(
        home=str(tx.tables.row("cooperative", tx.on, order.entity)["country"]), client=client, mailbox=mailbox,
        trade_rule=trade["rule"] if trade else "", trade_source=trade.source if trade else "",
        oldest_due_on=oldest, late_days=tx.tables.integer("client_late_days", tx.on), owed_and_ordered=owed,
        limit=tx.tables.money("client_exposure_limit", tx.on), today=tx.on)


def approve_screening(tx: Tx, *, screening_id: str) -> Screening:
    """Somebody has looked: the form may leave as it is."""
    return _decide(tx, screening_id, ScreeningState.APPROVED, "")


def refuse_screening(tx: Tx, *, screening_id: str, reason: str) -> Screening:
    """Somebody has looked: the form does not leave as it is; who works it amends it, or appeals."""
    return _decide(tx, screening_id, ScreeningState.REFUSED, reason)


def _decide(tx: Tx, screening_id: str, state: ScreeningState, decision: str) -> Screening:
    store.lock_screening(tx, screening_id)
    screening = reads.get_screening(tx, screening_id)
    rules.assert_may_decide(screening, actor=tx.actor)
    store.save_decision(tx, screening, state, decision=decision)
    return reads.get_screening(tx, screening_id)


def appeal_screening(tx: Tx, *, screening_id: str, text: str) -> Screening:
    """Who works the order says why it should leave all the same; another person looks."""
    store.lock_screening(tx, screening_id)
    screening = reads.get_screening(tx, screening_id)
    rules.assert_may_appeal(screening)
    store.save_appeal(tx, screening, text)
    return reads.get_screening(tx, screening_id)
