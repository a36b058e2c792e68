"""Paying wages: batches for the bank, and what the bank did with them."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from services.payroll.countries.protocol import law
from services.payroll.dues.use_cases import record_due_report
from services.payroll.events import WagePaid, WageReturned, WagesSent
from services.payroll.payments import store
from services.payroll.payments.postings import wage_given_back, wage_paid
from services.payroll.payments.rules import (
    Batch,
    PaymentState,
    WageToSend,
    assert_may_go_again,
    assert_pays,
    by_execution_day,
    costs_of_return,
    follows_report,
    wage_of,
)
from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.reads import employer_on
from shared.identifiers import new_id
from shared.ledger import post
from shared.money import Money
from shared.outgoing import send_out
from shared.postgres import Tx

MOST_IN_A_FILE = 10_000  # some megabytes: what a file holds is in memory while it is written


def await_payments(tx: Tx, wages: Sequence[Wage]) -> None:
    """Wages were worked out: each is to be sent to the bank, unless nothing is left to pay."""
    store.add_wage_payments(tx, {
        wage.wage_id: PaymentState.TO_SEND if wage.pay.net else PaymentState.NOTHING_TO_PAY for wage in wages})


def send_wages(tx: Tx, day: date) -> int:
    """Send wages to be paid by a day that were not sent yet and that no run holds, a file's worth of them; how many."""
    return send_these(tx, day, store.lock_wages_to_send(tx, day, limit=MOST_IN_A_FILE))


def hold_wages(tx: Tx, run_id: str, wages: Sequence[WageToSend]) -> None:
    """A proposed run holds wages: until it is sent or reopened nobody else sends them."""
    store.hold_wages(tx, run_id, wages)


def release_wages(tx: Tx, run_id: str) -> None:
    """A run was reopened: its wages go with whichever run comes next."""
    store.release_wages(tx, run_id)


def wages_to_send(tx: Tx, day: date, run_id: str | None = None) -> list[WageToSend]:
    """What no run holds and is to be paid by a day, or what one run holds; locked until commit."""
    return store.lock_wages_to_send(tx, day, run_id)


def send_these(tx: Tx, day: date, wages: Sequence[WageToSend]) -> int:
    """Send wages, one file per execution day; how many."""
    for (execute_on, _), together in by_execution_day(wages, day, law(tx).bank_closing_days(day)).items():
        _send_batch(tx, Batch(batch_id=new_id("bat"), employer=employer_on(tx, tx.on), execute_on=execute_on,
                              number=store.next_number(tx, execute_on), wages=together))
    return len(wages)


def _send_batch(tx: Tx, batch: Batch) -> None:
    document_id = send_out(tx, law(tx).payment_file(batch, tx.at))
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
    post(tx, wage_paid(payment, movement_id, tx.on))
    tx.announce(WagePaid(order_id=payment.order_id, part=payment.part, wage_id=wage_id, member_id=payment.member_id,
                         net=payment.net, paid_on=booked_on))


def record_return(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """The bank gave a wage back: it is owed again."""
    wage_id = wage_of(end_to_end)
    if wage_id is None:
        return
    payment = store.lock_wage_payment(tx, wage_id)
    costs = costs_of_return(payment, returned=abs(amount))
    store.save_returned(tx, wage_id, booked_on)
    post(tx, wage_given_back(payment, movement_id, costs, tx.on))
    tx.announce(WageReturned(order_id=payment.order_id, part=payment.part, wage_id=wage_id,
                             member_id=payment.member_id, net=payment.net, returned_on=booked_on))


def record_report(tx: Tx, content: bytes) -> Counter[PaymentState]:
    """A bank answered a file: what it accepts awaits its movement, what it rejects waits to be sent again; how many."""
    report = law(tx).payment_report(content)
    of_a_due = record_due_report(tx, report.message_id, report.reason_for)
    if of_a_due is not None:
        return Counter({PaymentState.REJECTED: of_a_due})
    decided = {wage_id: verdict for wage_id, state in store.lock_states_in(tx, report.message_id).items()
               if (verdict := report.verdict_on(wage_id)) and follows_report(state, verdict)}
    store.save_verdicts(tx, decided)
    return Counter(verdict.state for verdict in decided.values())


def send_again(tx: Tx, wage_id: str) -> PaymentState:
    """What the bank gave back or rejected goes to it with the next run, to the account that the worker has then."""
    assert_may_go_again(store.lock_wage_payment(tx, wage_id))
    store.save_to_send_again(tx, wage_id)
    return PaymentState.TO_SEND
