"""Two persons close a poll, or cancel it and have it put again on record; what an operator alone tries is named."""

import json
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services.governance.ballots.rules.ballots import canonical, digest_of
from services.governance.polls.rules.paper import paper_of
from services.governance.polls.rules.signed_steps import Ending, consent_message
from services.governance.voting import use_cases as voter
from services.governance.voting.errors import PaperChanged
from shared.bus.calling import RemoteRefusal
from shared.signatures import SigningKey
from tests.integration.governance.box_builders import verified
from tests.integration.governance.builders import HELD, Host, Refused
from tests.integration.governance.polls.test_a_secret_vote import verify_election

CHAIR, OFFICER, STRANGER = SigningKey.fresh(), SigningKey.fresh(), SigningKey.fresh()
REASON = "The question was read out wrongly."
AGAIN = {"opens_at": "2026-06-20T14:00:00+02:00", "closes_at": "2026-06-20T18:00:00+02:00"}


def opened(host: Host, *closers: str) -> tuple[dict[str, Any], str, list[str]]:
    """An assembly with one open poll, and three members."""
    members = [host.admit() for _ in range(3)]
    assembly = host.convene(closers=closers)
    host.freeze(assembly)
    return assembly, host.open(assembly), members


def refused(host: Host, method: str, **asked: Any) -> str:
    with pytest.raises(Refused) as caught:
        host.call(method, **asked)
    return caught.value.code


def consent(key: SigningKey, ending: Ending, digest: str, reason: str = "") -> dict[str, str]:
    """What one of the closers sends, signed on their own device."""
    return {"key": key.public, "signature": key.sign(consent_message(ending, digest, reason))}


def test_a_poll_closes_when_a_second_person_says_so(host: Host) -> None:
    assembly, poll_id, members = opened(host)
    host.vote(poll_id, members[0], "yes")
    assert refused(host, "close_poll", poll_id=poll_id) == "poll_too_early"
    host.on = HELD
    assert host.call("close_poll", poll_id=poll_id)["state"] == "open"
    assert refused(host, "close_poll", poll_id=poll_id) == "another_person_needed"
    host.vote(poll_id, members[1], "yes")  # nobody loses a vote by the first word
    steps = {step["task"]: step for step in host.call("get_checklist", assembly_id=assembly["assembly_id"])}
    assert (steps["confirm_closing"]["left"], steps["confirm_closing"]["who"]) == (1, "second_person")
    assert host.call("close_poll", poll_id=poll_id, subject="chair", roles=("board",))["state"] == "closing"
    host.carry()
    assert host.call("get_poll", poll_id=poll_id)["result"]["votes_for"] == 2


def test_no_row_written_by_hand_ends_a_poll_by_one_person(host: Host) -> None:
    _, poll_id, _ = opened(host)
    for state in ("closing", "cancelled"):
        with psycopg.connect(host.dispatcher.database.url) as conn, pytest.raises(psycopg.errors.CheckViolation):
            conn.execute("update polls set state = %s, credentials = 0, present = 0, entitled = 3 where poll_id = %s",
                         [state, poll_id])


