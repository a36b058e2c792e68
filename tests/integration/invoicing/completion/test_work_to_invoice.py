"""From the order form to the invoice, its fee and its employment budget, in one transaction."""

from datetime import date
from typing import Any

import pytest

from tests.integration.invoicing.driver import GERMAN, MEMBER, OTHER_MEMBER, WORKED, Host, euro, part


def test_completed_work_is_invoiced_its_fee_booked_and_its_budget_allocated_in_that_order(host: Host) -> None:
    done = host.invoiced("1000.00")
    assert (done["state"], done["number"], done["due_on"], done["late"]) == (
        "completed", "2026/000001", "2026-10-12", False)
    assert (done["net"], done["vat"], done["total"]) == (euro("1000.00"), euro("210.00"), euro("1210.00"))
    published = host.published()
    assert [event["type"] for event in published] == [
        "order_signed", "work_completed", "invoice_issued", "fee_booked", "employment_budget_allocated"]
    fee, allocated = published[3], published[4]
    assert (fee["base"], fee["rate"], fee["fee"]) == (euro("1000.00"), "0.065", euro("65.00"))
    assert (allocated["amount"], allocated["invoice_total"]) == (euro("935.00"), euro("1210.00"))
    assert (allocated["member_id"], allocated["completed_on"]) == (MEMBER, "2026-09-11")
    assert host.faults() == []


def test_the_books_show_the_sale_the_tax_the_fee_and_what_is_payrolls(host: Host) -> None:
    host.invoiced("1000.00")
    assert {account: host.balance(account) for account in ("400", "451", "705", "7400", "4890", "49903")} == {
        "400": 121_000, "451": -21_000, "705": -100_000, "7400": -6_500, "4890": 0, "49903": -93_500}


def test_a_german_company_owes_the_tax_itself_and_its_invoice_leaves_on_paper_only(host: Host) -> None:
    done = host.invoiced("1000.00", **GERMAN, enterprise_number="")
    assert (done["vat"], done["total"]) == (euro("0.00"), euro("1000.00"))
    invoice = host.call("get_invoice", invoice_id=done["invoice_id"])
    assert invoice["taxes"] == [{"category": "AE", "rate": "0.0000", "base": euro("1000.00"), "vat": euro("0.00")}]
    assert host.balance("451") == 0
    assert host.rows("select channel from outgoing_documents") == []
    assert host.faults() == []


def test_an_order_of_two_parts_is_invoiced_part_by_part_and_completed_with_the_last(host: Host) -> None:
    order_id = host.order(part("100.01"), part("200.00", "2026-09-14", "2026-09-15"))
    host.employ(order_id)
    host.on = date(2026, 9, 20)
    first = host.complete(order_id)
    second = host.complete(order_id, 2, "2026-09-15", [{"on": "2026-09-14", "hours": "8"}])
    assert (first["state"], second["state"]) == ("signed", "completed")
    assert [event["last"] for event in host.published("work_completed")] == [False, True]
    assert (first["number"], second["number"]) == ("2026/000001", "2026/000002")
    assert first["structured_communication"] != second["structured_communication"]


def test_a_part_is_completed_once(host: Host) -> None:
    done = host.invoiced()
    again = host.refusal("complete_work", order_id=done["order_id"], part=1, completed_on="2026-09-11", days=WORKED)
    assert again["exc_type"] == "part_completed"
    assert len(host.published("invoice_issued")) == 1


def complete(host: Host, order_id: str, **other: Any) -> str:
    host.on = date(2026, 9, 12)
    asked = {"order_id": order_id, "part": 1, "completed_on": "2026-09-11", "days": WORKED, **other}
    reply = host.ask("complete_work", **asked)
    return reply["error"]["exc_type"] if reply["error"] else "done"


def flags(host: Host) -> list[bool]:
    return [event["undeclared"] for event in host.published("work_completed")]


@pytest.mark.parametrize(("known_on", "starts_on", "ends_on"), [
    (date(2026, 9, 9), "2026-09-10", "2026-09-11"),
    (date(2026, 9, 10), "2026-09-10", "2026-09-11"),  # declared before its first hour: payroll's to judge
    (date(2026, 9, 9), "2026-09-11", "2026-09-11"),
])
def test_days_are_not_compared_with_what_payroll_told(
    host: Host, known_on: date, starts_on: str, ends_on: str,
) -> None:
    order_id = host.order()
    host.on = known_on
    host.employ(order_id, starts_on, ends_on)
    assert (complete(host, order_id), flags(host)) == ("done", [False])


