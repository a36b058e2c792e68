"""Paying wages: batches for the bank, and what the bank did with them."""

from datetime import date

from services.payroll.countries.protocol import law
from services.payroll.events import WagePaid, WageReturned, WagesSent
from services.payroll.payments import store
from services.payroll.payments.postings import wage_at_the_bank
from services.payroll.payments.rules import (
    Batch,
    PaymentState,
    assert_gives_back,
    assert_may_go_again,
    assert_pays,
    by_execution_day,
    wage_of,
)
from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.reads import employer_on
from shared.identifiers import new_id
from shared.ledger import post
from shared.money import Money
from shared.outgoing import Document, send_out
from shared.postgres import Tx


def await_payment(tx: Tx, wage: Wage) -> None:
    """A wage was worked out: it is to be sent to the bank, unless nothing is left to pay."""
    state = PaymentState.TO_SEND if wage.pay.wage.net else PaymentState.NOTHING_TO_PAY
    store.add_wage_payment(tx, wage.wage_id, state)


def send_wages(tx: Tx, day: date) -> int:
    """Send every wage to be paid by a day that was not sent yet, one file per execution day; how many wages."""
    wages = store.lock_wages_to_send(tx, day)
    for (execute_on, _), together in by_execution_day(wages, day, law(tx).bank_closing_days(day)).items():
        _send_batch(tx, Batch(batch_id=new_id("bat"), employer=employer_on(tx, tx.on), execute_on=execute_on,
                              number=store.next_number(tx, execute_on), wages=together))
    return len(wages)


def _send_batch(tx: Tx, batch: Batch) -> None:
    document_id = send_out(tx, Document(
        channel="bank", name=f"{batch.message_id}.xml", media_type="application/xml", about=batch.batch_id,
        content=law(tx).payment_file(batch, tx.at)))
    store.add_batch(tx, batch, document_id)
    tx.announce(WagesSent(batch_id=batch.batch_id, count=len(batch.wages), total=batch.total,
                          execute_on=batch.execute_on))


def record_movement(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """A bank movement: a debit that names a wage paid that wage; every other movement is somebody else's."""
    wage_id = wage_of(end_to_end)
    if wage_id is None or amount.cents >= 0:
        return
    payment = store.lock_wage_payment(tx, wage_id)
    assert_pays(payment, paid=-amount)
    store.save_paid(tx, wage_id, movement_id, booked_on)
    post(tx, wage_at_the_bank(payment, movement_id, payment.net, tx.on))
    tx.announce(WagePaid(order_id=payment.order_id, part=payment.part, wage_id=wage_id, member_id=payment.member_id,
                         net=payment.net, paid_on=booked_on))


def record_return(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """The bank gave a wage back: it is owed again."""
    wage_id = wage_of(end_to_end)
    if wage_id is None:
        return
    payment = store.lock_wage_payment(tx, wage_id)
    assert_gives_back(payment, returned=abs(amount))
    store.save_returned(tx, wage_id, booked_on)
    post(tx, wage_at_the_bank(payment, movement_id, -payment.net, tx.on))
    tx.announce(WageReturned(order_id=payment.order_id, part=payment.part, wage_id=wage_id,
                             member_id=payment.member_id, net=payment.net, returned_on=booked_on))


def send_again(tx: Tx, wage_id: str) -> PaymentState:
    """What the bank gave back goes to it once more with the next pay run, to the account that the worker has then."""
    assert_may_go_again(store.lock_wage_payment(tx, wage_id))
    store.save_to_send_again(tx, wage_id)
    return PaymentState.TO_SEND
