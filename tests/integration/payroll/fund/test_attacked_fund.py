"""The guarantee fund while invoices are credited, given up and paid back in the worst order: no cent counts twice."""

from datetime import date

from tests.integration.payroll.driver import ANNA, Host, Job, money

PAY_DAY, LATER, LAST = date(2026, 10, 6), date(2026, 10, 20), date(2026, 12, 1)
JOB = Job()
COST = "4398.70"


def paid_out(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.pay_day(PAY_DAY)


def exposure(host: Host) -> str:
    return str(host.call("get_guarantee_fund", on=date(2027, 12, 31))["exposure"]["amount"])


def test_a_client_who_paid_all_that_was_still_claimed_is_no_debtor_of_the_fund(host: Host) -> None:
    paid_out(host)
    host.credit(JOB, "618.74", LATER)
    host.client_pays(JOB, "5568.69", LATER)
    assert exposure(host) == "0.00"
    assert host.call("list_advances") == []
    assert str(host.balance("advances")) == str(host.balance("treasury_drawn")) == "0.00 EUR"
    assert host.faults() == []


def test_an_invoice_credited_whole_is_carried_no_longer(host: Host) -> None:
    """The activity owes what was paid out for it: invoicing keeps that claim, not the fund."""
    paid_out(host)
    host.credit(JOB, JOB.invoice_total, LATER)
    assert exposure(host) == "0.00"
    assert host.published("advance_lost", "advance_recovered") == []
    ((_, charged),) = host.published("advance_charged")
    assert charged["amount"] == money(COST)
    assert str(host.balance("charged_to_activities")) == f"{COST} EUR"
    assert [one["standing"] for one in host.call("list_advances", only_open=False)] == ["charged"]
    assert host.faults() == []


def test_the_figures_of_the_fund_are_those_of_the_day_asked_for(host: Host) -> None:
    paid_out(host)
    host.write_off(JOB, LAST)
    then, now = (host.call("get_guarantee_fund", on=day) for day in (LATER, LAST))
    assert (then["exposure"], then["lost"], then["balance"]) == (money(COST), money("0.00"), money("0.00"))
    assert (now["exposure"], now["lost"], now["balance"]) == (money("0.00"), money(COST), money(f"-{COST}"))
    assert (then["open_advances"], now["open_advances"]) == (1, 0)


def test_a_credit_before_the_wage_advances_no_less(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.credit(JOB, "618.74", date(2026, 10, 2))
    host.pay_day(PAY_DAY)
    assert exposure(host) == COST


def test_a_payment_taken_back_after_the_default_is_carried_again_until_it_is_given_up_too(host: Host) -> None:
    paid_out(host)
    host.client_pays(JOB, "3000.00", LATER)
    host.write_off(JOB, date(2026, 11, 1), still_open="3187.43")
    lost = host.call("get_guarantee_fund", on=date(2027, 12, 31))["lost"]
    host.client_pays(JOB, "0.00", LAST, kind="payment_reversed")
    assert exposure(host) == "2132.73"
    host.write_off(JOB, LAST, still_open="3000.00")
    fund = host.call("get_guarantee_fund", on=date(2027, 12, 31))
    assert (lost, fund["lost"], fund["exposure"]) == (money("2265.97"), money(COST), money("0.00"))
    assert host.faults() == []


def test_a_payment_taken_back_after_the_default_and_before_the_wage_is_carried(host: Host) -> None:
    host.staff(ANNA)
    host.work(JOB)
    host.client_pays(JOB, "3000.00", date(2026, 10, 1))
    host.write_off(JOB, date(2026, 10, 2), still_open="3187.43")
    host.client_pays(JOB, "0.00", date(2026, 10, 5), kind="payment_reversed")
    host.pay_day(PAY_DAY)
    fund = host.call("get_guarantee_fund", on=date(2027, 12, 31))
    assert (fund["advanced"], fund["lost"], fund["exposure"]) == (money(COST), money("2265.97"), money("2132.73"))
    assert host.faults() == []
