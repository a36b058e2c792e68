"""The roll from what membership said, as of its record day; assemblies called in time; who may do what."""

from typing import Any

import psycopg
import pytest

from services.governance.checks import CHECKS
from shared.identifiers import new_id
from tests.builders import as_owner
from tests.integration.governance.builders import HELD, Host, Refused


def refused(host: Host, method: str, **kwargs: Any) -> str:
    with pytest.raises(Refused) as caught:
        host.call(method, **kwargs)
    return caught.value.code


def frozen(host: Host) -> dict[str, Any]:
    assembly = host.convene()
    host.freeze(assembly)
    rows = host.call("list_roll", assembly_id=assembly["assembly_id"])
    return {row["member_id"]: row for row in rows}


def test_the_roll_holds_who_is_a_member_with_shares_on_the_record_day(host: Host) -> None:
    stays = host.admit(2)
    left_before, left_that_day, leaves_after = host.admit(), host.admit(), host.admit()
    for member_id, day in ((left_before, "2026-06-09"), (left_that_day, "2026-06-10"), (leaves_after, "2026-06-11")):
        host.hear("member_left", member_id=member_id, left_on=day, reason="resignation")
    without_share = new_id("mbr")
    host.hear("member_admitted", member_id=without_share, admitted_on="2026-01-01", language="nl")
    redeemed = host.admit()
    host.hear("shares_redeemed", member_id=redeemed, effective_on="2026-06-10", holding=0)
    assert set(frozen(host)) == {stays, leaves_after}


def test_holdings_and_standing_are_those_of_the_record_day(host: Host) -> None:
    member_id, partly, restored = host.admit(1), host.admit(3), host.admit(1)
    host.hear("share_paid", member_id=member_id, paid_on="2026-06-10", holding=2)
    host.hear("share_paid", member_id=member_id, paid_on="2026-06-11", holding=9)
    host.hear("standing_changed", member_id=partly, voting=True, suspended_shares=1, effective_on="2026-06-01")
    host.hear("standing_changed", member_id=restored, voting=False, suspended_shares=1, effective_on="2026-05-01")
    host.hear("standing_changed", member_id=restored, voting=True, suspended_shares=0, effective_on="2026-06-10")
    roll = frozen(host)
    assert {key: roll[member_id][key] for key in ("shares", "suspended_shares", "voting")} == {
        "shares": 2, "suspended_shares": 0, "voting": True}
    assert (roll[partly]["shares"], roll[partly]["suspended_shares"], roll[partly]["voting"]) == (3, 1, True)
    assert roll[restored]["voting"] is True


def test_of_two_facts_of_one_day_the_one_heard_last_holds(host: Host) -> None:
    member_id = host.admit()
    for holding in (5, 4):
        host.hear("share_paid", member_id=member_id, paid_on="2026-06-01", holding=holding)
    assert frozen(host)[member_id]["shares"] == 4


def test_shares_that_passed_to_another_count_with_the_taker(host: Host) -> None:
    giver, taker = host.admit(3), host.admit(1)
    for member_id, holding in ((giver, 1), (taker, 3)):
        host.hear("shares_transferred", member_id=member_id, effective_on="2026-06-01", holding=holding)
    roll = frozen(host)
    assert (roll[giver]["shares"], roll[taker]["shares"]) == (1, 3)


def test_a_frozen_roll_hears_nothing_more_and_is_frozen_once(host: Host) -> None:
    member_id = host.admit()
    assembly = host.convene()
    roll = host.freeze(assembly)
    host.hear("member_left", member_id=member_id, left_on="2026-06-01", reason="resignation")
    host.admit(on=HELD.replace(year=2025))
    assert len(host.call("list_roll", assembly_id=assembly["assembly_id"])) == 1
    assert host.call("get_assembly", assembly_id=assembly["assembly_id"])["roll"] == roll
    assert refused(host, "freeze_roll", assembly_id=assembly["assembly_id"]) == "roll_already_frozen"
    with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn, \
            pytest.raises(psycopg.errors.RestrictViolation):
        conn.execute("insert into roll_entries values (%s, %s, 1, 0, true)", [assembly["assembly_id"], new_id("mbr")])


