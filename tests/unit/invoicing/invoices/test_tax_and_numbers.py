"""Tax per rate, numbers and days of a series."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.invoices.errors import InvoiceEmpty, NumbersGoForward
from services.invoicing.invoices.rules.invoice import assert_forward, number_in, series_name, taxed
from services.invoicing.invoices.rules.vat import Rated, VatCase, tax_per_rate, taxes_of_next
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


@pytest.mark.parametrize("lines", [[], [line("0.00")], [line("10.00"), line("-10.00")]])
def test_an_invoice_over_nothing_is_refused(lines: list[object]) -> None:
    with pytest.raises(InvoiceEmpty):
        taxed(lines)  # type: ignore[arg-type]


def test_numbers_and_days_go_the_same_way() -> None:
    assert number_in(series_name("CN", DAY), 7) == "CN2026/000007"
    assert_forward("2026", last_issued_on=None, issued_on=DAY)
    assert_forward("2026", last_issued_on=DAY, issued_on=DAY)
    with pytest.raises(NumbersGoForward):
        assert_forward("2026", last_issued_on=DAY, issued_on=date(2026, 9, 11))


@given(st.lists(st.tuples(st.sampled_from((STANDARD, REDUCED)), CENTS), min_size=1, max_size=6),
       st.lists(CENTS, max_size=6))
def test_notes_give_back_together_the_bases_and_taxes_of_the_invoice(
    lines: list[tuple[VatCase, int]], pieces: list[int],
) -> None:
    taxes = tax_per_rate((case, Money(cents)) for case, cents in lines)
    left, given_back, tax_back = sum(tax.base.cents for tax in taxes), dict[Rated, Money](), Money(0)
    for piece in (*pieces, left):
        if not (cents := min(piece, left)):
            break
        for tax in taxes_of_next(taxes, Money(cents), given=given_back):
            assert tax.base.cents > 0
            given_back[tax.case.rated] = given_back.get(tax.case.rated, Money(0)) + tax.base
            tax_back += tax.vat
        left -= cents
    assert not left
    assert given_back == {tax.case.rated: tax.base for tax in taxes}
    assert tax_back == total(tax.vat for tax in taxes)


def test_cases_of_one_rate_are_one_sum_of_the_e_invoice() -> None:
    said = replace(REDUCED, mention="old_dwelling")
    (tax,) = tax_per_rate([(REDUCED, Money(100)), (said, Money(50))])
    assert (tax.base, tax.case) == (Money(150), REDUCED)
