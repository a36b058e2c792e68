"""Owing an authority what a return states, and settling it: paid by two persons, received, set off, got back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from services.payroll.countries.protocol import law
from services.payroll.dues import store
from services.payroll.dues.postings import due_given_back, due_paid, incoming_payment_assigned, money_received
from services.payroll.dues.reads import lock_incoming_payment
from services.payroll.dues.rules import (
    ACT,
    LASTS,
    Because,
    Due,
    DuePayment,
    DueState,
    IncomingPayment,
    SentPayment,
    SentState,
    Settled,
    after_settling,
    assert_alike,
    assert_debt,
    assert_in_time,
    assert_receivable,
    assert_state,
    assert_unassigned,
    assert_under_way,
    costs_of_return,
    excess,
    payment_of,
    set_off,
)
from services.payroll.orders.rules import pay_day
from services.payroll.wages.rules.pay import Creditor
from services.payroll.workers.reads import employer_on
from shared.approval import approve, ask_approval, use_approval
from shared.identifiers import new_id
from shared.ledger import post
from shared.money import Money
from shared.outgoing import send_out, take_back
from shared.postgres import Tx

OURS = "payroll"


def owe(tx: Tx, *, creditor: Creditor, return_id: str, entity: str, amount: Money, due_on: date) -> None:
    """A return states what is owed for its period (negative: claimed back); nothing is no due."""
    if amount:
        store.add_due(tx, Due(due_id=new_id("due"), creditor=creditor, return_id=return_id, entity=entity,
                              amount=amount, due_on=due_on, since=tx.on, settled=Money.zero(amount.currency)))


def propose_due(tx: Tx, due_id: str, reference: str) -> Due:
    """Propose that what is open of a due is paid under the authority's reference, so that it is credited in time.

    Refused where nobody has entered the authority's account (`authority_account`): none is ever guessed.
    """
    due = store.lock_due(tx, due_id)
    assert_state(due, DueState.WAITING)
    assert_debt(due)
    day = pay_day(due.due_on, law(tx).bank_closing_days(due.due_on), known_on=tx.on)
    due = replace(due, reference=reference, execute_on=day.pay_on, state=DueState.PROPOSED)
    asked = ask_approval(tx, act=ACT, about=due_id, content=due.content(_payment(tx, due).account), lasts=LASTS)
    due = replace(due, approval_id=asked)
    store.save_due(tx, due)
    return due


def approve_due(tx: Tx, due_id: str) -> Due:
    """A second person approves: exactly this amount leaves for exactly this account.

    The first payment bears the due's own id, each later one an id of its own: a movement says which of them it is.
    """
    due = store.lock_due(tx, due_id)
    assert_state(due, DueState.PROPOSED)
    assert_in_time(due, on=tx.on)
    payment, approval_id = _payment(tx, due), str(due.approval_id)
    approve(tx, approval_id)
    use_approval(tx, approval_id, act=ACT, about=due_id, content=due.content(payment.account))
    store.add_payment(tx, payment, send_out(tx, law(tx).due_file(payment, tx.at)))
    return _save(tx, replace(due, state=DueState.SENT, under_way=True))


def withdraw_due(tx: Tx, due_id: str) -> Due:
    """A proposal is given up: the due waits again."""
    due = store.lock_due(tx, due_id)
    assert_state(due, DueState.PROPOSED)
    return _save(tx, replace(due, state=DueState.WAITING, approval_id=None, execute_on=None))


def reject_due(tx: Tx, due_id: str) -> Due:
    """Somebody writes that the bank rejected the payment, or stopped it: what is open of the due waits again."""
    due = store.lock_due(tx, due_id)
    return _reject(tx, due, assert_under_way(due, store.find_under_way(tx, due_id)), "")


def record_due_report(tx: Tx, message_id: str, reason_for: Callable[[str], str]) -> int | None:
    """A bank answered the file of a payment: how many it rejected; nothing where the file held no payment of a due.

    A report that comes late, or twice, rejects nothing that was paid or sent anew since.
    """
    payment_id = store.find_in_file(tx, message_id)
    if payment_id is None:
        return None
    sent, due = store.lock_payment(tx, payment_id)
    why = reason_for(payment_id)
    if not why or sent.state is not SentState.SENT:
        return 0
    _reject(tx, due, sent, why)
    return 1


def _reject(tx: Tx, due: Due, sent: SentPayment, why: str) -> Due:
    store.save_payment(tx, sent.payment_id, SentState.REJECTED, sent.times, why=why)
    if due.state is DueState.PAID:
        return replace(due, under_way=False)
    return _save(tx, replace(due, state=DueState.WAITING, under_way=False, approval_id=None, execute_on=None))


def record_due_movement(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """A bank movement: a debit that names a payment of a due paid it; every other movement is somebody else's.

    Also one that somebody wrote off as rejected, or that comes a second time: what is beyond the due is claimed back.
    """
    payment_id = payment_of(end_to_end)
    if payment_id is None or amount.cents >= 0:
        return
    sent, due = store.lock_payment(tx, payment_id)
    paid = -amount
    too_much = excess(due, sent, paid=paid)
    store.save_payment(tx, payment_id, SentState.PAID, sent.times + 1)
    post(tx, due_paid(due, paid, movement_id, tx.on))
    if too_much:
        store.add_due(tx, replace(due, due_id=new_id("due"), amount=-too_much, since=booked_on,
                                  because=Because.PAID_TWICE, refers_to=due.due_id))
    under_way = _stop_if_paid(tx, due, paid - too_much)
    _settle(tx, replace(due, under_way=under_way), paid - too_much, Settled.PAID, on=booked_on, movement_id=movement_id)


def _stop_if_paid(tx: Tx, due: Due, piece: Money) -> bool:
    """Once nothing is open, a payment that has not left the house is taken back; whether one is at the bank."""
    other = store.find_under_way(tx, due.due_id)
    if other is None:
        return False
    if piece != due.open or not take_back(tx, other.document_id, why="paid before it left"):
        return True
    store.save_payment(tx, other.payment_id, SentState.REJECTED, other.times)
    return False


def record_due_return(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """The bank gave a payment back: that settles what was paid twice, and whatever is more is owed again."""
    payment_id = payment_of(end_to_end)
    if payment_id is None:
        return
    sent, due = store.lock_payment(tx, payment_id)
    costs = costs_of_return(sent, returned=amount)
    times = sent.times - 1
    store.save_payment(tx, payment_id, SentState.PAID if times else SentState.RETURNED, times)
    post(tx, due_given_back(due, sent.amount, movement_id, costs, tx.on))
    rest = sent.amount
    for claim in store.lock_paid_twice(tx, due.due_id):
        piece = min(rest, -claim.open)
        _settle(tx, claim, -piece, Settled.RETURNED, on=booked_on, movement_id=movement_id)
        rest -= piece
    _settle(tx, due, -rest, Settled.RETURNED, on=booked_on, movement_id=movement_id)


def offset_claim(tx: Tx, claim_id: str, due_id: str) -> Due:
    """What an authority owes back settles what is owed to it, as far as it goes; the debt then.

    Refused where nobody has entered that the authority's law lets it (`authority_set_off`). Nothing is booked: both
    stand on the authority's account.
    """
    found = store.lock_dues(tx, claim_id, due_id)
    claim, due = found[claim_id], found[due_id]
    assert_alike(claim, due)
    tx.tables.row("authority_set_off", tx.on, due.creditor)
    piece = set_off(claim, due)
    _settle(tx, claim, -piece, Settled.SET_OFF, on=tx.on, other_id=due_id)
    return _settle(tx, due, piece, Settled.SET_OFF, on=tx.on, other_id=claim_id)


def record_incoming_payment(tx: Tx, *, movement_id: str, claimed_for: str, booked_on: date, amount: Money) -> None:
    """Somebody recognised money that came in as payroll's: it waits until somebody says which due it settles."""
    if claimed_for == OURS:
        incoming = IncomingPayment(movement_id=movement_id, amount=amount, unassigned=amount, booked_on=booked_on)
        store.add_incoming_payment(tx, incoming)
        post(tx, money_received(incoming, tx.on))


