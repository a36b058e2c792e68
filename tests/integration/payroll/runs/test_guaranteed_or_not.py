"""Payroll alone says whether an order is guaranteed; the wage of one that is not waits for the money."""

from datetime import date
from typing import Any

import pytest

from tests.integration.payroll.driver import ANNA, Host, Job

PAY_DAY = date(2026, 10, 6)


def agree(host: Host, **facts: Any) -> Job:
    """Work agreed, declared and completed in September."""
    job = Job()
    host.staff(ANNA)
    day = date(2026, 8, 22)
    host.hear("order_signed", day, **host.order_form(job, day), **facts)
    host.declare(job)
    host.complete(job)
    return job


@pytest.mark.parametrize(("facts", "reason"), [
    ({"signed_how": "none"}, "not_signed_by_client"),
    ({"signed_how": "link", "client_standing": "prepaid_only"}, "client_blocked"),
    ({"signed_how": "link", "client_standing": "blocked"}, "client_blocked"),
])
def test_a_wage_that_is_not_guaranteed_waits_until_the_client_has_paid_all(
    host: Host, facts: dict[str, str], reason: str,
) -> None:
    job = agree(host, **facts)
    ((kind, told),) = host.published("guarantee_refused", "order_guaranteed")
    assert (kind, told["reason"]) == ("guarantee_refused", reason)
    assert host.pay_day(PAY_DAY).startswith("0 wages worked out, 1 not")
    (waiting,) = host.call("list_waiting", on=PAY_DAY)
    assert (waiting["matter"], waiting["why"], waiting["leads_on"]) == (
        "wage_blocked", "wage_waits_for_the_client", "client")
    host.client_pays(job, "6187.42", date(2026, 10, 8))
    assert host.pay_day(date(2026, 10, 9)).startswith("0 wages worked out")
    host.client_pays(job, "6187.43", date(2026, 10, 12))
    assert host.pay_day(date(2026, 10, 13)).startswith("1 wages worked out, 0 not")
    assert (host.published("advance_opened"), host.faults()) == ([], [])


@pytest.mark.parametrize("how", ["link", "proof", "recorded"])
def test_what_the_client_signed_is_guaranteed_and_paid_on_its_day_though_nothing_came_in(host: Host, how: str) -> None:
    agree(host, signed_how=how, client_standing="open")
    ((kind, told),) = host.published("guarantee_refused", "order_guaranteed")
    assert (kind, told["amount"]) == ("order_guaranteed", {"amount": "5113.58", "currency": "EUR"})
    assert host.pay_day(PAY_DAY).startswith("1 wages worked out, 0 not")


def test_an_event_from_before_says_nothing_of_it_and_stays_guaranteed(host: Host) -> None:
    agree(host)
    assert [kind for kind, _ in host.published("guarantee_refused", "order_guaranteed")] == ["order_guaranteed"]