def test_a_cancelled_vote_is_put_again_on_record_and_traced_to_the_convening(host: Host, tmp_path: Path) -> None:
    assembly, first, members = opened(host, CHAIR.public, OFFICER.public)
    convened = assembly["agenda"][0]["paper_digest"]
    host.vote(first, members[0], "no")
    assert refused(host, "cancel_poll", poll_id=first, reason=REASON) == "consent_not_signed"
    stranger = consent(STRANGER, Ending.CANCEL, convened, REASON)
    assert refused(host, "cancel_poll", poll_id=first, reason=REASON, **stranger) == "consent_not_signed"
    for_another = consent(OFFICER, Ending.CANCEL, convened, "Because.")
    assert refused(host, "cancel_poll", poll_id=first, reason=REASON, **for_another) == "consent_not_signed"
    one = consent(OFFICER, Ending.CANCEL, convened, REASON)
    assert host.call("cancel_poll", poll_id=first, reason=REASON, **one)["state"] == "open"
    assert refused(host, "cancel_poll", poll_id=first, reason=REASON, subject="twin", **one) == "another_person_needed"
    assert refused(host, "repeat_poll", poll_id=first, **AGAIN) == "poll_state_unexpected"
    other = consent(CHAIR, Ending.CANCEL, convened, REASON)
    assert host.call("cancel_poll", poll_id=first, reason=REASON, subject="chair", **other)["state"] == "cancelled"
    host.carry()
    assert host.rows("select count(*) from poll_keys") == [(0,)]
    with pytest.raises(RemoteRefusal, match="cancelled"):
        _cast_late(host, first)
    host.on = HELD
    assert [step["left"] for step in host.call("get_checklist", assembly_id=assembly["assembly_id"])
            if step["task"] == "repeat_polls"] == [1]
    again = host.call("repeat_poll", poll_id=first, **AGAIN)["agenda"][0]
    second = host.open(assembly)
    assert second == again["poll_id"] != first
    for member_id in members:
        host.call("register_attendance", assembly_id=assembly["assembly_id"], member_id=member_id, manner="remote")
        credential = voter.take_credential(host.as_member(member_id), poll_id=second, member_id=member_id,
                                           digest=convened, request_id=f"again {member_id}")
        voter.cast(host.box, credential, ["yes"])
    for subject, key in (("officer", OFFICER), ("chair", CHAIR)):
        host.call("close_poll", poll_id=second, subject=subject,
                  **consent(key, Ending.CLOSE, again["paper_digest"]))
    host.carry()
    board = host.call("get_board", poll_id=second)
    assert verified(board) == ({"yes": 3, "no": 0, "abstain": 0}, [])
    file = tmp_path / "poll.json"
    file.write_text(json.dumps(board))
    code, words = verify_election(file, "--digest", convened)
    assert (code, f"an earlier vote, {first}, was cancelled on 2026-06-10: {REASON}" in words) == (0, True)
    minutes = host.call("draw_up_minutes", assembly_id=assembly["assembly_id"], language="en",
                        bureau=[{"name": "Ada", "role": "chair"}], incidents=[])
    assert f"cancelled on 2026-06-10 by two persons: {REASON}" in minutes["words"]
    for lie, fault in LIES.items():
        false = json.loads(json.dumps(board))
        LIES_TOLD[lie](false)
        assert any(fault in one for one in verified(false)[1]), lie
    _a_voter_refuses_another_question(host, second, members[0], convened)


LIES = {
    "one person closed": "two of the closers on the paper did not sign the closing",
    "one person cancelled": "did not sign that",
    "the reason was another": "did not sign that",
    "the cancelled vote is hidden": "repeats a vote that is not in the file",
    "the cancelled vote asked something else": "put again unchanged",
}
LIES_TOLD: dict[str, Any] = {
    "one person closed": lambda p: p["closing"]["consents"].pop(),
    "one person cancelled": lambda p: p["cancelled"][0]["consents"].pop(),
    "the reason was another": lambda p: p["cancelled"][0].update(reason="The result did not please."),
    "the cancelled vote is hidden": lambda p: p["cancelled"].clear(),
    "the cancelled vote asked something else": lambda p: p["cancelled"][0]["paper"].update(question="Shall we?"),
}


def _cast_late(host: Host, poll_id: str) -> None:
    """A ballot that comes to a cancelled poll."""
    host.box.ask("cast_ballot", poll_id=poll_id, digest="00" * 32, ballot_id="00" * 16, voter_key="00" * 32,
                 randomizer="00" * 32, credential="00", turn=1, choices=["yes"], signature="00" * 64)


def _a_voter_refuses_another_question(host: Host, poll_id: str, member_id: str, convened: str) -> None:
    honest = host.as_member(member_id)

    def lying(method: str, **asked: Any) -> Any:
        answer = honest(method, **asked)
        if method == "get_poll":
            paper = {**answer["paper"], "question": "Shall the board be dismissed?"}
            return {**answer, "paper": paper, "digest": digest_of(paper)}
        return answer

    with pytest.raises(PaperChanged):
        voter.take_credential(lying, poll_id=poll_id, member_id=member_id, digest=convened, request_id="lie")
    assert paper_of(canonical(honest("get_poll", poll_id=poll_id)["paper"])).repeats == convened
