"""Ballots on paper, by letter, at the house's own device and on voters' devices in one count: nobody votes twice."""

import copy
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services.governance.ballots.rules.papers import PaperSheet
from services.governance.checks import CHECKS
from services.governance.voting import use_cases as voter
from shared.signatures import SigningKey
from tests.builders import as_owner
from tests.integration.governance.box_builders import verified
from tests.integration.governance.builders import HELD, Host, Refused
from tests.integration.governance.polls.test_a_secret_vote import verify_election

SHEET = {"yes": 1, "no": 2, "abstain": 0, "blank": 0, "invalid": 1}


def refused(host: Host, method: str, **asked: Any) -> str:
    with pytest.raises(Refused) as caught:
        host.call(method, **asked)
    return caught.value.code


def open_vote(host: Host, members: int, **more: Any) -> tuple[str, str, list[str]]:
    """A poll that is open, its assembly, and its members, all of them in the room but the last two."""
    letters = host.dispatcher.database.tables.history("letters")[0].fields
    letters["allowed"] = True  # type: ignore[index]
    known = [host.admit() for _ in range(members)]
    if key := more.pop("key", None):
        host.as_member(known[0])("bind_voting_key", member_id=known[0], voting_key=key)
    assembly = host.convene(**more)
    host.freeze(assembly)
    for member_id in known[:-2]:
        host.call("register_attendance", assembly_id=assembly["assembly_id"], member_id=member_id, manner="in_person")
    return host.open(assembly), assembly["assembly_id"], known


def at_the_kiosk(host: Host, poll_id: str, member_id: str, choice: str) -> None:
    def ask(method: str, **asked: Any) -> Any:
        return host.call({"issue_credential": "issue_at_the_desk"}.get(method, method),
                         **{name: value for name, value in asked.items() if name != "signature"})

    digest = host.call("get_poll", poll_id=poll_id)["digest"]
    taken = voter.take_credential(ask, poll_id=poll_id, member_id=member_id, digest=digest, request_id=f"k{member_id}")
    voter.cast(host.box, taken, [choice])


def test_paper_post_and_kiosk_are_one_count_in_which_nobody_votes_twice(host: Host, tmp_path: Path) -> None:
    poll_id, assembly, (ada, bob, cy, dee, eve, far, away) = open_vote(host, 7)
    on_paper, poll = {"poll_id": poll_id, "how": "paper"}, {"poll_id": poll_id}
    letter = {**poll, "how": "post", "member_id": away, "document_digest": "ab" * 32}
    host.vote(poll_id, ada, "yes")
    assert refused(host, "hand_out_ballot", member_id=ada, **on_paper) == "credential_already_issued"
    host.call("hand_out_ballot", member_id=bob, **on_paper)
    assert refused(host, "hand_out_ballot", member_id=bob, **on_paper) == "credential_already_issued"  # nor two papers
    for take in (host.take, lambda _, member_id: at_the_kiosk(host, poll_id, member_id, "yes")):
        with pytest.raises(Refused) as caught:
            take(poll_id, bob)
        assert caught.value.code == "credential_already_issued"  # the desk's ballot cancels the electronic one
    assert refused(host, "hand_out_ballot", member_id=far, **on_paper) == "not_in_the_room"
    assert refused(host, "issue_at_the_desk", member_id=far, blinded="02", **poll) == "not_in_the_room"
    assert refused(host, "hand_out_ballot", member_id=cy, subject=cy, roles=("member",), **on_paper) == "not_allowed"
    assert refused(host, "hand_out_ballot", **on_paper | {"how": "post"}, member_id=away) == "envelope_missing"
    host.call("hand_out_ballot", **letter)
    host.as_member(far)("give_proxy", assembly_id=assembly, principal_id=far, holder_id=cy)
    for member_id, holder in ((cy, ""), (far, cy)):
        host.call("hand_out_ballot", member_id=member_id, holder_id=holder, **on_paper)
    at_the_kiosk(host, poll_id, dee, "no")
    assert [one["member_id"] for one in host.call("list_to_remind", **poll)] == [eve]
    assert refused(host, "count_papers", **poll, **SHEET) == "poll_state_unexpected"  # before the close
    assert host.close(poll_id)["refusals"] == ["close_poll: papers_uncounted"]
    tasks = {one["task"]: one for one in host.call("get_checklist", assembly_id=assembly)}
    assert (tasks["count_papers"]["left"], "mend_ballot_box" in tasks) == (1, False)
    assert refused(host, "count_papers", **poll, **{**SHEET, "yes": 2}) == "papers_too_many"
    host.call("count_papers", **poll, **{**SHEET, "yes": 0})
    host.call("count_papers", **poll, **SHEET, subject="chair", roles=("board",))
    alone = host.call("get_paper_count", **poll)
    assert (alone["handed_out"], alone["tellers"], alone["agreed"]) == (4, 2, None)
    assert host.carry() == 0  # two who differ declare nothing
    _nobody_writes_a_count_of_one(host, poll_id)
    host.call("count_papers", **poll, **SHEET)
    assert refused(host, "count_papers", **poll, **SHEET, subject="third") == "count_agreed"
    host.carry()
    result = host.call("get_poll", **poll)["result"]
    assert (result["votes_for"], result["votes_against"], result["abstentions"], result["ballots"]) == (2, 3, 0, 2)
    assert result["papers"] == {**SHEET, "signed": []}
    assert [fault for check in CHECKS for fault in check.run(host.dispatcher.database)] == []
    board = host.call("get_board", **poll)
    assert verified(board)[1] == []
    file = tmp_path / "poll.json"
    file.write_text(json.dumps(board))
    code, words = verify_election(file)
    assert (code, "on paper yes=1 no=2 abstain=0 blank=0 invalid=1: 4 of 4 ballots handed out" in words) == (0, True)
    _lies_are_named(board, away)
    minutes = host.call("draw_up_minutes", assembly_id=assembly, language="en", incidents=[])
    assert "on paper: 4 counted (1 for, 2 against, 0 abstained, 0 blank, 1 invalid)" in minutes["words"]


