"""The order form: agreed, signed, amended, cancelled."""

import base64
from datetime import date
from typing import Any

import pytest

from tests.integration.invoicing.driver import GERMAN, MEMBER, Host, euro, part


@pytest.mark.parametrize(("parts", "code"), [
    ([], "shape_not_met"),
    ([part(ends_on="2026-09-09")], "period_not_valid"),
    ([part("0.00")], "shape_not_met"),
    ([part("-1.00")], "shape_not_met"),
    ([{**part(), "amount": {"amount": 1000.0, "currency": "EUR"}}], "shape_not_met"),
    ([{**part(), "amount": {"amount": "10.00", "currency": "USD"}}], "currency_not_ours"),
])
def test_an_order_form_agrees_something_possible(host: Host, parts: list[dict[str, Any]], code: str) -> None:
    asked = {"activity_id": host.activity(), "client_id": host.client(), "title": "x", "contract": "white_collar"}
    assert host.refusal("draft_order", parts=parts, **asked)["exc_type"] == code


def test_a_signed_order_is_told_with_its_parts(host: Host) -> None:
    order_id = host.order(part("100.00"), part("50.50", "2026-09-20", "2026-09-21"))
    (published,) = host.published()
    assert (published["order_id"], published["amount"], published["client_country"]) == (order_id, euro("150.50"), "BE")
    assert (published["starts_on"], published["ends_on"], published["signed_on"]) == ("2026-09-10", "2026-09-21",
                                                                                      "2026-09-01")
    assert [(one["part"], one["hours"]) for one in published["parts"]] == [(1, "15.20"), (2, "15.20")]
    order = host.call("get_order", order_id=order_id)
    assert (order["state"], order["signed_by"], order["signature_reference"]) == (
        "signed", "A. Lambert", "signed-17.pdf")
    assert "Lambert" not in str(host.rows("select body from event_log"))


def test_only_a_sent_form_is_signed_and_not_on_a_day_to_come(host: Host) -> None:
    order_id = host.call("draft_order", activity_id=host.activity(), client_id=host.client(), title="x",
                          contract="white_collar", parts=[part()])["order_id"]
    signature = {"order_id": order_id, "signed_by": "A", "reference": "r"}
    assert host.refusal("sign_order", signed_on="2026-09-01", **signature)["exc_type"] == "order_not_in_state"
    host.call("send_order", order_id=order_id)
    assert host.refusal("sign_order", signed_on="2026-09-02", **signature)["exc_type"] == "signed_in_the_future"
    host.call("sign_order", signed_on="2026-09-01", **signature)
    assert host.refusal("sign_order", signed_on="2026-09-01", **signature)["exc_type"] == "order_not_in_state"


SIGNED_AGAIN = {"signed_by": "A. Lambert", "signed_on": "2026-09-01", "reference": "signed-18.pdf"}


def test_a_signed_order_is_amended_with_a_new_signature_and_told(host: Host) -> None:
    order_id = host.order()
    asked = {"order_id": order_id, "parts": [part("900.00"), part("10.00")]}
    assert host.refusal("amend_order", **asked)["exc_type"] == "order_not_in_state"
    assert host.call("amend_order", signature=SIGNED_AGAIN, **asked)["amount"] == euro("910.00")
    (published,) = host.published("order_amended")
    assert (published["amount"], len(published["parts"])) == (euro("910.00"), 2)
    assert host.call("get_order", order_id=order_id)["signature_reference"] == "signed-18.pdf"


def test_an_unsigned_order_is_amended_silently_and_must_be_sent_again(host: Host) -> None:
    order_id = host.order(signed=False)
    assert host.call("amend_order", order_id=order_id, parts=[part("5.00")])["state"] == "drafted"
    assert host.published() == []


def test_an_order_is_cancelled_and_told_only_if_its_signature_was(host: Host) -> None:
    signed = host.order()
    activity_id = host.call("list_activities", member_id=MEMBER)[0]["activity_id"]
    client_id = host.call("list_clients")[0]["client_id"]
    unsigned = host.order(activity_id=activity_id, client_id=client_id, signed=False)
    for order_id in (signed, unsigned):
        done = host.call("cancel_order", order_id=order_id, reason="client_withdrew", note="Rain")
        assert done["state"] == "cancelled"
    assert [event["order_id"] for event in host.published("order_cancelled")] == [signed]
    assert host.refusal("cancel_order", order_id=signed, reason="mistake")["exc_type"] == "order_not_in_state"
    assert [line["order_id"] for line in host.call("list_orders", state="cancelled")] == [signed, unsigned]


def half_done(host: Host) -> str:
    order_id = host.order(part("10.00"), part("20.00"))
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    host.complete(order_id)
    return order_id