def assign_incoming_payment(tx: Tx, movement_id: str, due_id: str, amount: Money | None) -> Due:
    """Money that came in (or so much of it) settles a claim, or gives back what was paid of a debt; the due then."""
    incoming, due = lock_incoming_payment(tx, movement_id), store.lock_due(tx, due_id)
    piece = incoming.unassigned if amount is None else amount
    assert_unassigned(incoming, piece)
    assert_receivable(due, piece)
    post(tx, incoming_payment_assigned(due, piece, new_id("ipa"), tx.on))
    return _settle(tx, due, -piece, Settled.RECEIVED, on=incoming.booked_on, movement_id=movement_id)


def _settle(
    tx: Tx, due: Due, piece: Money, how: Settled, *, on: date, movement_id: str | None = None,
    other_id: str | None = None,
) -> Due:
    if piece:
        store.add_settlement(tx, due.due_id, piece, how, movement_id=movement_id, other_id=other_id)
        due = _save(tx, after_settling(due, piece, on=on))
    return due


def _save(tx: Tx, due: Due) -> Due:
    store.save_due(tx, due)
    return due


def _payment(tx: Tx, due: Due) -> DuePayment:
    account = tx.tables.row("authority_account", tx.on, due.creditor)
    payment_id = new_id("due") if store.was_sent(tx, due.due_id) else due.due_id
    return DuePayment(payment_id=payment_id, due=due, employer=employer_on(tx, tx.on, entity=due.entity),
                      payee=account["payee"], account=account["account"], execute_on=due.execute_on or tx.on)
