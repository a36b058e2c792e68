"""Periods, grids, days and controls of a VAT return, without a database."""

from datetime import date
from decimal import Decimal

import pytest

from services.invoicing.countries.be.intervat import periodic_return
from services.invoicing.countries.be.vat_returns import BelgianVatReturns
from services.invoicing.vat_returns.errors import VatPeriodNotOver, VatReturnAnswered
from services.invoicing.vat_returns.rules import (
    Fact,
    Grids,
    Period,
    State,
    VatReturn,
    add_up,
    answer,
    assert_over,
    period_around,
    send_again,
)
from shared.countries import load_country
from shared.money import Money

TABLES = load_country("services.invoicing", "BE").tables
OF = BelgianVatReturns()


def fact(kind: str = "invoice", category: str = "S", rate: str = "0.2100", country: str = "BE") -> Fact:
    return Fact(kind=kind, category=category, rate=Decimal(rate), country=country, documents=1, example="inv_1",
                base=Money.of("100.00"), vat=Money.of("21.00"))


@pytest.mark.parametrize(("day", "months", "period"), [
    (date(2026, 1, 1), 1, (date(2026, 1, 1), date(2026, 2, 1))),
    (date(2026, 12, 31), 1, (date(2026, 12, 1), date(2027, 1, 1))),
    (date(2026, 3, 31), 3, (date(2026, 1, 1), date(2026, 4, 1))),
    (date(2026, 10, 1), 3, (date(2026, 10, 1), date(2027, 1, 1))),
    (date(2028, 2, 29), 1, (date(2028, 2, 1), date(2028, 3, 1))),
])
def test_a_day_lies_in_one_period(day: date, months: int, period: tuple[date, date]) -> None:
    found = period_around(day, months=months)
    assert (found.starts_on, found.ends_before) == period
    assert found.is_month == (months == 1)
    assert found.ends_the_year == (found.ends_before.month == 1)


def test_a_period_is_over_on_the_day_after_its_last_and_not_before() -> None:
    september = period_around(date(2026, 9, 9), months=1)
    assert_over(september, on=date(2026, 10, 1))
    with pytest.raises(VatPeriodNotOver, match="2026-09-30"):
        assert_over(september, on=date(2026, 9, 30))


@pytest.mark.parametrize(("found", "grids"), [
    (fact(), ("03", "54")),
    (fact(rate="0.12"), ("02", "54")),
    (fact(rate="0.06"), ("01", "54")),
    (fact(category="E", rate="0"), ("00", "")),
    (fact(category="AE", rate="0"), ("45", "")),
    (fact(category="AE", rate="0", country="DE"), ("44", "")),
    (fact(category="G", rate="0", country="CH"), ("47", "")),
    (fact("credit_note"), ("49", "64")),
    (fact("credit_note", "AE", "0"), ("49", "")),
    (fact("credit_note", "AE", "0", "FR"), ("48", "")),
    (fact("loss", "", "0", ""), ("", "62")),
    (fact("recovery", "", "0", ""), ("", "61")),
])
def test_a_document_stands_in_the_grids_of_its_case(found: Fact, grids: tuple[str, str]) -> None:
    placed = OF.grids(TABLES, date(2026, 9, 1), found)
    assert placed is not None
    assert (placed.base, placed.tax) == grids


@pytest.mark.parametrize("found", [fact(rate="0.17"), fact(category="O", rate="0"),
                                   fact(category="AE", rate="0", country="CH")])
def test_nobody_guesses_where_another_case_stands(found: Fact) -> None:
    assert OF.grids(TABLES, date(2026, 9, 1), found) is None


def test_grids_add_up_and_those_without_an_amount_are_left_out() -> None:
    assert add_up([(fact(), Grids(base="03", tax="54")), (fact(), Grids(base="03", tax="")),
                   (fact(), Grids(base="", tax="62"))]) == {
        "03": Money.of("200.00"), "54": Money.of("21.00"), "62": Money.of("21.00")}


def test_the_balance_is_what_is_due_less_what_is_given_back() -> None:
    grids = {"03": Money.of("100.00"), "54": Money.of("21.00"), "64": Money.of("30.00")}
    assert OF.balance(grids, "EUR") == Money.of("-9.00")
    assert OF.balance({}, "EUR") == Money.of("0.00")


@pytest.mark.parametrize(("tax", "agrees"), [("271.99", True), ("272.00", False), ("148.01", True), ("148.00", False)])
def test_the_tax_due_may_miss_the_rates_by_less_than_the_tolerance(tax: str, agrees: bool) -> None:
    tax_due, _, _ = OF.controls({"03": Money.of("1000.00"), "54": Money.of(tax)})
    assert (tax_due.rule, tax_due.agrees) == ("O", agrees)


@pytest.mark.parametrize(("period", "due_on"), [
    (period_around(date(2026, 9, 1), months=1), date(2026, 10, 20)),  # a Tuesday
    (period_around(date(2026, 8, 1), months=1), date(2026, 9, 21)),  # the 20th is a Sunday
    (period_around(date(2026, 6, 1), months=1), date(2026, 7, 20)),
    (period_around(date(2024, 6, 1), months=1), date(2024, 7, 22)),  # Saturday, Sunday (and the feast of the 21st)
    (Period(starts_on=date(2026, 1, 1), ends_before=date(2026, 4, 1)), date(2026, 4, 27)),  # the 25th is a Saturday
])
def test_a_return_is_due_on_its_day_or_on_the_next_working_day(period: Period, due_on: date) -> None:
    assert OF.due_on(TABLES, period) == due_on


def test_what_was_answered_stands_and_only_a_refused_return_leaves_again() -> None:
    assert answer(State.CLOSED, return_id="vat_1", accepted=True) is State.ACCEPTED
    assert answer(State.CLOSED, return_id="vat_1", accepted=False) is State.REFUSED
    assert send_again(State.REFUSED, return_id="vat_1") is State.CLOSED
    for state in (State.ACCEPTED, State.REFUSED):
        with pytest.raises(VatReturnAnswered):
            answer(state, return_id="vat_1", accepted=True)
    for state in (State.ACCEPTED, State.CLOSED):
        with pytest.raises(VatReturnAnswered):
            send_again(state, return_id="vat_1")


def test_the_file_says_quarter_and_year_and_what_is_claimed_back() -> None:
    quarter = Period(starts_on=date(2026, 4, 1), ends_before=date(2026, 7, 1))
    found = VatReturn(entity="main", period=quarter, due_on=date(2026, 7, 27), grids={"62": Money.of("5.00")},
                      balance=Money.of("-5.00"), documents=1, late=0, controls=(), refund=True)
    file = periodic_return(TABLES.row("cooperative", date(2026, 7, 1), "main"), found, nothing_to_list=False).decode()
    for words in ("Quarter>2<", "Year>2026<", 'GridNumber="62">5.00<', 'GridNumber="72">5.00<', 'Restitution="YES"'):
        assert words in file
