"""What was recorded wrong is corrected by an act that refers to it; what was believed stays known."""

from datetime import date
from typing import Any

import pytest

from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.payouts.use_cases import pay_claims
from services.membership.register.use_cases import seal_register
from tests.integration.membership.conftest import Desk, Refused, euro
from tests.integration.membership.exits.test_leaving import IBAN, approve, find, nothing
from tests.integration.membership.register.checker import faults

DIED, TODAY = date(2027, 3, 10), date(2027, 7, 20)
HIGH: dict[str, Any] = {"assurance": "high"}


def dies(desk: Desk, member: str, on: date = DIED, told: date = TODAY) -> str:
    return desk.call("end_membership", member_id=member, cause="death", happened_on=on.isoformat(), evidence="act",
                     on=told, **HIGH)["exit_id"]


def annul(desk: Desk, exit_id: str, on: date = TODAY, **days: Any) -> dict[str, Any]:
    return desk.call("annul_exit", exit_id=exit_id, reason="wrong person", evidence="civil registry", on=on, **HIGH,
                     **days)


def all_is_well(desk: Desk) -> None:
    seal_register(desk.database)
    assert (desk.verify(), faults(desk.url)) == ([], [])


def test_a_death_of_the_wrong_person_is_annulled_and_they_never_left(desk: Desk) -> None:
    member, _ = desk.member(), approve(desk)
    wrong = dies(desk, member)
    assert annul(desk, wrong)["state"] == "annulled"
    shown = desk.get(member, on=TODAY)
    assert (shown["state"], shown["shares"], shown["voting"], shown["left_on"]) == ("member", 1, True, None)
    strong = {"purpose": "test", "roles": ("auditor",), "on": TODAY, **HIGH}
    assert [desk.call("get_holding", member_id=member, as_of=day, **strong)["voting"]
            for day in ("2027-03-09", "2027-03-10", "2027-07-20")] == [True, True, True]
    assert [claim["state"] for claim in desk.call("list_claims", member_id=member, on=TODAY)] == ["withdrawn"]
    assert [kind for kind, _ in desk.published(about=member)][-3:] == [
        "member_admitted", "share_paid", "standing_changed"]
    assert (desk.balance("11090"), desk.balance("4897"), desk.balance("4899")) == (-3000, 0, 0)
    all_is_well(desk)


def test_the_wrong_day_of_a_death_is_annulled_and_recorded_anew(desk: Desk) -> None:
    member, _ = desk.member(), approve(desk)
    annul(desk, dies(desk, member))
    dies(desk, member, on=date(2027, 3, 1))
    assert desk.get(member, on=TODAY)["left_on"] == "2027-03-01"
    strong = {"purpose": "test", "roles": ("auditor",), "on": TODAY, **HIGH}
    assert [desk.call("get_holding", member_id=member, as_of=day, **strong)["shares"]
            for day in ("2027-02-28", "2027-03-01", "2027-03-09", "2027-03-10")] == [1, 0, 0, 0]
    all_is_well(desk)


def paid_out(desk: Desk, member: str) -> str:
    desk.payee(member, name="Ada", iban=IBAN)
    find(desk)
    left = dies(desk, member)
    pay_claims(desk.database, TODAY, nothing)
    return left


def test_an_exit_is_not_annulled_while_its_payment_is_at_the_bank_and_what_was_paid_is_owed_to_us(desk: Desk) -> None:
    member, _ = desk.member(), approve(desk)
    left = paid_out(desk, member)
    with pytest.raises(Refused, match="payout_under_way"):
        annul(desk, left)
    [claim] = desk.call("list_claims", member_id=member, on=TODAY)
    desk.call("record_payout", roles=("bank",), claim_id=claim["claim_id"], movement="m1",
              booked_on=TODAY.isoformat(), on=TODAY)
    annul(desk, left)
    assert (desk.get(member, on=TODAY)["shares"], desk.balance("416")) == (1, 3000)
    all_is_well(desk)


def test_what_is_owed_to_us_is_repaid_by_what_a_member_pays_beyond_their_calls(desk: Desk) -> None:
    first = desk.candidate()
    member, communication = first["member_id"], first["structured_communication"]
    desk.pay(communication, "30.00")
    approve(desk)
    left = paid_out(desk, member)
    [claim] = desk.call("list_claims", member_id=member, on=TODAY)
    desk.call("record_payout", roles=("bank",), claim_id=claim["claim_id"], movement="m1",
              booked_on=TODAY.isoformat(), on=TODAY)
    annul(desk, left)
    desk.pay(communication, "40.00", on=TODAY)
    assert (desk.balance("416"), desk.balance("4896")) == (0, -1000)
    all_is_well(desk)


def test_a_resignation_that_did_not_take_effect_is_taken_back_not_annulled(desk: Desk) -> None:
    member = desk.member()
    left = desk.call("resign", member_id=member, on=date(2027, 3, 1))["exit_id"]
    with pytest.raises(Refused, match="exit_state_wrong"):
        annul(desk, left, on=date(2027, 3, 2))


def test_an_exit_is_annulled_once(desk: Desk) -> None:
    member, _ = desk.member(), approve(desk)
    left = dies(desk, member)
    annul(desk, left)
    with pytest.raises(Refused, match="exit_state_wrong"):
        annul(desk, left)


def transfer(desk: Desk, giver: str, receiver: str, **days: Any) -> str:
    return desk.call("transfer_shares", giver_id=giver, receiver_id=receiver, shares=1, declaration="signed",
                     consent="board", on=TODAY, **HIGH, **days)["transfer_id"]


