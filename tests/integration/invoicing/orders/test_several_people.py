"""One order worked by several people: agreed by one form, each with their own parts, employment, invoice and budget."""

import json
from datetime import date

from tests.integration.invoicing.driver import MEMBER, OTHER_MEMBER, WORKED, Host, euro, part


def drafted(host: Host, activity_id: str) -> str:
    """Two people's work for one client; the other one has two parts."""
    return str(host.call(
        "draft_order", activity_id=activity_id, client_id=host.client(), title="Festival", contract="white_collar",
        parts=[part("333.34")], others=[{"member_id": OTHER_MEMBER, "parts": [part("333.33"), part("333.33")]}])[
            "order_id"])


def both(host: Host) -> list[tuple[str, str]]:
    rows = host.rows("select order_id, state from orders order by order_id")
    return [(row["order_id"], row["state"]) for row in rows]


def test_who_works_in_an_activity_is_its_administrator_or_takes_part_in_it(host: Host) -> None:
    activity_id = host.activity()
    host.member(OTHER_MEMBER)
    ask = {"activity_id": activity_id, "client_id": host.client(), "title": "x", "contract": "white_collar",
           "parts": [part()], "others": [{"member_id": OTHER_MEMBER, "parts": [part()]}]}
    assert host.refusal("draft_order", **ask)["exc_type"] == "not_taking_part"
    names = {"activity_id": activity_id, "member_id": OTHER_MEMBER}
    assert host.refusal("add_participant", by=(), subject=OTHER_MEMBER, **names)["exc_type"] == "not_allowed"
    for step in ("add_participant", "add_participant", "remove_participant", "add_participant"):
        host.call(step, by=(), subject=MEMBER, **names)
    assert host.call("list_participants", activity_id=activity_id) == [
        {"member_id": OTHER_MEMBER, "joined_on": "2026-09-01", "left_on": None}]
    assert host.refusal("draft_order", **{**ask, "others": ask["others"] * 2})["exc_type"] == "shape_not_met"
    host.call("draft_order", **ask)
    host.call("remove_participant", **names)
    assert host.refusal("remove_participant", **names)["exc_type"] == "not_taking_part"
    assert host.refusal("draft_order", **ask)["exc_type"] == "not_taking_part"


def test_one_form_agrees_the_work_of_several_and_each_completes_their_own_part(host: Host) -> None:
    activity_id = host.activity()
    host.member(OTHER_MEMBER)
    host.call("add_participant", activity_id=activity_id, member_id=OTHER_MEMBER)
    order_id = drafted(host, activity_id)
    ((first, _), (second, _)) = both(host)
    assert (first, host.call("get_order", order_id=second)["joined_to"]) == (order_id, order_id)
    for method, asked in (("send_order", {}), ("begin_unsigned_order", {}), ("revoke_order_form", {}),
                          ("cancel_order", {"reason": "mistake"})):
        assert host.refusal(method, order_id=second, **asked)["exc_type"] == "joined_to_another"
    held = host.call("send_order", order_id=order_id)["screening"]
    assert held is None
    (form,) = host.rows("select content from order_forms")
    assert [(one["part"], one["amount"][0]) for one in json.loads(form["content"])["parts"]] == [
        (1, "333.34"), (2, "333.33"), (3, "333.33")]
    refused = host.refusal("sign_order", subject=OTHER_MEMBER, order_id=order_id, signed_by="A", signed_on="2026-09-01",
                           reference="r")
    assert refused["exc_type"] == "client_signs"
    host.sign(order_id)
    assert [(one["member_id"], one["amount"], one["activity_id"]) for one in host.published("order_signed")] == [
        (MEMBER, euro("333.34"), activity_id), (OTHER_MEMBER, euro("666.66"), activity_id)]
    host.employ(first)
    host.employ(second)
    host.on = date(2026, 9, 12)
    assert host.refusal("complete_work", by=(), subject=MEMBER, order_id=second, part=1, completed_on="2026-09-11",
                        days=WORKED)["exc_type"] == "not_allowed"
    for worker, whose, which in ((OTHER_MEMBER, second, 2), (MEMBER, first, 1)):
        host.call("complete_work", by=(), subject=worker, order_id=whose, part=which, completed_on="2026-09-11",
                  days=WORKED)
    assert [(one["member_id"], one["amount"]) for one in host.published("employment_budget_allocated")] == [
        (OTHER_MEMBER, euro("311.66")), (MEMBER, euro("311.67"))]
    host.call("stop_order", order_id=second, reason="client_withdrew", note="")
    assert ([state for _, state in both(host)], host.faults()) == (["completed", "completed"], [])


def test_a_form_of_several_is_given_up_whole_before_it_is_signed_and_each_alone_after(host: Host) -> None:
    activity_id = host.activity()
    host.member(OTHER_MEMBER)
    host.call("add_participant", activity_id=activity_id, member_id=OTHER_MEMBER)
    order_id = drafted(host, activity_id)
    host.call("send_order", order_id=order_id)
    host.call("revoke_order_form", order_id=order_id)
    assert [state for _, state in both(host)] == ["drafted", "drafted"]
    host.call("begin_unsigned_order", order_id=order_id)
    host.call("cancel_order", order_id=both(host)[1][0], reason="mistake", note="")
    assert [state for _, state in both(host)] == ["agreed", "cancelled"]
    host.on = date(2026, 9, 2)
    (client,) = host.call("list_clients")
    other = host.call("draft_order", activity_id=activity_id, client_id=client["client_id"], title="x",
                      contract="white_collar", parts=[part()],
                      others=[{"member_id": OTHER_MEMBER, "parts": [part()]}])["order_id"]
    host.call("cancel_order", order_id=other, reason="mistake", note="")
    assert [state for _, state in both(host)][2:] == ["cancelled", "cancelled"]
    assert [one["order_id"] for one in host.published("order_cancelled")] == [both(host)[1][0]]


def test_everybody_on_a_form_sees_who_works_what_of_it_and_nobody_else_does(host: Host) -> None:
    activity_id = host.activity()
    host.member(OTHER_MEMBER)
    host.call("add_participant", activity_id=activity_id, member_id=OTHER_MEMBER)
    drafted(host, activity_id)
    ((first, _), (second, _)) = both(host)
    shares = host.call("list_form_shares", by=(), subject=MEMBER, order_id=first)
    assert [(one["order_id"], one["member_id"], one["amount"], one["joined_to"]) for one in shares] == [
        (first, MEMBER, euro("333.34"), None), (second, OTHER_MEMBER, euro("666.66"), first)]
    assert host.call("list_form_shares", by=(), subject=OTHER_MEMBER, order_id=second) == shares
    refused = host.refusal("list_form_shares", by=(), subject=OTHER_MEMBER, order_id=first)
    assert refused["exc_type"] == "not_allowed"
