"""A resolution voted secretly, from the frozen roll to the declared result; and every way in which it is refused."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from services.governance.commands import commands, voter
from services.governance.use_cases import results
from shared.bus.calling import NoAnswer, RemoteRefusal
from tests.integration.governance.house_builders import House, Refused


def refused(house: House, method: str, **kwargs: Any) -> str:
    with pytest.raises(Refused) as caught:
        house.call(method, **kwargs)
    return caught.value.code


def test_a_resolution_is_voted_secretly_and_adopted(house: House) -> None:
    members = [house.admit() for _ in range(9)]
    assembly = house.convene()
    roll = house.freeze(assembly)
    assert (roll["members"], roll["voting_members"], roll["shares"]) == (9, 9, 9)
    poll_id = house.open(assembly)
    choices = ["yes"] * 4 + ["no"] * 3 + ["abstain"]
    for member_id, choice in zip(members, choices, strict=False):
        house.vote(poll_id, member_id, choice)
    poll = house.close(poll_id)
    assert poll["state"] == "closed"
    assert poll["credentials"] == 8
    result = poll["result"]
    assert (result["votes_for"], result["votes_against"], result["abstentions"]) == (4, 3, 1)
    assert (result["adopted"], result["ballots"], result["present"], result["entitled"]) == (True, 8, 8, 9)
    assert house.said() == ["assembly_convened", "roll_frozen", "poll_opened", "poll_closed", "resolution_adopted"]


def test_anybody_verifies_the_published_file_without_the_services(house: House, tmp_path: Path) -> None:
    members = [house.admit() for _ in range(3)]
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    receipts = [house.vote(poll_id, member_id, "yes") for member_id in members]
    house.close(poll_id)
    file = tmp_path / "poll.json"
    file.write_text(json.dumps(house.call("get_board", poll_id=poll_id, roles=("auditor",))))
    assert CliRunner().invoke(commands, ["verify-poll", str(file)]).exit_code == 0
    board = json.loads(file.read_text())
    assert {voter.find_receipt(board, receipt)[0] for receipt in receipts} == {1}
    board["batches"][0]["ballots"][0]["choices"] = ["no"]
    file.write_text(json.dumps(board))
    shown = CliRunner().invoke(commands, ["verify-poll", str(file)])
    assert (shown.exit_code, "FAULT" in shown.output) == (1, True)


def test_a_member_cannot_take_two_credentials(house: House) -> None:
    member_id = house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    house.take(poll_id, member_id)
    with pytest.raises(Refused) as caught:
        house.take(poll_id, member_id)
    assert caught.value.code == "credential_already_issued"
    assert house.rows("select count(*) from credentials") == [(1,)]


def test_a_lost_answer_is_given_again_to_the_same_blinded_message(house: House) -> None:
    member_id = house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    poll = house.call("get_poll", poll_id=poll_id)
    wish = voter.wish_for_credential(poll["paper"], poll["digest"])
    ask = house.as_member(member_id)
    first = ask("issue_credential", poll_id=poll_id, member_id=member_id, blinded=wish.blinded)
    again = ask("issue_credential", poll_id=poll_id, member_id=member_id, blinded=wish.blinded)
    assert first == again
    assert voter.cast(house.box, voter.unblind(wish, again["blind_signature"]), ["yes"])


def test_changing_ones_mind_replaces_the_ballot(house: House) -> None:
    member_id = house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    credential = house.take(poll_id, member_id)
    voter.cast(house.box, credential, ["yes"], turn=1)
    voter.cast(house.box, credential, ["no"], turn=2)
    result = house.close(poll_id)["result"]
    assert (result["votes_for"], result["votes_against"], result["ballots"]) == (0, 1, 1)


def test_nobody_takes_the_credential_of_another(house: House) -> None:
    owner, other = house.admit(), house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    asked = {"poll_id": poll_id, "member_id": owner, "blinded": "ab" * 256}
    for subject, roles in ((other, ("member",)), ("officer", ("returning_officer", "board", "service"))):
        assert refused(house, "issue_credential", subject=subject, roles=roles, **asked) == "not_allowed"


def test_who_is_not_on_the_roll_or_is_suspended_gets_no_credential(house: House) -> None:
    house.admit()
    suspended = house.admit()
    house.hear("standing_changed", member_id=suspended, voting=False, suspended_shares=1,
               effective_on="2026-06-10", reason="unpaid")
    assembly = house.convene()
    house.freeze(assembly)
    late = house.admit()
    poll_id = house.open(assembly)
    for member_id, code in ((late, "not_on_the_roll"), (suspended, "voting_suspended")):
        with pytest.raises(Refused) as caught:
            house.take(poll_id, member_id)
        assert caught.value.code == code
    assert house.rows("select count(*) from credentials") == [(0,)]


def test_a_blinded_message_that_does_not_fit_the_key_leaves_no_mark(house: House) -> None:
    member_id = house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    for blinded in ("00" * 256, "ff" * 256, "01"):
        with pytest.raises(Refused) as caught:
            house.as_member(member_id)("issue_credential", poll_id=poll_id, member_id=member_id, blinded=blinded)
        assert caught.value.code == "blinded_message_out_of_range"
    assert house.rows("select count(*) from credentials") == [(0,)]


def test_credentials_are_issued_while_the_poll_is_open_only(house: House) -> None:
    member_id = house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.call("open_poll", resolution_id=assembly["agenda"][0]["resolution_id"])["poll_id"]
    with pytest.raises(Refused, match="opening, not open"):
        house.take(poll_id, member_id)
    house.carry()
    credential = house.take(poll_id, member_id)
    house.close(poll_id)
    with pytest.raises(Refused, match="closed, not open"):
        house.take(poll_id, member_id)
    with pytest.raises(RemoteRefusal) as caught:
        voter.cast(house.box, credential, ["yes"])
    assert caught.value.code == "poll_closed"


def test_the_keys_of_a_closed_poll_are_gone(house: House) -> None:
    house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    assert house.rows("select count(*) from poll_keys") == [(1,)]
    house.call("close_poll", poll_id=poll_id)
    assert house.rows("select count(*) from poll_keys") == [(0,)]


def test_a_resolution_is_put_to_the_vote_once(house: House) -> None:
    house.admit()
    assembly = house.convene()
    resolution_id = assembly["agenda"][0]["resolution_id"]
    assert refused(house, "open_poll", resolution_id=resolution_id) == "roll_not_frozen"
    house.freeze(assembly)
    house.open(assembly)
    assert refused(house, "open_poll", resolution_id=resolution_id) == "already_voted_on"
    assert refused(house, "open_poll", resolution_id="rsl_" + "0" * 32) == "not_found"


def test_a_poll_closes_once(house: House) -> None:
    house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    house.close(poll_id)
    assert refused(house, "close_poll", poll_id=poll_id) == "poll_not_open"


@pytest.mark.parametrize(("choices", "reason"), [
    (["yes", "no"], "majority_not_reached"), (["abstain", "abstain"], "no_votes_cast"), ([], "no_votes_cast"),
    (["yes", "no", "yes"], ""), (["yes", "abstain", "abstain"], ""),
])
def test_an_ordinary_resolution_needs_more_than_half_of_the_votes_cast(
    house: House, choices: list[str], reason: str,
) -> None:
    members = [house.admit() for _ in range(4)]
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    for member_id, choice in zip(members, choices, strict=False):
        house.vote(poll_id, member_id, choice)
    result = house.close(poll_id)["result"]
    assert (result["reason"], result["adopted"]) == (reason, not reason)
    said = "resolution_rejected" if reason else "resolution_adopted"
    assert house.said("resolution_adopted", "resolution_rejected") == [said]


def test_a_change_of_the_statutes_needs_half_of_the_shares_and_suspended_ones_do_not_count(house: House) -> None:
    rich, poor, suspended = house.admit(5), house.admit(5), house.admit(90)
    house.hear("standing_changed", member_id=suspended, voting=False, suspended_shares=90,
               effective_on="2026-01-01", reason="unpaid")
    assembly = house.convene("statutes", "object")
    house.freeze(assembly)
    first, second = house.open(assembly, 1), house.open(assembly, 2)
    house.vote(first, rich, "yes")  # exactly half of the ten shares that count
    assert house.close(first)["result"]["reason"] == ""
    house.vote(second, poor, "no")
    assert house.close(second)["result"]["reason"] == "majority_not_reached"


def test_a_missed_quorum_leads_to_a_second_call_that_needs_none(house: House) -> None:
    voter_id, absent = house.admit(4), house.admit(5)
    assembly = house.convene("statutes")
    house.freeze(assembly)
    poll_id = house.open(assembly)
    house.vote(poll_id, voter_id, "yes")
    assert house.close(poll_id)["result"]["reason"] == "quorum_not_reached"
    again = {"assembly_id": assembly["assembly_id"], "held_on": "2026-07-10", "record_on": "2026-06-20"}
    second = house.call("convene_second_call", **again)
    assert (second["call"], second["follows"]) == (2, assembly["assembly_id"])
    assert second["agenda"][0]["follows"] == assembly["agenda"][0]["resolution_id"]
    house.call("freeze_roll", assembly_id=second["assembly_id"])
    poll_id = house.open(second)
    house.vote(poll_id, voter_id, "yes")
    assert house.close(poll_id)["result"]["adopted"]
    assert refused(house, "convene_second_call", **again) == "already_called_again"
    other = {**again, "assembly_id": second["assembly_id"]}
    assert refused(house, "convene_second_call", **other) == "nothing_to_call_again"
    assert absent


def test_present_in_the_room_counts_for_the_quorum_without_a_vote(house: House) -> None:
    voter_id, present = house.admit(4), house.admit(6)
    assembly = house.convene("statutes")
    house.freeze(assembly)
    asked = {"assembly_id": assembly["assembly_id"], "manner": "in_person"}
    house.call("register_attendance", member_id=present, **asked)
    assert refused(house, "register_attendance", member_id="mbr_" + "0" * 32, **asked) == "not_on_the_roll"
    poll_id = house.open(assembly)
    house.vote(poll_id, voter_id, "yes")
    result = house.close(poll_id)["result"]
    assert (result["present"], result["entitled"], result["adopted"]) == (10, 10, True)
    attends = {row["member_id"]: row["attends"] for row in house.call("list_roll", assembly_id=assembly["assembly_id"])}
    assert attends == {voter_id: "credential", present: "in_person"}


def test_who_comes_in_after_the_closing_does_not_make_the_quorum(house: House) -> None:
    voter_id, late = house.admit(4), house.admit(6)
    assembly = house.convene("statutes")
    house.freeze(assembly)
    poll_id = house.open(assembly)
    house.vote(poll_id, voter_id, "yes")
    house.call("close_poll", poll_id=poll_id)
    house.call("register_attendance", assembly_id=assembly["assembly_id"], member_id=late, manner="in_person")
    house.carry()
    result = house.call("get_poll", poll_id=poll_id)["result"]
    assert (result["present"], result["reason"]) == (4, "quorum_not_reached")


def test_a_courier_that_dies_anywhere_loses_and_doubles_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    member_id = house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    with monkeypatch.context() as dying:
        dying.setattr(results, "record_opened", _dies)
        with pytest.raises(KeyboardInterrupt):
            house.open(assembly)
    poll_id = house.rows("select poll_id from polls")[0][0]
    assert house.carry() == 1
    assert house.carry() == 0
    house.vote(poll_id, member_id, "yes")
    house.call("close_poll", poll_id=poll_id)
    with monkeypatch.context() as dying:
        dying.setattr(results, "record_board", _dies)
        with pytest.raises(KeyboardInterrupt):
            house.carry()
    assert house.call("get_poll", poll_id=poll_id)["state"] == "closing"
    house.carry()
    assert house.call("get_poll", poll_id=poll_id)["result"]["votes_for"] == 1
    assert house.said("poll_opened", "poll_closed", "resolution_adopted") == [
        "poll_opened", "poll_closed", "resolution_adopted"]


def _dies(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_messages_wait_while_the_ballot_box_is_away(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    with monkeypatch.context() as away:
        away.setattr(house.box, "ask", _silent)
        poll_id = house.open(assembly)
        assert house.call("get_poll", poll_id=poll_id)["state"] == "opening"
    assert house.carry() == 1
    assert house.call("get_poll", poll_id=poll_id)["state"] == "open"


def _silent(*_: Any, **__: Any) -> None:
    raise NoAnswer(method="ballot-box", seconds=0)


def test_no_result_is_declared_from_a_tampered_board(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    members = [house.admit() for _ in range(2)]
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    for member_id in members:
        house.vote(poll_id, member_id, "no")
    honest = house.box.ask

    def tampered(do: str, /, **message: Any) -> dict[str, Any]:
        answer = honest(do, **message)
        if do == "get_batch":
            answer["ballots"][0]["choices"] = ["yes"]
        return answer

    monkeypatch.setattr(house.box, "ask", tampered)
    poll = house.close(poll_id)
    assert (poll["state"], poll["result"]) == ("closing", None)
    assert poll["refusals"] == ["close_poll: board_does_not_verify"]
    assert house.said("resolution_adopted", "resolution_rejected") == []
    monkeypatch.setattr(house.box, "ask", honest)
    assert house.call("ask_ballot_box_again", poll_id=poll_id)["state"] == "closing"
    house.carry()
    poll = house.call("get_poll", poll_id=poll_id)
    assert (poll["state"], poll["refusals"], poll["result"]["votes_against"]) == ("closed", [], 2)
    assert refused(house, "ask_ballot_box_again", poll_id=poll_id) == "nothing_refused"


def test_the_minutes_tell_every_decision_and_are_printed(house: House) -> None:
    members = [house.admit() for _ in range(3)]
    assembly = house.convene()
    house.freeze(assembly)
    asked = {"assembly_id": assembly["assembly_id"], "incidents": ["The stream stopped from 10:02 to 10:05."]}
    assert refused(house, "draw_up_minutes", **asked) == "minutes_too_early"
    poll_id = house.open(assembly)
    for member_id in members:
        house.vote(poll_id, member_id, "yes")
    house.on = house.on.replace(month=7)
    house.close(poll_id)
    minutes = house.call("draw_up_minutes", **asked)
    assert "3 for, 0 against, 0 abstentions" in minutes["words"]
    assert "ADOPTED" in minutes["words"]
    assert "The stream stopped" in minutes["words"]
    assert not any(member_id in minutes["words"] for member_id in members)
    assert b64decode(minutes["content"]).startswith(b"%PDF")
    assert refused(house, "draw_up_minutes", **asked) == "minutes_drawn_up"
    assert house.call("get_minutes", assembly_id=assembly["assembly_id"]) == minutes
    assert house.rows("select channel from outgoing_documents") == [("minutes",)]


def test_a_member_sees_the_polls_in_which_he_may_vote(house: House) -> None:
    member_id, suspended = house.admit(), house.admit()
    house.hear("standing_changed", member_id=suspended, voting=False, suspended_shares=1,
               effective_on="2026-01-01", reason="unpaid")
    assembly = house.convene()
    house.freeze(assembly)
    poll_id = house.open(assembly)
    listed = house.as_member(member_id)("list_open_polls", member_id=member_id)
    assert [(row["poll_id"], row["credential_taken"]) for row in listed] == [(poll_id, False)]
    house.take(poll_id, member_id)
    assert house.as_member(member_id)("list_open_polls", member_id=member_id)[0]["credential_taken"] is True
    assert house.as_member(suspended)("list_open_polls", member_id=suspended) == []


def test_the_roll_marks_cannot_be_changed(house: House) -> None:
    member_id = house.admit()
    assembly = house.convene()
    house.freeze(assembly)
    house.take(house.open(assembly), member_id)
    for statement in ("delete from credentials", "update roll_entries set voting = true", "truncate rolls cascade"):
        with psycopg.connect(house.door.database.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
            conn.execute(statement)