def test_a_roll_is_not_frozen_before_its_record_day_nor_empty(host: Host) -> None:
    assembly = host.convene()
    assert refused(host, "freeze_roll", assembly_id=assembly["assembly_id"]) == "record_day_not_reached"
    host.on = HELD
    assert refused(host, "freeze_roll", assembly_id=assembly["assembly_id"]) == "roll_empty"
    assert refused(host, "list_roll", assembly_id=assembly["assembly_id"]) == "roll_not_frozen"
    assert host.published("roll_frozen") == []


def test_an_imported_register_serves_where_membership_is_not_deployed(host: Host) -> None:
    first, second = new_id("mbr"), new_id("mbr")
    one = {"member_id": first, "shares": 2, "suspended_shares": 0, "voting": True}
    rows = [one, one | {"member_id": second}]
    assert refused(host, "import_roll", as_of="2026-01-01", members=[*rows, rows[0]]) == "members_doubled"
    assert host.call("import_roll", as_of="2026-01-01", members=rows) == {"members": 2, "left_out": 0}
    host.call("import_roll", as_of="2026-05-01", members=[{**rows[1], "shares": 0}])
    assert set(frozen(host)) == {first}


def convening(**changed: Any) -> dict[str, Any]:
    agenda = [{"title": "Accounts", "question": "Approve?", "decision": "ordinary"}]
    return {"title": "Assembly", "held_on": "2026-06-04", "record_on": "2026-06-01", "agenda": agenda} | changed


def test_the_notice_reaches_members_fifteen_days_before_and_not_fourteen(host: Host) -> None:
    assert refused(host, "convene_assembly", **convening(held_on="2026-06-03")) == "notice_too_short"
    assembly = host.call("convene_assembly", **convening())
    assert (assembly["convened_on"], assembly["held_on"]) == ("2026-05-20", "2026-06-04")
    assert host.published() == ["assembly_convened"]
    assert host.call("list_assemblies")[0]["assembly_id"] == assembly["assembly_id"]


def test_an_assembly_that_cannot_be_is_not_convened(host: Host) -> None:
    late = convening(record_on="2026-06-05")
    assert refused(host, "convene_assembly", **late) == "record_day_after_assembly"
    assert refused(host, "convene_assembly", **convening(agenda=[])) == "shape_not_met"
    odd = [{"title": "Accounts", "question": "Approve?", "decision": "by_acclamation"}]
    assert refused(host, "convene_assembly", **convening(agenda=odd)) == "shape_not_met"
    host.on = host.on.replace(year=2019)
    assert refused(host, "convene_assembly", **convening(held_on="2019-12-01", record_on="2019-11-01")) \
        == "parameter_missing"


@pytest.mark.parametrize(("method", "role"), [
    ("convene_assembly", "member"), ("convene_assembly", "auditor"), ("freeze_roll", "board"), ("open_poll", "board"),
    ("close_poll", "member"), ("import_roll", "board"), ("draw_up_minutes", "auditor"), ("get_assembly", "desk"),
])
def test_nobody_does_what_is_not_his_part(host: Host, method: str, role: str) -> None:
    asked = {
        "convene_assembly": convening(), "open_poll": {"resolution_id": new_id("rsl")},
        "close_poll": {"poll_id": new_id("pol")},
        "import_roll": {"as_of": "2026-01-01", "members": [
            {"member_id": new_id("mbr"), "shares": 1, "suspended_shares": 0, "voting": True}]},
    }.get(method, {"assembly_id": new_id("asm")})
    assert refused(host, method, roles=(role,), subject="somebody", **asked) == "not_allowed"


def faults(host: Host) -> list[str]:
    return [fault for check in CHECKS for fault in check.run(host.dispatcher.database)]


