"""Pure rules: tax per rate, the division of a turnover, what is owed, whose a movement is."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.documents.bank_files import structured
from services.invoicing.domain.bank import owner_of
from services.invoicing.domain.budget import FeeRule, divide_turnover
from services.invoicing.domain.errors import (
    CreditTooLarge,
    ExpensesTooLarge,
    InvoiceEmpty,
    InvoiceSettled,
    NumbersGoForward,
    VatCaseNotCovered,
)
from services.invoicing.domain.invoice import assert_forward, number_in, series_name, taxed
from services.invoicing.domain.receivable import (
    Receivable,
    credit,
    divide_payment,
    fall_overdue,
    pay,
    take_back,
    write_off,
)
from services.invoicing.domain.vat import case_name, tax_per_rate
from shared.money import Money, total
from tests.unit.invoicing.invoices import REDUCED, REVERSE, STANDARD, line

DAY = date(2026, 9, 12)
FEE = FeeRule(rate=Decimal("0.065"), source="test")
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


@pytest.mark.parametrize(("country", "case"), [
    ("BE", "domestic"), ("DE", "eu_reverse_charge"), ("GR", "eu_reverse_charge")])
def test_the_case_follows_from_the_clients_country(country: str, case: str) -> None:
    assert case_name(kind="company", country=country, home="BE") == case


@pytest.mark.parametrize(("kind", "country"), [("company", "GB"), ("company", "US"), ("person", "BE")])
def test_a_case_without_a_rule_is_refused(kind: str, country: str) -> None:
    with pytest.raises(VatCaseNotCovered):
        case_name(kind=kind, country=country, home="BE")


@given(CENTS, st.integers(min_value=0, max_value=10**9))
def test_fee_expenses_and_budget_are_the_turnover_to_the_cent(net: int, expenses: int) -> None:
    try:
        found = divide_turnover(Money(net), rule=FEE, expenses=Money(expenses))
    except ExpensesTooLarge:
        assert expenses > net - Money(net).times(FEE.rate).cents
        return
    assert found.fee + found.expenses + found.budget == Money(net)
    assert found.budget >= Money(0)
    assert sum(line.amount.cents for line in found.lines) == net


@pytest.mark.parametrize(("net", "fee"), [("1000.00", "65.00"), ("0.07", "0.00"), ("0.08", "0.01"), ("1.00", "0.07"),
                                          ("4950.00", "321.75")])
def test_the_fee_is_six_and_a_half_percent_rounded_half_up(net: str, fee: str) -> None:
    assert divide_turnover(Money.of(net), rule=FEE, expenses=Money(0)).fee == Money.of(fee)


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


def owed(amount: int, **other: int) -> Receivable:
    parts = {name: Money(other.get(name, 0)) for name in ("paid", "credited", "written_off", "recovered")}
    return Receivable(invoice_id="inv", order_id="ord", member_id="mbr", activity_id="act", client_id="cli",
                      due_on=DAY, total=Money(amount), **parts)


@given(CENTS, st.lists(CENTS, max_size=8))
def test_every_cent_that_comes_in_is_used_once_and_never_more_than_is_owed(claimed: int, sums: list[int]) -> None:
    receivable, credit_left, paid_said = owed(claimed), Money(0), 0
    for place, cents in enumerate(sums):
        shares = divide_payment(receivable, Money(cents))
        assert shares.whole == Money(cents)
        receivable, published = pay(receivable, shares=shares, payment_id=f"pay{place}", on=DAY)
        credit_left += shares.credit
        paid_said += sum(type(event).__name__ == "InvoicePaid" for event in published)
        assert receivable.open >= Money(0)
    assert receivable.paid + credit_left == Money(sum(sums))
    assert receivable.paid == Money(min(claimed, sum(sums)))
    assert paid_said == int(sum(sums) >= claimed)


@given(CENTS, CENTS)
def test_what_the_bank_takes_back_is_owed_as_if_it_had_never_come(claimed: int, cents: int) -> None:
    before = owed(claimed)
    shares = divide_payment(before, Money(cents))
    after, _ = pay(before, shares=shares, payment_id="pay", on=DAY)
    assert take_back(after, shares=shares, payment_id="pay", on=DAY)[0] == before


def test_what_is_written_off_is_lost_until_it_comes_in() -> None:
    lost, (published,) = write_off(owed(100, paid=30), reason="bankruptcy", on=DAY)
    assert (published.open, lost.open, lost.lost) == (Money(70), Money(0), Money(70))
    with pytest.raises(InvoiceSettled):
        write_off(lost, reason="bankruptcy", on=DAY)
    shares = divide_payment(lost, Money(100))
    assert (shares.applied, shares.recovered, shares.credit) == (Money(0), Money(70), Money(30))


def test_at_most_what_is_open_is_credited() -> None:
    settled, (published,) = credit(owed(100, paid=40), amount=Money(60), credit_note_id="crn", reason="x", on=DAY)
    assert (settled.open, settled.settled_on, published.amount) == (Money(0), DAY, Money(60))
    with pytest.raises(CreditTooLarge):
        credit(owed(100, paid=40), amount=Money(61), credit_note_id="crn", reason="x", on=DAY)


@pytest.mark.parametrize(("receivable", "on", "published"), [
    (owed(100), DAY, 0), (owed(100), date(2026, 9, 13), 1), (owed(100, paid=100), date(2026, 9, 13), 0)])
def test_only_what_is_open_after_its_due_day_is_overdue(receivable: Receivable, on: date, published: int) -> None:
    assert len(fall_overdue(receivable, on=on)[1]) == published


WAGE, CLAIM = "wag" + "0" * 32, "clm" + "0" * 32


@pytest.mark.parametrize(("came_in", "communication", "reference", "owner"), [
    (True, "100000000135", "", "1"), (True, "200000000169", "", "2"), (True, "200000000169", WAGE, "2"),
    (True, "300000000106", "", ""), (True, "", WAGE, ""), (True, "", "", ""),
    (False, "", WAGE, "3"), (False, "", CLAIM, "1"), (False, "100000000135", "", ""), (False, "200000000169", "", ""),
    (False, "", "wagenpark 7", ""), (False, "", WAGE + "0", ""), (False, "", "RENT", "")])
def test_what_comes_in_is_told_by_its_communication_and_what_goes_out_by_the_id_of_its_own_transfer(
    came_in: bool, communication: str, reference: str, owner: str,
) -> None:
    assert owner_of(came_in=came_in, structured_communication=communication, end_to_end_id=reference) == owner


@pytest.mark.parametrize(("text", "digits"), [
    ("+++200/0000/00169+++", "200000000169"), ("***200/0000/00169***", "200000000169"),
    ("200000000169", "200000000169"), ("+++200/0000/00168+++", ""), ("facture 200000000169", ""), ("", "")])
def test_a_structured_communication_counts_only_with_right_check_digits(text: str, digits: str) -> None:
    assert structured(text) == digits
