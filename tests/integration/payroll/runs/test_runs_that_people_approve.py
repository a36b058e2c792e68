"""A run that one person proposes and another approves before the cut-off; until it is sent it can be reopened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest

from services.payroll.jobs import JOBS
from services.payroll.service import Payroll
from shared.auth import Tokens
from shared.bus.dispatch import Dispatcher
from tests.integration.payroll.driver import ANNA, BRAM, PUBLIC, Host, Job, asked_for, some_id
from tests.integration.payroll.payments.test_what_the_bank_answers import report

DAY = date(2026, 10, 6)
CUT_OFF = datetime(2026, 10, 6, 12, 0, tzinfo=UTC)  # 14:00 in Brussels, summer time
MORNING, INSTANT = CUT_OFF - timedelta(hours=4), timedelta(microseconds=1)
ANNAS, BRAMS = Job(), Job(number=2, member_id=BRAM)


@contextmanager
def clock(host: Host, at: datetime) -> Iterator[None]:
    """The house's clock stands at an instant."""
    before = host.dispatcher
    host.dispatcher = Dispatcher(Payroll(), host.database, Tokens({"k": PUBLIC}, "BE"), zone="Europe/Brussels",
                                 now=lambda: at)
    yield
    host.dispatcher = before


def ask(host: Host, method: str, at: datetime = MORNING, by: str = "one", **fields: Any) -> Any:
    with clock(host, at):
        return host.call(method, on=at.date(), subject=by, **fields)


def refused(host: Host, method: str, at: datetime = MORNING, by: str = "one", **fields: Any) -> str:
    with clock(host, at):
        return host.refused(method, on=at.date(), subject=by, **fields)


def work(host: Host, *jobs: Job) -> None:
    host.staff(ANNA, BRAM)
    for job in jobs:
        host.work(job)


@pytest.fixture
def by_hand(host: Host, monkeypatch: pytest.MonkeyPatch) -> Host:
    """A house that sends nothing by itself."""
    (row,) = host.database.tables.history("pay_run")
    monkeypatch.setitem(cast("dict[str, Any]", row.fields), "value", "second_person")
    return host


def propose(host: Host, **when: Any) -> Any:
    return ask(host, "propose_pay_run", day=DAY.isoformat(), **when)


def test_what_one_proposes_another_approves_and_the_bank_gets(by_hand: Host) -> None:
    work(by_hand, ANNAS, BRAMS)
    by_hand.pay_day(DAY)
    assert by_hand.documents("bank") == []
    run = propose(by_hand)
    assert (run["state"], run["count"], run["blocked"]) == ("proposed", 2, 0)
    assert {(one["difference"], one["worker"]) for one in run["differences"]} == {
        ("first_wage", "Zoé Vandenbroucke"), ("first_wage", "Bram Peeters")}
    which = {"run_id": run["run_id"]}
    assert refused(by_hand, "send_pay_run", **which) == "run_not_in_state"
    assert refused(by_hand, "approve_pay_run", **which) == "second_person_needed"
    assert ask(by_hand, "approve_pay_run", by="another", **which)["state"] == "approved"
    assert (ask(by_hand, "send_pay_run", **which)["state"], by_hand.faults()) == ("sent", [])
    (file,) = by_hand.documents("bank")
    assert len(asked_for(file[1])) == 2
    assert refused(by_hand, "reopen_pay_run", **which) == "run_not_in_state"
    assert refused(by_hand, "send_pay_run", **which) == "run_not_in_state"


@pytest.mark.parametrize(("late", "outcome"), [(-INSTANT, "approved"), (timedelta(0), "request_expired")])
def test_a_run_is_approved_before_the_cut_off_and_not_at_it(by_hand: Host, late: timedelta, outcome: str) -> None:
    work(by_hand, ANNAS)
    by_hand.pay_day(DAY)
    which = {"run_id": propose(by_hand)["run_id"]}
    if outcome == "approved":
        assert ask(by_hand, "approve_pay_run", CUT_OFF + late, "another", **which)["state"] == outcome
    else:
        assert refused(by_hand, "approve_pay_run", CUT_OFF + late, "another", **which) == outcome
        assert refused(by_hand, "propose_pay_run", CUT_OFF + late, day=DAY.isoformat()) == "cut_off_passed"


def test_a_run_that_missed_its_cut_off_gives_its_wages_to_the_next(by_hand: Host) -> None:
    work(by_hand, ANNAS)
    by_hand.pay_day(DAY)
    first, tomorrow = propose(by_hand), MORNING + timedelta(days=1)
    waiting = ask(by_hand, "list_waiting", tomorrow)
    assert [(one["matter"], one["why"]) for one in waiting] == [("payment_unsent", first["run_id"])]
    second = ask(by_hand, "propose_pay_run", tomorrow, day=tomorrow.date().isoformat())
    assert (second["count"], ask(by_hand, "get_pay_run", run_id=first["run_id"])["state"]) == (1, "reopened")


def test_a_reopened_run_lets_its_wages_go_with_the_next(by_hand: Host) -> None:
    work(by_hand, ANNAS)
    by_hand.pay_day(DAY)
    first = propose(by_hand)
    assert refused(by_hand, "propose_pay_run", day=DAY.isoformat()) == "nothing_to_send"  # the run holds it
    ask(by_hand, "approve_pay_run", by="another", run_id=first["run_id"])
    assert ask(by_hand, "reopen_pay_run", run_id=first["run_id"])["state"] == "reopened"
    assert propose(by_hand)["count"] == 1
    assert [one["state"] for one in ask(by_hand, "list_pay_runs")] == ["proposed", "reopened"]


