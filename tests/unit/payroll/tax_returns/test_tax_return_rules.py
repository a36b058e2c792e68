"""A month agrees or does not; a year is stated when its December was closed; a form's figures follow from sums."""

from dataclasses import replace
from datetime import date

import pytest

from services.payroll.countries.be.yearly import BelgianTaxReturns, form_figures
from services.payroll.dues.rules import period_around
from services.payroll.tax_returns.errors import MonthsStillOpen, YearlyFileNotKnown
from services.payroll.tax_returns.rules import (
    WithholdingFigures,
    WithholdingReturn,
    YearlyStatement,
    assert_months_closed,
)
from shared.money import Money

TEN = Money.of("10.00")
SUMS = {"gross": "3000.00", "onss_employee": "392.10", "work_bonus_a": "110.54", "work_bonus_b": "1.00",
        "withholding": "437.87", "special_contribution": "19.24"}


def test_a_month_agrees_when_payslips_ledger_and_return_have_one_sum() -> None:
    figures = WithholdingFigures(wages=1, payslips=TEN, ledger=TEN)
    found = WithholdingReturn(entity="main", period=period_around(date(2026, 10, 1), months=1), figures=figures,
                              due_on=date(2026, 11, 15), withheld=TEN)
    assert found.agrees
    assert not replace(found, withheld=Money.of("10.01")).agrees
    assert not replace(found, figures=replace(figures, ledger=Money.of("9.99"))).agrees


@pytest.mark.parametrize("closed_until", [None, date(2026, 12, 1)])
def test_a_year_is_not_stated_while_a_month_of_it_is_open(closed_until: date | None) -> None:
    with pytest.raises(MonthsStillOpen):
        assert_months_closed(2026, closed_until)
    assert_months_closed(2026, date(2027, 1, 1))


def test_what_is_taxed_is_the_pay_without_social_security() -> None:
    stated = YearlyStatement(
        entity="main", year=2026, member_id="mbr_1", number=7, wages=1, first_on=date(2026, 10, 6),
        last_on=date(2026, 10, 6), closed_on=date(2027, 1, 5),
        figures={code: Money.of(amount) for code, amount in SUMS.items()})
    found = form_figures(stated)
    assert (str(found["taxable"]), str(found["work_bonus"])) == ("2719.44 EUR", "111.54 EUR")
    assert (stated.printed_number, [one.code for one in stated.listed]) == ("2026/000007", list(SUMS))


def test_the_yearly_file_is_refused_because_its_schema_is_not_known() -> None:
    with pytest.raises(YearlyFileNotKnown):
        BelgianTaxReturns().yearly_file(2026)
