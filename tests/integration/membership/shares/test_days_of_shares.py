"""On no day is a holding what it cannot be: returns out of order, days of the past and of the future, two nominals."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.register.use_cases import seal_register
from shared.identifiers import new_id
from shared.parameters import Row, Tables
from tests.integration.membership.conftest import Desk, Refused, euro

STRONG = {"assurance": "high", "purpose": "question of the auditor"}


def holding(desk: Desk, member: str, on: date) -> tuple[int, str]:
    found = desk.call("get_holding", member_id=member, as_of=on.isoformat(), on=date(2028, 1, 1), **STRONG)
    return found["shares"], found["paid"]["amount"]


def take_back(desk: Desk, movement: str, booked_on: date, on: date) -> None:
    desk.hear("invoicing.bank_movement_returned", on=on, movement_id=new_id("mov"), refers_to=movement,
              booked_on=booked_on.isoformat(), end_to_end_id="")


def sound(desk: Desk) -> bool:
    seal_register(desk.database)
    assert desk.verify() == []
    return True


def test_the_return_of_the_first_part_heard_late_makes_no_day_negative(desk: Desk) -> None:
    accepted = desk.candidate(on=date(2026, 2, 20))
    member = accepted["member_id"]
    first = desk.pay(accepted["structured_communication"], "10.00", on=date(2026, 3, 1))
    desk.pay(accepted["structured_communication"], "20.00", on=date(2026, 3, 20))
    assert holding(desk, member, date(2026, 3, 20)) == (1, "30.00")
    take_back(desk, first, booked_on=date(2026, 3, 15), on=date(2026, 3, 24))
    for day in (14, 15, 16, 19, 20, 21, 24, 25):
        assert holding(desk, member, date(2026, 3, day)) == (0, "0.00")
    desk.pay(accepted["structured_communication"], "10.00", on=date(2026, 3, 28))
    assert [holding(desk, member, date(2026, 3, day)) for day in (27, 28)] == [(0, "0.00"), (1, "30.00")]
    assert sound(desk)


def test_a_payment_heard_late_brings_the_share_from_its_own_day(desk: Desk) -> None:
    accepted = desk.candidate(on=date(2026, 2, 20))
    code, member = accepted["structured_communication"], accepted["member_id"]
    first = desk.pay(code, "30.00", on=date(2026, 3, 1))
    take_back(desk, first, booked_on=date(2026, 3, 10), on=date(2026, 3, 10))
    desk.hear("invoicing.bank_movement_received", on=date(2026, 3, 20), movement_id=new_id("mov"),
              booked_on="2026-03-05", amount=euro("30.00"), structured_communication=code, end_to_end_id="")
    assert [holding(desk, member, date(2026, 3, day))[0] for day in (1, 9, 10, 20)] == [1, 1, 1, 1]
    assert sound(desk)


def test_money_of_tomorrow_is_refused_and_makes_nobody_a_member(desk: Desk) -> None:
    accepted = desk.candidate()
    with pytest.raises(Refused, match="day_not_over"):
        desk.call("record_payment", roles=("bank",), movement="m1", amount=euro("30.00"), booked_on="2099-01-01",
                  structured_communication=accepted["structured_communication"])
    assert desk.get(accepted["member_id"])["state"] == "candidate"


def test_money_of_long_ago_counts_from_the_day_of_the_call(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.call("record_payment", roles=("bank",), movement="m1", amount=euro("30.00"), booked_on="2020-01-01",
              structured_communication=accepted["structured_communication"])
    assert desk.get(accepted["member_id"])["admitted_on"] == desk.on.isoformat()
    assert holding(desk, accepted["member_id"], date(2026, 1, 4)) == (0, "0.00")
    assert sound(desk)


def with_nominal(desk: Desk, amount: str, since: date) -> None:
    rows = dict(desk.database.tables._rows)
    old = rows["share_nominal", ""]
    rows["share_nominal", ""] = [*old, Row("share_nominal", since, None, "the board", {"value": amount})]
    desk.database.country = replace(desk.database.country, tables=Tables("BE", rows))


def more(desk: Desk, member: str, on: date) -> None:
    call = desk.call("call_voluntary_shares", member_id=member, shares=1, on=on)
    desk.pay(call["structured_communication"], call["amount"]["amount"], on=on)


def test_a_transfer_moves_what_was_paid_in_and_not_the_nominal_of_the_day(desk: Desk) -> None:
    giver, receiver = desk.member(), desk.member()
    with_nominal(desk, "40.00", date(2026, 3, 1))
    more(desk, giver, on=date(2026, 3, 2))
    move: dict[str, Any] = {"giver_id": giver, "receiver_id": receiver, "declaration": "d", "consent": "c",
                            "assurance": "high", "on": date(2026, 4, 1)}
    desk.call("transfer_shares", shares=1, **move)
    assert [holding(desk, one, date(2026, 4, 1)) for one in (giver, receiver)] == [(1, "40.00"), (2, "60.00")]
    desk.call("transfer_shares", shares=1, **move)
    assert [holding(desk, one, date(2026, 4, 1)) for one in (giver, receiver)] == [(0, "0.00"), (3, "100.00")]
    assert sound(desk)


def approve(desk: Desk, on: date = date(2027, 7, 1)) -> None:
    desk.call("record_net_assets", roles=("accountant",), balance_on="2026-12-31", approved_on="2027-05-31",
              kind="approved_accounts", net_assets=euro("90000.00"), unavailable_equity=euro("0.00"), on=on)


def test_the_claim_of_a_leaver_falls_with_the_payment_that_the_bank_takes_back(desk: Desk) -> None:
    accepted, _ = desk.candidate(), desk.member()
    movement = desk.pay(accepted["structured_communication"], "30.00")
    approve(desk)
    desk.call("resign", member_id=accepted["member_id"], on=date(2027, 2, 1))
    settle_exits(desk.database, date(2027, 7, 1), lambda _done, _of: None)
    [claim] = desk.call("list_claims", on=date(2027, 7, 1))
    assert (claim["state"], claim["amount"]["amount"]) == ("due", "30.00")
    take_back(desk, movement, booked_on=date(2027, 7, 2), on=date(2027, 7, 2))
    [claim] = desk.call("list_claims", on=date(2027, 7, 2))
    assert claim["state"] == "withdrawn"
    assert (desk.balance("4897"), desk.balance("416"), desk.balance("5500")) == (0, 0, 3000)
    assert sound(desk)


def test_a_contribution_taken_back_before_its_value_is_known_is_set_off_when_it_is(desk: Desk) -> None:
    accepted, _ = desk.candidate(), desk.member()
    movement = desk.pay(accepted["structured_communication"], "30.00")
    desk.call("end_membership", member_id=accepted["member_id"], cause="death", happened_on="2027-02-01",
              evidence="act", assurance="high", on=date(2027, 3, 1))
    take_back(desk, movement, booked_on=date(2027, 3, 2), on=date(2027, 3, 2))
    assert (desk.balance("4899"), desk.balance("416")) == (-3000, 3000)
    approve(desk)
    settle_exits(desk.database, date(2027, 7, 1), lambda _done, _of: None)
    assert (desk.balance("4899"), desk.balance("4897"), desk.balance("416")) == (0, 0, 0)
    assert sound(desk)


def test_shares_bought_at_once_hold_for_as_many_years_and_no_year_is_called_twice(desk: Desk) -> None:
    member = desk.member()
    call = desk.call("call_voluntary_shares", member_id=member, shares=3, on=date(2026, 3, 1))
    desk.pay(call["structured_communication"], "90.00", on=date(2026, 3, 1))
    published = desk.published("share_paid", about=member)
    assert [body["holds_until"] for _, body in published] == ["2026-12-31", "2029-12-31"]
    desk.sign_order(member, date(2029, 5, 1))
    assert not [call for call in desk.get(member)["calls"] if call["reason"] == "yearly"]
    desk.sign_order(member, date(2030, 5, 1))
    assert [call["year"] for call in desk.get(member)["calls"] if call["reason"] == "yearly"] == [2030]


def test_who_leaves_after_a_payment_was_taken_back_is_not_stuck(desk: Desk) -> None:
    member, _ = desk.member(), desk.member()
    call = desk.call("call_voluntary_shares", member_id=member, shares=2, on=date(2026, 3, 1))
    movement = desk.pay(call["structured_communication"], "60.00", on=date(2026, 3, 2))
    take_back(desk, movement, booked_on=date(2026, 3, 3), on=date(2026, 3, 3))
    desk.pay(call["structured_communication"], "11.00", on=date(2026, 3, 4))
    desk.call("end_membership", member_id=member, cause="death", happened_on="2026-04-01", evidence="act",
              assurance="high", on=date(2026, 4, 1))
    assert (desk.balance("4896"), desk.balance("410")) == (-1100, 0)
    assert sound(desk)
