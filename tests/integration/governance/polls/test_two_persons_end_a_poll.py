"""Two persons close a poll, or cancel it and have it put again on record; what an operator alone tries is named."""

import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from services.governance.ballots.rules.ballots import canonical, digest_of
from services.governance.cli import commands
from services.governance.polls.rules.paper import paper_of
from services.governance.polls.rules.signed_steps import Ending, consent_message
from services.governance.voting import use_cases as voter
from services.governance.voting.errors import PaperChanged
from shared.bus.calling import RemoteRefusal
from shared.identifiers import new_id
from shared.signatures import SigningKey
from tests.builders import as_owner
from tests.integration.governance.box_builders import verified
from tests.integration.governance.builders import HELD, Host, Refused
from tests.integration.governance.polls.test_a_secret_vote import verify_election

CHAIR, OFFICER, SPARE, STRANGER = [SigningKey.fresh() for _ in range(4)]
CLOSERS = [CHAIR.public, OFFICER.public, SPARE.public]
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


def consent(
    key: SigningKey, ending: Ending, digest: str, reason: str = "", lapses_on: str = "2026-06-24",
) -> dict[str, str]:
    """What one of the closers sends, signed on their own device."""
    return {"key": key.public, "signature": key.sign(consent_message(ending, digest, reason, lapses_on=lapses_on)),
            "lapses_on": lapses_on}


def test_a_poll_closes_when_a_second_person_says_so(host: Host) -> None:
    assembly, poll_id, members = opened(host)
    host.vote(poll_id, members[0], "yes")
    assert refused(host, "close_poll", poll_id=poll_id) == "poll_too_early"
    host.on = HELD
    assert host.call("close_poll", poll_id=poll_id)["state"] == "open"
    assert refused(host, "close_poll", poll_id=poll_id) == "another_person_needed"
    assert refused(host, "close_poll", poll_id=poll_id, roles=("board",)) == "another_person_needed"  # one, two roles
    lost = {"subject": "chair", "roles": ("member",)}  # their role, between the two words
    assert refused(host, "close_poll", poll_id=poll_id, **lost) == "not_allowed"
    stranger = consent(STRANGER, Ending.CLOSE, assembly["agenda"][0]["paper_digest"])
    assert refused(host, "close_poll", poll_id=poll_id, subject="x", **stranger) == "consent_not_signed"  # no closers
    host.restart()  # the first word waits
    host.vote(poll_id, members[1], "yes")  # nobody loses a vote by the first word
    steps = {step["task"]: step for step in host.call("get_checklist", assembly_id=assembly["assembly_id"])}
    assert (steps["confirm_closing"]["left"], steps["confirm_closing"]["who"]) == (1, "second_person")
    assert host.call("close_poll", poll_id=poll_id, subject="chair", roles=("board",))["state"] == "closing"
    host.carry()
    assert host.call("get_poll", poll_id=poll_id)["result"]["votes_for"] == 2


