"""Paying wages: batches for the bank, and what the bank did with them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.payroll.countries.protocol import law
from services.payroll.dues.reads import lock_incoming_payment
from services.payroll.dues.rules import assert_unassigned
from services.payroll.dues.use_cases import record_due_report
from services.payroll.events import WagePaid, WageReturned, WagesSent
from services.payroll.payments import store
from services.payroll.payments.postings import repaid, wage_given_back, wage_paid, wage_set_off
from services.payroll.payments.rules import (
    BankVerdict,
    Batch,
    PaymentState,
    Recovered,
    Transfer,
    WagePayment,
    WageToSend,
    assert_asked,
    assert_comes_back,
    assert_may_go_again,
    assert_overpaid,
    by_execution_day,
    costs_of_return,
    follows_report,
    set_off,
    transfer_of,
    under_way,
)
from services.payroll.wages.rules.pay import Wage
from services.payroll.workers.reads import employer_on
from shared.identifiers import new_id
from shared.ledger import post
from shared.money import Money
from shared.outgoing import send_out
from shared.postgres import Tx

MOST_IN_A_FILE = 10_000  # some megabytes: what a file holds is in memory while it is written


def await_payments(tx: Tx, wages: Sequence[Wage]) -> Mapping[str, Money]:
    """Wages were worked out: each is to be sent to the bank, unless nothing is left to pay; what of which is set off.

    Where a worker agreed that what they were paid twice is taken off their next wages, a share of this one is: the most
    that the law lets an employer take (`set_off_share`), nothing while that is not known for the day.
    """
    overpaid = store.lock_to_set_off(tx, {wage.due.member_id for wage in wages})
    rows = [row for row in tx.tables.history("set_off_share") if overpaid and row.holds_on(tx.on)]
    pieces = {wage.wage_id: set_off(overpaid[wage.due.member_id], wage.pay.net, share=row.decimal())
              for row in rows[-1:] for wage in wages if wage.due.member_id in overpaid}
    store.add_wage_payments(tx, wages, pieces)
    for wage in wages:
        if piece := pieces.get(wage.wage_id):
            twice = overpaid[wage.due.member_id]
            place = store.add_recovery(tx, twice.wage_id, piece, Recovered.SET_OFF, other_id=wage.wage_id)
            post(tx, wage_set_off(twice, wage.due.keys, piece, place, tx.on))
            store.save_payments(tx, [twice.recovered(piece)], [], on=tx.on)
    return pieces


def send_wages(tx: Tx, day: date) -> int:
    """Send wages to be paid by a day that were not sent yet and that no run holds, a file's worth of them; how many."""
    return send_these(tx, day, store.lock_wages_to_send(tx, day, limit=MOST_IN_A_FILE))


def hold_wages(tx: Tx, run_id: str, wages: Sequence[WageToSend]) -> None:
    """A proposed run holds wages: until it is sent or reopened nobody else sends them."""
    store.hold_wages(tx, run_id, wages)


def release_wages(tx: Tx, run_id: str) -> None:
    """A run was reopened: its wages go with whichever run comes next."""
    store.release_wages(tx, run_id)


def wages_to_send(tx: Tx, day: date) -> list[WageToSend]:
    """What no run holds and is to be paid by a day; locked until commit."""
    return store.lock_wages_to_send(tx, day)


def wages_of_run(tx: Tx, run_id: str) -> tuple[list[WageToSend], list[WageToSend]]:
    """What a run holds, and what of it is still to be sent; locked until commit."""
    return store.lock_wages_of_run(tx, run_id)


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
    """A bank movement: a debit that names a payment of a wage paid it; every other movement is somebody else's.

    Also a payment that the bank rejected before, or that was sent anew since: what is beyond the wage is claimed back.
    """
    transfer_id = transfer_of(end_to_end)
    if transfer_id is None or amount.cents >= 0:
        return
    payment = store.lock_payment_named(tx, transfer_id)
    transfer = payment.transfer(transfer_id)
    assert_asked(payment, transfer, paid=-amount)
    no_costs = Money.zero(amount.currency)
    if not store.add_movement(tx, payment.wage_id, transfer_id, movement_id=movement_id, times=1, costs=no_costs,
                              on=booked_on):
        return
    post(tx, wage_paid(payment, transfer, movement_id, tx.on))
    now = _save(tx, payment, transfer.moved(1), movement_id, booked_on)
    if now.state is PaymentState.RETURNED:  # its return was heard before
        store.save_returned_on(tx, payment.wage_id, booked_on)
    if now.state is PaymentState.PAID:
        store.save_paid_on(tx, payment.wage_id, booked_on)
    if now.state is PaymentState.PAID is not payment.state:
        tx.announce(WagePaid(order_id=payment.order_id, part=payment.part, wage_id=payment.wage_id,
                             member_id=payment.member_id, net=payment.net, paid_on=booked_on))


