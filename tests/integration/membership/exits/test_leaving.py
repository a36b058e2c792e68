"""Leaving: settled on the effective day, valued, queued behind two tests, paid by a bank file, paid once."""

from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import psycopg
import pytest

from services.membership.countries.be import leaving
from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.payouts.rules import Worth
from services.membership.payouts.use_cases import pay_claims
from shared.errors import ParameterMissing
from shared.identifiers import new_id
from tests.integration.membership.conftest import Desk, Refused, euro

SPRING, JUNE_30, DUE = date(2027, 3, 1), date(2027, 6, 30), date(2027, 7, 30)
IBAN = "BE68 5390 0754 7034"


def nothing(done: int, total: int) -> None:
    """No progress is shown."""


def approve(desk: Desk, net: str = "100000.00", unavailable: str = "0.00", day: str = "2026-12-31") -> None:
    desk.call("record_net_assets", roles=("accountant",), balance_on=day, approved_on="2027-06-15",
              kind="approved_accounts", net_assets=euro(net), unavailable_equity=euro(unavailable))


def find(desk: Desk, limit: str = "100000.00", on: str = "2027-07-01", until: str = "2028-12-31") -> None:
    desk.call("record_liquidity_finding", roles=("board",), decided_on=on, covers_until=until, most=euro(limit))


def leaver(desk: Desk, *, iban: str = IBAN) -> str:
    member = desk.member()
    desk.call("resign", by=member, roles=("member",), member_id=member, on=SPRING)
    if iban:
        desk.payee(member, name="Ada Peeters", iban=iban)
    return member


def claims(desk: Desk, member: str = "", **asked: Any) -> list[tuple[str, str, str]]:
    return [(claim["state"], claim["amount"]["amount"], claim["suspended_by"])
            for claim in desk.call("list_claims", member_id=member, **asked)]


def test_a_resignation_takes_effect_on_the_last_day_of_june_and_not_before(desk: Desk) -> None:
    member = leaver(desk)
    approve(desk)
    assert settle_exits(desk.database, date(2027, 6, 29), nothing) == "0 exits settled; 0 wait for approved accounts."
    assert desk.get(member, on=date(2027, 6, 29))["voting"] is True
    assert settle_exits(desk.database, JUNE_30, nothing) == "1 exits settled; 0 wait for approved accounts."
    left = desk.get(member, on=JUNE_30)
    assert (left["state"], left["left_on"], left["shares"], left["voting"]) == ("left", "2027-06-30", 0, False)
    assert claims(desk, member) == [("due", "30.00", "")]
    assert [kind for kind, _ in desk.published(about=member)][-3:] == ["shares_redeemed", "standing_changed",
                                                                       "member_left"]
    assert (desk.balance("11090"), desk.balance("4897")) == (0, -3000)
    assert settle_exits(desk.database, JUNE_30, nothing) == "0 exits settled; 0 wait for approved accounts."
    assert desk.verify() == []


def test_without_approved_accounts_an_exit_waits_and_is_settled_later_with_its_own_day(desk: Desk) -> None:
    member = leaver(desk)
    assert settle_exits(desk.database, JUNE_30, nothing) == "0 exits settled; 1 wait for approved accounts."
    approve(desk)
    settle_exits(desk.database, date(2027, 9, 1), nothing)
    assert desk.get(member, on=date(2027, 9, 1))["left_on"] == "2027-06-30"
    strong = {"assurance": "high", "purpose": "test", "roles": ("auditor",), "on": date(2027, 9, 1)}
    shares = [desk.call("get_holding", member_id=member, as_of=day, **strong)["shares"]
              for day in ("2027-06-29", "2027-06-30")]
    assert shares == [1, 0]


def stopped(desk: Desk) -> list[tuple[str, str, str]]:
    return [(row["state"], row["code"], row["mended_by"])
            for row in desk.call("list_stopped_exits", on=date(2027, 9, 1))]


@pytest.mark.parametrize(("fault", "code"), [
    (ParameterMissing(parameter="x", day="2027-06-30", country="BE"), "parameter_missing"),
    (ZeroDivisionError(), "unexpected"),
])
def test_an_exit_that_cannot_be_valued_stops_no_other_and_says_who_can_mend_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: Exception, code: str,
) -> None:
    first, second = leaver(desk), leaver(desk)
    approve(desk)
    faults = iter([fault])

    def worth_of(**asked: Any) -> Worth:
        for one in faults:
            raise one
        return known(**asked)

    known = leaving.worth_of
    monkeypatch.setattr(leaving, "worth_of", worth_of)
    assert settle_exits(desk.database, JUNE_30, nothing) == (
        "1 exits settled; 0 wait for approved accounts; 1 are stopped otherwise (list_stopped_exits).")
    assert [(state, found, by) for state, found, by in stopped(desk)] == [
        ("requested" if code == "unexpected" else "ended", code, "operator")]
    assert claims(desk, second) == [("due", "30.00", "")]
    assert settle_exits(desk.database, JUNE_30, nothing) == "1 exits settled; 0 wait for approved accounts."
    assert (stopped(desk), claims(desk, first)) == ([], [("due", "30.00", "")])
    assert desk.verify() == []