def test_a_word_lapses_is_taken_back_and_what_was_signed_comes_no_second_time(host: Host) -> None:
    assembly, poll_id, _ = opened(host, *CLOSERS)
    digest = assembly["agenda"][0]["paper_digest"]
    host.on = HELD
    for day in ("2026-06-20", "2026-07-05"):  # never, and longer than the statutes let it wait
        word = consent(CHAIR, Ending.CLOSE, digest, lapses_on=day)
        assert refused(host, "close_poll", poll_id=poll_id, **word) == "consent_over"
    first, second = consent(CHAIR, Ending.CLOSE, digest), consent(OFFICER, Ending.CLOSE, digest)
    longer = first | {"lapses_on": "2026-06-30"}
    assert refused(host, "close_poll", poll_id=poll_id, **longer) == "consent_not_signed"
    host.call("close_poll", poll_id=poll_id, subject="chair", **first)
    mine = {"poll_id": poll_id, "ending": "close"}
    assert refused(host, "withdraw_consent", **mine) == "no_consent_to_withdraw"  # another's
    host.call("withdraw_consent", subject="chair", **mine)
    assert refused(host, "withdraw_consent", subject="chair", **mine) == "no_consent_to_withdraw"
    assert host.call("get_poll", poll_id=poll_id)["consents"] == []
    assert refused(host, "close_poll", poll_id=poll_id, subject="thief", **first) == "consent_used"
    assert host.call("close_poll", poll_id=poll_id, **second)["state"] == "open"
    host.on = date(2026, 6, 24)  # the day of lapse: it holds until the day before
    again = consent(CHAIR, Ending.CLOSE, digest, lapses_on="2026-06-26")
    assert host.call("close_poll", poll_id=poll_id, subject="chair", **again)["state"] == "open"
    with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn, pytest.raises(psycopg.errors.CheckViolation):
        conn.execute("update polls set state = 'closing', credentials = 0, present = 0, entitled = 3 "
                     "where poll_id = %s", [poll_id])
    host.on = HELD  # a clock that was set back: what was said later is not heard yet
    third = consent(SPARE, Ending.CLOSE, digest, lapses_on="2026-06-23")
    assert host.call("get_poll", poll_id=poll_id)["consents"][0]["given_by"] == "officer"
    assert host.call("close_poll", poll_id=poll_id, subject="spare", **third)["state"] == "closing"
    assert refused(host, "withdraw_consent", subject="spare", **mine) == "no_consent_to_withdraw"


def test_no_row_written_by_hand_ends_a_poll_by_one_person(host: Host) -> None:
    _, poll_id, _ = opened(host)
    host.on = HELD
    host.call("close_poll", poll_id=poll_id)
    host.call("cancel_poll", poll_id=poll_id, reason=REASON)
    host.call("cancel_poll", poll_id=poll_id, subject="chair", reason="The result did not please.")
    for state in ("closing", "sealed", "closed", "cancelled"):
        with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn, \
                pytest.raises(psycopg.errors.CheckViolation):
            conn.execute("update polls set state = %s, credentials = 0, present = 0, entitled = 3 where poll_id = %s",
                         [state, poll_id])
        with psycopg.connect(as_owner(host.dispatcher.database.url)) as conn, \
                pytest.raises(psycopg.errors.CheckViolation):
            conn.execute("insert into polls (poll_id, assembly_id, resolution_id, paper, digest, state) select "
                         "%s, assembly_id, resolution_id, paper, digest, %s from polls where poll_id = %s",
                         [new_id("pol"), state, poll_id])


def test_what_is_closed_is_not_cancelled_and_what_is_voted_on_is_not_settled_by_one(host: Host) -> None:
    assembly, poll_id, members = opened(host)
    host.vote(poll_id, members[0], "yes")
    host.on = HELD
    host.call("cancel_poll", poll_id=poll_id, reason=REASON)
    settled = {"resolution_id": assembly["agenda"][0]["resolution_id"], "reason": REASON}
    assert refused(host, "settle_item", how="withdrawn", **settled) == "poll_state_unexpected"
    host.end(poll_id)
    for _ in range(2):  # closed here, then in the box too
        assert refused(host, "cancel_poll", poll_id=poll_id, subject="chair", reason=REASON) == "poll_state_unexpected"
        host.carry()
    with pytest.raises(RemoteRefusal, match="closed"):
        host.box.ask("cancel_poll", poll_id=poll_id, digest="00" * 32, reason=REASON, cancelled_on="2026-06-20",
                     consents=[])
    assert host.call("get_poll", poll_id=poll_id)["result"]["votes_for"] == 1
    assert host.settle(settled["resolution_id"], "annulled", REASON)["agenda"][0]["outcome"] == "annulled"


