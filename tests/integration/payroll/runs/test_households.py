"""A household holds from a day on: it leads a blocked wage on, and names the payslips that a late word makes wrong."""

from datetime import date

from tests.integration.payroll.driver import ANNA, BRAM, WORKERS, Host, Job, amount

PAY_DAY = date(2026, 10, 6)


def test_a_wage_blocked_by_a_household_without_certain_rules_is_led_on_by_the_right_one(host: Host) -> None:
    host.staff()
    host.call("register_worker", **{**WORKERS[ANNA], "household": "couple_low_income"})
    host.work(Job())
    host.pay_day(PAY_DAY)
    assert [one["why"] for one in host.call("list_waiting", on=PAY_DAY)] == ["household_not_supported"]
    changed = host.call("change_household", member_id=ANNA, valid_from="2026-09-01", household="couple_two_incomes")
    assert changed["to_correct"] == []
    host.pay_day(PAY_DAY)
    assert host.wage_of(Job())["state"] == "sent"


def test_a_change_that_comes_late_names_the_payslips_to_correct_and_counts_from_its_day(host: Host) -> None:
    host.staff(ANNA)
    october = Job(number=2, starts_on=date(2026, 10, 1), ends_on=date(2026, 10, 31))
    host.work(Job())
    host.pay_day(PAY_DAY)
    wage_id = host.wage_of(Job())["wage_id"]
    for valid_from, wrong in (("2026-10-01", []), ("2026-09-15", [wage_id])):
        changed = host.call("change_household", member_id=ANNA, valid_from=valid_from, household="single", children=2)
        assert changed["to_correct"] == wrong
    host.work(october)
    host.pay_day(date(2026, 11, 6))
    assert amount(host.wage_of(october)["net"]) > amount(host.wage_of(Job())["net"])
    assert host.refused("change_household", member_id=ANNA, valid_from="2026-10-01", household="single",
                        roles=("member",), subject=BRAM) == "not_allowed"
