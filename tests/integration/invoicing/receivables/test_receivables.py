"""What clients owe: overdue, written off, recovered, credited; and the jobs and proofs over all of it."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import psycopg
import pytest

from tests.integration.invoicing.bank_files import Moved, coda
from tests.integration.invoicing.driver import MEMBER, WORKED, Host, euro, part
from tests.unit.invoicing.documents import faults_of


def run(host: Host, job: str, on: date) -> str:
    return host.definition.jobs[job].run(host.database, on, lambda done, whole: None)


@pytest.mark.parametrize(("on", "overdue"), [(date(2026, 10, 12), 0), (date(2026, 10, 13), 1)])
def test_an_invoice_is_overdue_the_day_after_its_due_day(host: Host, on: date, overdue: int) -> None:
    done = host.invoiced()
    assert run(host, "mark_overdue", on) == f"{overdue} invoices are overdue."
    assert [event["invoice_id"] for event in host.published("invoice_overdue")] == [done["invoice_id"]] * overdue
    assert host.call("get_invoice", invoice_id=done["invoice_id"])["state"] == ("overdue" if overdue else "issued")


def test_an_overdue_invoice_is_said_once_and_a_paid_one_never(host: Host) -> None:
    done = host.invoiced()
    run(host, "mark_overdue", date(2026, 10, 13))
    run(host, "mark_overdue", date(2026, 10, 14))
    (published,) = host.published("invoice_overdue")
    assert (published["open"], published["due_on"]) == (euro("1210.00"), "2026-10-12")
    host.call("ingest_bank_statement", file_format="coda",
               content=coda(Moved(amount="1210.00", structured=done["structured_communication"])))
    assert host.call("count_invoices") == {"invoices": 1, "credit_notes": 0, "open": 0, "overdue": 0}


def test_a_client_who_defaults_costs_the_house_what_is_open_and_nothing_else_moves(host: Host) -> None:
    done = host.invoiced()
    host.call("ingest_bank_statement", file_format="coda",
               content=coda(Moved(amount="210.00", structured=done["structured_communication"])))
    before = {account: host.balance(account) for account in ("4890", "49903", "7400", "451")}
    assert host.call("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")["written_off"] == euro(
        "1000.00")
    (published,) = host.published("invoice_written_off")
    assert (published["open"], published["reason"]) == (euro("1000.00"), "bankruptcy")
    assert (published["net"], published["vat"]) == (euro("826.45"), euro("173.55"))
    assert (host.balance("400"), host.balance("642"), host.balance("4119")) == (0, 82_645, 17_355)
    assert {account: host.balance(account) for account in before} == before
    assert host.call("get_invoice", invoice_id=done["invoice_id"])["state"] == "written_off"
    again = host.refusal("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")
    assert again["exc_type"] == "invoice_settled"
    assert host.faults() == []


def test_money_that_comes_after_the_write_off_is_recovered_up_to_what_was_lost(host: Host) -> None:
    done = host.invoiced()
    host.call("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")
    host.call("ingest_bank_statement", file_format="coda", content=coda(
        Moved(amount="300.00", structured=done["structured_communication"]),
        Moved(amount="1000.00", structured=done["structured_communication"])))
    assert [event["amount"] for event in host.published("written_off_recovered")] == [euro("300.00"), euro("910.00")]
    assert host.published("payment_applied", "invoice_paid") == []
    assert [event["vat"] for event in host.published("written_off_recovered")] == [euro("52.07"), euro("157.93")]
    assert (host.balance("642"), host.balance("4119"), host.balance("460")) == (0, 0, -9_000)
    assert host.faults() == []


def test_the_bank_takes_back_what_had_been_recovered(host: Host) -> None:
    done = host.invoiced()
    host.call("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")
    paid = {"structured": done["structured_communication"]}
    host.call("ingest_bank_statement", file_format="coda", content=coda(
        Moved(amount="300.00", **paid), Moved(amount="-300.00", returns=True, **paid)))
    assert [event["amount"] for event in host.published("written_off_recovered")] == [euro("300.00"), euro("-300.00")]
    assert host.published("payment_reversed") == []
    assert (host.balance("642"), host.balance("4119")) == (100_000, 21_000)
    assert host.faults() == []


def test_a_credit_note_names_its_invoice_gives_tax_and_fee_back_and_the_activity_owes_the_rest(host: Host) -> None:
    done = host.invoiced("1000.00")
    note = host.call("issue_credit_note", invoice_id=done["invoice_id"], net=euro("100.00"), reason="less_work",
                      description="One hour less")
    assert (note["number"], note["net"], note["vat"], note["total"]) == (
        "CN2026/000001", euro("100.00"), euro("21.00"), euro("121.00"))
    (published,) = host.published("invoice_credited")
    assert (published["amount"], published["credit_note_id"], published["reason"]) == (
        euro("121.00"), note["credit_note_id"], "less_work")
    assert {account: host.balance(account) for account in ("400", "451", "705", "7400", "4895", "4890")} == {
        "400": 108_900, "451": -18_900, "705": -90_000, "7400": -5_850, "4895": 9_350, "4890": 0}
    ubl = base64.b64decode(host.call("get_invoice_ubl", invoice_id=note["credit_note_id"])["content_base64"]).decode()
    assert "<cbc:ID>2026/000001</cbc:ID>" in ubl
    assert faults_of(ubl) == []
    assert host.faults() == []


def test_what_is_credited_whole_is_settled_and_was_never_paid(host: Host) -> None:
    done = host.invoiced("1000.00")
    host.call("issue_credit_note", invoice_id=done["invoice_id"], net=euro("1000.00"), reason="mistake",
               description="Not done")
    invoice = host.call("get_invoice", invoice_id=done["invoice_id"])
    assert (invoice["state"], invoice["open"], invoice["credited"]) == ("settled", euro("0.00"), euro("1210.00"))
    assert host.published("invoice_paid") == []
    assert host.balance("7400") == 0
    assert host.faults() == []


def test_what_was_written_off_is_not_credited(host: Host) -> None:
    done = host.invoiced("1000.00")
    host.call("write_off_invoice", invoice_id=done["invoice_id"], reason="bankruptcy")
    refused = host.refusal("issue_credit_note", invoice_id=done["invoice_id"], net=euro("1000.00"), reason="mistake",
                           description="x")
    assert refused["exc_type"] == "credit_too_large"
    assert host.rows("select count(*) from invoices") == [{"count": 1}]
    assert host.faults() == []


def test_eight_writers_at_once_leave_no_gap_and_one_whole_chain(host: Host) -> None:
    activity_id, client_id, each = host.activity(), host.client(), 5
    orders = [host.order(*[part("33.33") for _ in range(each)], activity_id=activity_id, client_id=client_id)
              for _ in range(8)]
    for order_id in orders:
        host.employ(order_id)
    host.on = date(2026, 9, 12)

    def work(order_id: str) -> list[Any]:
        return [host.ask("complete_work", order_id=order_id, part=number, completed_on="2026-09-11", days=WORKED,
                          request_id=f"{order_id}-{number}")["error"] for number in range(1, each + 1)]

    with ThreadPoolExecutor(8) as pool:
        errors = [error for found in pool.map(work, orders) for error in found if error]
    assert errors == []
    rows = host.rows("select place, structured_communication from invoices order by place")
    assert [row["place"] for row in rows] == list(range(1, 8 * each + 1))
    assert len({row["structured_communication"] for row in rows}) == 8 * each
    assert host.faults() == []


def test_a_refused_completion_between_others_uses_no_number(host: Host) -> None:
    done = host.invoiced()
    host.refusal("complete_work", order_id=done["order_id"], part=1, completed_on="2026-09-11", days=WORKED)
    activity_id = host.call("list_activities", member_id=MEMBER)[0]["activity_id"]
    host.on = date(2026, 9, 1)
    order_id = host.order(activity_id=activity_id, client_id=host.call("list_clients")[0]["client_id"])
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    assert host.complete(order_id)["number"] == "2026/000002"


TAMPER = [
    ("invoices", "net_cents = net_cents + 1, total_cents = total_cents + 1", "is not what its content says"),
    ("invoices", "ubl = replace(ubl, '1210.00', '1211.00')", "is not what its content says"),
    ("invoices", "content_digest = repeat('0', 64)", "the chain of series 2026 breaks"),
    ("invoice_series", "last_place = 2", "counts further than it holds"),
    ("invoices", "place = 2", "has no number 1"),
    ("receivables", "paid_cents = 1", "account clients"),
    ("invoice_taxes", "vat_cents = 20999", "account vat_payable"),
]


@pytest.mark.parametrize(("table", "change", "fault"), TAMPER)
def test_verify_names_what_was_tampered_with(host: Host, table: str, change: str, fault: str) -> None:
    host.invoiced()
    assert host.faults() == []
    with psycopg.connect(host.url) as conn:
        conn.execute(f"alter table {table} disable trigger all; update {table} set {change}")
    assert any(fault in found for found in host.faults())


@pytest.mark.parametrize("table", [
    "invoices", "invoice_taxes", "budgets", "work_days", "write_offs", "invoice_papers", "bank_statements",
    "bank_files", "bank_movements", "payments", "payment_reversals"])
def test_what_is_issued_or_received_is_never_changed(host: Host, table: str) -> None:
    with psycopg.connect(host.url) as conn:
        for statement in (f"delete from {table}", f"truncate {table} cascade"):
            with pytest.raises(psycopg.errors.RestrictViolation), conn.transaction():
                conn.execute(statement)
