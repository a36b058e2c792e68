"""An employment without an end, from the request to the wage: signed by both, declared, fed, paid every month."""

from datetime import date
from decimal import Decimal

from lxml import etree

from tests.integration.payroll.driver import ANNA, Host, amount, asked_for, money
from tests.integration.payroll.employment_budgets.worker import EmployedWorker

COST_OF_3000 = "4781.29"  # 3000.00 x 1.4662624 / 0.92, the smallest budget that pays it


def test_the_wage_of_a_month_is_the_published_one_and_is_paid_from_what_the_orders_brought(host: Host) -> None:
    host.staff(ANNA)
    anna = EmployedWorker(host)
    anna.agree()
    quoted = host.call("quote_employment", on=date(2026, 8, 26), member_id=ANNA, starts_on="2026-09-01",
                       weekly_hours="38", gross=money("3000.00"))
    anna.work("6000.00", date(2026, 9, 7), date(2026, 9, 11))
    anna.pay(date(2026, 10, 6))
    (wage,) = anna.wages()
    assert (amount(wage["gross"]), amount(wage["net"])) == (Decimal("3000.00"), Decimal("2261.33"))
    assert amount(quoted["net"]) == Decimal("2261.33")
    assert (wage["due_on"], wage["state"], wage["undeclared"]) == ("2026-10-07", "sent", False)
    (paid,) = [asked_for(content) for _, content in host.documents("bank")]
    assert list(paid.values()) == [Decimal("2261.33")]
    budget = anna.budget(date(2026, 10, 7))
    assert amount(budget["funds"]["held"]) == Decimal("6000.00") - Decimal(COST_OF_3000)
    assert host.faults() == []


def test_it_is_declared_without_an_end_and_what_is_done_in_it_is_not_declared_once_more(host: Host) -> None:
    host.staff(ANNA)
    anna = EmployedWorker(host)
    anna.agree()
    anna.work("6000.00", date(2026, 9, 7), date(2026, 9, 11))
    (told,) = host.documents("onss")
    root = etree.fromstring(told[1])
    assert root.findtext(".//StartingDate") == "2026-09-01"
    assert root.find(".//EndingDate") is None
    assert [kind for kind, _ in host.published("work_declared", "cover_opened")] == ["work_declared", "cover_opened"]
    for day in (date(2026, 9, 1), date(2026, 9, 8), date(2030, 1, 7)):
        found = host.call("get_declared_and_covered", member_id=ANNA, at=f"{day.isoformat()}T08:00:00+02:00")
        assert found["covered"], day
    assert found["declared"]


def test_an_empty_budget_leaves_no_wage_unpaid_and_what_comes_late_gives_back_what_was_lent(host: Host) -> None:
    host.staff(ANNA)
    anna = EmployedWorker(host)
    anna.agree()
    anna.work("1000.00", date(2026, 9, 7), date(2026, 9, 11))
    anna.pay(date(2026, 10, 6))
    (wage,) = anna.wages()
    assert wage["state"] == "sent"
    (month,) = anna.budget(date(2026, 10, 6))["worked_out"]
    assert (amount(month["brought"]), amount(month["lent"])) == (Decimal("1000.00"), Decimal("3781.29"))
    assert host.faults() == []
    late = anna.work("5000.00", date(2026, 9, 14), date(2026, 9, 18), known_on=date(2026, 10, 20))
    anna.keep(date(2026, 10, 20))
    (month,) = anna.budget(date(2026, 10, 20))["worked_out"]
    assert (amount(month["brought"]), amount(month["lent"])) == (Decimal(COST_OF_3000), Decimal("0.00"))
    advances = host.rows("select invoice_id, cost_cents from advances order by invoice_id")
    assert advances[1]["invoice_id"] == late.invoice_id
    assert sum(one["cost_cents"] for one in advances) == 439_879  # all of the cost: gross x 1.4662624
    assert host.faults() == []
