"""A country without rules from gross to net: the partner's own payroll is asked, answers once, is corrected by two."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.payroll.outside_payroll.use_cases import ask_outside_payroll
from services.payroll.payslips.use_cases import print_payslips
from services.payroll.service import Payroll
from shared.auth import Tokens
from shared.bus.dispatch import Dispatcher
from shared.definitions import definition_of
from tests.builders import FreshDatabase
from tests.integration.payroll.driver import ANNA, EMPLOYER, PUBLIC, Host, Job, amount, money, some_id

DONE, ASKED, PAY_DAY = date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 27)
NOVEMBER = date(2026, 11, 3)
GERMAN = {**EMPLOYER, "name": "Shared Company Deutschland eG", "town": "Berlin", "country": "DE", "postcode": "10115",
          "street": "Erste Strasse", "enterprise_number": "DE136695976", "onss_number": "12345678",
          "iban": "DE23100000001234567890", "bic": "MARKDEFF", "accident_insurer": "VBG"}
WORKER: dict[str, Any] = {
    "member_id": ANNA, "first_name": "Zoe", "last_name": "Beispiel", "national_number": "36574261809",
    "iban": "DE23100000001234567890", "household": "single", "language": "de"}
GIVEN = {"gross": "3800.00", "wage_tax": "520.10", "health_insurance": "304.00", "care_insurance": "68.40",
         "pension_insurance": "353.40", "unemployment_insurance": "49.40", "employer_health_insurance": "304.00",
         "employer_care_insurance": "68.40", "employer_pension_insurance": "353.40",
         "employer_unemployment_insurance": "49.40", "sickness_and_maternity_levies": "80.00",
         "accident_insurance": "125.80", "left_over": "0.20"}
PARTNER = ("payroll_partner", "clock")


@pytest.fixture
def host(fresh_database: FreshDatabase) -> Iterator[Host]:
    opened = Host(fresh_database(*definition_of(Payroll).migrations), "DE")
    opened.call("register_employer", on=date(2026, 8, 1), **GERMAN)
    opened.call("register_worker", on=date(2026, 8, 1), **WORKER)
    yield opened
    opened.close()


@pytest.fixture
def asked(host: Host) -> dict[str, Any]:
    """September is worked, and its wage asked for."""
    host.work(Job())
    assert ask_outside_payroll(host.database, ASKED, lambda done, of: None) == "1 wages asked for, 0 wait for a client."
    [(_, event)] = host.published("wage_requested")
    found: dict[str, Any] = event
    return found


def answered(
    request: dict[str, Any], *, net: str = "2504.70", pay_on: date = PAY_DAY, **changed: str,
) -> dict[str, Any]:
    lines = [{"code": code, "amount": money(given)} for code, given in {**GIVEN, **changed}.items()]
    return {"pay_request_id": request["pay_request_id"], "pay_on": pay_on.isoformat(), "reference": "2026-09/17",
            "net": money(net), "lines": lines, "roles": PARTNER, "subject": "payroll-of-the-partner"}


def corrected(request: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The same month with ten euros less tax."""
    return answered(request, net="2514.70", wage_tax="510.10", **more)


def test_the_partner_is_asked_once_with_ids_days_and_amounts(host: Host, asked: dict[str, Any]) -> None:
    assert {key: value for key, value in asked.items() if key not in {"pay_request_id", "days"}} == {
        "order_id": Job().order_id, "part": 1, "member_id": ANNA, "contract": "white_collar",
        "budget": money("4781.20"), "ends_on": "2026-09-30", "due_on": "2026-10-28", "pay_on": "2026-10-27",
        "asked_on": "2026-10-01"}
    assert len(asked["days"]) == 22
    assert ask_outside_payroll(host.database, ASKED, lambda done, of: None) == "0 wages asked for, 0 wait for a client."
    [listed] = host.call("list_pay_requests", on=ASKED, roles=PARTNER)
    assert (listed["state"], listed["leads_on"], listed["asked_on"], listed["due_on"]) == (
        "waiting", "payroll_partner", "2026-10-01", "2026-10-28")
    assert host.call("list_pay_requests", on=ASKED, roles=PARTNER, overdue=True) == []
    detail = host.call("get_pay_request", on=ASKED, roles=PARTNER, pay_request_id=asked["pay_request_id"])
    assert detail["codes"] == ["gross", *(code for code in detail["codes"][1:-1]), "left_over"]
    assert detail["days"] == asked["days"]


