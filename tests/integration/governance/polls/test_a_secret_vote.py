"""A resolution voted secretly, from the frozen roll to the declared result; and every way in which it is refused."""

import json
import subprocess
import sys
from base64 import b64decode
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services.governance.ballots.rules.ballots import canonical, digest_of
from services.governance.boards.documents.board_file import read_board
from services.governance.boards.use_cases import carrying
from services.governance.polls.rules.paper import paper_of
from services.governance.voting import use_cases as voter
from services.governance.voting.errors import BallotFilledIn, PaperChanged
from services.governance.voting.rules import find_receipt, unblind
from services.governance.voting.store import FolderOfNotes
from shared.bus.calling import NoAnswer, RemoteRefusal
from tests.builders import as_owner
from tests.integration.governance.box_builders import verified
from tests.integration.governance.builders import HELD, Host, Refused

VERIFIER = Path(__file__).resolve().parents[4] / "tools" / "verify_election.py"


def verify_election(file: Path, *known: str) -> tuple[int, str]:
    """What the independent verifier says of a file, and its exit code."""
    found = subprocess.run([sys.executable, str(VERIFIER), str(file), *known], capture_output=True, text=True,
                           check=False)
    return found.returncode, found.stdout


def refused(host: Host, method: str, **kwargs: Any) -> str:
    with pytest.raises(Refused) as caught:
        host.call(method, **kwargs)
    return caught.value.code


def test_a_resolution_is_voted_secretly_and_adopted(host: Host) -> None:
    members = [host.admit() for _ in range(9)]
    assembly = host.convene()
    roll = host.freeze(assembly)
    assert (roll["members"], roll["voting_members"], roll["shares"]) == (9, 9, 9)
    poll_id = host.open(assembly)
    choices = ["yes"] * 4 + ["no"] * 3 + ["abstain"]
    for member_id, choice in zip(members, choices, strict=False):
        host.vote(poll_id, member_id, choice)
    poll = host.close(poll_id)
    assert poll["state"] == "closed"
    assert poll["credentials"] == 8
    result = poll["result"]
    assert (result["votes_for"], result["votes_against"], result["abstentions"]) == (4, 3, 1)
    assert (result["adopted"], result["ballots"], result["present"], result["entitled"]) == (True, 8, 8, 9)
    assert host.published() == ["assembly_convened", "roll_frozen", "poll_opened", "poll_closed", "resolution_adopted"]


def test_anybody_verifies_the_published_file_without_the_services(host: Host, tmp_path: Path) -> None:
    members = [host.admit() for _ in range(3)]
    assembly = host.convene()
    roll = host.freeze(assembly)
    poll_id = host.open(assembly)
    receipts = [host.vote(poll_id, member_id, "yes") for member_id in members]
    host.close(poll_id)
    board = host.call("get_board", poll_id=poll_id, roles=("auditor",))
    file = tmp_path / "poll.json"
    file.write_text(json.dumps(board))
    known = ["--digest", assembly["agenda"][0]["paper_digest"], "--roll-digest", roll["digest"]]
    code, said = verify_election(file, *known)
    assert (code, "recount yes=3 no=0 abstain=0: adopted" in said) == (0, True)
    assert {find_receipt(read_board(board).batches, receipt)[0] for receipt in receipts} == {1}
    board["batches"][0]["ballots"][0]["choices"] = ["no"]
    file.write_text(json.dumps(board))
    code, said = verify_election(file, *known)
    assert (code, "FAULT" in said) == (1, True)