def annul_transfer(desk: Desk, transfer_id: str) -> None:
    desk.call("annul_transfer", transfer_id=transfer_id, reason="wrong receiver", evidence="both declare", on=TODAY,
              **HIGH)


def test_a_transfer_to_the_wrong_person_comes_back_on_its_day_and_the_giver_never_left(desk: Desk) -> None:
    giver, wrong, right = desk.member(), desk.member(), desk.member()
    passed = transfer(desk, giver, wrong, happened_on="2027-07-01", known_on="2027-07-05")
    assert desk.get(giver, on=TODAY)["left_on"] == "2027-07-01"
    annul_transfer(desk, passed)
    transfer(desk, giver, right, happened_on="2027-07-01")
    strong = {"purpose": "test", "roles": ("auditor",), "on": TODAY, **HIGH}
    assert [[desk.call("get_holding", member_id=member, as_of=day, **strong)["shares"] for member in
             (giver, wrong, right)] for day in ("2027-06-30", "2027-07-01", "2027-07-20")] == [
        [1, 1, 1], [0, 1, 2], [0, 1, 2]]
    all_is_well(desk)


def test_shares_that_moved_on_come_back_only_after_what_moved_them(desk: Desk) -> None:
    giver, receiver, _ = desk.member(), desk.member(), approve(desk)
    passed = transfer(desk, giver, receiver)
    left = dies(desk, receiver, on=TODAY)
    with pytest.raises(Refused, match="left_since"):
        annul_transfer(desk, passed)
    annul(desk, left)
    annul_transfer(desk, passed)
    with pytest.raises(Refused, match="annulled_before"):
        annul_transfer(desk, passed)
    assert [desk.get(member, on=TODAY)["shares"] for member in (giver, receiver)] == [1, 1]
    all_is_well(desk)


def test_a_letter_that_arrived_in_time_counts_from_its_arrival_and_not_from_the_typing(desk: Desk) -> None:
    member = desk.member()
    with pytest.raises(Refused, match="resignation_window_closed"):
        desk.call("resign", member_id=member, on=date(2027, 7, 2), happened_on="2027-06-30", known_on="2027-07-01")
    left = desk.call("resign", member_id=member, on=date(2027, 7, 2), happened_on="2027-06-28", known_on="2027-06-30")
    assert left["effective_on"] == "2027-06-30"
    settle_exits(desk.database, date(2027, 7, 2), nothing)
    assert desk.get(member, on=date(2027, 7, 2))["left_on"] == "2027-06-30"
    acts = desk.call("list_legal_acts", roles=("auditor",), refers_to=left["exit_id"], purpose="test", on=TODAY, **HIGH)
    assert [(act["act"], act["happened_on"], act["known_on"], act["recorded_on"]) for act in acts] == [
        ("resigned", "2027-06-28", "2027-06-30", "2027-07-02")]


@pytest.mark.parametrize(("days", "code"), [
    ({"happened_on": "2027-07-03", "known_on": "2027-07-02"}, "known_before_it_happened"),
    ({"known_on": "2027-07-21"}, "day_not_over"),
    ({"happened_on": "2025-12-31", "known_on": "2027-06-30"}, "act_before_its_cause"),
])
def test_days_of_an_act_that_cannot_be_are_refused(desk: Desk, days: dict[str, str], code: str) -> None:
    member = desk.member()
    with pytest.raises(Refused, match=code):
        desk.call("resign", member_id=member, on=TODAY, **days)


def test_who_acts_for_themselves_acts_today(desk: Desk) -> None:
    member = desk.member()
    with pytest.raises(Refused, match="days_of_the_desk"):
        desk.call("resign", by=member, roles=("member",), member_id=member, on=date(2027, 7, 2),
                  known_on="2027-06-30")


def test_an_exclusion_recorded_late_counts_its_month_and_its_fortnight_from_what_happened(desk: Desk) -> None:
    member, _ = desk.member(), approve(desk)
    board: dict[str, Any] = {"roles": ("board",), "on": TODAY, **HIGH}
    case = desk.call("propose_exclusion", member_id=member, reasons="r", happened_on="2027-06-01",
                     **board)["exclusion_id"]
    with pytest.raises(Refused, match="act_before_its_cause"):
        desk.call("notify_exclusion_proposal", exclusion_id=case, channel="email", happened_on="2027-05-31", **board)
    told = desk.call("notify_exclusion_proposal", exclusion_id=case, channel="email", happened_on="2027-06-02", **board)
    assert told["answer_until"] == "2027-07-02"
    decision = {"exclusion_id": case, "outcome": "excluded", "grounds": "g", "resolution": "res", **board}
    with pytest.raises(Refused, match="answer_time_running"):
        desk.call("decide_exclusion", happened_on="2027-07-02", **decision)
    desk.call("decide_exclusion", happened_on="2027-07-03", **decision)
    assert desk.get(member, on=TODAY)["left_on"] == "2027-07-03"
    late = desk.call("notify_exclusion_decision", exclusion_id=case, happened_on="2027-07-18", **board)
    assert late["notified_late"] is False
    all_is_well(desk)


def test_the_yearly_report_does_not_count_an_exit_that_was_annulled(desk: Desk) -> None:
    member, _ = desk.member(), approve(desk)
    annul(desk, dies(desk, member))
    report = desk.call("get_share_report", roles=("board",), since="2027-01-01", until="2027-12-31", on=TODAY)
    assert (report["shares_redeemed"], report["leavers"], report["redeemed"], report["holders"]) == (
        0, 0, euro("0.00"), 1)
