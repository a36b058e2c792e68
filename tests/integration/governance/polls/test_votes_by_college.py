"""Colleges that vote apart: each its own roll, quorum and majority, and the item is adopted in all of them or not."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.integration.governance.box_builders import verified
from tests.integration.governance.builders import CONVENED, HELD, QUESTION, RECORD, Host, Refused, refused


def two_colleges(host: Host, *, decision: str = "ordinary") -> tuple[dict[str, Any], list[str], list[str]]:
    """An assembly on whose one item users and team vote apart, its roll frozen; the members of either."""
    users, team = [host.admit() for _ in range(4)], [host.admit() for _ in range(3)]
    for college, members in (("users", users), ("team", team)):
        host.call("assign_college", college=college, members=members, starts_on=(CONVENED - timedelta(9)).isoformat())
    assembly = host.convene(decision, colleges=[{"name": "users"}, {"name": "team"}])
    host.freeze(assembly)
    return assembly, users, team


def outcomes(host: Host, assembly: dict[str, Any]) -> list[str]:
    found = host.call("get_assembly", assembly_id=assembly["assembly_id"])
    return [item["outcome"] for item in found["agenda"]]


def test_what_one_college_refuses_is_not_adopted_however_many_of_the_other_want_it(host: Host) -> None:
    assembly, users, team = two_colleges(host)
    assert [(item["title"], item["college"]) for item in assembly["agenda"]] == [
        ("Item 1 (users)", "users"), ("Item 1 (team)", "team")]
    of_users, of_team = host.open(assembly, 1), host.open(assembly, 2)
    for member_id in users:
        host.vote(of_users, member_id, "yes")
    for member_id, choice in zip(team, ("yes", "no", "no"), strict=True):
        host.vote(of_team, member_id, choice)
    with pytest.raises(Refused) as caught:
        host.take(of_team, users[0])
    assert caught.value.code == "college_votes_alone"
    assert [one["poll_id"] for one in host.as_member(users[0])("list_open_polls", member_id=users[0])] == [of_users]
    assert host.call("list_to_remind", poll_id=of_users) == []
    first = host.close(of_users)
    assert (first["result"]["adopted"], first["result"]["present"], first["result"]["entitled"]) == (True, 4, 4)
    assert outcomes(host, assembly) == ["undecided", "undecided"]
    host.close(of_team)
    assert outcomes(host, assembly) == ["rejected", "rejected"]
    assert refused(host, "call_work_group", roles=("board",), resolution_id=assembly["agenda"][0]["resolution_id"],
                   deliverable="x", ends_on="2027-01-01", answer_days=9, seed_digest="00" * 32,
                   strata=[{"name": "users", "seats": 1}]) == "mandate_missing"
    minutes = host.call("draw_up_minutes", assembly_id=assembly["assembly_id"], incidents=[])
    assert minutes["words"].count("In all colleges together: REJECTED.") == 2


def test_once_one_college_has_voted_no_single_person_takes_the_item_off_before_another_has(host: Host) -> None:
    assembly, users, _ = two_colleges(host)
    of_users, waits = host.open(assembly, 1), assembly["agenda"][1]["resolution_id"]
    host.vote(of_users, users[0], "yes")
    host.close(of_users)
    host.call("settle_item", resolution_id=waits, how="withdrawn", reason="Not needed.")
    assert outcomes(host, assembly) == ["undecided", "undecided"]
    (proposed,) = host.call("list_settlement_proposals", assembly_id=assembly["assembly_id"])
    with pytest.raises(psycopg.errors.CheckViolation, match="two persons settle"):
        host.rows("insert into settled_items values (%s, 'withdrawn', 'Not needed.', now()) returning 1", waits)
    host.call("confirm_settlement", subject="chair", roles=("board",), proposal_id=proposed["proposal_id"])
    assert outcomes(host, assembly) == ["rejected", "withdrawn"]


def test_each_colleges_board_verifies_by_itself_and_with_its_own_quorum(host: Host, tmp_path: Path) -> None:
    assembly, users, team = two_colleges(host, decision="statutes")
    of_users, of_team = host.open(assembly, 1), host.open(assembly, 2)
    for member_id in users:
        host.vote(of_users, member_id, "yes")
    host.vote(of_team, team[0], "yes")  # one of three: the team misses its quorum, the assembly as a whole would not
    for poll_id in (of_users, of_team):
        host.close(poll_id)
        published = json.loads(json.dumps(host.call("get_board", poll_id=poll_id)))
        assert verified(published)[1] == []
    assert outcomes(host, assembly) == ["rejected", "rejected"]
    second = host.call("convene_second_call", assembly_id=assembly["assembly_id"],
                       held_on=(HELD + timedelta(30)).isoformat(), record_on=(RECORD + timedelta(30)).isoformat())
    assert [(item["college"], item["voted_with"] == second["agenda"][0]["resolution_id"])
            for item in second["agenda"]] == [("users", True), ("team", True)]


def test_a_roll_keeps_the_college_of_its_record_day_and_the_note_that_was_made_last(host: Host) -> None:
    assert refused(host, "assign_college", college="No Name", members=["mbr_" + "0" * 32], starts_on="2026-06-01") \
        == "shape_not_met"
    member = host.admit()
    for college, day in (("users", "2026-01-01"), ("team", "2026-06-01"), ("users", RECORD + timedelta(1)),
                         ("partners", "2026-06-01")):
        host.call("assign_college", college=college, members=[member], starts_on=str(day))
    assert refused(host, "convene_assembly", title="A", held_on=HELD.isoformat(), record_on=RECORD.isoformat(),
                   agenda=[{"title": "A", "question": QUESTION, "decision": "ordinary",
                            "colleges": [{"name": "users"}]}]) == "college_without_members"
    assembly = host.convene(colleges=[{"name": "partners"}])
    host.on = RECORD
    move = {"members": [member], "starts_on": "2026-06-01"}
    host.call("assign_college", college="users", **move)
    assert refused(host, "freeze_roll", assembly_id=assembly["assembly_id"]) == "college_emptied"
    host.call("assign_college", college="partners", **move)
    host.freeze(assembly)
    (entry,) = host.call("list_roll", assembly_id=assembly["assembly_id"])
    assert entry["college"] == "partners"