def test_the_answer_is_paid_booked_and_printed_like_any_wage(host: Host, asked: dict[str, Any]) -> None:
    host.dispatcher = Dispatcher(Payroll(), host.database, Tokens({"k": PUBLIC}, "DE"), zone="Europe/Berlin",
                                 now=lambda: datetime(2026, 10, 27, 8, 0, tzinfo=UTC))
    assert host.call("answer_pay_request", on=ASKED, **answered(asked))["state"] == "answered"
    assert host.pay_day(PAY_DAY).startswith("1 wages worked out, 0 not")
    wage = host.wage_of(Job())
    assert (amount(wage["gross"]), amount(wage["net"]), wage["pay_on"]) == (
        amount(money("3800.00")), amount(money("2504.70")), "2026-10-27")
    run = host.call("propose_pay_run", on=PAY_DAY, day=PAY_DAY.isoformat())
    host.call("approve_pay_run", on=PAY_DAY, subject="second", run_id=run["run_id"])
    host.call("send_pay_run", on=PAY_DAY, run_id=run["run_id"])
    host.bank_moves(1, "-2504.70", host.last_payment(), PAY_DAY)
    [(_, advance)] = host.published("advance_opened")
    assert advance["amount"] == money("4781.00")
    assert print_payslips(host.database, PAY_DAY, lambda done, of: None) == "1 payslips were printed, 0 set aside."
    balances = {role: str(host.balance(role).amount) for role in (
        "wages_to_pay", "withholding_tax_to_pay", "social_security_to_pay", "other_charges_to_pay", "mutual_fund",
        "employment_budgets")}
    assert balances == {
        "wages_to_pay": "0.00", "withholding_tax_to_pay": "-520.10", "social_security_to_pay": "-1630.40",
        "other_charges_to_pay": "-125.80", "mutual_fund": "-0.20", "employment_budgets": "0.00"}
    assert host.faults() == []
    [listed] = host.call("list_pay_requests", on=PAY_DAY, roles=PARTNER, state="worked_out")
    assert listed["leads_on"] == "nobody"


def test_an_answer_that_never_comes_blocks_the_wage_with_its_reason(host: Host, asked: dict[str, Any]) -> None:
    assert host.pay_day(PAY_DAY).startswith("0 wages worked out, 1 not")
    [waits] = host.call("list_waiting", on=PAY_DAY)
    assert (waits["matter"], waits["why"], waits["leads_on"], waits["since"]) == (
        "wage_blocked", "wage_awaits_outside_payroll", "payroll_partner", "2026-09-30")
    [overdue] = host.call("list_pay_requests", on=PAY_DAY, roles=PARTNER, overdue=True)
    assert overdue["pay_request_id"] == asked["pay_request_id"]


def test_a_late_answer_is_worked_out_for_the_day_on_which_the_wage_can_still_be_paid(
    host: Host, asked: dict[str, Any],
) -> None:
    host.pay_day(PAY_DAY)
    reply = host.reply("answer_pay_request", on=NOVEMBER, **answered(asked))
    assert (reply["error"]["exc_type"], reply["error"]["details"]["day"]) == ("pay_answer_for_other_day", "2026-11-03")
    host.call("answer_pay_request", on=NOVEMBER, **answered(asked, pay_on=NOVEMBER))
    host.pay_day(NOVEMBER)
    assert (host.wage_of(Job())["late"], host.wage_of(Job())["pay_on"]) == (True, "2026-11-03")
    assert host.call("list_waiting", on=PAY_DAY) == []
    assert host.faults() == []


