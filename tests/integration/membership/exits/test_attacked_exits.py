"""Leaving while somebody else is at it: two runs of a job at once, a sweep at the moment of an exit."""

from collections.abc import Callable
from datetime import date
from threading import Thread

import pytest

from services.membership.exits import reads, store
from services.membership.exits.use_cases.leaving import settle, settle_exits
from services.membership.shares.use_cases.calls import call_yearly_shares
from tests.integration.membership.conftest import Desk, euro
from tests.patience import until_held_up

LAST_DAY = date(2027, 6, 30)


@pytest.fixture
def leaver(desk: Desk) -> str:
    """A member of 2026 with an order of 2027, who resigned in the window of that year."""
    member = desk.member(on=date(2026, 3, 1))
    desk.member(on=date(2026, 3, 1))
    desk.call("record_net_assets", roles=("accountant",), balance_on="2026-12-31", approved_on="2027-05-31",
              kind="approved_accounts", net_assets=euro("90000.00"), unavailable_equity=euro("0.00"), on=LAST_DAY)
    call = desk.sign_order(member, date(2027, 1, 15))
    desk.hear("invoicing.order_cancelled", on=date(2027, 1, 16), order_id=call, cancelled_on="2027-01-16")
    desk.call("resign", member_id=member, on=date(2027, 2, 1))
    return member


def begin(work: Callable[[], object]) -> Thread:
    thread = Thread(target=work)
    thread.start()
    return thread


def silent(_done: int, _of: int) -> None:
    pass


def test_an_exit_found_by_two_runs_at_once_is_settled_once(desk: Desk, leaver: str) -> None:
    with desk.database.transaction(on=LAST_DAY, actor="test") as tx:
        [found] = reads.exits_to_settle(tx, after="", limit=2)
        reads.lock_exit(tx, found)
        runs = [begin(lambda: settle_exits(desk.database, LAST_DAY, silent)) for _ in range(2)]
        until_held_up(desk.database.url, *runs)
    for run in runs:
        run.join()
    assert desk.rows("select state, shares from exits") == [{"state": "settled", "shares": 1}]
    assert len(desk.published("shares_redeemed", about=leaver)) == 1
    assert desk.verify() == []


def test_an_exit_that_gave_way_to_another_while_it_was_found_is_not_settled(desk: Desk, leaver: str) -> None:
    with desk.database.transaction(on=LAST_DAY, actor="test") as tx:
        [found] = reads.exits_to_settle(tx, after="", limit=2)
        reads.lock_exit(tx, found)
        run = begin(lambda: settle_exits(desk.database, LAST_DAY, silent))
        until_held_up(desk.database.url, run)
        store.save_withdrawn(tx, found)
    run.join()
    assert desk.rows("select state, shares from exits") == [{"state": "withdrawn", "shares": None}]
    assert desk.get(leaver)["shares"] == 1


@pytest.mark.parametrize(("leaves", "called"), [(True, []), (False, ["open"])])
def test_a_sweep_calls_no_share_of_somebody_who_leaves_at_that_moment(
    desk: Desk, leaver: str, *, leaves: bool, called: list[str],
) -> None:
    with desk.database.transaction(on=LAST_DAY, actor="test") as tx:
        tx.run("update member_orders set cancelled_on = null")  # signed before he left, its call not made yet
    with desk.database.transaction(on=LAST_DAY, actor="test") as tx:
        if leaves:
            settle(tx, reads.lock_exit(tx, reads.exits_to_settle(tx, after="", limit=1)[0]))
        run = begin(lambda: call_yearly_shares(desk.database, LAST_DAY, silent))
        until_held_up(desk.database.url, run)
    run.join()
    states = [call["state"] for call in desk.get(leaver)["calls"]]
    assert [state for state in states if state == "open"] == called
    assert desk.verify() == []