def record_return(tx: Tx, *, movement_id: str, booked_on: date, amount: Money, end_to_end: str) -> None:
    """The bank gave a payment back: that settles what was paid twice, and whatever is more is owed again."""
    transfer_id = transfer_of(end_to_end)
    if transfer_id is None:
        return
    payment = store.lock_payment_named(tx, transfer_id)
    transfer = payment.transfer(transfer_id)
    costs = costs_of_return(payment, transfer, returned=abs(amount))
    if not store.add_movement(tx, payment.wage_id, transfer_id, movement_id=movement_id, times=-1, costs=costs,
                              on=booked_on):
        return
    post(tx, wage_given_back(payment, transfer, movement_id, costs, tx.on))
    now = _save(tx, payment, transfer.moved(-1), movement_id, booked_on)
    if payment.state is PaymentState.PAID is not now.state:
        store.save_returned_on(tx, payment.wage_id, booked_on)
        tx.announce(WageReturned(order_id=payment.order_id, part=payment.part, wage_id=payment.wage_id,
                                 member_id=payment.member_id, net=payment.net, returned_on=booked_on))


def _save(tx: Tx, payment: WagePayment, transfer: Transfer, movement_id: str, on: date) -> WagePayment:
    now = payment.after(transfer)
    store.save_payments(tx, [now], [transfer], on=on, movement_id=movement_id)
    return now


def record_report(tx: Tx, content: bytes) -> Counter[PaymentState]:
    """A bank answered a file: what it accepts awaits its movement, what it rejects waits to be sent again; how many."""
    report = law(tx).payment_report(content)
    of_a_due = record_due_report(tx, report.message_id, report.reason_for)
    if of_a_due is not None:
        return Counter({PaymentState.REJECTED: of_a_due})
    verdicts, payments, transfers = {}, [], []
    for payment, transfer in store.lock_payments_in_file(tx, report.message_id):
        verdict = report.verdict_on(transfer.transfer_id)
        if verdict is not None and follows_report(transfer, verdict, report.written_at):
            verdicts[payment.wage_id] = verdict
            after = replace(transfer, state=verdict.state, verdict_at=report.written_at or transfer.verdict_at)
            transfers.append(after)
            payments.append(payment.after(after))
    _save_verdicts(tx, verdicts, payments, transfers)
    return Counter(verdict.state for verdict in verdicts.values())


def reject_wage(tx: Tx, wage_id: str) -> WagePayment:
    """Somebody writes that the bank rejected the payment that it has, or stopped it."""
    payment = store.lock_payment(tx, wage_id)
    transfer = replace(under_way(payment), state=PaymentState.REJECTED)
    now = payment.after(transfer)
    _save_verdicts(tx, {wage_id: BankVerdict(PaymentState.REJECTED)}, [now], [transfer])
    return now


def _save_verdicts(
    tx: Tx, verdicts: Mapping[str, BankVerdict], payments: Sequence[WagePayment], transfers: Sequence[Transfer],
) -> None:
    if verdicts:
        store.save_payments(tx, payments, transfers, on=tx.on)
        store.save_verdicts_on(tx, verdicts)


def send_again(tx: Tx, wage_id: str) -> WagePayment:
    """What the bank gave back or rejected goes to it with the next run, to the account that the worker has then."""
    payment = store.lock_payment(tx, wage_id)
    assert_may_go_again(payment)
    store.save_to_send_again(tx, wage_id)
    return replace(payment, state=PaymentState.TO_SEND)


def agree_to_set_off(tx: Tx, wage_id: str) -> WagePayment:
    """The worker agrees that what they were paid beyond a wage is taken off their next wages, within the law's limit.

    Refused where nobody has entered that limit (`set_off_share`).
    """
    payment = store.lock_payment(tx, wage_id)
    assert_overpaid(payment)
    tx.tables.decimal("set_off_share", tx.on)
    store.save_set_off_agreed(tx, wage_id)
    return replace(payment, may_set_off=True)


def assign_repayment(tx: Tx, movement_id: str, wage_id: str, amount: Money | None) -> WagePayment:
    """Money that came in (or so much of it) is what a worker was paid beyond a wage and gives back."""
    incoming, payment = lock_incoming_payment(tx, movement_id), store.lock_payment(tx, wage_id)
    piece = incoming.unassigned if amount is None else amount
    assert_unassigned(incoming, piece)
    assert_comes_back(payment, piece)
    place = store.add_recovery(tx, wage_id, piece, Recovered.RECEIVED, movement_id=movement_id)
    post(tx, repaid(payment, piece, place, tx.on))
    now = payment.recovered(piece)
    store.save_payments(tx, [now], [], on=tx.on)
    return now