def test_a_second_answer_is_refused_and_the_same_call_again_is_not(host: Host, asked: dict[str, Any]) -> None:
    first = host.call("answer_pay_request", on=ASKED, request_id="theirs-1", **answered(asked))
    assert host.call("answer_pay_request", on=ASKED, request_id="theirs-1", **answered(asked)) == first
    assert host.refused("answer_pay_request", on=ASKED, **corrected(asked)) == "pay_answered_before"
    host.pay_day(PAY_DAY)
    assert host.refused("answer_pay_request", on=PAY_DAY, **answered(asked)) == "pay_worked_out_before"
    assert host.refused("correct_pay_answer", on=PAY_DAY, **corrected(asked)) == "pay_worked_out_before"


@pytest.mark.parametrize(("wrong", "code"), [
    ({"net": "2504.71"}, "pay_lines_miss_net"), ({"accident_insurance": "125.81"}, "pay_lines_miss_budget"),
    ({"wage_tax": "-1.00"}, "pay_line_negative"), ({"bonus": "1.00"}, "pay_line_not_declared"),
])
def test_a_wrong_answer_is_refused_by_name_and_a_right_one_is_still_taken(
    host: Host, asked: dict[str, Any], wrong: dict[str, str], code: str,
) -> None:
    assert host.refused("answer_pay_request", on=ASKED, **answered(asked, **wrong)) == code
    assert host.call("answer_pay_request", on=ASKED, **answered(asked))["state"] == "answered"


def test_a_correction_stands_when_a_second_person_has_approved_it(host: Host, asked: dict[str, Any]) -> None:
    which = {"pay_request_id": asked["pay_request_id"]}
    assert host.refused("correct_pay_answer", on=ASKED, **corrected(asked)) == "pay_not_answered_yet"
    host.call("answer_pay_request", on=ASKED, **answered(asked))
    assert host.refused("approve_pay_correction", on=ASKED, **which) == "no_correction_waits"
    assert host.call("correct_pay_answer", on=ASKED, **corrected(asked))["state"] == "correction_proposed"
    [waits] = host.call("list_pay_requests", on=ASKED, state="correction_proposed")
    assert waits["leads_on"] == "second_person"
    assert host.refused("approve_pay_correction", on=ASKED, subject="payroll-of-the-partner",
                        **which) == "second_person_needed"
    host.call("approve_pay_correction", on=ASKED, **which)
    host.pay_day(PAY_DAY)
    assert host.wage_of(Job())["net"] == money("2514.70")
    assert host.faults() == []


def test_a_correction_that_is_refused_leaves_the_answer_before_it(host: Host, asked: dict[str, Any]) -> None:
    which = {"pay_request_id": asked["pay_request_id"]}
    host.call("answer_pay_request", on=ASKED, **answered(asked))
    host.call("correct_pay_answer", on=ASKED, **corrected(asked))
    assert host.call("refuse_pay_correction", on=ASKED, reason="the tax was right", **which)["state"] == "answered"
    assert host.refused("approve_pay_correction", on=ASKED, **which) == "no_correction_waits"
    host.pay_day(PAY_DAY)
    assert host.wage_of(Job())["net"] == money("2504.70")


def test_an_answer_for_a_month_that_has_passed_is_corrected_before_the_wage_is_paid(
    host: Host, asked: dict[str, Any],
) -> None:
    host.call("answer_pay_request", on=ASKED, **answered(asked))
    assert host.pay_day(NOVEMBER).startswith("0 wages worked out, 1 not")
    [waits] = host.call("list_waiting", on=NOVEMBER)
    assert (waits["why"], waits["leads_on"]) == ("pay_answer_outdated", "payroll_partner")
    host.call("correct_pay_answer", on=NOVEMBER, **corrected(asked, pay_on=NOVEMBER))
    host.call("approve_pay_correction", on=NOVEMBER, pay_request_id=asked["pay_request_id"])
    assert host.pay_day(NOVEMBER).startswith("1 wages worked out, 0 not")