TAMPERING = {
    "its published digest": ("roll_entries", "update roll_entries set shares = shares + 1"),
    "the roll has 0 marks": ("credentials", "delete from credentials"),
    "still exist after its closing": ("poll_keys", "insert into poll_keys select poll_id, 'x' from polls"),
    "differs from the recount": ("results", "update results set votes_for = 0, votes_against = 1"),
    "does not have its root": ("published_batches", "update published_batches set root = repeat('0', 64)"),
}


@pytest.mark.parametrize("sentence", TAMPERING)
def test_verify_names_what_was_tampered_with(host: Host, sentence: str) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    host.vote(poll_id, member_id, "yes")
    host.close(poll_id)
    assert faults(host) == []
    table, statement = TAMPERING[sentence]
    with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn:
        conn.execute(f"alter table {table} disable trigger user")
        conn.execute(statement)
    assert [fault for fault in faults(host) if sentence in fault]


def test_who_leaves_makes_no_quorum_until_they_come_back(host: Host) -> None:
    leaving, staying = host.admit(6), host.admit(4)
    assembly = host.convene("statutes")
    host.freeze(assembly)
    asked = {"assembly_id": assembly["assembly_id"]}
    for member_id in (leaving, staying):
        host.call("register_attendance", member_id=member_id, manner="in_person", **asked)

    def there() -> tuple[int, int]:
        found = host.call("get_presence", **asked)
        assert (found["members_entitled"], found["shares_entitled"]) == (2, 10)
        return found["members_present"], found["shares_present"]

    assert there() == (2, 10)
    for _ in range(2):  # who left before leaves once
        host.call("register_departure", member_id=leaving, **asked)
    assert there() == (1, 4)
    attends = {row["member_id"]: row["attends"] for row in host.call("list_roll", **asked)}
    assert attends == {leaving: "", staying: "in_person"}
    poll_id = host.open(assembly)
    assert host.close(poll_id)["result"]["present"] == 4
    host.call("register_attendance", member_id=leaving, manner="in_person", **asked)
    assert there() == (2, 10)


def test_who_never_came_cannot_leave(host: Host) -> None:
    absent = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    assert refused(host, "register_departure", assembly_id=assembly["assembly_id"], member_id=absent) == "not_present"


def test_a_fresh_import_replaces_the_register_when_its_control_totals_are_those_of_its_parts(host: Host) -> None:
    ids = [new_id("mbr") for _ in range(4)]

    def part(number: int, *members: int, shares: int = 2, **more: Any) -> Any:
        rows = [{"member_id": ids[one], "shares": shares, "suspended_shares": 0, "voting": True} for one in members]
        return host.call("import_roll", as_of="2026-05-01", import_id=f"register {number}", members=rows, **more)

    part(1, 0, 1, 3)
    part(2, 0)
    for members, shares in ((3, 4), (2, 5)):
        with pytest.raises(Refused) as caught:
            part(2, 1, whole={"total_members": members, "total_shares": shares})
        assert caught.value.code == "control_totals_differ"
    found = part(2, 2, whole={"total_members": 2, "total_shares": 4})
    assert found == {"members": 1, "left_out": 2}
    assembly = host.convene()
    roll = host.freeze(assembly)
    entries = host.call("list_roll", assembly_id=assembly["assembly_id"])
    assert {one["member_id"] for one in entries} == {ids[0], ids[2]}
    assert (roll["members"], roll["events_applied"], roll["last_event"]) == (2, 0, "")


def test_a_frozen_roll_says_how_many_events_it_rests_upon_and_the_last_of_them(host: Host) -> None:
    host.admit()
    last = new_id("evt")
    host.rows("insert into inbox (source, event_id, type, aggregate, version, outcome, body_hash) "
              "values ('membership', %s, 'member_admitted', 'mbr_1', 1, 'applied', 'x') returning 1", last)
    roll = host.freeze(host.convene())
    assert (roll["events_applied"], roll["last_event"]) == (1, last)
