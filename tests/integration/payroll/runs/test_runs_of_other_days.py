"""A pay run that is typed for a day far from today is asked for by one person and approved by another."""

from datetime import date

import pytest

from services.payroll.jobs import JOBS
from services.payroll.runs.errors import RunNeedsSecondPerson
from tests.integration.payroll.driver import Host

DAY, TODAY = date(2026, 10, 6), date(2026, 12, 7)


def assert_may_run(host: Host, on: date = DAY) -> None:
    check = JOBS["pay_wages"].assert_may_run
    assert check is not None
    check(host.database, on, TODAY)


def test_a_run_typed_two_months_late_waits_for_a_second_person(host: Host) -> None:
    with pytest.raises(RunNeedsSecondPerson):
        assert_may_run(host)
    asked = host.call("ask_run", day=DAY.isoformat(), subject="one")["approval_id"]
    with pytest.raises(RunNeedsSecondPerson):
        assert_may_run(host)
    assert host.refused("approve_run", approval_id=asked, subject="one") == "second_person_needed"
    assert host.call("approve_run", approval_id=asked, subject="another")["asked_by"] == "one"
    assert_may_run(host)
    assert_may_run(host)  # killed and run again
    with pytest.raises(RunNeedsSecondPerson):
        assert_may_run(host, date(2026, 10, 7))


def test_a_run_of_today_needs_nobody_else(host: Host) -> None:
    assert_may_run(host, TODAY)