def test_only_the_partner_answers_and_only_what_was_asked(host: Host, asked: dict[str, Any]) -> None:
    theirs = answered(asked)
    for changed, code in (({"roles": ("payroll_clerk", "clock")}, "not_allowed"),
                          ({"pay_request_id": some_id("prq", 7)}, "not_found")):
        assert host.refused("answer_pay_request", on=ASKED, **{**theirs, **changed}) == code
    assert host.refused("get_pay_request", on=ASKED, pay_request_id=some_id("prq", 7)) == "not_found"


def test_a_quote_cannot_be_given_unless_the_partner_answered_one(host: Host) -> None:
    days = [{"on": "2026-09-07", "hours": "8"}, {"on": "2026-09-08", "hours": "8"}]
    question = {"member_id": ANNA, "contract": "white_collar", "budget": money("4781.20"), "ends_on": "2026-09-08",
                "days": days}
    assert host.refused("quote_pay", on=ASKED, **question) == "pay_not_worked_out_here"
    request = host.call("ask_pay_quote", on=ASKED, **question)
    assert host.call("ask_pay_quote", on=ASKED, **question) == request
    assert host.refused("quote_pay", on=ASKED, **question) == "pay_not_worked_out_here"
    [(_, told)] = host.published("quote_requested")
    host.call("answer_pay_request", on=ASKED, **answered(told, pay_on=date.fromisoformat(told["pay_on"])))
    quote = host.call("quote_pay", on=ASKED, **question)
    assert (quote["gross"], quote["net"], quote["cost"], quote["strategy"]) == (
        money("3800.00"), money("2504.70"), money("4781.00"), "outside_payroll")
    assert host.call("ask_pay_quote", on=ASKED, **question)["state"] == "answered"
    assert host.refused("quote_pay", on=ASKED, **{**question, "budget": money("4781.21")}) == "pay_not_worked_out_here"


def test_work_that_was_asked_for_after_the_month_before_waits_for_a_decision(host: Host) -> None:
    host.sign(Job(number=1), on=date(2026, 8, 31))
    host.sign(Job(number=2), on=date(2026, 9, 1))
    states = [host.call("get_declaration", order_id=some_id("ord", number))["state"] for number in (1, 2)]
    assert states == ["sent", "late"]
    late = host.call("get_declaration", order_id=some_id("ord", 2))
    host.call("decide_late_declaration", on=date(2026, 9, 1), declaration_id=late["declaration_id"], declare=False,
              reason="the payroll of the month is closed")
    [(_, refused)] = host.published("work_declaration_refused")
    assert refused["reason"] == "asked_too_late"


def test_the_partners_payroll_answers_the_notice_of_employment(host: Host) -> None:
    host.sign(Job())
    [listed] = host.call("list_declarations", roles=PARTNER, state="sent")
    [(name, content)] = host.documents("outside_payroll")
    assert listed["declaration_id"] in name
    assert b"national" not in content
    host.call("record_declaration_answer", roles=PARTNER, on=date(2026, 8, 25), result="accepted", reference="A-17",
              declaration_id=listed["declaration_id"])
    assert host.call("get_declaration", order_id=Job().order_id)["state"] == "accepted"


def test_the_wage_of_unguaranteed_work_is_asked_for_when_the_clients_money_has_come(host: Host) -> None:
    job = Job()
    host.hear("order_signed", date(2026, 8, 22), **{**host.order_form(job, date(2026, 8, 22)), "client_country": "CH"})
    host.declare(job)
    host.complete(job)
    assert ask_outside_payroll(host.database, ASKED, lambda done, of: None) == "0 wages asked for, 1 wait for a client."
    host.client_pays(job, job.invoice_total, date(2026, 11, 2))
    assert ask_outside_payroll(host.database, NOVEMBER, lambda done, of: None) == (
        "1 wages asked for, 0 wait for a client.")
    [(_, event)] = host.published("wage_requested")
    assert event["pay_on"] == "2026-11-03"
