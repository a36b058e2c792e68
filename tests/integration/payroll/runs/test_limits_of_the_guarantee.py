"""What the cooperative sets: up to how much the fund guarantees for a client, member or country, and for which."""

from datetime import date
from typing import Any

import pytest

from services.payroll.orders import reads as orders_reads
from services.payroll.orders import store
from shared.parameters import Row, Tables
from tests.integration.payroll.driver import ANNA, BRAM, CLIENT, Host, Job

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
    host.client_pays(ONE, "0.00", PAY_DAY, kind="payment_reversed")
    assert totals(host) == [("client", 1022716), ("country", 1022716), ("member", 1022716)]
    assert host.faults() == []


def totals(host: Host) -> list[tuple[str, int]]:
    with host.database.reading(on=PAY_DAY, actor="test") as tx:
        return [(row["scope"], row["cents"]) for row in tx.all(
            "select scope, sum(cents)::bigint as cents from guarantee_totals group by scope order by scope")]


MANY_SIGNED = """
insert into orders (order_id, activity_id, member_id, client_id, client_country, contract, signed_on, starts_on,
                    ends_on, cents, currency)
select 'ord_' || md5(n::text), 'act_1', %(member)s, %(client)s, 'BE', 'white_collar', '2026-08-01', '2026-09-01',
       '2026-09-30', 511358, 'EUR' from generate_series(%(first)s::int, %(last)s::int) n
"""
MANY_PARTS = "insert into parts (order_id, part, starts_on, ends_on) select order_id, 1, starts_on, ends_on from orders"


def rows_read(host: Host, query: str, **which: Any) -> int:
    """How many rows a statement takes by its indexes, and looks at in vain, as PostgreSQL counts them."""
    with host.database.transaction(on=DAY, actor="test") as tx:
        tx.run("set local enable_seqscan = off")  # it would read a table of one page whole
        plan = tx.one(f"explain (analyze, format json) {query}", **which)
    return counted(plan["QUERY PLAN"][0]["Plan"])


def counted(node: Any) -> int:
    own = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    return int(own if "Relation Name" in node else 0) + sum(counted(one) for one in node.get("Plans", ()))


def test_a_signature_reads_as_many_rows_beside_four_thousand_guaranteed_orders_as_beside_a_hundred(host: Host) -> None:
    host.sign(ONE, DAY)
    within = {"scope": "client", "whose": CLIENT, "currency": "EUR", "order_id": ONE.order_id}
    read = []
    for first, last in ((1, 100), (101, 4000)):
        with host.database.transaction(on=DAY, actor="test") as tx:
            tx.run(MANY_SIGNED, member=ANNA, client=CLIENT, first=first, last=last)
            tx.run(MANY_PARTS + " on conflict do nothing")
            store.count_guarantees(tx, [row["order_id"] for row in tx.all("select order_id from orders")])
            tx.run("analyze")
        read.append((rows_read(host, orders_reads.Q.guaranteed_within, **within),
                     rows_read(host, store.Q.count_guarantees, order_ids=[ONE.order_id])))
    assert read[0] == read[1]
    assert read[0][0] <= 17
    assert totals(host) == [(scope, 4001 * 511358) for scope in ("client", "country", "member")]
    assert host.faults() == []


@pytest.mark.parametrize(("breach", "found"), [
    ("update guarantee_totals set cents = cents + 1 where scope = 'member'",
     f"the guarantee total of member {ANNA} is 511359 cents, its orders come to 511358"),
    ("update orders set cancelled_on = signed_on",
     f"of order {ONE.order_id} 511358 cents are counted, the fund guarantees 0"),
])
def test_a_total_that_is_not_the_sum_of_its_orders_is_found(host: Host, breach: str, found: str) -> None:
    host.sign(ONE, DAY)
    assert host.faults() == []
    with host.database.transaction(on=DAY, actor="test") as tx:
        tx.run(breach)
    assert host.faults() == [f"payroll: {found}"]


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