def _lies_are_named(board: dict[str, Any], away: str) -> None:
    mark = next(n for n, one in enumerate(board["marks"]) if one["member_id"] == away)
    lies: dict[str, Any] = {
        "counted otherwise": lambda b: b["papers"].update(yes=3, no=0),
        "one vote more": lambda b: (b["papers"].update(yes=3), b["tally"].update(yes=4)),
        "the sheet is gone": lambda b: b.pop("papers"),
        "a mark from the desk is gone": lambda b: b["marks"].pop(mark),
        "a letter becomes a credential": lambda b: b["marks"][mark].update(handed_out="kiosk"),
        "another envelope": lambda b: b["marks"][mark].update(document_digest="cd" * 32),
        "a negative count": lambda b: b["papers"].update(invalid=-1, yes=3, no=2),
    }
    for name, lie in lies.items():
        false = copy.deepcopy(board)
        lie(false)
        assert verified(false)[1], name


def test_who_has_a_voting_key_votes_on_paper_only_where_two_tellers_sign_for_it(host: Host) -> None:
    keys = [SigningKey.fresh() for _ in range(3)]
    own = SigningKey.fresh()
    poll_id, _, (ada, *_) = open_vote(host, 3, key=own.public, closers=[key.public for key in keys])
    on_paper = {"poll_id": poll_id, "how": "paper", "member_id": ada}
    assert refused(host, "issue_at_the_desk", poll_id=poll_id, member_id=ada, blinded="02") == "voting_key_bound"
    host.call("hand_out_ballot", **on_paper)
    digest = host.call("get_poll", poll_id=poll_id)["digest"]
    host.on = HELD
    for subject, key in (("officer", keys[0]), ("chair", keys[1])):
        consent = voter.sign_consent(_closing_notes(key), ending=voter.Ending.CLOSE, digest=digest,
                                     lapses_on="2026-06-25", reason="")
        host.call("close_poll", poll_id=poll_id, subject=subject, roles=("board",),
                  **{name: consent[name] for name in ("key", "signature", "lapses_on")})
    host.carry()
    sheet = {"yes": 1, "no": 0, "abstain": 0, "blank": 0, "invalid": 0}
    marks = host.call("get_paper_count", poll_id=poll_id)["marks_digest"]

    def signed(key: SigningKey, **figures: int) -> dict[str, Any]:
        made = voter.sign_papers(_closing_notes(key), digest=digest, marks_digest=marks,
                                 sheet=PaperSheet(**{**sheet, **figures}))
        return {"poll_id": poll_id, **sheet, **made}

    for asked in ({"poll_id": poll_id, **sheet}, signed(own), signed(keys[0], yes=0)):
        assert refused(host, "count_papers", **asked) == "sheet_not_signed"
    host.call("count_papers", **signed(keys[0]))
    assert refused(host, "count_papers", subject="chair", roles=("board",), **signed(keys[0])) == "sheet_not_signed"
    host.call("count_papers", subject="chair", roles=("board",), **signed(keys[1]))
    host.carry()
    board = host.call("get_board", poll_id=poll_id)
    assert verified(board)[1] == []
    board["papers"]["signed"].pop()
    assert [fault for fault in verified(board)[1] if "did not sign" in fault or "nobody signed" in fault][1:]