def test_work_whose_declaration_was_never_answered_is_invoiced_and_flagged(host: Host) -> None:
    order_id = host.order()
    host.on = date(2026, 9, 12)
    done = host.call("complete_work", order_id=order_id, part=1, completed_on="2026-09-11", days=WORKED)
    assert (done["undeclared"], done["number"], flags(host)) == (True, "2026/000001", [True])
    assert len(host.published("invoice_issued")) == len(host.published("employment_budget_allocated")) == 1


def test_declared_but_not_insured_is_flagged(host: Host) -> None:
    order_id = host.order()
    host.hear("payroll.work_declared", order_id=order_id, declaration_id="dec_" + "3" * 32, starts_on="2026-09-10",
               ends_on="2026-09-11", declared_on="2026-09-01")
    assert (complete(host, order_id), flags(host)) == ("done", [True])


def test_a_refused_declaration_undoes_the_one_before(host: Host) -> None:
    order_id = host.order()
    host.employ(order_id)
    host.hear("payroll.work_declaration_refused", order_id=order_id, declaration_id="dec_" + "3" * 32, reason="no")
    assert host.call("get_order", order_id=order_id)["employment"]["refused_because"] == "no"
    assert (complete(host, order_id), flags(host)) == ("done", [True])


def test_nothing_is_written_when_completion_is_refused(host: Host) -> None:
    order_id = host.order()
    complete(host, order_id, part=2)
    assert host.published("work_completed", "invoice_issued") == []
    assert host.rows("select count(*) from invoices") == [{"count": 0}]
    assert host.rows("select last_place from invoice_series") == []


@pytest.mark.parametrize(("change", "outcome"), [
    ({"part": 2}, "no_such_part"),
    ({"completed_on": "2026-09-13"}, "work_in_the_future"),
    ({"completed_on": "2026-09-12"}, "done"),
    ({"completed_on": "2026-09-10"}, "work_outside_its_period"),
    ({"days": [{"on": "2026-09-09", "hours": "1"}]}, "work_outside_its_period"),
    ({"days": [{"on": "2026-09-12", "hours": "1"}]}, "work_outside_its_period"),
    ({"days": [WORKED[0], WORKED[0]]}, "day_doubled"),
    ({"days": [{"on": "2026-09-10", "hours": "24"}]}, "done"),
    ({"days": [{"on": "2026-09-10", "hours": "24.01"}]}, "hours_not_valid"),
    ({"days": [{"on": "2026-09-10", "hours": "0"}]}, "hours_not_valid"),
    ({"days": []}, "shape_not_met"),
])
def test_only_possible_days_of_the_part_are_taken(host: Host, change: dict[str, Any], outcome: str) -> None:
    order_id = host.order()
    host.employ(order_id)
    assert complete(host, order_id, **change) == outcome


@pytest.mark.parametrize(("registered_on", "late"), [(date(2026, 9, 18), False), (date(2026, 9, 19), True)])
def test_work_registered_after_its_wage_fell_due_is_flagged(host: Host, registered_on: date, late: bool) -> None:
    order_id = host.order()
    host.employ(order_id)
    host.on = registered_on
    assert host.complete(order_id)["late"] is late
    (published,) = host.published("work_completed")
    assert (published["completed_on"], published["registered_on"]) == ("2026-09-11", registered_on.isoformat())


def test_an_order_that_was_not_signed_is_not_worked(host: Host) -> None:
    assert complete(host, host.order(signed=False)) == "order_not_in_state"


def test_no_number_bears_a_day_before_its_predecessors(host: Host) -> None:
    host.invoiced()
    host.on = date(2026, 9, 1)
    order_id = host.order(activity_id=host.call("list_activities", member_id=MEMBER)[0]["activity_id"],
                           client_id=host.call("list_clients")[0]["client_id"])
    host.employ(order_id)
    host.on = date(2026, 9, 11)
    refused = host.refusal("complete_work", order_id=order_id, part=1, completed_on="2026-09-11", days=WORKED)
    assert (refused["exc_type"], refused["retryable"]) == ("numbers_go_forward", True)
    host.on = date(2026, 9, 12)
    assert host.complete(order_id)["number"] == "2026/000002"


