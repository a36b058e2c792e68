"""Orders that change under the feet of those who declared, insured and are to pay them."""

from datetime import date

import pytest

from tests.integration.invoicing.driver import MEMBER, WORKED, Host, part

SIGNED = {"signed_by": "A. Lambert", "signed_on": "2026-09-01", "reference": "signed-18.pdf"}


def undeclared(host: Host, order_id: str) -> bool:
    host.on = date(2026, 9, 12)
    return bool(host.call("complete_work", order_id=order_id, part=1, completed_on="2026-09-11",
                          days=WORKED)["undeclared"])


@pytest.mark.parametrize("declared_anew", [True, False])
def test_work_agreed_for_other_days_is_flagged_until_those_are_declared_and_insured(
    host: Host, *, declared_anew: bool,
) -> None:
    """Payroll cancels what it declared for the days before; work done in between would be undeclared."""
    order_id = host.order(part())
    host.employ(order_id, "2026-09-10", "2026-09-11")
    host.call("amend_order", order_id=order_id, parts=[part(ends_on="2026-09-20")], signature=SIGNED)
    if declared_anew:
        host.on = date(2026, 9, 9)
        host.employ(order_id, "2026-09-10", "2026-09-20")
    assert undeclared(host, order_id) is not declared_anew


def test_an_amendment_that_keeps_the_days_keeps_what_was_declared(host: Host) -> None:
    order_id = host.order(part())
    host.employ(order_id, "2026-09-10", "2026-09-11")
    host.call("amend_order", order_id=order_id, parts=[part("900.00")], signature=SIGNED)
    host.on = date(2026, 9, 12)
    host.complete(order_id)


@pytest.mark.parametrize(("closed", "insured"), [("4", False), ("5", True)])
def test_work_is_flagged_unless_a_cover_still_stands(host: Host, closed: str, *, insured: bool) -> None:
    order_id = host.order(part())
    host.employ(order_id)
    host.hear("payroll.cover_closed", order_id=order_id, member_id=MEMBER, cover_id="cov_" + closed * 32)
    assert undeclared(host, order_id) is not insured


@pytest.mark.parametrize(("starts_on", "ends_on", "agreed"), [
    ("2026-09-01", "2026-09-30", True), ("2026-09-30", "2026-10-01", False), ("2026-09-10", "2027-09-20", False),
    ("2028-02-29", "2028-02-29", True), ("2028-02-29", "2028-03-01", False)])
def test_a_part_lies_in_one_calendar_month_for_one_wage_pays_it(
    host: Host, starts_on: str, ends_on: str, *, agreed: bool,
) -> None:
    """A part over two months was worked and invoiced, and then payroll refused it for ever: nobody was paid."""
    wanted = {"activity_id": host.activity(), "client_id": host.client(), "title": "Festival",
              "contract": "white_collar", "parts": [part(starts_on=starts_on, ends_on=ends_on)]}
    if agreed:
        host.call("draft_order", **wanted)
    else:
        assert host.refusal("draft_order", **wanted)["exc_type"] == "part_crosses_months"


@pytest.mark.parametrize("hours", ["7.601", "0.001", "0.009"])
def test_hours_are_told_as_they_are_kept(host: Host, hours: str) -> None:
    order_id = host.order(part())
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    refusal = host.refusal("complete_work", order_id=order_id, part=1, completed_on="2026-09-11",
                            days=[{"on": "2026-09-10", "hours": hours}])
    assert refusal["exc_type"] == "shape_not_met"
