"""Share calls and their payment: whole, in parts, too much, late, twice, unplaced, taken back."""

import threading
from datetime import date

import pytest

from shared.identifiers import new_id
from tests.integration.membership.conftest import Desk, Refused, euro

PAID = date(2026, 1, 12)


def test_the_payment_of_the_first_share_admits_the_member_on_the_payment_day(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.hear("invoicing.bank_movement_received", on=date(2026, 1, 14), movement_id=new_id("mov"),
              booked_on=PAID.isoformat(), amount=euro("30.00"), end_to_end_id="",
              structured_communication=accepted["structured_communication"])
    member = desk.get(accepted["member_id"])
    assert (member["state"], member["admitted_on"], member["shares"], member["voting"]) == \
        ("member", "2026-01-12", 1, True)
    assert [kind for kind, _ in desk.published()] == ["share_called", "member_admitted", "share_paid"]
    assert (desk.balance("11090"), desk.balance("410"), desk.balance("11091"), desk.balance("5500")) == \
        (-3000, 0, 0, 3000)
    assert desk.verify() == []


def test_a_part_payment_makes_no_share_and_the_rest_does(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.pay(accepted["structured_communication"], "29.99")
    half = desk.get(accepted["member_id"])
    assert (half["state"], half["shares"], half["calls"][0]["state"]) == ("candidate", 0, "part_paid")
    desk.pay(accepted["structured_communication"], "0.01", on=PAID)
    assert desk.get(accepted["member_id"])["admitted_on"] == "2026-01-12"


def test_parts_that_are_heard_out_of_order_make_the_share_on_the_later_day(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.pay(accepted["structured_communication"], "10.00", on=date(2026, 1, 20))
    desk.pay(accepted["structured_communication"], "20.00", on=PAID)
    assert desk.get(accepted["member_id"])["admitted_on"] == "2026-01-20"


def test_too_much_is_owed_back_and_buys_nothing(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.pay(accepted["structured_communication"], "75.00")
    assert desk.get(accepted["member_id"])["shares"] == 1
    assert (desk.balance("11090"), desk.balance("4896"), desk.balance("5500")) == (-3000, -4500, 7500)
    parts = desk.call("list_payments", by=accepted["member_id"], roles=("member",), member_id=accepted["member_id"])
    assert [(part["use"], part["amount"]["amount"]) for part in parts] == [("call", "30.00"), ("surplus", "45.00")]
    lines = desk.call("get_member_account", member_id=accepted["member_id"])
    assert [(line["account"], line["amount"]["amount"]) for line in lines if line["account"] == "4896"] == \
        [("4896", "-45.00")]


def test_a_surplus_pays_other_open_calls_first_oldest_due_day_first(desk: Desk) -> None:
    member = desk.member()
    later = desk.call("call_voluntary_shares", member_id=member, shares=1, on=date(2026, 2, 1))
    earlier = desk.call("call_voluntary_shares", member_id=member, shares=1, on=date(2026, 1, 20))
    named = desk.call("call_voluntary_shares", member_id=member, shares=1, on=date(2026, 3, 1))
    desk.pay(named["structured_communication"], "70.00", on=date(2026, 3, 2))
    states = {call["call_id"]: (call["state"], call["open"]["amount"]) for call in desk.get(member)["calls"]}
    assert states[named["call_id"]] == ("paid", "0.00")
    assert states[earlier["call_id"]] == ("paid", "0.00")
    assert states[later["call_id"]] == ("part_paid", "20.00")


def test_the_same_movement_heard_and_recorded_counts_once(desk: Desk) -> None:
    accepted = desk.candidate()
    movement = desk.pay(accepted["structured_communication"], "30.00")
    desk.pay(accepted["structured_communication"], "30.00", movement=movement)
    with pytest.raises(Refused, match="payment_known"):
        desk.call("record_payment", roles=("bank",), movement=movement, amount=euro("30.00"), booked_on="2026-01-05",
                  structured_communication=accepted["structured_communication"])
    assert desk.balance("5500") == 3000


def test_two_payments_of_one_call_at_once_make_one_share_and_one_surplus(desk: Desk) -> None:
    accepted = desk.candidate()
    payment = (accepted["structured_communication"], "30.00")
    threads = [threading.Thread(target=desk.pay, args=payment) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert desk.get(accepted["member_id"])["shares"] == 1
    assert len(desk.published("member_admitted")) == len(desk.published("share_paid")) == 1
    assert (desk.balance("11090"), desk.balance("4896")) == (-3000, -7 * 3000)


def test_where_no_invoicing_reads_the_bank_file_a_payment_is_recorded_by_hand(desk: Desk) -> None:
    accepted = desk.candidate()
    paid = desk.call("record_payment", roles=("bank",), movement="KBC 2026/12/3", amount=euro("30.00"),
                     booked_on=PAID.isoformat(), structured_communication=accepted["structured_communication"], on=PAID)
    assert paid["uses"] == [{"use": "call", "amount": euro("30.00"), "call_id": accepted["call_id"]}]
    assert desk.get(accepted["member_id"])["admitted_on"] == "2026-01-12"


def test_a_payment_that_names_no_call_waits_until_the_desk_places_it(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.pay("199999999900", "40.00", on=PAID)
    [unplaced] = desk.call("list_unplaced_payments")
    assert desk.balance("4990") == -4000
    desk.call("place_payment", payment_id=unplaced["payment_id"], call_id=accepted["call_id"], on=date(2026, 1, 20))
    assert desk.get(accepted["member_id"])["admitted_on"] == "2026-01-12"
    assert (desk.balance("4990"), desk.balance("4896"), desk.balance("11090")) == (0, -1000, -3000)
    assert desk.call("list_unplaced_payments") == []
    with pytest.raises(Refused, match="payment_placed_before"):
        desk.call("place_payment", payment_id=unplaced["payment_id"], call_id=accepted["call_id"])


def test_money_of_other_ranges_and_money_that_leaves_is_not_ours(desk: Desk) -> None:
    desk.pay("200000000042", "30.00")
    desk.pay("", "30.00")
    desk.pay("100000000135", "-30.00")
    assert desk.rows("select 1 from share_payments") == []


def test_a_payment_taken_back_takes_the_share_away_and_opens_the_call(desk: Desk) -> None:
    accepted = desk.candidate()
    movement = desk.pay(accepted["structured_communication"], "30.00", on=PAID)
    back = {"movement_id": new_id("mov"), "refers_to": movement, "booked_on": "2026-01-19", "end_to_end_id": "",
            "amount": euro("-30.00")}
    desk.hear("invoicing.bank_movement_returned", on=date(2026, 1, 19), **back)
    member = desk.get(accepted["member_id"], on=date(2026, 1, 19))
    assert (member["shares"], member["voting"], member["calls"][0]["state"]) == (0, False, "open")
    assert (desk.balance("11090"), desk.balance("410"), desk.balance("5500")) == (0, 3000, 0)
    desk.hear("invoicing.bank_movement_returned", on=date(2026, 1, 19), **back)
    assert desk.balance("5500") == 0
    desk.pay(accepted["structured_communication"], "30.00", on=date(2026, 1, 25))
    member = desk.get(accepted["member_id"], on=date(2026, 1, 25))
    assert (member["shares"], member["voting"], member["admitted_on"]) == (1, True, "2026-01-12")
    assert desk.verify() == []


def test_a_payment_is_taken_back_once(desk: Desk) -> None:
    accepted = desk.candidate()
    movement = desk.pay(accepted["structured_communication"], "30.00", on=PAID)
    asked = {"roles": ("bank",), "refers_to": movement, "booked_on": "2026-01-19", "on": date(2026, 1, 19)}
    desk.call("reverse_payment", movement="r1", **asked)
    with pytest.raises(Refused, match="payment_reversed_before"):
        desk.call("reverse_payment", movement="r2", **asked)
    with pytest.raises(Refused, match="not_found"):
        desk.call("reverse_payment", movement="r3", roles=("bank",), refers_to="nothing", booked_on="2026-01-19",
                  on=date(2026, 1, 19))


def test_an_unplaced_payment_taken_back_waits_no_longer(desk: Desk) -> None:
    movement = desk.pay("199999999900", "40.00", on=PAID)
    desk.call("reverse_payment", roles=("bank",), movement="r1", refers_to=movement, booked_on="2026-01-19",
              on=date(2026, 1, 19))
    assert desk.call("list_unplaced_payments") == []
    assert (desk.balance("4990"), desk.balance("5500")) == (0, 0)


def test_a_withdrawn_call_that_is_paid_all_the_same_is_owed_back(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.call("withdraw_share_call", call_id=accepted["call_id"], reason="went elsewhere")
    desk.pay(accepted["structured_communication"], "30.00")
    assert (desk.balance("11090"), desk.balance("4896"), desk.balance("410")) == (0, -3000, 0)
    assert desk.published("member_admitted", "share_paid") == []


def test_a_call_on_which_something_was_paid_cannot_be_withdrawn(desk: Desk) -> None:
    accepted = desk.candidate()
    desk.pay(accepted["structured_communication"], "0.01")
    with pytest.raises(Refused, match="call_state_wrong"):
        desk.call("withdraw_share_call", call_id=accepted["call_id"], reason="x")


def test_more_shares_are_for_members_and_have_a_limit(desk: Desk) -> None:
    member, candidate = desk.member(), desk.candidate()["member_id"]
    assert desk.call("call_voluntary_shares", member_id=member, shares=100)["amount"] == euro("3000.00")
    with pytest.raises(Refused, match="too_many_shares"):
        desk.call("call_voluntary_shares", member_id=member, shares=101)
    with pytest.raises(Refused, match="not_member"):
        desk.call("call_voluntary_shares", member_id=candidate, shares=1)


def test_a_member_asks_for_himself_and_for_nobody_else(desk: Desk) -> None:
    member, other = desk.member(), desk.member()
    asked = {"by": member, "roles": ("member",), "shares": 1}
    assert desk.call("call_voluntary_shares", member_id=member, **asked)["state"] == "open"
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("call_voluntary_shares", member_id=other, **asked)
