"""One worker's data must never keep the others from being paid."""

from datetime import date
from typing import Any

import pytest

from tests.integration.payroll.driver import ANNA, BRAM, EMPLOYER, WORKERS, Host, Job

PAY_DAY = date(2026, 10, 6)
HOME: dict[str, Any] = WORKERS[ANNA]["address"]


@pytest.mark.parametrize(("changed", "refused"), [
    ({"address": {**HOME, "country": "BE\n"}}, True), ({"first_name": "a\uffffb"}, True),
    ({"first_name": "李", "last_name": "王"}, False), ({"first_name": "😀", "last_name": "😀"}, True),
    ({"address": {**HOME, "street": "😀"}}, True), ({"last_name": "*_#$@<b>&"}, False)])
def test_what_a_member_writes_about_himself_stops_nobodys_wage(
    host: Host, changed: dict[str, Any], refused: bool,
) -> None:
    """The bank takes a file whole or not at all, so what it would not take is refused where it is written."""
    host.staff(BRAM)
    reply = host.reply("register_worker", on=date(2026, 8, 1), roles=("member", "clock"), subject=ANNA,
                        **{**WORKERS[ANNA], **changed})
    assert (reply["error"] is not None) is refused
    for number, member_id in ((1, ANNA), (2, BRAM)):
        host.sign(Job(number=number, member_id=member_id))
    host.declare(Job(number=2, member_id=BRAM))
    host.complete(Job(number=2, member_id=BRAM))
    if not refused:
        host.declare(Job(number=1))
        host.complete(Job(number=1))
    host.pay_day(PAY_DAY)
    assert host.wage_of(Job(number=2, member_id=BRAM))["state"] == "sent"
    assert host.faults() == []


@pytest.mark.parametrize("changed", [
    {"country": "BE\n"}, {"onss_number": "100006\n"}, {"bic": "GKCCBEBB\n"}, {"name": "☃"}])
def test_an_employer_with_data_that_no_bank_takes_is_refused(host: Host, changed: dict[str, str]) -> None:
    assert host.refused("register_employer", on=date(2026, 8, 1), **{**EMPLOYER, **changed}) == "shape_not_met"
