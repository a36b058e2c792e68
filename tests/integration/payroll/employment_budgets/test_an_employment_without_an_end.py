"""An employment without an end, from the request to the last wage: signed by both, declared, fed, paid, ended."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import psycopg
import pytest
from lxml import etree

from services.payroll.employment_contracts.use_cases import print_contracts
from services.payroll.service import Payroll
from shared.definitions import definition_of
from tests.builders import FreshDatabase, as_owner
from tests.integration.payroll.driver import Host, amount, asked_for, money
from tests.integration.payroll.employment_budgets.worker import EmployedWorker, hire

COST_OF_3000 = "4781.29"  # 3000.00 x 1.4662624 / 0.92, the smallest budget that pays it
NUMBERS = count(1)


@pytest.fixture(scope="module")
def shared_host(database_of_the_file: FreshDatabase) -> Iterator[Host]:
    """One payroll for all tests of the file: each has a worker of its own."""
    opened = Host(database_of_the_file(*definition_of(Payroll).migrations))
    opened.staff()
    yield opened
    opened.close()


@pytest.fixture
def anna(shared_host: Host) -> Iterator[EmployedWorker]:
    """Somebody who may ask for an employment; whatever a test does, all proofs hold after it."""
    yield hire(shared_host, next(NUMBERS))
    assert shared_host.faults() == []


def waiting(anna: EmployedWorker, on: date) -> list[tuple[str, str]]:
    listed = anna.host.call("list_waiting", on=on, member_id=anna.member_id)
    return [(one["matter"], one["leads_on"]) for one in listed if one["matter"].startswith("employment_")]


def quote(anna: EmployedWorker, on: date, **choice: Any) -> dict[str, Any]:
    asked = {"starts_on": "2026-09-01", "weekly_hours": "38", "gross": money("3000.00")} | choice
    found: dict[str, Any] = anna.host.call("quote_employment", on=on, member_id=anna.member_id, **asked)
    return found


def test_the_wage_of_a_month_is_the_published_one_and_is_paid_from_what_orders_brought(anna: EmployedWorker) -> None:
    anna.agree()
    quoted = quote(anna, date(2026, 8, 26))
    anna.work("6000.00", date(2026, 9, 7), date(2026, 9, 11))
    anna.pay(date(2026, 10, 6))
    (wage,) = anna.wages()
    assert (amount(wage["gross"]), amount(wage["net"])) == (Decimal("3000.00"), Decimal("2261.33"))
    assert amount(quoted["net"]) == Decimal("2261.33")
    assert (wage["due_on"], wage["state"], wage["undeclared"]) == ("2026-10-07", "sent", False)
    paid = asked_for(anna.host.documents("bank")[-1][1])
    assert list(paid.values()) == [Decimal("2261.33")]
    assert amount(anna.budget(date(2026, 10, 7))["funds"]["held"]) == Decimal("6000.00") - Decimal(COST_OF_3000)


def test_it_is_declared_without_an_end_and_what_is_done_in_it_is_not_declared_once_more(anna: EmployedWorker) -> None:
    before = len(anna.host.documents("onss"))
    anna.agree()
    job = anna.work("6000.00", date(2026, 9, 7), date(2026, 9, 11))
    (told,) = anna.host.documents("onss")[before:]
    root = etree.fromstring(told[1])
    assert (root.findtext(".//StartingDate"), root.find(".//EndingDate")) == ("2026-09-01", None)
    told_of = [kind for kind, body in anna.host.published("work_declared", "cover_opened")
               if body["order_id"] == job.order_id]
    assert told_of == ["work_declared", "cover_opened"]
    for day in (date(2026, 9, 1), date(2026, 9, 8), date(2030, 1, 7)):
        found = anna.host.call("get_declared_and_covered", member_id=anna.member_id, at=f"{day}T08:00:00+02:00")
        assert found["covered"], day
    assert found["declared"]


def test_an_order_that_was_declared_before_is_taken_back_and_stands_under_the_employment(anna: EmployedWorker) -> None:
    anna.ask()
    job = anna.order("900.00", date(2026, 9, 7), date(2026, 9, 11), signed_on=date(2026, 8, 20))
    anna.approve()
    anna.sign()
    anna.answer(date(2026, 8, 25))
    states = anna.host.rows(f"select state, under <> '' as under from declarations where order_id = '{job.order_id}' "
                            "order by declaration_id")
    assert [(one["state"], one["under"]) for one in states] == [("cancelled", False), ("accepted", True)]


def test_an_order_that_goes_on_after_the_end_is_declared_alone_from_the_next_day(anna: EmployedWorker) -> None:
    anna.agree()
    job = anna.order("900.00", date(2026, 9, 7), date(2026, 9, 30))
    anna.tell("agree_employment_end", date(2026, 9, 10), last_on="2026-09-15", subject=anna.member_id,
              roles=("member", "clock"))
    assert waiting(anna, date(2026, 9, 10)) == [("employment_end_wanted", "both_parties")]
    ended = anna.tell("confirm_employment_end", date(2026, 9, 10), last_on="2026-09-15")
    assert (ended["last_on"], ended["ended_by"]) == ("2026-09-15", "agreement")
    rows = anna.host.rows("select starts_on, ends_on, state, under <> '' as under from declarations "
                          f"where order_id = '{job.order_id}' order by declaration_id")
    assert [(one["starts_on"].isoformat(), one["ends_on"].isoformat(), one["under"]) for one in rows] == [
        ("2026-09-07", "2026-09-15", True), ("2026-09-16", "2026-09-30", False)]
    names = [name for name, _ in anna.host.documents("onss")]
    assert names[-2].startswith("dimona_out_"), "the end is told at once"
    assert names[-1].startswith("dimona_in_")
    anna.host.complete(job)
    anna.pay(date(2026, 10, 6))
    assert len(anna.host.call("list_wages", order_id=job.order_id)) == 1, "it lies across the end: it has its own wage"


def test_an_empty_budget_leaves_no_wage_unpaid_and_what_comes_late_gives_back_the_loan(anna: EmployedWorker) -> None:
    anna.agree()
    anna.work("1000.00", date(2026, 9, 7), date(2026, 9, 11))
    anna.pay(date(2026, 10, 6))
    assert anna.wages()[0]["state"] == "sent"
    (month,) = anna.budget(date(2026, 10, 6))["worked_out"]
    assert (amount(month["brought"]), amount(month["lent"])) == (Decimal("1000.00"), Decimal("3781.29"))
    assert anna.host.faults() == []
    late = anna.work("5000.00", date(2026, 9, 14), date(2026, 9, 18), known_on=date(2026, 10, 20))
    anna.keep(date(2026, 10, 20))
    (month,) = anna.budget(date(2026, 10, 20))["worked_out"]
    assert (amount(month["brought"]), amount(month["lent"])) == (Decimal(COST_OF_3000), Decimal("0.00"))
    advances = anna.host.rows(f"select invoice_id, cost_cents from advances where member_id = '{anna.member_id}' "
                              "order by invoice_id")
    assert advances[1]["invoice_id"] == late.invoice_id
    assert sum(one["cost_cents"] for one in advances) == 439_879  # all of the cost: gross x 1.4662624
    anna.host.client_pays(late, late.invoice_total, date(2026, 10, 21))


def test_the_what_if_tells_how_long_a_budget_lasts_and_which_wage_it_carries(anna: EmployedWorker) -> None:
    anna.order("9562.58", date(2026, 9, 7), date(2026, 9, 11))  # signed for 5,113.58: 4,781.20 of it is to come
    found = quote(anna, date(2026, 9, 6), months=2)
    assert amount(found["funds"]["planned"]) == Decimal("4781.20")
    assert (found["carried_months"], found["short_from"]) == (0, "2026-09-01")  # nine cents short
    assert amount(found["carries"]) == Decimal("1499.97")  # 2,390.60 x 0.92 / 1.4662624
    cheaper = quote(anna, date(2026, 9, 6), gross=money("2999.94"))
    assert (cheaper["carried_months"], cheaper["short_from"]) == (1, "2026-10-01")


@pytest.mark.parametrize(("when_short", "hours", "state"), [
    ("lower_hours", "0", "on_leave"), ("unpaid_leave", "0", "on_leave"), ("notice", "38", "running")])
def test_what_happens_with_an_empty_budget_was_agreed_and_is_told_eight_weeks_before(
    anna: EmployedWorker, when_short: str, hours: str, state: str,
) -> None:
    anna.agree(when_short=when_short)
    anna.keep(date(2026, 9, 2))
    assert waiting(anna, date(2026, 9, 2)) == [("employment_short", "worker")]
    (told,) = [body for _, body in anna.host.published("employment_budget_short")
               if body["member_id"] == anna.member_id]
    assert (told["remedy"], told["short_from"], told["effective_on"]) == (when_short, "2026-09-01", "2026-11-01")
    anna.keep(date(2026, 10, 31))
    assert anna.now(date(2026, 10, 31))["holds"]["weekly_hours"] == "38"
    anna.pay(date(2026, 11, 2))
    held = anna.now(date(2026, 11, 2))
    assert (held["holds"]["weekly_hours"], held["state"]) == (hours, state)
    assert held["last_on"] == ("2026-11-15" if when_short == "notice" else None)  # a week from Monday the 9th
    assert waiting(anna, date(2026, 11, 2)) == []
    anna.pay(date(2026, 11, 6))
    assert [one["state"] for one in anna.wages()] == ["sent", "sent"], "what is owed until then is paid"


def test_orders_that_come_in_time_lift_the_warning_and_a_leave_ends_when_the_budget_carries_it_again(
    anna: EmployedWorker,
) -> None:
    anna.agree(when_short="unpaid_leave")
    anna.work("4781.29", date(2026, 9, 1), date(2026, 9, 1))
    anna.work("4781.29", date(2026, 9, 2), date(2026, 9, 2))
    anna.keep(date(2026, 9, 8))  # two months carried: November is short, warned eight weeks before
    assert waiting(anna, date(2026, 9, 8)) == [("employment_short", "worker")]
    anna.work("120000.00", date(2026, 9, 9), date(2026, 9, 9))
    anna.keep(date(2026, 9, 10))
    assert waiting(anna, date(2026, 9, 10)) == []


def test_a_change_holds_from_its_day_and_what_nobody_signs_lapses(anna: EmployedWorker) -> None:
    anna.agree()
    anna.change("1500.00", "19", date(2026, 9, 16), date(2026, 9, 2))
    more = {"from_on": "2026-09-20", "weekly_hours": "38", "gross": money("9000.00")}
    anna.tell("ask_employment_change", date(2026, 9, 3), **more)
    assert ("employment_asked", "advisor") in waiting(anna, date(2026, 9, 3))
    assert anna.refused("ask_employment_change", date(2026, 9, 3), **more) == "change_asked_before"
    anna.approve(date(2026, 9, 3))
    assert ("employment_unsigned", "both_parties") in waiting(anna, date(2026, 9, 3))
    anna.pay(date(2026, 10, 6))
    assert ("employment_unsigned", "both_parties") not in waiting(anna, date(2026, 10, 6))
    (wage,) = anna.wages()
    assert amount(wage["gross"]) == Decimal("2250.00")  # eleven weekdays of each of the two
    assert anna.refused("ask_employment_change", date(2026, 9, 15), from_on="2026-09-25", weekly_hours="38",
                        gross=money("9000.00")) == "month_worked_out"


def test_who_leaves_is_paid_pro_rata_and_what_is_left_is_paid_out_or_stays_for_the_next_employment(
    anna: EmployedWorker,
) -> None:
    anna.agree()
    anna.work("6000.00", date(2026, 9, 7), date(2026, 9, 8))
    ended = anna.tell("resign_employment", date(2026, 9, 3), subject=anna.member_id, roles=("member", "clock"))
    assert (ended["last_on"], ended["ended_by"]) == ("2026-09-13", "member_notice")  # a week from Monday the 7th
    anna.pay(date(2026, 9, 18))
    wage, holiday = anna.wages()
    assert amount(wage["gross"]) == Decimal("1227.27")  # 9 of 22 weekdays
    assert amount(holiday["gross"]) == Decimal("188.26")  # 94.13 + 83.45 + 10.68: 7.67, 6.80 and 0.87 % of it
    assert {one["due_on"] for one in (wage, holiday)} == {"2026-09-20"}
    assert waiting(anna, date(2026, 9, 21)) == [("employment_budget_left", "worker")]
    assert anna.refused("choose_budget_payout", date(2026, 9, 21), pays_out=True) == "last_wage_worked_out"
    left = amount(anna.budget(date(2026, 9, 21))["funds"]["held"])
    anna.ask(on=date(2026, 9, 21), starts_on=date(2026, 10, 1))
    anna.approve(date(2026, 9, 21))
    anna.sign(date(2026, 9, 21))
    anna.answer(date(2026, 9, 22))
    anna.tell("choose_budget_payout", date(2026, 10, 2), pays_out=True)
    anna.tell("give_employment_notice", date(2026, 10, 2))
    anna.keep(date(2026, 10, 3))
    assert amount(anna.budget(date(2026, 10, 3))["funds"]["held"]) == left
    anna.pay(date(2026, 10, 16))
    wage, holiday = anna.wages()
    assert amount(holiday["gross"]) > amount(wage["gross"]) * Decimal("0.153")
    assert amount(anna.budget(date(2026, 10, 16))["funds"]["held"]) == 0
    assert amount(wage["gross"]) > Decimal("2000.00")  # all that was left
    assert waiting(anna, date(2026, 10, 16)) == []


def test_an_end_on_a_sunday_after_the_last_paid_month_pays_out_all_that_is_left(anna: EmployedWorker) -> None:
    anna.agree()
    anna.work("6000.00", date(2026, 9, 7), date(2026, 9, 8))
    anna.work("6000.00", date(2026, 10, 5), date(2026, 10, 6))
    anna.tell("choose_budget_payout", date(2026, 10, 5), pays_out=True)
    for method, who, role in (("agree_employment_end", anna.member_id, "member"),
                              ("confirm_employment_end", "clerk", "payroll_clerk")):
        anna.tell(method, date(2026, 10, 5), last_on="2026-11-01", subject=who, roles=(role, "clock"))
    anna.pay(date(2026, 11, 6))
    assert amount(anna.budget(date(2026, 11, 6))["funds"]["held"]) == 0
    assert waiting(anna, date(2026, 11, 6)) == []
    september, october, holiday = anna.wages()
    assert (amount(september["gross"]), amount(october["gross"]) > Decimal("4000.00")) == (Decimal("3000.00"), True)
    assert amount(holiday["gross"]) > (amount(september["gross"]) + amount(october["gross"])) * Decimal("0.153")


def test_holiday_pay_of_the_year_before_leaves_out_the_leave_that_was_taken_of_it(anna: EmployedWorker) -> None:
    """Four months of 2025 at 3,000.00 give seven days of leave; two are taken in 2026, and were paid as work."""
    anna.ask(on=date(2025, 8, 20), starts_on=date(2025, 9, 1))
    anna.approve(date(2025, 8, 21))
    anna.sign(date(2025, 8, 21))
    anna.answer(date(2025, 8, 22))
    anna.pay(date(2026, 2, 6))
    absent = anna.host.call("ask_absence", on=date(2026, 2, 6), member_id=anna.member_id, kind="leave",
                            starts_on="2026-02-09", ends_on="2026-02-10")
    anna.host.call("decide_absence", on=date(2026, 2, 6), absence_id=absent["absence_id"], approved=True)
    anna.tell("resign_employment", date(2026, 2, 12), subject=anna.member_id, roles=("member", "clock"))
    last = date.fromisoformat(anna.now(date(2026, 2, 12))["last_on"])
    anna.pay(last + timedelta(days=8))
    settled = {one["year"]: one for one in anna.host.rows(
        f"select * from exit_holiday_pays where order_id = '{anna.order_id}' order by year")}
    assert settled[2025]["earned_cents"] == 12_000_00
    assert (settled[2025]["leave_days"], settled[2025]["taken_days"]) == (7, 2)
    assert settled[2025]["simple_cents"] == 657_43  # 12,000 x 7.67 % x 5 / 7
    assert settled[2025]["double_cents"] + settled[2025]["beyond_cents"] == 816_00 + 104_40
    assert settled[2026]["simple_cents"] == round(settled[2026]["earned_cents"] * 767 / 10_000)
    holiday = anna.wages()[-1]
    assert int(amount(holiday["gross"]) * 100) == sum(
        one["simple_cents"] + one["double_cents"] + one["beyond_cents"] for one in settled.values())
    anna.keep(last + timedelta(days=9))
    assert anna.wages()[-1]["wage_id"] == holiday["wage_id"], "settled once, however often it is kept"


def test_holiday_pay_is_never_declared_as_the_wage_of_days(host: Host) -> None:
    """Until the form of it is known to us, the return leaves the worker out and says why."""
    host.staff()
    anna = hire(host, 1)
    anna.agree()
    anna.tell("resign_employment", date(2026, 9, 3), subject=anna.member_id, roles=("member", "clock"))
    anna.pay(date(2026, 9, 18))
    seen = anna.host.call("preview_social_return", on=date(2026, 10, 12))
    assert [(one["code"], "exit_holiday_pay" in one["why"]) for one in seen["left_out"]
            if one["member_id"] == anna.member_id] == [("parameter_missing", True)]


def test_a_death_ends_the_employment_that_day_and_pays_out_all_that_is_left(anna: EmployedWorker) -> None:
    """Notice runs until 11 October; the worker dies on 25 September, which is told on the 28th."""
    anna.agree()
    anna.work("9000.00", date(2026, 9, 7), date(2026, 9, 8))
    anna.tell("resign_employment", date(2026, 9, 21), subject=anna.member_id, roles=("member", "clock"))
    assert anna.now(date(2026, 9, 21))["last_on"] > "2026-09-25"
    assert anna.refused("record_death", date(2026, 9, 28), died_on="2026-09-29") == "death_to_come"
    assert anna.refused("record_death", date(2026, 9, 28), died_on="2026-09-25", subject=anna.member_id,
                        roles=("member", "clock")) == "not_allowed"
    ended = anna.tell("record_death", date(2026, 9, 28), died_on="2026-09-25")
    assert (ended["last_on"], ended["ended_by"], ended["pays_out"]) == ("2026-09-25", "death", True)
    assert anna.refused("record_death", date(2026, 9, 28), died_on="2026-09-25") == "not_running"
    told = anna.host.documents("onss")[-1]
    assert b"2026-09-25" in told[1]
    anna.pay(date(2026, 10, 6))
    wage, holiday = anna.wages()
    assert amount(wage["gross"]) > Decimal("5600.00"), "all that the budget had, not 19 of 22 days"
    assert amount(holiday["gross"]) > amount(wage["gross"]) * Decimal("0.153")
    assert amount(anna.budget(date(2026, 10, 6))["funds"]["held"]) == 0
    assert waiting(anna, date(2026, 10, 6)) == []


def test_a_death_that_is_told_after_a_month_was_worked_out_ends_nothing_twice(anna: EmployedWorker) -> None:
    anna.agree()
    anna.work("9000.00", date(2026, 9, 7), date(2026, 9, 8))
    anna.pay(date(2026, 10, 6))
    ended = anna.tell("record_death", date(2026, 10, 7), died_on="2026-09-25")
    assert (ended["last_on"], ended["worked_out_until"]) == ("2026-09-25", "2026-09-30")
    anna.pay(date(2026, 10, 12))
    wage, holiday = anna.wages()
    assert (amount(wage["gross"]), amount(holiday["gross"])) == (Decimal("3000.00"), Decimal("460.20"))


def test_an_employment_that_ends_before_it_begins_is_taken_back(anna: EmployedWorker) -> None:
    anna.agree()
    for method, who in (("agree_employment_end", anna.member_id), ("confirm_employment_end", "clerk")):
        roles = ("payroll_clerk", "clock") if who == "clerk" else ("member", "clock")
        anna.tell(method, date(2026, 8, 27), last_on="2026-08-28", subject=who, roles=roles)
    assert anna.host.documents("onss")[-1][0].startswith("dimona_cancel_")
    anna.pay(date(2026, 10, 6))
    assert (anna.wages(), anna.now(date(2026, 10, 6))["ended_by"]) == ([], "never_began")
    anna.ask(on=date(2026, 10, 6), starts_on=date(2026, 11, 2))


def test_each_party_signs_for_itself_and_the_contract_is_a_paper(anna: EmployedWorker) -> None:
    anna.ask()
    assert anna.host.refused("ask_employment", on=date(2026, 8, 20), member_id=anna.member_id, when_short="notice",
                             activity_id="act_" + "0" * 32, starts_on="2026-10-01", weekly_hours="38", work="More",
                             gross=money("3000.00")) == "employment_running"
    assert anna.refused("sign_employment", date(2026, 8, 21)) == "not_allowed"
    assert anna.refused("countersign_employment", date(2026, 8, 21)) == "terms_not_in_state"
    anna.approve()
    assert anna.refused("get_employment_contract", date(2026, 8, 21)) == "contract_not_printed"
    print_contracts(anna.host.database, date(2026, 8, 21), lambda done, of: None)
    paper = anna.tell("get_employment_contract", date(2026, 8, 21))
    assert paper["digest"] == anna.now(date(2026, 8, 21))["waits"]["digest"]
    assert anna.refused("countersign_employment", date(2026, 9, 1)) == "first_hour_passed"
    anna.keep(date(2026, 9, 1))
    assert anna.now(date(2026, 9, 1))["state"] == "not_agreed"


@pytest.mark.parametrize(("hours", "gross", "code"), [
    ("14", "2000.00", "weekly_hours_out_of_range"), ("38", "2233.60", "wage_below_least"),
    ("19", "1116.80", "wage_below_least"), ("0", "100.00", "hours_without_wage")])
def test_what_the_law_does_not_allow_is_refused_before_it_is_asked(
    anna: EmployedWorker, hours: str, gross: str, code: str,
) -> None:
    assert anna.host.refused(
        "ask_employment", on=date(2026, 8, 20), member_id=anna.member_id, activity_id="act_" + "0" * 32,
        starts_on="2026-09-01", weekly_hours=hours, gross=money(gross), work="Layout", when_short="notice") == code


PLANTED = {
    "a signature is gone": "alter table employment_terms drop constraint employment_terms_agreed_by_both; "
                           "update employment_terms set member_signed_at = null where state = 'agreed'",
    "a contract says something else": "update employment_terms set content = content || ' '",
    "an end that nobody declared": "update orders set ends_on = '2026-12-31' where open_ended",
}


@pytest.mark.parametrize("planted", sorted(PLANTED))
def test_a_planted_breach_is_found(host: Host, planted: str) -> None:
    host.staff()
    anna = hire(host, 1)
    anna.agree()
    assert host.faults() == []
    with psycopg.connect(as_owner(host.database.url)) as conn:
        conn.execute(PLANTED[planted])
    assert any(anna.employment_id in fault for fault in host.faults())
