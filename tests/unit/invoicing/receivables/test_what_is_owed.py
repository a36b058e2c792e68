"""What a client owes: paid, taken back, credited, written off, overdue."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.invoicing.events import CreditReason, InvoiceWrittenOff, WriteOffReason, WrittenOffRecovered
from services.invoicing.receivables.errors import ClientAccountTooSmall, CreditTooLarge, InvoiceSettled
from services.invoicing.receivables.rules import (
    Receivable,
    assert_covers,
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


def test_a_credit_note_takes_what_is_open_first_and_then_frees_what_was_paid() -> None:
    def give_back(receivable: Receivable, cents: int) -> Receivable:
        return credit(receivable, amount=Money(cents), credit_note_id="crn", reason=CreditReason.MISTAKE, on=DAY)[0]

    settled = give_back(owed(100, paid=40), 60)
    assert (settled.open, settled.paid, settled.settled_on) == (Money(0), Money(40), DAY)
    freed = give_back(owed(100, paid=40), 61)
    assert (freed.open, freed.paid, freed.credited) == (Money(0), Money(39), Money(61))
    assert give_back(owed(100, paid=100), 100).paid == Money(0)
    with pytest.raises(CreditTooLarge):
        give_back(owed(100, paid=40, written_off=60), 41)


def test_a_payment_taken_back_after_it_was_freed_concerns_the_invoice_only_for_the_rest() -> None:
    whole = divide_payment(owed(100), Money(100))
    paid, _ = pay(owed(100), allocation=whole, payment_id="pay", on=DAY)
    freed, _ = credit(paid, amount=Money(30), credit_note_id="crn", reason=CreditReason.MISTAKE, on=DAY)
    back, (told,) = take_back(freed, allocation=whole, payment_id="pay", on=DAY)
    assert (back.paid, back.open, told.amount) == (Money(0), Money(70), Money(70))


def test_no_more_of_a_clients_account_is_used_than_stands_on_it() -> None:
    assert_covers("cli", there=Money(5), wanted=Money(5))
    for there, wanted in ((5, 6), (5, 0), (-1, -1)):
        with pytest.raises(ClientAccountTooSmall):
            assert_covers("cli", there=Money(there), wanted=Money(wanted))


@pytest.mark.parametrize(("receivable", "on", "published"), [
    (owed(100), DAY, 0), (owed(100), date(2026, 9, 13), 1), (owed(100, paid=100), date(2026, 9, 13), 0)])
def test_only_what_is_open_after_its_due_day_is_overdue(receivable: Receivable, on: date, published: int) -> None:
    assert len(fall_overdue(receivable, on=on)[1]) == published
