"""The guarantee fund while invoices are credited, given up and paid back in the worst order: no cent counts twice."""

from datetime import date

from tests.integration.payroll.house import ANNA, House, Job, money

PAY_DAY, LATER, LAST = date(2026, 10, 7), date(2026, 10, 20), date(2026, 12, 1)
JOB = Job()
COST = "4398.70"


def paid_out(house: House) -> None:
    house.staff(ANNA)
    house.work(JOB)
    house.pay_day(PAY_DAY)


def exposure(house: House) -> str:
    return str(house.call("get_guarantee_fund")["exposure"]["amount"])


def test_a_client_who_paid_all_that_was_still_claimed_is_no_debtor_of_the_fund(house: House) -> None:
    paid_out(house)
    house.credit(JOB, "618.74", LATER)
    house.client_pays(JOB, "5568.69", LATER)
    assert exposure(house) == "0.00"
    assert house.call("list_advances") == []
    assert str(house.balance("4160")) == str(house.balance("4895")) == "0.00 EUR"
    assert house.faults() == []


def test_an_invoice_credited_whole_is_carried_no_longer(house: House) -> None:
    """The activity owes what was paid out for it: invoicing keeps that claim, not the fund."""
    paid_out(house)
    house.credit(JOB, JOB.invoice_total, LATER)
    assert exposure(house) == "0.00"
    assert house.said("advance_lost") == []
    assert house.faults() == []


def test_a_credit_before_the_wage_advances_no_less(house: House) -> None:
    house.staff(ANNA)
    house.work(JOB)
    house.credit(JOB, "618.74", date(2026, 10, 2))
    house.pay_day(PAY_DAY)
    assert exposure(house) == COST


def test_a_payment_taken_back_after_the_default_is_carried_again_until_it_is_given_up_too(house: House) -> None:
    paid_out(house)
    house.client_pays(JOB, "3000.00", LATER)
    house.write_off(JOB, date(2026, 11, 1), still_open="3187.43")
    lost = house.call("get_guarantee_fund")["lost"]
    house.client_pays(JOB, "0.00", LAST, kind="payment_reversed")
    assert exposure(house) == "2132.73"
    house.write_off(JOB, LAST, still_open="3000.00")
    fund = house.call("get_guarantee_fund")
    assert (lost, fund["lost"], fund["exposure"]) == (money("2265.97"), money(COST), money("0.00"))
    assert house.faults() == []


def test_a_payment_taken_back_after_the_default_and_before_the_wage_is_carried(house: House) -> None:
    house.staff(ANNA)
    house.work(JOB)
    house.client_pays(JOB, "3000.00", date(2026, 10, 1))
    house.write_off(JOB, date(2026, 10, 2), still_open="3187.43")
    house.client_pays(JOB, "0.00", date(2026, 10, 5), kind="payment_reversed")
    house.pay_day(PAY_DAY)
    fund = house.call("get_guarantee_fund")
    assert (fund["advanced"], fund["lost"], fund["exposure"]) == (money(COST), money("2265.97"), money("2132.73"))
    assert house.faults() == []
