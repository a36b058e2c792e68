"""Amounts and days: written as each language writes them, read however people type them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.frame.figures import PageFigures, read_amount
from services.portal.frame.languages import LANGUAGES, locale_of

PLAIN = {"amount": "1234.50", "currency": "EUR"}


@pytest.mark.parametrize(("language", "written"), [
    ("fr", "1 234,50 €"), ("nl", "€ 1.234,50"), ("de", "1.234,50 €"), ("en", "1,234.50 €"),
])
def test_an_amount_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    found = PageFigures(locale_of(language, "BE")).money(PLAIN)
    assert found.replace("\u202f", " ").replace("\u00a0", " ") == written


@pytest.mark.parametrize(("language", "written"), [
    ("fr", "3 décembre 2026"), ("nl", "3 december 2026"), ("de", "3. Dezember 2026"), ("en", "3 December 2026"),
])
def test_a_day_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    assert PageFigures(locale_of(language, "BE")).day("2026-12-03") == written


def test_an_instant_is_told_in_the_civil_time_of_the_country() -> None:
    figures = PageFigures(locale_of("en", "BE"))
    assert figures.moment("2026-12-03T23:05:00+00:00", "Europe/Brussels") == "4 December 2026, 00:05"
    assert figures.moment("2026-07-03T12:05:00+00:00", "Europe/Brussels") == "3 July 2026, 14:05"


@pytest.mark.parametrize(("language", "value", "written"), [
    ("fr", "0.21", "21 %"), ("nl", "0.06", "6%"), ("de", "0.125", "12,5 %"), ("en", "0.21", "21%"),
])
def test_a_rate_is_written_with_no_more_figures_than_it_has(language: str, value: str, written: str) -> None:
    found = PageFigures(locale_of(language, "BE")).rate(value)
    assert found.replace("\u202f", " ").replace("\u00a0", " ") == written


@pytest.mark.parametrize("typed", [
    "1200,50", "1200.50", "1200,5", "1.200,50", "1,200.50", "1 200,50", "1'200.50", "1\u202f200,50 €", "€ 1200.50",
])
def test_comma_and_point_are_both_read(typed: str) -> None:
    assert read_amount(typed) == "1200.50"


@pytest.mark.parametrize("typed", ["1.200", "1,200", "1200", "1 200"])
def test_three_figures_behind_a_sign_are_thousands(typed: str) -> None:
    assert read_amount(typed) == "1200.00"


@pytest.mark.parametrize("typed", ["", "-5", "12,345,6", "1e5", "NaN", "1,2.3", "twelve", "1..2", "٣", "1" * 30])
def test_what_is_no_amount_is_not_read(typed: str) -> None:
    assert read_amount(typed) is None


@given(cents=st.integers(0, 10**9), language=st.sampled_from(LANGUAGES))
def test_what_a_page_writes_the_portal_reads_back(cents: int, language: str) -> None:
    amount = str((Decimal(cents) / 100).quantize(Decimal("0.01")))
    figures = PageFigures(locale_of(language, "BE"))
    assert read_amount(figures.money({"amount": amount, "currency": "EUR"})) == amount
    assert read_amount(figures.typed(amount)) == amount


def test_a_rate_keeps_every_figure() -> None:
    assert PageFigures(locale_of("fr", "BE")).number("0.1742624") == "0,1742624"
