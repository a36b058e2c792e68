"""What is looked at before a form leaves, who decides, and work that is agreed without a signature."""

from datetime import date
from typing import Any

from tests.integration.invoicing.driver import MEMBER, Host, euro, part


def drafted(host: Host, amount: str = "1000.00", **other: Any) -> str:
    asked = {"activity_id": host.activity(), "title": "x", "contract": "white_collar", "parts": [part(amount)], **other}
    if "client_id" not in asked:
        asked["client_id"] = host.client()
    return str(host.call("draft_order", **asked)["order_id"])


def test_a_risky_order_waits_for_a_person_and_leaves_once_approved(host: Host) -> None:
    order_id = drafted(host, trade="renovation", place="FR")
    sent = host.call("send_order", order_id=order_id, by=("member",), subject=MEMBER)
    assert (sent["state"], sent["form"], sent["screening"]["risks"]) == (
        "drafted", None, ["trade_checked", "work_abroad"])
    assert host.call("send_order", order_id=order_id)["screening"] == sent["screening"]
    asked = {"screening_id": sent["screening"]["screening_id"]}
    refused = host.call("refuse_screening", subject="advisor-1", reason="No permit", **asked)
    assert refused["state"] == "refused"
    assert host.call("send_order", order_id=order_id)["screening"]["decision"] == "No permit"
    host.call("appeal_screening", by=("member",), subject=MEMBER, text="The permit is here", **asked)
    assert host.refusal("approve_screening", subject="advisor-1", **asked)["exc_type"] == "another_person_decides"
    assert host.refusal("approve_screening", subject=MEMBER, by=("advisor",), **asked)["exc_type"] == (
        "another_person_decides")
    assert host.call("approve_screening", subject="advisor-2", **asked)["state"] == "approved"
    assert [one["appeal"] for one in host.call("list_screenings", by=("member",), subject=MEMBER, member_id=MEMBER,
                                               state="approved")] == ["The permit is here"]
    assert host.call("send_order", order_id=order_id)["state"] == "sent"
    host.call("amend_order", order_id=order_id, parts=[part("2000.00")])
    assert host.call("send_order", order_id=order_id)["screening"]["state"] == "asked"


def test_what_a_client_owes_and_has_ordered_counts_up_to_the_limit(host: Host) -> None:
    host.invoiced("50000.00")  # 60,500 with VAT are open
    client_id = host.call("list_clients")[0]["client_id"]
    host.on = date(2026, 9, 13)
    open_order = drafted(host, "30000.00", client_id=client_id)
    assert host.call("send_order", order_id=open_order)["state"] == "sent"
    host.sign(open_order)
    assert host.call("send_order", order_id=drafted(host, "9500.00", client_id=client_id))["state"] == "sent"
    waits = host.call("send_order", order_id=drafted(host, "9500.01", client_id=client_id))
    assert waits["screening"]["risks"] == ["exposure"]
    host.on = date(2026, 12, 12)  # due on 12 October, 61 days ago
    waits = host.call("send_order", order_id=drafted(host, "1.00", client_id=client_id, parts=[
        part("1.00", "2026-12-20", "2026-12-21")]))
    assert waits["screening"]["risks"] == ["client_late"]


def test_a_blocked_client_gets_nothing_and_a_trade_that_is_excluded_is_refused_with_its_source(host: Host) -> None:
    client_id = host.client()
    blocked = host.call("change_client_standing", client_id=client_id, standing="blocked", reason="Four unpaid")
    assert blocked["standing"] == "blocked"
    order_id = drafted(host, client_id=client_id)
    assert host.refusal("send_order", order_id=order_id)["exc_type"] == "client_blocked"
    assert host.refusal("begin_unsigned_order", order_id=order_id)["exc_type"] == "client_blocked"
    host.call("change_client_standing", client_id=client_id, standing="prepaid_only", reason="Paid three of them")
    assert [one["standing"] for one in host.call("list_standing_changes", client_id=client_id)] == [
        "blocked", "prepaid_only"]
    host.call("send_order", order_id=order_id)
    host.sign(order_id)
    assert host.published("order_signed")[0]["client_standing"] == "prepaid_only"
    excluded = host.refusal("send_order", order_id=drafted(host, client_id=client_id, trade="electricity"))
    assert (excluded["exc_type"], "electricity" in excluded["value"]) == ("trade_excluded", True)
    assert host.refusal("send_order", order_id=drafted(host, client_id=client_id, trade="alchemy"))["exc_type"] == (
        "parameter_missing")


def test_work_agreed_without_a_signature_is_told_as_such_worked_and_invoiced(host: Host) -> None:
    order_id = drafted(host)
    assert host.call("begin_unsigned_order", by=("member",), subject=MEMBER, order_id=order_id)["state"] == "agreed"
    (told,) = host.published("order_signed")
    assert (told["signed_how"], told["client_standing"]) == ("none", "open")
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    assert host.complete(order_id)["net"] == euro("1000.00")
    order = host.call("get_order", order_id=order_id)
    assert (order["state"], order["signed_how"]) == ("completed", "none")
    assert host.faults() == []


def test_similar_clients_are_offered_before_another_is_registered(host: Host) -> None:
    host.client()
    host.call("register_client", kind="person", name="100% Jean", country="BE", street="x", postcode="1000", city="x",
              language="fr")
    for typed, found in (("théâtre", ["Théâtre du Coin SRL"]), ("100%", ["100% Jean"]), ("___", [])):
        assert [one["name"] for one in host.call("list_similar_clients", by=("member",), subject=MEMBER,
                                                 name=typed)] == found
    assert host.refusal("list_similar_clients", name="Th")["exc_type"] == "shape_not_met"
