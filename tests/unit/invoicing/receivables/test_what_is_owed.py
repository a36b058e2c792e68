"""What a client owes: paid, taken back, credited, written off, overdue."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.events import CreditReason, InvoiceWrittenOff, WriteOffReason, WrittenOffRecovered
from services.invoicing.receivables.errors import CreditTooLarge, InvoiceSettled
from services.invoicing.receivables.rules import (
    Receivable,
    credit,
    divide_payment,
    fall_overdue,
    pay,
    take_back,
    write_off,
)
from shared.money import Money

DAY = date(2026, 9, 12)
CENTS = st.integers(min_value=1, max_value=10**9)


def owed(amount: int, **other: int) -> Receivable:
    parts = {name: Money(other.get(name, 0)) for name in (
        "paid", "credited", "written_off", "recovered", "written_off_vat", "recovered_vat")}
    return Receivable(invoice_id="inv", order_id="ord", member_id="mbr", activity_id="act", client_id="cli",
                      entity="main", due_on=DAY, total=Money(amount), **parts)


@given(CENTS, st.lists(CENTS, max_size=8))
def test_every_cent_that_comes_in_is_used_once_and_never_more_than_is_owed(claimed: int, sums: list[int]) -> None:
    receivable, credit_left, paid_said = owed(claimed), Money(0), 0
    for place, cents in enumerate(sums):
        allocation = divide_payment(receivable, Money(cents))
        assert allocation.whole == Money(cents)
        receivable, published = pay(receivable, allocation=allocation, payment_id=f"pay{place}", on=DAY)
        credit_left += allocation.credit
        paid_said += sum(type(event).__name__ == "InvoicePaid" for event in published)
        assert receivable.open >= Money(0)
    assert receivable.paid + credit_left == Money(sum(sums))
    assert receivable.paid == Money(min(claimed, sum(sums)))
    assert paid_said == int(sum(sums) >= claimed)


@given(CENTS, CENTS)
def test_what_the_bank_takes_back_is_owed_as_if_it_had_never_come(claimed: int, cents: int) -> None:
    before = owed(claimed)
    allocation = divide_payment(before, Money(cents))
    after, _ = pay(before, allocation=allocation, payment_id="pay", on=DAY)
    assert take_back(after, allocation=allocation, payment_id="pay", on=DAY)[0] == before


def give_up(receivable: Receivable, net: int = 100, vat: int = 0) -> tuple[Receivable, list[InvoiceWrittenOff]]:
    return write_off(receivable, claimed_net=Money(net), claimed_vat=Money(vat), reason=WriteOffReason.BANKRUPTCY,
                     on=DAY)


def test_what_is_written_off_is_lost_until_it_comes_in() -> None:
    lost, (published,) = give_up(owed(100, paid=30))
    assert (published.open, lost.open, lost.lost) == (Money(70), Money(0), Money(70))
    with pytest.raises(InvoiceSettled):
        give_up(lost)
    allocation = divide_payment(lost, Money(100))
    assert (allocation.applied, allocation.recovered, allocation.credit) == (Money(0), Money(70), Money(30))


def test_a_loss_is_net_and_vat_in_the_proportion_of_the_claim() -> None:
    lost, (published,) = give_up(owed(121_000, paid=21_000), net=100_000, vat=21_000)
    assert (published.net, published.vat) == (Money(82_645), Money(17_355))
    assert lost.written_off_vat == Money(17_355)


@given(CENTS, CENTS, st.lists(CENTS, max_size=6))
def test_all_recoveries_together_give_net_and_vat_of_the_loss_to_the_cent(net: int, vat: int, sums: list[int]) -> None:
    receivable, (lost,) = give_up(owed(net + vat), net=net, vat=vat)
    nets, vats = Money(0), Money(0)
    for place, cents in enumerate([*sums, net + vat]):
        allocation = divide_payment(receivable, Money(cents))
        receivable, published = pay(receivable, allocation=allocation, payment_id=f"pay{place}", on=DAY)
        for event in published:
            assert isinstance(event, WrittenOffRecovered)
            nets, vats = nets + (event.net or Money(0)), vats + (event.vat or Money(0))
    assert (nets, vats) == (lost.net, lost.vat)


def test_at_most_what_is_open_is_credited() -> None:
    settled, (published,) = credit(owed(100, paid=40), amount=Money(60), credit_note_id="crn",
                                   reason=CreditReason.MISTAKE, on=DAY)
    assert (settled.open, settled.settled_on, published.amount) == (Money(0), DAY, Money(60))
    with pytest.raises(CreditTooLarge):
        credit(owed(100, paid=40), amount=Money(61), credit_note_id="crn", reason=CreditReason.MISTAKE, on=DAY)


@pytest.mark.parametrize(("receivable", "on", "published"), [
    (owed(100), DAY, 0), (owed(100), date(2026, 9, 13), 1), (owed(100, paid=100), date(2026, 9, 13), 0)])
def test_only_what_is_open_after_its_due_day_is_overdue(receivable: Receivable, on: date, published: int) -> None:
    assert len(fall_overdue(receivable, on=on)[1]) == published
