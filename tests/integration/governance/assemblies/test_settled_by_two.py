"""Behind the close of its vote no item is settled by one person: a result that displeases does not vanish."""

from typing import Any

import psycopg
import pytest

from tests.builders import as_owner
from tests.integration.governance.builders import HELD, Host, refused

CHAIR: dict[str, Any] = {"subject": "chair", "roles": ("board",)}
WHY = "The chair dislikes it."


def voted(host: Host, *, carried: bool = True) -> tuple[dict[str, Any], str]:
    """An assembly whose first item was voted on and closed, by three for and none against."""
    members = [host.admit() for _ in range(3)]
    assembly = host.convene("ordinary", "ordinary")
    host.freeze(assembly)
    poll_id = host.open(assembly)
    for member in members:
        host.vote(poll_id, member, "yes")
    if carried:
        host.close(poll_id)
    else:
        host.on = HELD
        host.end(poll_id)
    return assembly, poll_id


def propose(host: Host, assembly: dict[str, Any], how: str, **who: Any) -> str:
    """What one person would do with the first item."""
    host.call("settle_item", resolution_id=assembly["agenda"][0]["resolution_id"], how=how, reason=WHY, **who)
    waiting = host.call("list_settlement_proposals", assembly_id=assembly["assembly_id"])
    return str(waiting[0]["proposal_id"])


def outcome(host: Host, assembly: dict[str, Any]) -> str:
    """What became of the first item."""
    return str(host.call("get_assembly", assembly_id=assembly["assembly_id"])["agenda"][0]["outcome"])


@pytest.mark.parametrize(("carried", "how", "before"), [
    (True, "annulled", "adopted"), (False, "adjourned", "undecided"), (False, "withdrawn", "undecided")])
def test_one_person_settles_nothing_behind_the_close_and_two_do(
    host: Host, carried: bool, how: str, before: str,
) -> None:
    assembly, poll_id = voted(host, carried=carried)
    proposal = propose(host, assembly, how)
    assert propose(host, assembly, how) == proposal  # asked twice, asked once
    assert refused(host, "confirm_settlement", proposal_id=proposal) == "second_person_needed"
    assert refused(host, "confirm_settlement", proposal_id=proposal, roles=("board",)) == "second_person_needed"
    assert outcome(host, assembly) == before
    waiting = host.call("list_settlement_proposals", assembly_id=assembly["assembly_id"])
    assert [(one["how"], one["reason"], one["proposed_by"]) for one in waiting] == [(how, WHY, "officer")]
    settled = host.call("confirm_settlement", proposal_id=proposal, **CHAIR)
    assert (settled["agenda"][0]["outcome"], settled["agenda"][0]["reason"]) == (how, WHY)
    host.carry()
    assert host.call("get_poll", poll_id=poll_id)["result"]["votes_for"] == 3  # the result stays published
    assert host.call("get_board", poll_id=poll_id)["tally"]["yes"] == 3
    words = host.call("draw_up_minutes", assembly_id=assembly["assembly_id"], language="en", incidents=[])["words"]
    assert "3 for, 0 against" in words
    assert f"{how.upper()}: {WHY}" in words
    assert host.call("list_settlement_proposals", assembly_id=assembly["assembly_id"]) == []


def test_what_was_proposed_before_the_count_is_not_confirmed_after_it(host: Host) -> None:
    assembly, _ = voted(host, carried=False)
    proposal = propose(host, assembly, "adjourned")
    host.carry()  # the count comes: adopted
    assert refused(host, "confirm_settlement", proposal_id=proposal, **CHAIR) == "settled_otherwise"
    assert outcome(host, assembly) == "adopted"


def test_nobody_takes_mere_note_of_what_was_voted_on(host: Host) -> None:
    assembly, _ = voted(host, carried=False)
    item = assembly["agenda"][0]["resolution_id"]
    assert refused(host, "settle_item", resolution_id=item, how="noted", reason=WHY) == "settled_otherwise"


def test_a_second_person_refuses_and_who_proposed_takes_it_back(host: Host) -> None:
    assembly, _ = voted(host)
    for who in (CHAIR, {}):
        proposal = propose(host, assembly, "annulled")
        host.call("refuse_settlement", proposal_id=proposal, reason="The vote was in order.", **who)
        assert refused(host, "confirm_settlement", proposal_id=proposal, **CHAIR) == "decided_already"
        assert host.call("list_settlement_proposals", assembly_id=assembly["assembly_id"]) == []
    assert outcome(host, assembly) == "adopted"


def test_what_nobody_voted_on_is_still_settled_by_one(host: Host) -> None:
    assembly, _ = voted(host)
    item = assembly["agenda"][1]["resolution_id"]
    settled = host.call("settle_item", resolution_id=item, how="withdrawn", reason="x")
    assert settled["agenda"][1]["outcome"] == "withdrawn"


def test_the_database_refuses_a_row_for_which_nobody_else_spoke(host: Host) -> None:
    assembly, _ = voted(host)
    item = assembly["agenda"][0]["resolution_id"]
    propose(host, assembly, "annulled")
    with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn, \
            pytest.raises(psycopg.errors.CheckViolation, match="two persons"):
        conn.execute("insert into settled_items values (%s, 'annulled', %s, '2026-06-20')", (item, WHY))
