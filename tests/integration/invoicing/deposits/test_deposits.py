"""Deposits: paid before the work, taken off by its invoice, given back when it falls out; every cent and tax once."""

from base64 import b64decode
from datetime import date
from itertools import count
from typing import Any

import pytest
from lxml import etree

from tests.integration.invoicing.bank_files import Moved, camt
from tests.integration.invoicing.driver import WORKED, Host, euro, part

FILES = count(1)
MEAL = {"description": "Buffet", "quantity": "1", "unit": "lump_sum", "unit_price": "300.00", "supply": "catering"}
PLAY = {"description": "Régie", "quantity": "2", "unit": "day", "unit_price": "350.00", "supply": "service"}


def known(host: Host) -> dict[str, str]:
    """The client and the activity of whatever was ordered before."""
    return {name: rows[0][name] for name, table in (("client_id", "clients"), ("activity_id", "activities"))
            if (rows := host.rows(f"select {name} from {table}"))}


def ordered(host: Host, amount: str = "1000.00") -> str:
    order_id = host.order(part(amount), **known(host))
    host.employ(order_id)
    return order_id


def deposit(host: Host, order_id: str, net: str = "300.00", *, paid: bool = True) -> Any:
    done = host.call("invoice_deposit", order_id=order_id, part=1, net=euro(net))
    if paid:
        pay(host, done, done["total"]["amount"])
    return done


def pay(host: Host, done: Any, amount: str) -> None:
    opening = f"{host.balance('550') / 100:.2f}"
    host.call("ingest_bank_statement", file_format="camt053", content=camt(
        Moved(amount=amount, structured=done["structured_communication"]), identity=f"D{next(FILES)}", opening=opening))


def worked(host: Host, order_id: str) -> Any:
    host.on = date(2026, 9, 12)
    return host.complete(order_id, days=WORKED)


def credit(host: Host, invoice_id: str, net: str) -> Any:
    return host.call("issue_credit_note", invoice_id=invoice_id, net=euro(net), reason="less_work", description="x")


def give_back(host: Host) -> str:
    return host.definition.jobs["give_deposits_back"].run(host.database, host.on, lambda *_: None)


def state(host: Host) -> list[tuple[str, str]]:
    return [(one["state"], one["deducted_by"]) for one in host.call("list_deposits")]


def balances(host: Host, *accounts: str) -> list[int]:
    return [host.balance(account) for account in accounts]


def e_invoice(host: Host, invoice_id: str) -> Any:
    return etree.fromstring(b64decode(host.call("get_invoice_ubl", invoice_id=invoice_id)["content_base64"]))


def test_a_deposit_is_taxed_when_it_is_invoiced_taken_off_line_by_line_and_counted_once(host: Host) -> None:
    order_id = ordered(host)
    before = deposit(host, order_id)
    assert (before["total"], state(host)) == (euro("363.00"), [("paid", "")])
    assert balances(host, "461", "705", "451", "400") == [-30_000, 0, -6_300, 0]
    assert host.published("employment_budget_allocated", "fee_booked") == []
    shown = host.call("get_activity_statement", activity_id=known(host)["activity_id"])
    assert [shown[name] for name in ("deposits", "turnover", "paid")] == [euro("300.00"), euro("0.00"), euro("363.00")]
    done = worked(host, order_id)
    assert (done["net"], done["vat"], done["total"], state(host)) == (
        euro("700.00"), euro("147.00"), euro("847.00"), [("deducted", done["number"])])
    (fee,), (budget,) = host.published("fee_booked"), host.published("employment_budget_allocated")
    assert (fee["base"], fee["fee"]) == (euro("1000.00"), euro("65.00"))
    assert [budget[name] for name in ("amount", "invoice_total", "prepaid")] == [
        euro("935.00"), euro("1210.00"), euro("363.00")]
    assert balances(host, "461", "705", "451", "400") == [0, -100_000, -21_000, 84_700]
    host.definition.jobs["render_invoices"].run(host.database, host.on, lambda *_: None)
    assert host.rows("select count(*)::int as made, max(faults) as faults from invoice_papers") == [
        {"made": 2, "faults": "[]"}], "both are right by the official rules"
    first, last = (e_invoice(host, one["invoice_id"]) for one in (before, done))
    assert (first.findtext("{*}InvoiceTypeCode"), first.find("{*}Delivery")) == ("386", None)
    assert (last.findtext("{*}InvoiceTypeCode"), last.findtext("{*}BillingReference//{*}ID")) == (
        "380", before["number"])
    assert [(line.findtext("{*}InvoicedQuantity"), line.findtext("{*}LineExtensionAmount"))
            for line in last.iter("{*}InvoiceLine")] == [("1", "1000.00"), ("-1", "-300.00")]
    assert (last.findtext(".//{*}PayableAmount"), last.find(".//{*}PrepaidAmount")) == ("847.00", None)
    assert host.faults() == []