def test_an_order_half_done_is_not_cancelled_but_its_open_parts_are_stopped_and_told(host: Host) -> None:
    order_id = half_done(host)
    assert host.refusal("cancel_order", order_id=order_id, reason="mistake")["exc_type"] == "work_begun"
    stopped = host.call("stop_order", order_id=order_id, reason="client_withdrew", note="Rain")
    assert (stopped["state"], stopped["amount"]) == ("completed", euro("10.00"))
    (told,) = host.published("order_stopped")
    assert (told["parts"], told["last_worked_on"], told["stopped_on"]) == ([1], "2026-09-11", "2026-09-12")
    assert [one["part"] for one in host.call("get_order", order_id=order_id)["parts"]] == [1]
    assert host.refusal("stop_order", order_id=order_id, reason="mistake")["exc_type"] == "order_not_in_state"
    assert host.refusal("stop_order", order_id=host.order(client_id=host.client(
        **GERMAN, enterprise_number="")), reason="mistake")["exc_type"] == "nothing_to_stop"


def test_an_order_half_done_is_amended_for_its_open_parts(host: Host) -> None:
    order_id = half_done(host)
    host.call("amend_order", order_id=order_id, parts=[part("5.00"), part("6.00")], signature=SIGNED_AGAIN)
    (told,) = host.published("order_amended")
    assert [(one["part"], one["amount"]) for one in told["parts"]] == [
        (1, euro("10.00")), (2, euro("5.00")), (3, euro("6.00"))]
    assert host.complete(order_id, part=3)["net"] == euro("6.00")
    assert host.faults() == []


def test_a_member_neither_signs_for_the_client_nor_records_their_signature(host: Host) -> None:
    order_id = host.order(signed=False)
    asked = {"order_id": order_id, "signed_by": "A. Lambert", "signed_on": "2026-09-01", "reference": "x.pdf"}
    assert host.refusal("sign_order", subject=MEMBER, by=("member",), **asked)["exc_type"] == "not_allowed"
    assert host.refusal("sign_order", subject=MEMBER, by=("member", "advisor"), **asked)["exc_type"] == "client_signs"
    client = host.call("get_order", order_id=order_id)["client_id"]
    assert host.call("sign_order", subject=client, by=("client",), **asked)["state"] == "signed"
    again = {"parts": [part("1000000.00")], "signature": SIGNED_AGAIN, "order_id": order_id}
    assert host.refusal("amend_order", subject=MEMBER, by=("member",), **again)["exc_type"] == "client_signs"


def test_people_name_an_order_by_its_number_in_lists_refusals_and_on_its_invoice(host: Host) -> None:
    done = host.invoiced()
    assert host.call("get_order", order_id=done["order_id"])["number"] == "2026-00001"
    (listed,) = host.call("list_orders")
    client = host.call("get_client", client_id=listed["client_id"])
    assert (listed["number"], listed["client_name"], listed["amount"]) == (
        "2026-00001", client["name"], euro("1000.00"))
    refused = host.refusal("cancel_order", order_id=done["order_id"], reason="mistake")
    assert "2026-00001" in refused["value"]
    assert done["order_id"] not in refused["value"]
    ubl = base64.b64decode(host.call("get_invoice_ubl", invoice_id=done["invoice_id"])["content_base64"]).decode()
    assert "<cbc:SalesOrderID>2026-00001</cbc:SalesOrderID>" in ubl
    assert "<cbc:ID>PO 2026-17</cbc:ID>" in ubl


@pytest.mark.parametrize(("method", "asked"), [
    ("get_order", {"order_id": "ord_" + "0" * 32}),
    ("send_order", {"order_id": "ord_" + "0" * 32}),
    ("get_client", {"client_id": "cli_" + "0" * 32}),
    ("get_invoice", {"invoice_id": "inv_" + "0" * 32}),
    ("get_invoice_pdf", {"invoice_id": "inv_" + "0" * 32}),
    ("write_off_invoice", {"invoice_id": "inv_" + "0" * 32, "reason": "bankruptcy"}),
])
def test_an_unknown_id_is_refused_by_name(host: Host, method: str, asked: dict[str, str]) -> None:
    assert host.refusal(method, **asked)["exc_type"] == "not_found"


def test_a_recurring_order_is_drafted_once_and_any_of_its_times_is_changed_by_itself(host: Host) -> None:
    asked = {"activity_id": host.activity(), "client_id": host.client(), "title": "x", "contract": "white_collar"}
    drafted = host.call("draft_order", parts=[part("100.00")], repeat={"every": "month", "times": 3}, **asked)
    order = host.call("get_order", order_id=drafted["order_id"])
    assert [one["starts_on"] for one in order["parts"]] == ["2026-09-10", "2026-10-10", "2026-11-10"]
    assert drafted["amount"] == euro("300.00")
    two = host.refusal("draft_order", parts=[part(), part()], repeat={"every": "week", "times": 2}, **asked)
    assert two["exc_type"] == "shape_not_met"
