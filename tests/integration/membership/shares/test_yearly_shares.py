"""One share a year: called once per member and year, by the first order or by the sweep, however often."""

import multiprocessing
import os
import signal
import threading
from datetime import date

import pytest

from services.membership.activity.store import add_order
from services.membership.service import Membership
from services.membership.shares.use_cases import calls
from shared.definitions import definition_of
from shared.identifiers import new_id
from tests.builders import as_worker
from tests.integration.membership.conftest import Desk

NEXT = date(2027, 3, 1)
SWEEP = date(2027, 12, 15)


def sweep(desk: Desk, on: date = SWEEP) -> str:
    return calls.call_yearly_shares(desk.database, on, lambda done, total: None)


def yearly(desk: Desk, member: str) -> list[tuple[int, str]]:
    return [(call["year"], call["state"]) for call in desk.get(member)["calls"] if call["reason"] == "yearly"]


def test_an_order_in_the_year_of_admission_calls_nothing_and_the_first_of_the_next_year_does(desk: Desk) -> None:
    member = desk.member()
    desk.sign_order(member, date(2026, 12, 31))
    assert yearly(desk, member) == []
    desk.sign_order(member, date(2027, 1, 1))
    assert yearly(desk, member) == [(2027, "open")]


def test_more_orders_and_sweeps_of_the_same_year_call_nothing_more(desk: Desk) -> None:
    member = desk.member()
    for _ in range(3):
        desk.sign_order(member, NEXT)
    assert sweep(desk) == "0 yearly shares of 2027 called."
    assert yearly(desk, member) == [(2027, "open")]
    assert len(desk.published("share_called", about=member)) == 2


def test_orders_signed_at_once_call_one_share(desk: Desk) -> None:
    member = desk.member()
    threads = [threading.Thread(target=desk.sign_order, args=(member, NEXT)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert yearly(desk, member) == [(2027, "open")]


def test_the_sweep_finds_who_was_missed_and_leaves_who_had_no_activity(desk: Desk) -> None:
    active, idle = desk.member(), desk.member()
    with desk.database.transaction(on=NEXT, actor="test") as tx:
        add_order(tx, order_id=new_id("ord"), member_id=active, signed_on=NEXT)
    assert sweep(desk) == "1 yearly shares of 2027 called."
    assert sweep(desk) == "0 yearly shares of 2027 called."
    assert (yearly(desk, active), yearly(desk, idle)) == ([(2027, "open")], [])


def test_candidates_and_those_who_left_are_not_swept(desk: Desk) -> None:
    candidate = desk.candidate()["member_id"]
    desk.sign_order(candidate, NEXT)
    assert sweep(desk) == "0 yearly shares of 2027 called."


def test_an_unpaid_call_is_withdrawn_when_the_only_activity_of_its_year_is_cancelled(desk: Desk) -> None:
    member = desk.member()
    order = desk.sign_order(member, NEXT)
    desk.hear("invoicing.order_cancelled", on=NEXT, order_id=order, cancelled_on=NEXT.isoformat())
    assert yearly(desk, member) == [(2027, "withdrawn")]
    assert [kind for kind, _ in desk.published(about=member)][-1] == "share_call_withdrawn"
    assert (desk.balance("410"), desk.balance("11091")) == (0, 0)


def test_it_stands_when_other_activity_is_left_or_something_was_paid(desk: Desk) -> None:
    busy, payer = desk.member(), desk.member()
    gone, _ = desk.sign_order(busy, NEXT), desk.sign_order(busy, NEXT)
    paid = desk.sign_order(payer, NEXT)
    desk.pay(desk.get(payer)["calls"][0]["structured_communication"], "0.01", on=NEXT)
    for order in (gone, paid):
        desk.hear("invoicing.order_cancelled", on=NEXT, order_id=order, cancelled_on=NEXT.isoformat())
    assert (yearly(desk, busy), yearly(desk, payer)) == ([(2027, "open")], [(2027, "part_paid")])


def test_new_activity_after_a_withdrawal_calls_the_year_again_once(desk: Desk) -> None:
    member = desk.member()
    order = desk.sign_order(member, NEXT)
    desk.hear("invoicing.order_cancelled", on=NEXT, order_id=order, cancelled_on=NEXT.isoformat())
    desk.sign_order(member, SWEEP)
    sweep(desk)
    assert sorted(yearly(desk, member)) == [(2027, "open"), (2027, "withdrawn")]


def test_orders_of_somebody_unknown_here_are_kept_and_call_nothing(desk: Desk) -> None:
    desk.sign_order(new_id("mbr"), NEXT)
    assert desk.published() == []


def _sweep_and_die(url: str, after_batches: int) -> None:
    database = definition_of(Membership).database(as_worker(url), "BE").open()
    batches = 0

    def advance(done: int, total: int) -> None:
        nonlocal batches
        batches += 1
        if batches == after_batches:
            os.kill(os.getpid(), signal.SIGKILL)

    calls.call_yearly_shares(database, SWEEP, advance, limit=7)


@pytest.mark.parametrize("after_batches", [1, 2, 3])
def test_a_sweep_killed_in_the_middle_and_run_again_calls_each_member_exactly_once(
    desk: Desk, after_batches: int,
) -> None:
    members = [desk.member() for _ in range(30)]
    with desk.database.transaction(on=NEXT, actor="test") as tx:
        for member in members:
            add_order(tx, order_id=new_id("ord"), member_id=member, signed_on=NEXT)
    process = multiprocessing.get_context("spawn").Process(target=_sweep_and_die, args=(desk.url, after_batches))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    called = len(desk.rows("select 1 from share_calls where reason = 'yearly'"))
    assert called == 7 * after_batches
    sweep(desk)
    assert [yearly(desk, member) for member in members] == [[(2027, "open")]] * 30
    assert len([1 for _, body in desk.published("share_called") if body["reason"] == "yearly"]) == 30
    assert desk.balance("410") == 30 * 3000
    assert desk.verify() == []