def test_a_new_year_begins_a_new_series(host: Host) -> None:
    activity_id, client_id = host.activity(), host.client()
    numbers = []
    for starts_on, done_on in (("2026-12-30", date(2026, 12, 31)), ("2027-01-04", date(2027, 1, 5))):
        order_id = host.order(part("10.00", starts_on, done_on.isoformat()), activity_id=activity_id,
                               client_id=client_id)
        host.employ(order_id, starts_on, done_on.isoformat())
        host.on = done_on
        numbers.append(host.complete(order_id, 1, done_on.isoformat(), [{"on": starts_on, "hours": "8"}])["number"])
    assert numbers == ["2026/000001", "2027/000001"]
    assert host.faults() == []


def test_a_member_completes_his_own_work_and_nobody_elses(host: Host) -> None:
    order_id = host.order()
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    asked = {"order_id": order_id, "part": 1, "completed_on": "2026-09-11", "days": WORKED, "by": ("member",)}
    assert host.refusal("complete_work", subject=OTHER_MEMBER, **asked)["exc_type"] == "not_allowed"
    host.call("complete_work", subject=MEMBER, **asked)
    other = {"subject": OTHER_MEMBER, "by": ("member",)}
    assert host.refusal("get_order", order_id=order_id, **other)["exc_type"] == "not_allowed"
    assert len(host.call("get_order", order_id=order_id, subject=MEMBER, by=("member",))["worked"]) == 2


def test_where_payroll_is_not_deployed_its_facts_are_recorded(host: Host) -> None:
    order_id = host.order()
    host.call("record_employment", order_id=order_id, declaration_id="D-77", cover_id="C-77",
               declared_on="2026-09-02", starts_on="2026-09-10", ends_on="2026-09-11")
    assert complete(host, order_id) == "done"


def test_the_statement_of_an_activity_shows_where_every_cent_went(host: Host) -> None:
    done = host.invoiced("1000.00")
    activity_id = host.call("list_activities", member_id=MEMBER)[0]["activity_id"]
    found = host.call("get_activity_statement", activity_id=activity_id, order_id=done["order_id"])
    figures = {name: found[name]["amount"] for name in (
        "invoiced", "vat", "turnover", "fee", "budget", "balance", "owed", "paid", "written_off", "open")}
    assert figures == {"invoiced": "1210.00", "vat": "210.00", "turnover": "1000.00", "fee": "65.00",
                       "budget": "935.00", "balance": "0.00", "owed": "0.00", "paid": "0.00", "written_off": "0.00",
                       "open": "1210.00"}
    assert sum(int(line["amount"]["amount"].replace(".", "")) for line in found["entries"]) == 0
    assert {line["order_id"] for line in found["entries"]} == {done["order_id"]}


def test_a_quote_is_what_completion_then_does(host: Host) -> None:
    quote = host.call("quote_order", amount=euro("1234.57"))
    assert (quote["fee"], quote["budget"]) == (euro("80.25"), euro("1154.32"))
    assert [line["rule"] for line in quote["lines"]] == ["fee_rate", "expenses", "net - fee - expenses"]
    assert all(line["source"] for line in quote["lines"])
    host.invoiced("1234.57")
    assert host.published("fee_booked")[0]["fee"] == quote["fee"]
    assert host.published("employment_budget_allocated")[0]["amount"] == quote["budget"]


def test_a_quote_takes_expenses_off_the_budget_until_nothing_is_left(host: Host) -> None:
    assert host.call("quote_order", amount=euro("100.00"), expenses=euro("93.50"))["budget"] == euro("0.00")
    too_much = host.refusal("quote_order", amount=euro("100.00"), expenses=euro("93.51"))
    assert too_much["exc_type"] == "expenses_too_large"


def test_documents_are_counted_and_listed_page_by_page(host: Host) -> None:
    activity_id, client_id = host.activity(), host.client()
    orders = [host.order(activity_id=activity_id, client_id=client_id) for _ in range(3)]
    for order_id in orders:
        host.employ(order_id)
    host.on = date(2026, 9, 12)
    for order_id in orders:
        host.complete(order_id)
    page = host.call("list_invoices", limit=2)
    rest = host.call("list_invoices", after=page[-1]["invoice_id"])
    assert [line["number"] for line in page + rest] == ["2026/000001", "2026/000002", "2026/000003"]
    assert host.call("list_invoices", open=False) == []
    assert len(host.call("list_invoices", client_id=client_id, member_id=MEMBER, open=True)) == 3
    assert host.call("count_invoices") == {"invoices": 3, "credit_notes": 0, "open": 3, "overdue": 0}