@pytest.mark.parametrize("deposit_first", [False, True])
def test_a_full_credit_in_any_order_leaves_the_books_at_zero(host: Host, *, deposit_first: bool) -> None:
    order_id = ordered(host, "999.99")
    before = deposit(host, order_id, "333.33")
    credit(host, before["invoice_id"], "100.01")  # the client and the member agreed on less, before the work
    done = worked(host, order_id)
    (budget,) = host.published("employment_budget_allocated")
    assert (done["net"], budget["prepaid"]) == (euro("766.67"), euro("282.32"))
    pay(host, done, done["total"]["amount"])
    both = [(before["invoice_id"], "233.32"), (done["invoice_id"], "766.67")]
    for invoice_id, net in both if deposit_first else both[::-1]:
        credit(host, invoice_id, "0.01")
        credit(host, invoice_id, f"{float(net) - 0.01:.2f}")
    assert balances(host, "400", "451", "461", "705", "6190", "7400") == [0] * 6
    assert host.balance("4895") == -host.balance("49903"), "the activity owes what was paid as a wage"
    assert host.balance("460") == -host.balance("550")
    assert host.faults() == []


@pytest.mark.parametrize("paid", ["0.00", "100.00"])
def test_a_deposit_that_was_not_paid_whole_is_credited_and_the_work_claims_everything(host: Host, paid: str) -> None:
    order_id = ordered(host)
    before = deposit(host, order_id, paid=False)
    assert host.refusal("write_off_invoice", invoice_id=before["invoice_id"], reason="bankruptcy")[
        "exc_type"] == "not_yet_worked"
    if paid != "0.00":
        pay(host, before, paid)
    done = worked(host, order_id)
    assert (done["total"], state(host)) == (euro("1210.00"), [("open", "")])
    assert give_back(host) == "1 deposits were given back, 0 could not be."
    assert state(host) == [("given_back", "")]
    assert host.published("employment_budget_allocated")[-1]["prepaid"] == euro("0.00")
    assert balances(host, "461", "705", "451", "400") == [0, -100_000, -21_000, 121_000]
    assert host.balance("460") == -round(float(paid) * 100)
    assert host.faults() == []


def test_when_the_work_falls_out_the_job_credits_the_deposit_and_what_was_paid_is_the_clients(host: Host) -> None:
    cancelled = ordered(host)
    stopped = host.order(part("500.00"), part("500.00", "2026-09-14", "2026-09-15"), **known(host))
    host.employ(stopped)
    deposit(host, cancelled)
    host.call("invoice_deposit", order_id=stopped, part=2, net=euro("100.00"))
    assert give_back(host).startswith("0 deposits")
    host.call("cancel_order", order_id=cancelled, reason="client_withdrew", note="")
    worked(host, stopped)
    host.call("stop_order", order_id=stopped, reason="client_withdrew", note="")
    assert give_back(host) == "2 deposits were given back, 0 could not be."
    assert give_back(host).startswith("0 deposits")
    assert [one for one, _ in state(host)] == ["given_back", "given_back"]
    assert balances(host, "461", "460", "451", "705", "400") == [0, -36_300, -10_500, -50_000, 60_500]
    assert [one["reason"] for one in host.published("invoice_credited")] == ["deposit"] * 2
    assert host.faults() == []


