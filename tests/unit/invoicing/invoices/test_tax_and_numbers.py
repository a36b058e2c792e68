"""Tax per rate, numbers and days of a series."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.invoices.errors import InvoiceEmpty, NumbersGoForward
from services.invoicing.invoices.rules.invoice import assert_forward, number_in, series_name, taxed
from services.invoicing.invoices.rules.vat import tax_of_next, tax_per_rate
from shared.money import Money, total
from tests.unit.invoicing.documents import REDUCED, REVERSE, STANDARD, line

DAY = date(2026, 9, 12)
CENTS = st.integers(min_value=1, max_value=10**9)


def test_tax_is_rounded_once_per_rate_and_never_per_line() -> None:
    (tax,) = tax_per_rate([(STANDARD, Money(2))] * 3)
    assert (tax.base, tax.vat) == (Money(6), Money(1))  # 1.26 cents; line by line it would be 3 x 0.42 = 0


@pytest.mark.parametrize(("cents", "vat"), [(50, 11), (2, 0), (3, 1), (150, 32), (250, 53)])
def test_half_a_cent_of_tax_is_rounded_up(cents: int, vat: int) -> None:
    assert tax_per_rate([(STANDARD, Money(cents))])[0].vat == Money(vat)


@given(st.lists(st.tuples(st.sampled_from([STANDARD, REDUCED, REVERSE]), CENTS), min_size=1, max_size=12))
def test_the_taxes_cover_every_line_once_whatever_their_order(drawn: list[tuple[object, int]]) -> None:
    lines = [(case, Money(cents)) for case, cents in drawn]
    taxes = tax_per_rate(lines)  # type: ignore[arg-type]
    assert total(tax.base for tax in taxes) == total(net for _, net in lines)
    assert tax_per_rate(reversed(lines)) == taxes  # type: ignore[arg-type]
    for tax in taxes:
        off = tax.vat.amount - tax.base.amount * tax.case.rate
        assert Decimal("-0.005") < off <= Decimal("0.005")


@pytest.mark.parametrize("lines", [[], [line("0.00")], [line("10.00"), line("0.00")]])
def test_an_invoice_over_nothing_is_refused(lines: list[object]) -> None:
    with pytest.raises(InvoiceEmpty):
        taxed(lines)  # type: ignore[arg-type]


def test_numbers_and_days_go_the_same_way() -> None:
    assert number_in(series_name("CN", DAY), 7) == "CN2026/000007"
    assert_forward("2026", last_issued_on=None, issued_on=DAY)
    assert_forward("2026", last_issued_on=DAY, issued_on=DAY)
    with pytest.raises(NumbersGoForward):
        assert_forward("2026", last_issued_on=DAY, issued_on=date(2026, 9, 11))


@given(st.lists(CENTS, min_size=1, max_size=8))
def test_pieces_of_a_base_bear_together_the_tax_of_the_whole(pieces: list[int]) -> None:
    before, taxes = Money(0), Money(0)
    for cents in pieces:
        taxes += tax_of_next(STANDARD, Money(cents), before=before).vat
        before += Money(cents)
    assert taxes == before.times(STANDARD.rate)