def _closing_notes(key: SigningKey) -> Any:
    notes = voter.NotesInMemory()
    notes.save("closing-key", {"secret": key.secret})
    return notes


def _nobody_writes_a_count_of_one(host: Host, poll_id: str) -> None:
    """Whoever writes the row: no ballot on paper is counted by one, or forgotten."""
    for papers in ("", json.dumps({**SHEET, "signed": []})):
        with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn, \
                pytest.raises(psycopg.errors.CheckViolation, match="two tellers count"):
            conn.execute("insert into results values (%s, '', '', 0, 1, 0, 0, 1, 3, '', '2026-06-20', '', %s)",
                         (poll_id, papers))


def test_hands_that_two_tellers_counted_decide_an_item_openly_and_an_item_is_noted_without_a_vote(host: Host) -> None:
    ada, bob, _ = [host.admit() for _ in range(3)]
    assembly = host.convene("ordinary", "ordinary", "ordinary")
    asm, polls = assembly["assembly_id"], [item["poll_id"] for item in assembly["agenda"]]
    host.freeze(assembly)
    for member_id in (ada, bob):
        host.call("register_attendance", assembly_id=asm, member_id=member_id, manner="in_person")
    hands = {"poll_id": polls[0], "yes": 2, "no": 0, "abstain": 0}
    assert refused(host, "count_hands", **hands) == "hands_too_early"
    host.open(assembly, 2)
    host.on = HELD
    assert refused(host, "count_hands", **hands | {"poll_id": polls[1]}) == "poll_state_unexpected"
    assert refused(host, "count_hands", **hands | {"abstain": 1}) == "hands_too_many"
    host.call("count_hands", **hands)
    assert host.call("get_poll", poll_id=polls[0])["state"] == "prepared"  # nobody decides alone
    host.on = HELD + timedelta(days=1)
    assert refused(host, "count_hands", subject="chair", roles=("board",), **hands) == "hands_too_late"
    host.on = HELD
    host.call("count_hands", subject="chair", roles=("board",), **hands)
    assert host.published("resolution_adopted") == ["resolution_adopted"]
    assert refused(host, "open_poll", resolution_id=assembly["agenda"][0]["resolution_id"]) == "already_voted_on"
    assert refused(host, "get_board", poll_id=polls[0]) == "not_found"
    host.call("settle_item", resolution_id=assembly["agenda"][2]["resolution_id"], how="noted",
              reason="The register of 31 December.")
    shown = host.call("get_assembly", assembly_id=asm)["agenda"]
    assert [(item["outcome"], item["votes_for"]) for item in shown] \
        == [("adopted", 2), ("undecided", None), ("noted", None)]
    words = host.call("draw_up_minutes", assembly_id=asm, language="en", incidents=[])["words"]
    assert "By a show of hands that two tellers counted." in words
    assert "NOTED: The register of 31 December." in words
    assert [fault for check in CHECKS for fault in check.run(host.dispatcher.database)] == []
