"""One list of all that waits between a signed order and a settled wage."""

from datetime import date

from tests.integration.payroll.driver import ANNA, BRAM, WORKERS, Host, Job

SIGNED, PAY_DAY = date(2026, 8, 22), date(2026, 10, 6)
JOB = Job()


def matters(host: Host, on: date, **which: str) -> list[str]:
    return [one["matter"] for one in host.call("list_waiting", on=on, **which)]


def test_missing_data_wait_for_the_clerk_and_then_for_the_authority(host: Host) -> None:
    host.staff(BRAM)
    host.sign(JOB, SIGNED)
    (waits,) = host.call("list_waiting", on=SIGNED)
    assert (waits["matter"], waits["order_id"], waits["since"], waits["leads_on"], waits["worker"]) == (
        "data_missing", JOB.order_id, "2026-08-22", "payroll_clerk", "")
    own = {"member_id": ANNA, "subject": ANNA, "roles": ("member",)}
    assert host.call("get_worker", **own)["registered"] is False
    host.call("register_worker", on=SIGNED, **WORKERS[ANNA])
    known = host.call("get_worker", **own)
    assert (known["registered"], known["account_end"]) == (True, WORKERS[ANNA]["iban"][-4:])
    assert host.refused("get_worker", **{**own, "subject": BRAM}) == "not_allowed"
    assert matters(host, SIGNED) == []
    assert matters(host, JOB.starts_on) == ["no_answer"]
    host.declare(JOB)
    assert matters(host, JOB.starts_on) == []


def test_refused_work_that_is_done_all_the_same_is_paid_flagged_and_waits_to_be_regularised(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, SIGNED)
    declaration = host.call("get_declaration", order_id=JOB.order_id)["declaration_id"]
    host.call("record_declaration_answer", declaration_id=declaration, result="refused", reason="unknown worker")
    assert matters(host, SIGNED) == ["declaration_refused"]
    host.complete(JOB)
    host.pay_day(PAY_DAY)
    wage = host.wage_of(JOB)
    assert (wage["state"], wage["undeclared"]) == ("sent", True)
    assert matters(host, PAY_DAY) == ["declaration_refused", "undeclared_work_paid"]
    host.call("declare_again", order_id=JOB.order_id, on=PAY_DAY)
    again = host.call("get_declaration", order_id=JOB.order_id)
    assert again["state"] == "late"
    host.call("decide_late_declaration", declaration_id=again["declaration_id"], declare=True, reason="regularised")
    host.call("record_declaration_answer", declaration_id=again["declaration_id"], result="accepted", reference="77")
    assert matters(host, PAY_DAY) == []


def test_an_answer_that_is_recorded_late_harms_no_wage(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, JOB.starts_on)  # on the day on which the work begins
    host.complete(JOB)
    host.declare(JOB, on=date(2026, 10, 2))
    (due,) = host.call("list_waiting", on=PAY_DAY)
    assert (due["matter"], due["leads_on"]) == ("wage_due", "payroll"), "the job of the day has not run yet"
    host.pay_day(PAY_DAY)
    assert (host.wage_of(JOB)["state"], host.wage_of(JOB)["undeclared"]) == ("sent", False)
    assert matters(host, PAY_DAY) == []


def test_completed_work_whose_budget_has_not_come_waits_for_invoicing(host: Host) -> None:
    host.staff(ANNA)
    host.sign(JOB, SIGNED)
    host.declare(JOB)
    host.complete_without_budget(JOB)
    assert matters(host, date(2026, 10, 5)) == []
    assert matters(host, PAY_DAY) == ["budget_missing"]
    host.allocate(JOB)
    host.pay_day(PAY_DAY)
    assert matters(host, PAY_DAY) == []


def test_a_wage_that_cannot_be_worked_out_waits_with_its_reason_and_members_see_their_own_matters(host: Host) -> None:
    host.staff(BRAM)
    host.sign(JOB, SIGNED)
    host.complete(JOB)
    host.pay_day(PAY_DAY)
    blocked = [one for one in host.call("list_waiting", on=PAY_DAY) if one["matter"] == "wage_blocked"]
    assert [one["why"] for one in blocked] == ["worker_not_registered"]
    mine = host.call("list_waiting", on=PAY_DAY, member_id=ANNA, roles=("member", "clock"), subject=ANNA)
    assert {one["member_id"] for one in mine} == {ANNA}
    assert host.refused("list_waiting", roles=("member",), subject=BRAM, member_id=ANNA) == "not_allowed"
