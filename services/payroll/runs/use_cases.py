"""The pay run: some hundreds of parts to a transaction, each from its budget to its payslip, advance and payment."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial

import structlog

from services.payroll.countries.protocol import law
from services.payroll.fund.use_cases import feed_from_wages, open_for_wages
from services.payroll.orders.rules import Block, PartId
from services.payroll.orders.use_cases import block_parts, wait_for_clients
from services.payroll.payments.use_cases import (
    await_payments,
    hold_wages,
    release_wages,
    send_these,
    send_wages,
    wages_of_run,
    wages_to_send,
)
from services.payroll.payslips.use_cases import issue_payslips
from services.payroll.runs import reads, store
from services.payroll.runs.errors import NothingToSend
from services.payroll.runs.rules import (
    ACT,
    SENDING,
    UNSENT,
    PayRun,
    RunMode,
    RunState,
    assert_near,
    content_of,
    in_rounds,
    time_left,
    total_of,
)
from services.payroll.wages.errors import WagePaidBefore
from services.payroll.wages.use_cases import work_out_parts
from shared.approval import approve, ask_approval, use_approval
from shared.definitions import Advance
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Busy, Database, Tx, is_away

LASTS = timedelta(days=2)
AT_ONCE = 250  # wages worked out in one transaction
AT_WORK = 2  # transactions under way at a time: more would wait for the number of the next payslip
ACTOR, SENDER = "job:pay_wages", "job:send_pay_runs"
log = structlog.get_logger()


def pay_wages(database: Database, on: date, advance: Advance) -> str:
    """Work out and send every wage to be paid by a day.

    Wages are worked out some hundreds to a transaction, and each file that is sent is another: killed at any moment
    and run again, it repeats nothing; run twice at once, the runs share the work. A wage that cannot be worked out is
    written down with its refusal and does not hold up the others.
    """
    with database.reading(on=on, actor=ACTOR) as tx:
        due = reads.list_due(tx, on)
    made = done = 0
    with ThreadPoolExecutor(AT_WORK) as workers:  # one batch is worked out while the database writes another
        for batches in in_rounds(due, AT_ONCE):
            for batch, paid in zip(batches, workers.map(partial(_pay_batch, database, on), batches), strict=True):
                made, done = made + paid, done + len(batch)
                advance(done, len(due))
    return f"{made} wages worked out, {len(due) - made} not, {_send_or_leave(database, on)}"


def _send_or_leave(database: Database, on: date) -> str:
    """Send what no run holds, unless the cooperative wants a person to propose and another to approve what leaves."""
    if RunMode(str(database.tables.value("pay_run", on))) is RunMode.SECOND_PERSON:
        return "all left to a run that a person proposes and another approves"
    sent, file = 0, 1
    while file:
        with database.transaction(on=on, actor=ACTOR) as tx:
            file = send_wages(tx, on)
        sent += file
    return f"{sent} sent to the bank"


def propose_run(tx: Tx, day: date) -> str:
    """Propose that all wages to be paid by a day, and held by no run, go to the bank; the run's id.

    Runs that missed their cut-off are reopened first, so that their wages are among them.
    """
    left = time_left(day, cut_off := law(tx).bank_cut_off(tx.tables, day), tx.at)
    for lapsed in store.lock_lapsed_runs(tx, tx.at):
        _reopen(tx, lapsed)
    wages, run_id = wages_to_send(tx, day), new_id("run")
    if not wages:
        raise NothingToSend(day=day.isoformat())
    approval_id = ask_approval(tx, act=SENDING, about=run_id, content=content_of(run_id, day, wages), lasts=left)
    store.add_pay_run(tx, PayRun(
        run_id=run_id, day=day, state=RunState.PROPOSED, count=len(wages), total=total_of(wages),
        approval_id=approval_id, cut_off=cut_off))
    hold_wages(tx, run_id, wages)
    return run_id


def approve_pay_run(tx: Tx, run_id: str) -> None:
    """Approve a run as a second person, before the bank's cut-off."""
    run = store.lock_pay_run(tx, run_id).to(RunState.APPROVED, RunState.PROPOSED)
    approve(tx, run.approval_id)
    store.save_pay_run(tx, run)


def send_pay_run(tx: Tx, run_id: str) -> None:
    """An approved run goes to the bank: exactly the wages, amounts and accounts that were approved."""
    _send_run(tx, store.lock_pay_run(tx, run_id))