def test_work_with_a_deposit_is_agreed_otherwise_once_that_is_given_back(host: Host) -> None:
    order_id = ordered(host)
    before = deposit(host, order_id)
    amend = {"order_id": order_id, "parts": [part("800.00")], "signature": {
        "signed_by": "A. Lambert", "signed_on": "2026-09-01", "reference": "r"}}
    assert host.refusal("amend_order", **amend)["exc_type"] == "deposit_stands"
    credit(host, before["invoice_id"], "300.00")
    host.call("amend_order", **amend)
    deposit(host, order_id, "799.99")
    done = worked(host, order_id)
    assert (done["net"], host.rows("select count(*)::int as lines from order_lines")) == (euro("0.01"), [{"lines": 1}])
    assert host.faults() == []


def test_every_rate_of_a_price_keeps_something_for_the_invoice_of_the_work(host: Host) -> None:
    order_id = host.call(
        "draft_order", activity_id=host.activity(), client_id=host.client(), title="Fête", contract="white_collar",
        place="BE", parts=[part(lines=[MEAL, PLAY])])["order_id"]
    ask = {"order_id": order_id, "part": 1}
    assert host.refusal("invoice_deposit", **ask, net=euro("1.00"))["exc_type"] == "order_not_in_state"
    held = host.call("send_order", order_id=order_id)["screening"]
    if held:
        host.call("approve_screening", subject="another advisor", screening_id=held["screening_id"])
        host.call("send_order", order_id=order_id)
    host.sign(order_id)
    host.employ(order_id)
    for much in ("1000.00", "999.99"):
        assert host.refusal("invoice_deposit", **ask, net=euro(much))["exc_type"] == "deposit_too_large"
    deposits = [host.call("invoice_deposit", **ask, net=euro(net)) for net in ("333.33", "600.00")]
    assert host.refusal("invoice_deposit", **ask, net=euro("66.67"))["exc_type"] == "deposit_too_large"
    for one in deposits:
        pay(host, one, one["total"]["amount"])
    done = worked(host, order_id)
    assert done["net"] == euro("66.67")
    assert host.rows("""select rate::text, sum(base_cents)::int as base from invoice_taxes group by rate
                        order by rate""") == [{"rate": "0.1200", "base": 30_000}, {"rate": "0.2100", "base": 70_000}]
    assert host.refusal("invoice_deposit", **ask, net=euro("1.00"))["exc_type"] == "order_not_in_state"
    assert host.faults() == []


def told_of(host: Host, invoice_id: str) -> list[tuple[str, str, str | None]]:
    return [(one["type"], one["paid_so_far"]["amount"], (one["prepaid_so_far"] or {"amount": None})["amount"])
            for one in host.published("payment_applied", "payment_reversed") if one["invoice_id"] == invoice_id]


def test_a_deposit_that_the_bank_takes_back_after_the_work_is_told_of_the_invoice_that_took_it_off(host: Host) -> None:
    order_id = ordered(host)
    before = deposit(host, order_id)  # 300.00 and its tax: 363.00
    done = worked(host, order_id)
    (allocated,) = host.published("employment_budget_allocated")
    assert (allocated["prepaid"], told_of(host, done["invoice_id"])) == (euro("363.00"), [])

    host.call("ingest_bank_statement", file_format="camt053", content=camt(
        Moved(amount="-363.00", free="recall"), identity=f"D{next(FILES)}", opening="363.00"))
    (out,) = host.call("list_unmatched_movements")
    (paid,) = host.rows("select movement_id from payments")
    host.call("return_movement", movement_id=out["movement_id"], returns=paid["movement_id"])
    assert told_of(host, before["invoice_id"])[1:] == [("payment_reversed", "0.00", None)]
    assert told_of(host, done["invoice_id"]) == [("payment_reversed", "0.00", "0.00")]

    pay(host, done, "847.00")  # the rest, as any payment: what was paid before stays as it was told
    pay(host, before, "363.00")
    assert told_of(host, done["invoice_id"])[1:] == [
        ("payment_applied", "847.00", None), ("payment_applied", "847.00", "363.00")]
    assert host.faults() == []


def test_a_deposit_paid_before_its_work_is_told_of_no_other_invoice(host: Host) -> None:
    order_id = ordered(host)
    before = deposit(host, order_id)
    assert {one["invoice_id"] for one in host.published("payment_applied")} == {before["invoice_id"]}
