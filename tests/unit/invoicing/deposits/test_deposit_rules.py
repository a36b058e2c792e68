"""Deposits as rules: what is taken off at which rate, and what becomes of each."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.invoicing.deposits.rules import DepositState, DepositSummary
from services.invoicing.invoices.errors import DepositTooLarge
from services.invoicing.invoices.rules.deposits import deposit_taxes
from services.invoicing.invoices.rules.invoice import Deposit, Issued
from services.invoicing.invoices.rules.vat import VatCase, tax_per_rate
from shared.money import Money
from tests.unit.invoicing.documents import invoice

LOW, HIGH, NEW = (VatCase(category="S", rate=Decimal(rate)) for rate in ("0.06", "0.21", "0.12"))


def issued() -> Issued:
    ids = dict.fromkeys(("invoice_id", "order_id", "activity_id", "member_id", "client_id", "entity", "series",
                         "content", "ubl", "salt", "content_digest", "digest"), "x")
    return Issued(**ids, part=1, refers_to=None, place=1, invoice=invoice(is_deposit=True), in_advance=True)


def euro(amount: str) -> Money:
    return Money.of(amount, "EUR")


def test_a_deposit_takes_each_rate_in_proportion_and_leaves_something_of_each() -> None:
    taxes = tax_per_rate([(LOW, euro("300.00")), (HIGH, euro("700.00"))])
    found = deposit_taxes(taxes, euro("100.00"), claimed={}, part=1)
    assert [(tax.base, tax.vat) for tax in found] == [(euro("30.00"), euro("1.80")), (euro("70.00"), euro("14.70"))]
    with pytest.raises(DepositTooLarge):
        deposit_taxes(taxes, euro("900.00"), claimed={LOW.rated: euro("30.00"), HIGH.rated: euro("70.00")}, part=1)
    with pytest.raises(DepositTooLarge):
        deposit_taxes(tax_per_rate([(LOW, euro("0.01")), (HIGH, euro("700.00"))]), euro("650.00"), claimed={}, part=1)


def test_a_deposit_is_taken_off_at_its_own_rates_or_where_one_ended_at_those_of_the_day() -> None:
    deposit = Deposit(issued=issued(), left=((LOW, euro("30.00")), (HIGH, euro("70.00"))), with_vat=euro("116.50"))
    assert deposit.net == euro("100.00")
    same = [(HIGH, euro("700.00")), (LOW, euro("300.00"))]
    assert deposit.less(same) == [(LOW, euro("30.00")), (HIGH, euro("70.00"))]
    changed = [(NEW, euro("300.00")), (HIGH, euro("500.00")), (HIGH, euro("200.00"))]
    assert deposit.less(changed) == [(NEW, euro("30.00")), (HIGH, euro("70.00"))]


def test_a_deposit_is_open_paid_taken_off_or_given_back() -> None:
    one = DepositSummary(invoice_id="inv_1", number="2026/000001", order_id="ord_1", part=1, issued_on=date(2026, 9, 1),
                         order_number="2026-00001", title="A guide", client_name="Brouwerij", member_id="mbr_1",
                         net=euro("1.00"), total=euro("1.21"), open=euro("0.01"), credited=euro("1.20"), deducted_by="")
    none = euro("0.00")
    assert [replace(one, **change).state for change in (
        {}, {"open": none}, {"open": none, "credited": one.total}, {"open": none, "deducted_by": "2026/000002"})] == [
        DepositState.OPEN, DepositState.PAID, DepositState.GIVEN_BACK, DepositState.DEDUCTED]