def reopen_pay_run(tx: Tx, run_id: str) -> None:
    """A run that was not sent is given up: its wages go with the next one."""
    _reopen(tx, store.lock_pay_run(tx, run_id))


def send_approved_runs(database: Database, on: date, advance: Advance) -> str:
    """Send every run that a second person approved; each is one transaction, so that one stops no other."""
    with database.reading(on=on, actor=SENDER) as tx:
        waiting = reads.list_approved(tx)
    sent = 0
    for done, run_id in enumerate(waiting, start=1):
        sent += _sent(database, on, run_id)
        advance(done, len(waiting))
    return f"{sent} runs sent to the bank, {len(waiting) - sent} not"


def _sent(database: Database, on: date, run_id: str) -> bool:
    try:
        with database.transaction(on=on, actor=SENDER) as tx:
            send_pay_run(tx, run_id)
    except Refusal as refusal:  # it stays as it is: a person reopens it, and the list of what waits names its wages
        log.warning("pay_run_not_sent", run_id=run_id, code=refusal.code)
        return False
    return True


def _send_run(tx: Tx, before: PayRun) -> None:
    run = before.to(RunState.SENT, RunState.APPROVED)
    held, wages = wages_of_run(tx, run.run_id)  # the bank may have paid one since with what it had rejected
    if not wages:
        raise NothingToSend(day=run.day.isoformat())
    use_approval(tx, run.approval_id, act=SENDING, about=run.run_id, content=content_of(run.run_id, run.day, held))
    send_these(tx, run.day, wages)
    store.save_pay_run(tx, run)


def _reopen(tx: Tx, run: PayRun) -> None:
    store.save_pay_run(tx, run.to(RunState.REOPENED, *UNSENT))
    release_wages(tx, run.run_id)


def _pay_batch(database: Database, on: date, parts: Sequence[PartId]) -> int:
    """Work out the wages of a batch; how many. What makes it fail is found by halves, and stops no other."""
    try:
        with database.transaction(on=on, actor=ACTOR) as tx:
            return pay_parts(tx, parts)
    except Exception as error:
        if is_away(error):
            raise
        if len(parts) == 1:
            _block(database, on, parts[0], error)
            return 0
    half = len(parts) // 2
    return _pay_batch(database, on, parts[:half]) + _pay_batch(database, on, parts[half:])


def _block(database: Database, on: date, part: PartId, error: Exception) -> None:
    """Write down why a wage could not be worked out."""
    if isinstance(error, Busy | WagePaidBefore):
        return  # another run has the worker, or was faster
    if isinstance(error, Refusal):
        block = Block(error.code, error.message)
    else:  # a fault of ours in one wage must not keep the others from being paid; the log tells
        log.error("wage_failed", order_id=part.order_id, part=part.part, exc_info=error)
        block = Block("internal_error", "A fault of ours: see the log.")
    with database.transaction(on=on, actor=ACTOR) as tx:
        block_parts(tx, {part: block})


def pay_parts(tx: Tx, parts: Sequence[PartId]) -> int:
    """Work out the wages of parts of different workers, each once, with all that follows; how many."""
    waiting = wait_for_clients(tx, parts)
    wages, refused = work_out_parts(tx, [part for part in parts if part not in waiting])
    if wages:
        issue_payslips(tx, wages, await_payments(tx, wages))
        open_for_wages(tx, [wage.due.id for wage in wages])
        feed_from_wages(tx, wages)
    block_parts(tx, waiting | refused)
    return len(wages)


def ask_run(tx: Tx, day: date) -> str:
    """Ask for the run of a day that is far from today; the request that a second person approves."""
    approval_id = ask_approval(tx, act=ACT, about=day.isoformat(), content={"day": day.isoformat()}, lasts=LASTS)
    store.save_run_request(tx, day, approval_id)
    return approval_id


def approve_run(tx: Tx, approval_id: str) -> str:
    """Approve, as a second person, a run that somebody asked for; who asked."""
    return approve(tx, approval_id).asked_by


def assert_may_run(tx: Tx, *, on: date, today: date) -> None:
    """A run typed for a day far from today needs a second person."""
    assert_near(on, today=today, closed=law(tx).bank_closing_days(today), approved=reads.is_approved(tx, on))


def assert_may_pay(database: Database, on: date, today: date) -> None:
    """Refuse a day far from today that no second person approved."""
    with database.reading(on=today, actor=ACTOR) as tx:
        assert_may_run(tx, on=on, today=today)
