"""What the cooperative sets: up to how much the fund guarantees for a client, member or country, and for which."""

from datetime import date
from typing import Any

import pytest

from shared.parameters import Row, Tables
from tests.integration.payroll.driver import ANNA, BRAM, Host, Job

DAY, PAY_DAY = date(2026, 8, 22), date(2026, 10, 6)
ONE, TWO = Job(), Job(number=2, member_id=BRAM)  # 5113.58 each, of one client
NEVER = "9999999.00"


@pytest.fixture
def set_row(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set a row of the cooperative's own."""
    rows: dict[tuple[str, str], list[Row]] = {}
    known = Tables.history
    monkeypatch.setattr(
        Tables, "history", lambda tables, name, key="": rows.get((name, key)) or known(tables, name, key))

    def put(name: str, value: Any, key: str = "", since: date = date(2026, 1, 1)) -> None:
        rows[name, key] = [Row(name=name, valid_from=since, valid_until=None, source="Set", fields={"value": value})]

    return put


def verdicts(host: Host) -> list[str]:
    return [told.get("reason", "guaranteed") for _, told in host.published("guarantee_refused", "order_guaranteed")]


@pytest.mark.parametrize(("limit", "second"), [("10227.16", "guaranteed"), ("10227.15", "limit_reached")])
@pytest.mark.parametrize("scope", ["client", "country"])
def test_the_second_order_is_guaranteed_up_to_the_limit_and_not_a_cent_beyond(
    host: Host, set_row: Any, scope: str, limit: str, second: str,
) -> None:
    set_row("guarantee_limit", limit, scope)
    set_row("guarantee_limit", limit, "member")  # each has one order
    for job in (ONE, TWO):
        host.sign(job, DAY)
    assert verdicts(host) == ["guaranteed", second]


def test_a_limit_holds_from_its_day(host: Host, set_row: Any) -> None:
    set_row("guarantee_limit", "1.00", "client", since=date(2026, 8, 23))
    host.sign(ONE, DAY)
    host.sign(TWO, date(2026, 8, 23))
    assert verdicts(host) == ["guaranteed", "limit_reached"]


def test_beyond_the_limit_the_wage_waits_for_the_money_and_what_came_in_makes_room(host: Host, set_row: Any) -> None:
    set_row("guarantee_limit", "6000.00", "client")
    host.staff(ANNA, BRAM)
    for job in (ONE, TWO):
        host.work(job)
    assert host.pay_day(PAY_DAY).startswith("1 wages worked out, 1 not")
    waiting = [one for one in host.call("list_waiting", on=PAY_DAY) if one["order_id"] == TWO.order_id]
    assert [(one["matter"], one["why"]) for one in waiting] == [("wage_blocked", "wage_waits_for_the_client")]
    host.client_pays(ONE, ONE.invoice_total, PAY_DAY)
    host.sign(Job(number=3), PAY_DAY)
    assert verdicts(host) == ["guaranteed", "limit_reached", "guaranteed"]


def test_a_client_elsewhere_is_not_guaranteed_where_the_cooperative_names_countries(host: Host, set_row: Any) -> None:
    set_row("guaranteed_countries", ["DE", "FR"])
    host.sign(ONE, DAY)
    set_row("guaranteed_countries", ["BE"])
    host.sign(TWO, DAY)
    assert verdicts(host) == ["client_country", "guaranteed"]


def test_the_fund_takes_its_word_back_for_nothing_but_more(host: Host, set_row: Any) -> None:
    host.sign(ONE, DAY)
    set_row("guarantee_limit", "1.00", "client")
    host.sign(ONE, DAY, kind="order_amended")
    assert verdicts(host) == ["guaranteed", "guaranteed"]