LIES: dict[str, Any] = {
    "another question": {"question": "Shall the board be dismissed?"},
    "another order of choices": {"choices": ["no", "yes", "abstain"]},
    "a key of the member's own": {"modulus": "c5" * 256},
    "another closing time": {"closes_at": "2026-06-20T23:00:00+02:00"},
    "another rule": {"rules": {"decision": "statutes", "majority_numerator": 3, "majority_denominator": 4,
                               "more_than": False, "quorum_base": "shares", "quorum_numerator": 1,
                               "quorum_denominator": 2}},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_voter_who_is_shown_another_paper_than_the_convened_one_is_warned(host: Host, lie: str) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    honest = host.as_member(member_id)

    def lying(method: str, **asked: Any) -> Any:
        answer = honest(method, **asked)
        if method == "get_poll":
            paper = {**answer["paper"], **LIES[lie]}
            return {**answer, "paper": paper, "digest": digest_of(paper)}
        return answer

    with pytest.raises(PaperChanged):
        voter.take_credential(lying, poll_id=poll_id, member_id=member_id, request_id="r",
                              digest=assembly["agenda"][0]["paper_digest"])
    assert host.rows("select count(*) from credentials") == [(0,)]


def test_nobody_votes_for_an_absent_member_who_bound_a_voting_key(host: Host, tmp_path: Path) -> None:
    member_id, _ = host.admit(), host.admit()
    host.notes = FolderOfNotes(tmp_path)
    voter.bind_voting_key(host.as_member(member_id), member_id=member_id, request_id="k", notes=host.notes)
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    for signature in ({}, {"signature": "00" * 64}):  # who has the member's token, and not their key
        with pytest.raises(Refused) as caught:
            host.as_member(member_id)("issue_credential", poll_id=poll_id, member_id=member_id, blinded="ab" * 256,
                                      **signature)
        assert caught.value.code == "request_not_signed"
    host.vote(poll_id, member_id, "yes")
    host.close(poll_id)
    board = host.call("get_board", poll_id=poll_id)
    assert [mark["member_id"] for mark in board["marks"]] == [member_id]
    assert verified(board)[1] == []
    board["marks"][0]["signature"] = ""
    assert f"the roll mark of {member_id} is not signed with their voting key" in verified(board)[1]


def test_a_credential_is_not_presence(host: Host) -> None:
    member_id, _ = host.admit(5), host.admit(5)
    assembly = host.convene("statutes")
    host.freeze(assembly)
    poll_id = host.open(assembly)
    voter.cast(host.box, host.take(poll_id, member_id), ["yes"])
    result = host.close(poll_id)["result"]
    assert (result["ballots"], result["present"], result["reason"]) == (1, 0, "quorum_not_reached")


def test_a_poll_opens_before_the_meeting_only_as_early_as_the_statutes_allow(host: Host) -> None:
    agenda = [{"title": "Accounts", "question": "Approve?", "decision": "ordinary"}]
    asked = {"title": "Assembly", "held_on": "2026-06-20", "record_on": "2026-06-01", "agenda": agenda}
    host.call("convene_assembly", **asked, opens_at="2026-06-05T00:00:00+02:00")
    assert refused(host, "convene_assembly", **asked, opens_at="2026-06-04T23:00:00+02:00") \
        == "early_voting_not_allowed"
    assert refused(host, "convene_assembly", **asked, opens_at="2026-06-20T10:00:00+02:00",
                   closes_at="2026-06-20T10:00:00+02:00") == "poll_window_empty"


def test_a_voter_who_is_interrupted_anywhere_sends_the_same_again(host: Host, tmp_path: Path) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    notes, asked = FolderOfNotes(tmp_path), {
        "poll_id": poll_id, "member_id": member_id, "digest": assembly["agenda"][0]["paper_digest"]}
    dying = Dying(host.as_member(member_id), host.box)
    while True:  # the device dies after each message that is sent, and once more after the answer to it
        try:
            dying.begin()
            credential = voter.take_credential(dying.ask, **asked, request_id=f"r{dying.lives}", notes=notes)
            receipt = voter.cast(dying, credential, ["yes"], notes=notes)
            break
        except KeyboardInterrupt:
            continue
    assert dying.lives == 4
    assert voter.cast(host.box, credential, ["yes"], notes=notes) == receipt
    with pytest.raises(BallotFilledIn):
        voter.cast(host.box, credential, ["no"], notes=notes)
    host.close(poll_id)
    board = host.call("get_board", poll_id=poll_id)
    assert (board["tally"], verified(board)[1]) == ({"yes": 1, "no": 0, "abstain": 0}, [])


class Dying:
    """Governance and the box, asked by a device that dies one answer later in each of its lives."""

    def __init__(self, ask: Any, box: Any) -> None:
        self._ask, self._box, self.lives, self._left = ask, box, 0, 0

    def begin(self) -> None:
        self.lives += 1
        self._left = self.lives

    def _answered(self, answer: Any) -> Any:
        self._left -= 1
        if self._left == 0:
            raise KeyboardInterrupt
        return answer

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.ask(*args, **kwargs)

    def ask(self, name: str, /, **asked: Any) -> Any:
        where = self._box.ask if name == "cast_ballot" else self._ask
        return self._answered(where(name, **asked))


def test_a_member_cannot_take_two_credentials(host: Host) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    host.take(poll_id, member_id)
    with pytest.raises(Refused) as caught:
        host.take(poll_id, member_id)
    assert caught.value.code == "credential_already_issued"
    assert host.rows("select count(*) from credentials") == [(1,)]


def test_a_lost_answer_is_given_again_to_the_same_blinded_message(host: Host) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    wish = voter._new_wish(paper_of(canonical(host.call("get_poll", poll_id=poll_id)["paper"])))
    ask = host.as_member(member_id)
    first = ask("issue_credential", poll_id=poll_id, member_id=member_id, blinded=wish.blinded)
    again = ask("issue_credential", poll_id=poll_id, member_id=member_id, blinded=wish.blinded)
    assert first == again
    assert voter.cast(host.box, unblind(wish, again["blind_signature"]), ["yes"])


def test_changing_ones_mind_replaces_the_ballot(host: Host) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    credential = host.take(poll_id, member_id)
    voter.cast(host.box, credential, ["yes"], turn=1)
    voter.cast(host.box, credential, ["no"], turn=2)
    result = host.close(poll_id)["result"]
    assert (result["votes_for"], result["votes_against"], result["ballots"]) == (0, 1, 1)


def test_nobody_takes_the_credential_of_another(host: Host) -> None:
    owner, other = host.admit(), host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    asked = {"poll_id": poll_id, "member_id": owner, "blinded": "ab" * 256}
    for subject, roles in ((other, ("member",)), ("officer", ("returning_officer", "board", "service"))):
        assert refused(host, "issue_credential", subject=subject, roles=roles, **asked) == "not_allowed"


def test_who_is_not_on_the_roll_or_is_suspended_gets_no_credential(host: Host) -> None:
    host.admit()
    suspended = host.admit()
    host.hear("standing_changed", member_id=suspended, voting=False, suspended_shares=1,
               effective_on="2026-06-10", reason="unpaid")
    assembly = host.convene()
    host.freeze(assembly)
    late = host.admit()
    poll_id = host.open(assembly)
    for member_id, code in ((late, "not_on_the_roll"), (suspended, "voting_suspended")):
        with pytest.raises(Refused) as caught:
            host.take(poll_id, member_id)
        assert caught.value.code == code
    assert host.rows("select count(*) from credentials") == [(0,)]


def test_a_blinded_message_that_does_not_fit_the_key_leaves_no_mark(host: Host) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    for blinded in ("00" * 256, "ff" * 256, "01"):
        with pytest.raises(Refused) as caught:
            host.as_member(member_id)("issue_credential", poll_id=poll_id, member_id=member_id, blinded=blinded)
        assert caught.value.code == "blinded_message_out_of_range"
    assert host.rows("select count(*) from credentials") == [(0,)]


def test_credentials_are_issued_while_the_poll_is_open_only(host: Host) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.call("open_poll", resolution_id=assembly["agenda"][0]["resolution_id"])["poll_id"]
    with pytest.raises(Refused, match="opening, not open"):
        host.take(poll_id, member_id)
    host.carry()
    credential = host.take(poll_id, member_id)
    host.close(poll_id)
    with pytest.raises(Refused, match="closed, not open"):
        host.take(poll_id, member_id)
    with pytest.raises(RemoteRefusal) as caught:
        voter.cast(host.box, credential, ["yes"])
    assert caught.value.code == "poll_closed"


def test_the_keys_of_a_closed_poll_are_gone(host: Host) -> None:
    host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    assert host.rows("select count(*) from poll_keys") == [(1,)]
    host.on = HELD
    host.end(poll_id)
    assert host.rows("select count(*) from poll_keys") == [(0,)]


def test_a_resolution_is_put_to_the_vote_once(host: Host) -> None:
    host.admit()
    assembly = host.convene()
    resolution_id = assembly["agenda"][0]["resolution_id"]
    assert refused(host, "open_poll", resolution_id=resolution_id) == "roll_not_frozen"
    host.freeze(assembly)
    host.open(assembly)
    assert refused(host, "open_poll", resolution_id=resolution_id) == "already_voted_on"
    assert refused(host, "open_poll", resolution_id="rsl_" + "0" * 32) == "not_found"


def test_a_poll_closes_once(host: Host) -> None:
    host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    host.close(poll_id)
    assert refused(host, "close_poll", poll_id=poll_id) == "poll_not_open"


@pytest.mark.parametrize(("choices", "reason"), [
    (["yes", "no"], "majority_not_reached"), (["abstain", "abstain"], "no_votes_cast"), ([], "no_votes_cast"),
    (["yes", "no", "yes"], ""), (["yes", "abstain", "abstain"], ""),
])
def test_an_ordinary_resolution_needs_more_than_half_of_the_votes_cast(
    host: Host, choices: list[str], reason: str,
) -> None:
    members = [host.admit() for _ in range(4)]
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    for member_id, choice in zip(members, choices, strict=False):
        host.vote(poll_id, member_id, choice)
    result = host.close(poll_id)["result"]
    assert (result["reason"], result["adopted"]) == (reason, not reason)
    published = "resolution_rejected" if reason else "resolution_adopted"
    assert host.published("resolution_adopted", "resolution_rejected") == [published]


def test_a_change_of_the_statutes_needs_half_of_the_shares_and_suspended_ones_do_not_count(host: Host) -> None:
    rich, poor, suspended = host.admit(5), host.admit(5), host.admit(90)
    host.hear("standing_changed", member_id=suspended, voting=False, suspended_shares=90,
               effective_on="2026-01-01", reason="unpaid")
    assembly = host.convene("statutes", "object")
    host.freeze(assembly)
    first, second = host.open(assembly, 1), host.open(assembly, 2)
    host.vote(first, rich, "yes")  # exactly half of the ten shares that count
    assert host.close(first)["result"]["reason"] == ""
    host.vote(second, poor, "no")
    assert host.close(second)["result"]["reason"] == "majority_not_reached"


def test_a_missed_quorum_leads_to_a_second_call_that_needs_none(host: Host) -> None:
    voter_id, absent = host.admit(4), host.admit(5)
    assembly = host.convene("statutes")
    host.freeze(assembly)
    poll_id = host.open(assembly)
    host.vote(poll_id, voter_id, "yes")
    assert host.close(poll_id)["result"]["reason"] == "quorum_not_reached"
    again = {"assembly_id": assembly["assembly_id"], "held_on": "2026-07-10", "record_on": "2026-06-20"}
    second = host.call("convene_second_call", **again)
    assert (second["call"], second["follows"]) == (2, assembly["assembly_id"])
    assert second["agenda"][0]["follows"] == assembly["agenda"][0]["resolution_id"]
    host.call("freeze_roll", assembly_id=second["assembly_id"])
    host.on = date(2026, 7, 10)
    poll_id = host.open(second)
    host.vote(poll_id, voter_id, "yes")
    assert host.close(poll_id)["result"]["adopted"]
    host.on = HELD
    assert refused(host, "convene_second_call", **again) == "already_called_again"
    other = {**again, "assembly_id": second["assembly_id"]}
    assert refused(host, "convene_second_call", **other) == "nothing_to_call_again"
    assert absent


def test_present_in_the_room_counts_for_the_quorum_without_a_vote(host: Host) -> None:
    voter_id, present = host.admit(4), host.admit(6)
    assembly = host.convene("statutes")
    host.freeze(assembly)
    asked = {"assembly_id": assembly["assembly_id"], "manner": "in_person"}
    host.call("register_attendance", member_id=present, **asked)
    assert refused(host, "register_attendance", member_id="mbr_" + "0" * 32, **asked) == "not_on_the_roll"
    assert refused(host, "register_attendance", member_id=voter_id, subject=voter_id, roles=("member",), **asked) \
        == "seen_by_nobody"
    poll_id = host.open(assembly)
    host.vote(poll_id, voter_id, "yes")
    result = host.close(poll_id)["result"]
    assert (result["present"], result["entitled"], result["adopted"]) == (10, 10, True)
    attends = {row["member_id"]: row["attends"] for row in host.call("list_roll", assembly_id=assembly["assembly_id"])}
    assert attends == {voter_id: "remote", present: "in_person"}


def test_who_comes_in_after_the_closing_does_not_make_the_quorum(host: Host) -> None:
    voter_id, late = host.admit(4), host.admit(6)
    assembly = host.convene("statutes")
    host.freeze(assembly)
    poll_id = host.open(assembly)
    host.vote(poll_id, voter_id, "yes")
    host.on = HELD
    host.end(poll_id)
    host.call("register_attendance", assembly_id=assembly["assembly_id"], member_id=late, manner="in_person")
    host.carry()
    result = host.call("get_poll", poll_id=poll_id)["result"]
    assert (result["present"], result["reason"]) == (4, "quorum_not_reached")


def test_a_courier_that_dies_anywhere_loses_and_doubles_nothing(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    with monkeypatch.context() as dying:
        dying.setattr(carrying.answers, "confirm_open", _dies)
        with pytest.raises(KeyboardInterrupt):
            host.open(assembly)
    poll_id = host.rows("select poll_id from polls")[0][0]
    assert host.carry() == 1
    assert host.carry() == 0
    host.vote(poll_id, member_id, "yes")
    host.on = HELD
    host.end(poll_id)
    with monkeypatch.context() as dying:
        dying.setattr(carrying, "_record_board", _dies)
        with pytest.raises(KeyboardInterrupt):
            host.carry()
    assert host.call("get_poll", poll_id=poll_id)["state"] == "closing"
    host.carry()
    assert host.call("get_poll", poll_id=poll_id)["result"]["votes_for"] == 1
    assert host.published("poll_opened", "poll_closed", "resolution_adopted") == [
        "poll_opened", "poll_closed", "resolution_adopted"]


def _dies(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


def test_messages_wait_while_the_ballot_box_is_away(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    with monkeypatch.context() as away:
        away.setattr(host.box, "ask", _silent)
        poll_id = host.open(assembly)
        assert host.call("get_poll", poll_id=poll_id)["state"] == "opening"
    assert host.carry() == 1
    assert host.call("get_poll", poll_id=poll_id)["state"] == "open"


def test_no_poll_opens_at_a_box_that_does_not_count_the_canary(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    honest = host.box.ask

    def counts_nothing(do: str, /, **message: Any) -> dict[str, Any]:
        answer = honest(do, **message)
        return answer | {"tally": {"yes": 0, "no": 0, "abstain": 0}} if do == "close_poll" else answer

    with monkeypatch.context() as broken:
        broken.setattr(host.box, "ask", counts_nothing)
        poll = host.call("get_poll", poll_id=host.open(assembly))
    assert (poll["state"], poll["refusals"]) == ("opening", ["open_poll: canary_failed"])
    host.call("ask_ballot_box_again", poll_id=poll["poll_id"])
    host.carry()
    assert host.call("get_poll", poll_id=poll["poll_id"])["state"] == "open"


def _silent(*_: Any, **__: Any) -> None:
    raise NoAnswer(method="ballot-box", seconds=0)


def test_no_result_is_declared_from_a_tampered_board(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    members = [host.admit() for _ in range(2)]
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    for member_id in members:
        host.vote(poll_id, member_id, "no")
    honest = host.box.ask

    def tampered(do: str, /, **message: Any) -> dict[str, Any]:
        answer = honest(do, **message)
        if do == "get_batch":
            answer["ballots"][0]["choices"] = ["yes"]
        return answer

    monkeypatch.setattr(host.box, "ask", tampered)
    poll = host.close(poll_id)
    assert (poll["state"], poll["result"]) == ("closing", None)
    assert poll["refusals"] == ["close_poll: board_does_not_verify"]
    assert host.published("resolution_adopted", "resolution_rejected") == []
    monkeypatch.setattr(host.box, "ask", honest)
    assert host.call("ask_ballot_box_again", poll_id=poll_id)["state"] == "closing"
    host.carry()
    poll = host.call("get_poll", poll_id=poll_id)
    assert (poll["state"], poll["refusals"], poll["result"]["votes_against"]) == ("closed", [], 2)
    assert refused(host, "ask_ballot_box_again", poll_id=poll_id) == "nothing_refused"


def test_the_minutes_tell_every_decision_and_are_printed(host: Host) -> None:
    members = [host.admit() for _ in range(3)]
    assembly = host.convene()
    host.freeze(assembly)
    asked = {"assembly_id": assembly["assembly_id"], "incidents": ["The stream stopped from 10:02 to 10:05."]}
    assert refused(host, "draw_up_minutes", **asked) == "minutes_too_early"
    poll_id = host.open(assembly)
    for member_id in members:
        host.vote(poll_id, member_id, "yes")
    host.on = host.on.replace(month=7)
    host.close(poll_id)
    minutes = host.call("draw_up_minutes", **asked)
    assert "3 for, 0 against, 0 abstentions" in minutes["words"]
    assert "ADOPTED" in minutes["words"]
    assert "The stream stopped" in minutes["words"]
    assert not any(member_id in minutes["words"] for member_id in members)
    assert b64decode(minutes["content"]).startswith(b"%PDF")
    assert refused(host, "draw_up_minutes", **asked) == "minutes_drawn_up"
    assert host.call("get_minutes", assembly_id=assembly["assembly_id"]) == minutes
    assert host.rows("select channel from outgoing_documents") == [("minutes",)]


def test_a_member_sees_the_polls_in_which_he_may_vote(host: Host) -> None:
    member_id, suspended = host.admit(), host.admit()
    host.hear("standing_changed", member_id=suspended, voting=False, suspended_shares=1,
               effective_on="2026-01-01", reason="unpaid")
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    listed = host.as_member(member_id)("list_open_polls", member_id=member_id)
    assert [(row["poll_id"], row["credential_taken"]) for row in listed] == [(poll_id, False)]
    host.take(poll_id, member_id)
    assert host.as_member(member_id)("list_open_polls", member_id=member_id)[0]["credential_taken"] is True
    assert host.as_member(suspended)("list_open_polls", member_id=suspended) == []


def test_the_roll_marks_cannot_be_changed(host: Host) -> None:
    member_id = host.admit()
    assembly = host.convene()
    host.freeze(assembly)
    host.take(host.open(assembly), member_id)
    for statement in ("delete from credentials", "update roll_entries set voting = true", "truncate rolls cascade"):
        with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn, \
                pytest.raises(psycopg.errors.RestrictViolation):
            conn.execute(statement)


def test_no_item_holds_up_the_minutes_and_each_says_how_it_ended(host: Host) -> None:
    host.admit()
    assembly = host.convene("ordinary", "ordinary", "ordinary", "ordinary")
    host.freeze(assembly)
    first, *others = [item["resolution_id"] for item in assembly["agenda"]]
    host.close(host.open(assembly))
    host.on = HELD
    host.settle(first, "annulled", "A stranger voted.")
    settled = [(others[0], "withdrawn", "The board took it back."),
               (others[1], "adjourned", "The report was not there.")]
    for resolution_id, how, reason in settled:
        host.call("settle_item", resolution_id=resolution_id, how=how, reason=reason)
    assert refused(host, "settle_item", resolution_id=others[0], how="withdrawn", reason="x") == "item_settled"
    assert refused(host, "settle_item", resolution_id=others[2], how="annulled", reason="x") == "settled_otherwise"
    words = host.call("draw_up_minutes", assembly_id=assembly["assembly_id"], incidents=[])["words"]
    for sentence in ("NOT ADOPTED: no vote was cast", "ANNULLED: A stranger voted.",
                     "WITHDRAWN: The board took it back.", "ADJOURNED: The report was not there.",
                     "NO RESULT: the vote is prepared"):
        assert sentence in words


def test_the_officer_sees_what_is_left_and_reminds_only_who_took_no_credential(host: Host) -> None:
    voted, silent, suspended = host.admit(), host.admit(), host.admit()
    host.hear("standing_changed", member_id=suspended, voting=False, suspended_shares=1, effective_on="2026-01-01",
              reason="unpaid")
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    assert host.call("list_to_remind", poll_id=poll_id) == [{"member_id": one} for one in sorted([voted, silent])]
    host.vote(poll_id, voted, "yes")
    assert host.call("list_to_remind", poll_id=poll_id) == [{"member_id": silent}]
    assert refused(host, "list_to_remind", poll_id=poll_id, subject=silent, roles=("member",)) == "not_allowed"
    host.close(poll_id)
    assert host.call("list_to_remind", poll_id=poll_id) == []
    asked = {"assembly_id": assembly["assembly_id"]}
    left = [step["task"] for step in host.call("get_checklist", **asked) if step["state"] != "done"]
    assert left == ["draw_up_minutes"]
    host.call("draw_up_minutes", **asked)
    assert {step["state"] for step in host.call("get_checklist", **asked)} == {"done"}
