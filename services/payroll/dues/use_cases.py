"""Owing an authority what a return states, and paying it: proposed by one person, approved by another."""

from dataclasses import replace
from datetime import date

from services.payroll.countries.protocol import law
from services.payroll.dues import store
from services.payroll.dues.postings import due_given_back, due_paid
from services.payroll.dues.rules import (
    ACT,
    LASTS,
    Due,
    DuePayment,
    DueState,
    assert_debt,
    assert_in_time,
    assert_paid,
    assert_state,
    costs_of_return,
    due_of,
)
from services.payroll.orders.rules import pay_day
from services.payroll.wages.rules.pay import Creditor
from services.payroll.workers.reads import employer_on
from shared.approval import approve, ask_approval, use_approval
from shared.identifiers import new_id
from shared.ledger import post
from shared.money import Money
from shared.outgoing import send_out
from shared.postgres import Tx


def owe(tx: Tx, *, creditor: Creditor, return_id: str, entity: str, amount: Money, due_on: date) -> None:
    """A return states what is owed for its period (negative: claimed back); nothing is no due."""
    if amount:
        store.add_due(tx, Due(due_id=new_id("due"), creditor=creditor, return_id=return_id, entity=entity,
                              amount=amount, due_on=due_on))


def propose_due(tx: Tx, due_id: str, reference: str) -> Due:
    """Propose that a due is paid under the reference that the authority gave, so that it is credited on its due day.

    Refused where nobody has entered the authority's account (`authority_account`): none is ever guessed.
    """
    due = store.lock_due(tx, due_id)
    assert_state(due, DueState.WAITING)
    assert_debt(due)
    day = pay_day(due.due_on, law(tx).bank_closing_days(due.due_on), known_on=tx.on)
    due = replace(due, reference=reference, execute_on=day.pay_on, state=DueState.PROPOSED)
    asked = ask_approval(tx, act=ACT, about=due_id, content=due.content(_payment(tx, due).account), lasts=LASTS)
    due = replace(due, approval_id=asked)
    store.save_proposed(tx, due)
    return due


def approve_due(tx: Tx, due_id: str) -> Due:
    """A second person approves: exactly this amount leaves for exactly this account."""
    due = store.lock_due(tx, due_id)
    assert_state(due, DueState.PROPOSED)
    assert_in_time(due, on=tx.on)
    payment, approval_id = _payment(tx, due), str(due.approval_id)
    approve(tx, approval_id)
    use_approval(tx, approval_id, act=ACT, about=due_id, content=due.content(payment.account))
    store.save_sent(tx, due_id, send_out(tx, law(tx).due_file(payment, tx.at)))
    return replace(due, state=DueState.SENT)


def withdraw_due(tx: Tx, due_id: str) -> Due:
    """A proposal is given up: the due waits again."""
    return _wait_again(tx, due_id, DueState.PROPOSED)


def reject_due(tx: Tx, due_id: str) -> Due:
    """The bank rejected the payment before any money moved: the due waits again."""
    return _wait_again(tx, due_id, DueState.SENT)


def _wait_again(tx: Tx, due_id: str, state: DueState) -> Due:
    due = store.lock_due(tx, due_id)
    assert_state(due, state)
    store.save_waiting_again(tx, due_id)
    return replace(due, state=DueState.WAITING, approval_id=None, execute_on=None)


def record_due_movement(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """A bank movement: a debit that names a due paid that due; every other movement is somebody else's."""
    due_id = due_of(end_to_end)
    if due_id is None or amount.cents >= 0:
        return
    due = store.lock_due(tx, due_id)
    assert_paid(due, paid=-amount)
    store.save_paid(tx, due_id, movement_id, booked_on)
    post(tx, due_paid(due, movement_id, tx.on))


def record_due_return(tx: Tx, *, movement_id: str, amount: Money, end_to_end: str) -> None:
    """The bank gave the payment of a due back: it is owed again, and waits to be proposed anew."""
    due_id = due_of(end_to_end)
    if due_id is None:
        return
    due = store.lock_due(tx, due_id)
    costs = costs_of_return(due, returned=amount)
    store.save_waiting_again(tx, due_id)
    post(tx, due_given_back(due, movement_id, costs, tx.on))


def _payment(tx: Tx, due: Due) -> DuePayment:
    account = tx.tables.row("authority_account", tx.on, due.creditor)
    return DuePayment(due=due, employer=employer_on(tx, tx.on), payee=account["payee"], account=account["account"],
                      execute_on=due.execute_on or tx.on)