def test_another_account_than_was_approved_is_not_paid(by_hand: Host) -> None:
    work(by_hand, ANNAS)
    by_hand.pay_day(DAY)
    which = {"run_id": propose(by_hand)["run_id"]}
    ask(by_hand, "approve_pay_run", by="another", **which)
    with by_hand.database.connection() as conn:
        conn.execute("update workers set iban = 'BE43068999999501' where member_id = %s", [ANNA])
    assert refused(by_hand, "send_pay_run", **which) == "approved_content_differs"
    assert by_hand.documents("bank") == []


NOTHING_SENT = "0 wages worked out, 0 not, 0 sent to the bank"


def held(host: Host) -> str:
    """In a house that runs by itself, a run holds a wage that came back and is to be sent again; the run's id."""
    work(host, ANNAS, BRAMS)
    host.pay_day(DAY)
    host.hear("bank_movement_received", DAY, **moved(host, 1, sign=-1))
    host.hear("bank_movement_returned", DAY, **moved(host, 2, sign=1))
    ask(host, "send_wage_again", wage_id=host.wage_of(ANNAS)["wage_id"])
    run = propose(host)
    assert run["count"] == 1
    return str(run["run_id"])


def test_a_house_that_runs_by_itself_leaves_what_a_run_holds(host: Host) -> None:
    run_id = held(host)
    assert host.pay_day(DAY) == NOTHING_SENT
    ask(host, "approve_pay_run", by="another", run_id=run_id)
    assert host.pay_day(DAY) == NOTHING_SENT
    assert [name for name, _ in host.documents("bank")] == ["WAGES-2026-10-06-0001.xml"]
    ask(host, "send_pay_run", run_id=run_id)
    (_, first), (_, again) = host.documents("bank")
    assert len(asked_for(first)) == 2
    assert list(asked_for(again)) == [host.last_payment()]
    assert host.last_payment() not in asked_for(first), "each payment of a wage has a name of its own"


def test_a_wage_that_its_run_has_lost_is_sent_by_itself_and_the_run_finds_nothing(host: Host) -> None:
    """The breach that the test before must be able to see: only the hold keeps the wage from being sent."""
    run_id = held(host)
    ask(host, "approve_pay_run", by="another", run_id=run_id)
    with host.database.connection() as conn:
        conn.execute("update wage_payments set run_id = null")
    assert host.pay_day(DAY) == "0 wages worked out, 0 not, 1 sent to the bank"
    assert refused(host, "send_pay_run", run_id=run_id) == "nothing_to_send"


def test_a_run_sends_its_other_wages_when_the_bank_has_paid_one_of_them_after_all(host: Host) -> None:
    work(host, ANNAS, BRAMS)
    host.pay_day(DAY)
    named = {job: host.wage_of(job)["wage_id"].replace("_", "") for job in (ANNAS, BRAMS)}
    host.call("record_payment_report", on=DAY, report=report("WAGES-2026-10-06-0001", whole="RJCT"))
    for job in (ANNAS, BRAMS):
        ask(host, "send_wage_again", wage_id=host.wage_of(job)["wage_id"])
    which = {"run_id": propose(host)["run_id"]}
    ask(host, "approve_pay_run", by="another", **which)
    host.bank_moves(1, "-2261.32", named[ANNAS], DAY)
    sent = ask(host, "send_pay_run", **which)
    assert (sent["state"], sent["paid"], sent["sent"]) == ("sent", 1, 1)
    assert list(asked_for(host.documents("bank")[-1][1])) == [host.last_payment()]
    host.bank_moves(2, "-2261.32", host.last_payment(), DAY)
    assert [host.wage_of(job)["state"] for job in (ANNAS, BRAMS)] == ["paid", "paid"]
    assert host.faults() == []


def moved(host: Host, number: int, *, sign: int) -> dict[str, Any]:
    wage = host.wage_of(ANNAS)
    net = {**wage["net"], "amount": wage["net"]["amount"] if sign > 0 else f"-{wage['net']['amount']}"}
    return {"movement_id": some_id("mov", number), "statement_id": "s", "booked_on": DAY.isoformat(), "amount": net,
            "structured_communication": "", "end_to_end_id": wage["wage_id"].replace("_", "")}


def test_the_job_sends_what_was_approved_and_a_run_that_cannot_leave_stops_no_other(
    by_hand: Host, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.clock.now", lambda: MORNING)
    work(by_hand, ANNAS)
    by_hand.pay_day(DAY)
    bad = propose(by_hand)
    ask(by_hand, "approve_pay_run", by="another", run_id=bad["run_id"])
    by_hand.work(BRAMS)
    by_hand.pay_day(DAY)
    good = propose(by_hand)
    ask(by_hand, "approve_pay_run", by="another", run_id=good["run_id"])
    with by_hand.database.connection() as conn:
        conn.execute("update workers set iban = 'BE71096123456769' where member_id = %s", [ANNA])
    said = JOBS["send_pay_runs"].run(by_hand.database, DAY, lambda _done, _all: None)
    assert said == "1 runs sent to the bank, 1 not"
    states = {one["run_id"]: one["state"] for one in ask(by_hand, "list_pay_runs")}
    assert states == {bad["run_id"]: "approved", good["run_id"]: "sent"}
    assert JOBS["send_pay_runs"].run(by_hand.database, DAY, lambda _done, _all: None).startswith("0 runs")