def test_two_of_three_closers_sign_from_files_without_a_network(host: Host, tmp_path: Path) -> None:
    keys = {name: run("make-closing-key", tmp_path / name).strip() for name in ("chair", "officer", "spare")}
    assert run("make-closing-key", tmp_path / "chair").strip() == keys["chair"]  # once for ever
    _, poll_id, _ = opened(host, *keys.values())
    digest = host.rows("select digest from polls where poll_id = %s", poll_id)[0][0]
    states = []
    for person in ("officer", "chair"):
        file = tmp_path / f"{person}.consent"
        assert REASON in run("agree", "cancel", tmp_path / person, file, "--digest", digest, "--reason", f" {REASON} ",
                             "--until", "2026-06-24")
        states.append(voter.hand_in_consent(partial(host.call, subject=person), poll_id=poll_id, request_id=person,
                                            consent=json.loads(file.read_text())))
    assert states == ["open", "cancelled"]
    consent_to_another = json.loads((tmp_path / "chair.consent").read_text()) | {"digest": "00" * 32}
    with pytest.raises(PaperChanged):
        voter.hand_in_consent(host.call, poll_id=poll_id, request_id="x", consent=consent_to_another)


@pytest.mark.parametrize(("asked", "why"), [
    (["close", "--digest", "ab" * 31], "64 digits"), (["close"], "Missing option '--digest'"),
    (["cancel", "--digest", "ab" * 32], "says why"), (["cancel", "--digest", "ab" * 32, "--reason", " "], "says why"),
    (["close", "--digest", "ab" * 32, "--reason", "Late."], "without a reason"),
    (["close", "--digest", "ab" * 32], "no closing key"),
])
def test_a_consent_without_digest_reason_or_key_is_not_signed(tmp_path: Path, asked: list[str], why: str) -> None:
    ending, *options = asked
    found = CliRunner().invoke(commands, ["agree", ending, str(tmp_path), str(tmp_path / "consent"), *options,
                                             "--until", "2026-06-24"])
    assert (found.exit_code, why in found.output, (tmp_path / "consent").exists()) == (2, True, False)


def run(*words: str | Path) -> str:
    found = CliRunner().invoke(commands, [str(word) for word in words], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    return found.output


@pytest.mark.parametrize(("closers", "code"), [
    (CLOSERS[:2], "closers_too_few"), ([*CLOSERS[:2], CLOSERS[0]], "closers_too_few"),
    ([*CLOSERS[:2], (1).to_bytes(32, "little").hex()], "closer_key_unsafe"),  # under which everybody signs
])
def test_closers_of_whom_one_must_not_fail_or_for_whom_all_can_sign_are_refused(
    host: Host, closers: list[str], code: str,
) -> None:
    with pytest.raises(Refused) as caught:
        host.convene(closers=closers)
    assert caught.value.code == code


def test_a_cancelled_vote_is_put_again_on_record_and_traced_to_the_convening(host: Host, tmp_path: Path) -> None:
    assembly, first, members = opened(host, *CLOSERS)
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
    assert refused(host, "cancel_poll", poll_id=first, reason=REASON, **other) == "another_person_needed"  # two keys
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
    for_the_first = consent(CHAIR, Ending.CLOSE, convened)
    assert refused(host, "close_poll", poll_id=second, **for_the_first) == "consent_not_signed"
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
    "a word had lapsed": "two of the closers on the paper did not sign the closing",
    "a word that lapsed is made to last": "two of the closers on the paper did not sign the closing",
    "the reason was another": "did not sign that",
    "the cancelled vote is hidden": "repeats a vote that is not in the file",
    "the cancelled vote asked something else": "put again unchanged",
}
LIES_TOLD: dict[str, Any] = {
    "one person closed": lambda p: p["closing"]["consents"].pop(),
    "a word had lapsed": lambda p: p["closing"].update(closed_on="2026-06-24"),
    "a word that lapsed is made to last": lambda p: p["closing"].update(
        consents=[one.replace("2026-06-24", "2026-06-25") for one in p["closing"]["consents"]]),
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