def test_an_exit_that_waits_for_accounts_is_the_accountants(desk: Desk) -> None:
    leaver(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    assert stopped(desk) == [("ended", "net_assets_unknown", "accountant")]
    approve(desk)
    settle_exits(desk.database, date(2027, 7, 1), nothing)
    assert stopped(desk) == []


def test_a_claim_that_no_bank_takes_keeps_its_place_and_stops_no_file(desk: Desk) -> None:
    broken, paid = leaver(desk), leaver(desk)
    approve(desk)
    find(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    with psycopg.connect(desk.url) as conn:  # as an older release let it in
        conn.execute("update payees set iban = 'BE68539007547035' where member_id = %s", (broken,))
    assert pay_claims(desk.database, DUE, nothing).endswith("0 leavers suspended; 1 have no confirmed account.")
    assert (claims(desk, broken), claims(desk, paid)) == ([("due", "30.00", "")], [("sent", "30.00", "")])
    listed = {one["member_id"]: one["payable"] for one in desk.call("list_claims")}
    assert listed == {broken: False, paid: True}
    desk.payee(broken, name="Ada Peeters", iban=IBAN)
    assert pay_claims(desk.database, DUE, nothing).startswith("1 payments sent")


def test_what_is_paid_below_par_leaves_the_rest_in_the_reserves(desk: Desk) -> None:
    leaver(desk)
    for _ in range(3):
        desk.member()
    approve(desk, net="100.00")
    settle_exits(desk.database, JUNE_30, nothing)
    assert claims(desk) == [("due", "25.00", "")]
    assert (desk.balance("4897"), desk.balance("1330"), desk.balance("11090")) == (-2500, -500, -9000)
    assert desk.verify() == []


def test_a_share_worth_nothing_leaves_no_claim(desk: Desk) -> None:
    member = leaver(desk)
    approve(desk, net="-10.00")
    settle_exits(desk.database, JUNE_30, nothing)
    assert claims(desk) == []
    assert (desk.get(member)["state"], desk.balance("1330")) == ("left", -3000)


def test_outside_the_window_a_resignation_is_refused_and_twice_too(desk: Desk) -> None:
    member = desk.member()
    with pytest.raises(Refused, match="resignation_window_closed"):
        desk.call("resign", member_id=member, on=date(2027, 7, 1))
    desk.call("resign", member_id=member, on=JUNE_30)
    with pytest.raises(Refused, match="leaving_before"):
        desk.call("resign", member_id=member, on=JUNE_30)


def test_a_resignation_is_taken_back_until_the_day_before_it_takes_effect(desk: Desk) -> None:
    member = desk.member()
    asked = desk.call("resign", member_id=member, on=SPRING)
    with pytest.raises(Refused, match="exit_state_wrong"):
        desk.call("take_resignation_back", exit_id=asked["exit_id"], on=JUNE_30)
    desk.call("take_resignation_back", by=member, roles=("member",), exit_id=asked["exit_id"], on=date(2027, 6, 29))
    assert desk.call("resign", member_id=member, on=JUNE_30)["state"] == "requested"


def test_who_is_no_member_cannot_resign(desk: Desk) -> None:
    with pytest.raises(Refused, match="not_member"):
        desk.call("resign", member_id=desk.candidate()["member_id"])


def test_a_claim_falls_due_a_month_after_the_effective_day_and_is_paid_by_a_bank_file(desk: Desk) -> None:
    member = leaver(desk)
    approve(desk)
    find(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    assert "0 payments sent" in pay_claims(desk.database, date(2027, 7, 29), nothing)
    assert "1 payments sent, 30.00 EUR" in pay_claims(desk.database, DUE, nothing)
    [claim] = desk.call("list_claims", member_id=member)
    [row] = desk.rows("select content from outgoing_documents where channel = 'bank'")
    file = ET.fromstring(bytes(row["content"]))  # noqa: S314 - our own file
    values = {element.tag.rpartition("}")[2]: element.text for element in file.iter()}
    assert (values["EndToEndId"], values["InstdAmt"], values["NbOfTxs"]) == \
        (claim["claim_id"].replace("_", ""), "30.00", "1")
    assert "BE68539007547034" in [element.text for element in file.iter()]
    assert "0 payments sent" in pay_claims(desk.database, DUE, nothing)
    paid = {"movement_id": new_id("mov"), "booked_on": "2027-08-01", "amount": euro("-30.00"),
            "structured_communication": "", "end_to_end_id": values["EndToEndId"]}
    desk.hear("invoicing.bank_movement_received", on=date(2027, 8, 1), **paid)
    desk.hear("invoicing.bank_movement_received", on=date(2027, 8, 1), **paid)
    assert claims(desk, member) == [("paid", "30.00", "")]
    assert [desk.balance(account) for account in ("4897", "5801", "5500")] == [0, 0, 0]
    assert desk.verify() == []


@pytest.mark.parametrize("state", ["sent", "paid"])
def test_a_payment_that_comes_back_is_due_again(desk: Desk, state: str) -> None:
    member = leaver(desk)
    approve(desk)
    find(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    pay_claims(desk.database, DUE, nothing)
    [claim] = desk.call("list_claims", member_id=member)
    if state == "paid":
        desk.call("record_payout", roles=("bank",), claim_id=claim["claim_id"], movement="m1", booked_on="2027-08-01",
                  on=date(2027, 8, 1))
    desk.hear("invoicing.bank_movement_returned", on=date(2027, 8, 3), movement_id=new_id("mov"),
              refers_to=new_id("mov"), booked_on="2027-08-03", end_to_end_id=claim["claim_id"].replace("_", ""))
    assert claims(desk, member) == [("due", "30.00", "")]
    assert (desk.balance("4897"), desk.balance("5801")) == (-3000, 0)
    assert "1 payments sent" in pay_claims(desk.database, date(2027, 8, 4), nothing)


def test_leavers_whom_a_test_does_not_let_be_paid_wait_are_paid_first_and_in_part(desk: Desk) -> None:
    first, second, third = (leaver(desk) for _ in range(3))
    approve(desk)
    find(desk, limit="59.99")
    settle_exits(desk.database, JUNE_30, nothing)
    report = pay_claims(desk.database, DUE, nothing)
    assert "2 payments sent, 59.99 EUR" in report
    assert "2 leavers suspended by liquidity_test" in report
    assert [claim[:2] for claim in claims(desk, second)] == [("suspended", "0.01"), ("sent", "29.99")]
    late = desk.member(on=date(2027, 1, 6))
    desk.call("end_membership", assurance="high", member_id=late, cause="death", happened_on="2027-08-01",
              evidence="extract of the civil register", on=date(2027, 8, 2))
    desk.payee(late, name="Heirs", iban=IBAN)
    find(desk, limit="60.00", on="2028-01-10", until="2029-12-31")
    assert "3 payments sent, 60.00 EUR" in pay_claims(desk.database, date(2028, 1, 10), nothing)
    states = {member: [claim[:2] for claim in claims(desk, member)] for member in (first, second, third, late)}
    assert states == {first: [("sent", "30.00")], second: [("sent", "0.01"), ("sent", "29.99")],
                      third: [("sent", "30.00")], late: [("suspended", "0.01"), ("sent", "29.99")]}
    assert desk.verify() == []


def test_who_has_no_account_keeps_his_place_and_holds_up_nobody(desk: Desk) -> None:
    nameless, other = leaver(desk, iban=""), leaver(desk)
    approve(desk)
    find(desk, limit="60.00")
    settle_exits(desk.database, JUNE_30, nothing)
    assert "1 have no confirmed account" in pay_claims(desk.database, DUE, nothing)
    assert (claims(desk, nameless)[0][0], claims(desk, other)[0][0]) == ("due", "sent")
    desk.payee(nameless, name="Bo Maes", iban=IBAN)
    assert "1 payments sent" in pay_claims(desk.database, DUE, nothing)


def test_an_account_number_that_cannot_exist_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="iban_wrong"):
        desk.payee(desk.member(), name="Ada", iban="BE68 5390 0754 7035")


def test_death_ends_a_membership_at_any_time_of_the_year_and_on_its_own_day(desk: Desk) -> None:
    member = desk.member()
    approve(desk)
    asked = {"member_id": member, "cause": "death", "evidence": "act 12", "on": date(2027, 10, 5)}
    with pytest.raises(Refused, match="assurance_too_low"):
        desk.call("end_membership", happened_on="2027-10-01", **asked)
    with pytest.raises(Refused, match="cause_too_early"):
        desk.call("end_membership", happened_on="2027-10-06", assurance="high", **asked)
    assert desk.call("end_membership", happened_on="2027-10-01", assurance="high", **asked)["state"] == "settled"
    assert desk.get(member, on=date(2027, 10, 5))["left_on"] == "2027-10-01"
    [claim] = desk.call("list_claims", member_id=member)
    assert claim["due_on"] == "2027-11-01"


def test_bankruptcy_overtakes_a_resignation_under_way(desk: Desk) -> None:
    member = leaver(desk)
    approve(desk)
    desk.call("end_membership", member_id=member, cause="bankruptcy", happened_on="2027-04-01", evidence="judgment",
              assurance="high", on=date(2027, 6, 16))
    assert desk.call("get_exit", member_id=member)["cause"] == "bankruptcy"
    assert settle_exits(desk.database, JUNE_30, nothing).startswith("0 exits settled")


def test_open_calls_of_a_leaver_are_withdrawn_and_parts_paid_on_them_are_owed_back(desk: Desk) -> None:
    member = leaver(desk)
    approve(desk)
    open_call = desk.call("call_voluntary_shares", member_id=member, shares=1, on=SPRING)
    part = desk.call("call_voluntary_shares", member_id=member, shares=2, on=SPRING)
    desk.pay(part["structured_communication"], "20.00", on=SPRING)
    settle_exits(desk.database, JUNE_30, nothing)
    states = {call["call_id"]: call["state"] for call in desk.get(member)["calls"]}
    assert (states[open_call["call_id"]], states[part["call_id"]]) == ("withdrawn", "withdrawn")
    assert [desk.balance(account) for account in ("410", "11091", "4896")] == [0, 0, -2000]
    desk.pay(open_call["structured_communication"], "30.00", on=date(2027, 7, 5))
    assert (desk.get(member)["shares"], desk.balance("4896")) == (0, -5000)
    assert "1 payments sent, 50.00 EUR" in pay_claims(desk.database, date(2027, 7, 6), nothing)
    assert desk.balance("4896") == 0
    assert "0 payments sent" in pay_claims(desk.database, date(2027, 7, 7), nothing)
    assert desk.verify() == []


def test_shares_leave_on_the_day_of_the_exit_and_one_that_was_paid_later_on_its_own_day(desk: Desk) -> None:
    member = leaver(desk)
    call = desk.call("call_voluntary_shares", member_id=member, shares=1, on=SPRING)
    desk.pay(call["structured_communication"], "30.00", on=date(2027, 7, 10))
    approve(desk)
    settle_exits(desk.database, date(2027, 9, 1), nothing)
    strong = {"assurance": "high", "purpose": "test", "roles": ("auditor",), "on": date(2027, 9, 1)}
    days = ("2027-06-29", "2027-06-30", "2027-07-09", "2027-07-10")
    assert [desk.call("get_holding", member_id=member, as_of=day, **strong)["shares"] for day in days] == [1, 0, 0, 0]


def test_a_payment_taken_back_after_the_shares_were_redeemed_is_set_off_against_the_claim(desk: Desk) -> None:
    accepted = desk.candidate()
    movement = desk.pay(accepted["structured_communication"], "30.00")
    desk.call("resign", member_id=accepted["member_id"], on=SPRING)
    approve(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    desk.call("reverse_payment", roles=("bank",), movement="r1", refers_to=movement, booked_on="2027-07-02",
              on=date(2027, 7, 2))
    assert (desk.balance("416"), desk.balance("4897"), desk.balance("11090"), desk.balance("5500")) == (0, 0, 0, 0)
    assert claims(desk, accepted["member_id"])[0][0] == "withdrawn"
    assert desk.verify() == []


def test_accounts_of_a_day_are_approved_once_and_not_before_that_day(desk: Desk) -> None:
    approve(desk)
    with pytest.raises(Refused, match="statement_known"):
        approve(desk, net="1.00")
    with pytest.raises(Refused, match="statement_too_early"):
        approve(desk, day="2027-06-16")


def test_the_yearly_report_counts_who_came_who_left_and_who_has_not_paid(desk: Desk) -> None:
    leaver(desk)
    stayer = desk.member()
    desk.sign_order(stayer, SPRING)
    approve(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    report = desk.call("get_share_report", roles=("auditor",), since="2026-01-01", until="2027-12-31")
    assert (report["issued_to_new"], report["issued_to_old"], report["shares_issued"]) == (2, 0, 2)
    assert (report["leavers"], report["shares_redeemed"], report["outstanding"]) == (1, 1, 1)
    assert report["not_fully_paid"] == [{"member_id": stayer, "calls": 1, "open": euro("30.00")}]
