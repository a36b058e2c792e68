"""An answer of the partner's payroll: to the cent, with declared lines, for its day; else refused by name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.payroll.countries.at.lines import LINES as AUSTRIAN
from services.payroll.countries.at.lines import OWED_TO as AUSTRIAN_CREDITORS
from services.payroll.countries.de.lines import LINES, OWED_TO
from services.payroll.outside_payroll.errors import (
    PayAnswerForOtherDay,
    PayAnswerOutdated,
    PayCurrencyDiffers,
    PayGrossMissing,
    PayLineNegative,
    PayLineNotDeclared,
    PayLinesMissBudget,
    PayLinesMissNet,
    PayLineTwice,
    TooMuchLeftOver,
)
from services.payroll.outside_payroll.rules import (
    DeclaredLine,
    GivenLine,
    PayAnswer,
    PayLeader,
    PayRequest,
    PaySide,
    RequestKind,
    RequestState,
    check_answer,
    leader_of,
)
from services.payroll.wages.rules.lines import result
from services.payroll.wages.rules.outside import pay_of
from services.payroll.wages.rules.pay import Creditor
from shared.errors import Refusal
from shared.money import Money

PAY_ON = date(2026, 10, 27)
BUDGET, ONE = Money.of("4781.20"), Money.of("1.00")
GIVEN = {"gross": "3800.00", "wage_tax": "520.10", "health_insurance": "304.00", "care_insurance": "68.40",
         "pension_insurance": "353.40", "unemployment_insurance": "49.40", "employer_health_insurance": "304.00",
         "employer_care_insurance": "68.40", "employer_pension_insurance": "353.40",
         "employer_unemployment_insurance": "49.40", "sickness_and_maternity_levies": "80.00",
         "accident_insurance": "125.80", "left_over": "0.20"}


def answer(net: str = "2504.70", **changed: str | None) -> PayAnswer:
    lines = [GivenLine(code=code, amount=Money.of(amount))
             for code, amount in {**GIVEN, **changed}.items() if amount is not None]
    return PayAnswer(pay_on=PAY_ON, reference="2026-09/17", net=Money.of(net), lines=lines)


def check(found: PayAnswer, day: date = PAY_ON, limit: Money = ONE) -> None:
    check_answer(found, budget=BUDGET, lines=LINES, left_over_limit=limit, day=day)


def test_an_answer_that_adds_up_is_taken() -> None:
    check(answer())


@pytest.mark.parametrize(("wrong", "refusal"), [
    (answer(accident_insurance="125.81"), PayLinesMissBudget),
    (answer(accident_insurance="125.79"), PayLinesMissBudget),
    (answer(net="2504.71"), PayLinesMissNet),
    (answer(net="2504.69"), PayLinesMissNet),
    (answer(wage_tax="-0.01"), PayLineNegative),
    (answer(employer_care_insurance="-68.40"), PayLineNegative),
    (answer(net="-0.01"), PayLineNegative),
    (answer(gross=None), PayGrossMissing),
    (answer(gross="0.00"), PayGrossMissing),
    (answer(bonus="1.00"), PayLineNotDeclared),
    (answer(net="2555.70", gross="3799.18", left_over="1.02"), PayLinesMissNet),
    (answer(net="2503.69", gross="3798.99", left_over="1.21"), TooMuchLeftOver),
])
def test_an_answer_that_does_not_add_up_is_refused_by_name(wrong: PayAnswer, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check(wrong)


def test_what_rounding_may_leave_is_still_within_at_its_limit() -> None:
    check(answer(net="2503.90", gross="3799.20", left_over="1.00"))
    with pytest.raises(TooMuchLeftOver):
        check(answer(net="2503.89", gross="3799.19", left_over="1.01"))


def test_each_line_stands_once() -> None:
    twice = replace(answer(), lines=[*answer().lines, GivenLine(code="gross", amount=Money.zero())])
    with pytest.raises(PayLineTwice):
        check(twice)


def test_every_amount_is_in_the_currency_of_the_budget() -> None:
    with pytest.raises(PayCurrencyDiffers):
        check(replace(answer(), net=Money(250_470, "CHF")))


@pytest.mark.parametrize("day", [date(2026, 10, 26), date(2026, 10, 28)])
def test_an_answer_is_worked_out_for_the_day_of_payment(day: date) -> None:
    with pytest.raises(PayAnswerForOtherDay):
        check(answer(), day=day)


def test_an_answer_holds_for_the_month_of_payment() -> None:
    answer().assert_for(date(2026, 10, 31))
    with pytest.raises(PayAnswerOutdated):
        answer().assert_for(date(2026, 11, 2))


def test_the_pay_has_the_answers_gross_and_net_and_owes_each_what_is_theirs() -> None:
    pay = pay_of(answer(), BUDGET, LINES)
    assert (pay.shares.gross, pay.net, pay.shares.cost) == (
        Money.of("3800.00"), Money.of("2504.70"), Money.of("4781.00"))
    assert result(pay.shares.lines, "EUR") == pay.shares.gross
    assert pay.shares.gross + pay.shares.contributions + pay.shares.other + pay.shares.variable == BUDGET
    assert (pay.wage.owed_to(Creditor.TAX_AUTHORITY, OWED_TO), pay.wage.owed_to(Creditor.SOCIAL_SECURITY, OWED_TO)) == (
        Money.of("520.10"), Money.of("775.20"))
    assert all(line.follows and line.rule.source for line in pay.lines)


@pytest.mark.parametrize(("lines", "owed_to"), [(LINES, OWED_TO), (AUSTRIAN, AUSTRIAN_CREDITORS)])
def test_whatever_a_country_lets_be_withheld_is_owed_to_somebody(
    lines: dict[str, DeclaredLine], owed_to: dict[str, Creditor],
) -> None:
    assert {code for code, line in lines.items() if line.side is PaySide.WITHHELD} == set(owed_to)
    assert all(line.source for line in lines.values())


def test_the_same_question_has_the_same_facts_and_another_one_has_not() -> None:
    one = PayRequest(
        pay_request_id="prq_1", kind=RequestKind.QUOTE, member_id="mbr_1", contract="white_collar", ends_on=PAY_ON,
        due_on=PAY_ON, pay_on=PAY_ON, budget=BUDGET, hours={PAY_ON: Decimal("8.0"), date(2026, 10, 26): Decimal(4)})
    same = replace(one, pay_request_id="prq_2", hours={date(2026, 10, 26): Decimal("4.00"), PAY_ON: Decimal(8)})
    assert one.facts == same.facts
    assert one.facts != replace(one, hours={PAY_ON: Decimal(8)}).facts
    assert one.facts != replace(one, member_id="mbr_2").facts


def test_whose_step_leads_on() -> None:
    assert [leader_of(state, RequestKind.WAGE) for state in RequestState] == [
        PayLeader.PARTNER, PayLeader.PAYROLL, PayLeader.SECOND_PERSON, PayLeader.NOBODY]
    assert leader_of(RequestState.ANSWERED, RequestKind.QUOTE) is PayLeader.NOBODY
