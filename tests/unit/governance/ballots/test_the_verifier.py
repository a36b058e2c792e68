"""The independent verifier: agrees with the libraries that the services use, and names every way of cheating."""

import copy
import json
import secrets
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.governance.ballots.rules.ballots import GENESIS, Ballot, canonical
from services.governance.boards.rules import board
from services.governance.polls.rules.signed_steps import Opening, closing_of
from shared.signatures import SigningKey, ed25519_verifies, pss_verifies
from tests.integration.governance.box_builders import PollKeys, file_of, fill_in

TOOLS = Path(__file__).resolve().parents[4] / "tools"
sys.path.insert(0, str(TOOLS))

import election_checks  # noqa: E402 - it lies beside the services, not among them
import election_signatures as signatures  # noqa: E402
import verify_election  # noqa: E402

KEYS = PollKeys()
CREDENTIALS = [KEYS.credential() for _ in range(4)]
OTHER_ROLL = "ab" * 32


def leaf_of(ballot: dict[str, Any]) -> str:
    return Ballot.from_fields(ballot).leaf


def seal(poll: PollKeys, *batches: list[dict[str, Any]], credentials: int) -> dict[str, Any]:
    """A published file with these batches, hashed as the box would."""
    made, end = [], GENESIS
    for number, ballots in enumerate(batches, start=1):
        sealed = sorted(ballots, key=leaf_of)
        root = board.merkle_root([leaf_of(ballot) for ballot in sealed])
        end = board.chained_root(end, number, root)
        made.append({"number": number, "root": root, "ballots": sealed})
    cast = {"paper": poll.paper, "batches": made}
    published = file_of(poll, poll.closing(credentials), batches=made, root=end, tally=election_checks.recount(cast))
    return dict(json.loads(json.dumps(published)))


def honest() -> dict[str, Any]:
    first = [fill_in(credential, [choice]).fields
             for credential, choice in zip(CREDENTIALS, ["yes", "no", "yes"], strict=False)]
    return seal(KEYS, first, [fill_in(CREDENTIALS[0], ["abstain"], turn=2).fields], credentials=4)


HONEST = honest()


def ballot(published: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = published["batches"][0]["ballots"][0]
    return found


def faults(published: dict[str, Any], **known: str) -> list[str]:
    return list(verify_election.verify(published, **known))


def closed_again(published: dict[str, Any], **changed: Any) -> None:
    """Governance itself signs another closing."""
    closing = replace(closing_of(canonical(published["closing"])), **changed)
    published["closing"] = replace(closing, signature=KEYS.control.sign(closing.message)).fields


def opened_again(published: dict[str, Any], **changed: Any) -> None:
    opening = replace(Opening(**published["opening"]), **changed)
    published["opening"] = asdict(replace(opening, signature=KEYS.control.sign(opening.message)))


def test_an_honest_file_verifies_and_the_last_ballot_of_each_credential_counts() -> None:
    assert faults(copy.deepcopy(HONEST), digest=KEYS.digest, roll_digest=KEYS.roll_digest) == []
    assert election_checks.recount(HONEST) == {"yes": 1, "no": 1, "abstain": 1}


CHEATS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a choice is changed": lambda p: ballot(p).update(choices=["abstain"]),
    "a choice is invented": lambda p: ballot(p).update(choices=["maybe"]),
    "a ballot is dropped": lambda p: p["batches"][0]["ballots"].pop(),
    "a ballot is doubled": lambda p: p["batches"][0]["ballots"].append(copy.deepcopy(ballot(p))),
    "a batch is dropped": lambda p: p["batches"].pop(),
    "the batches change places": lambda p: p["batches"].reverse(),
    "the turn is changed": lambda p: ballot(p).update(turn=9),
    "the credential is forged": lambda p: ballot(p).update(credential="00" * 256),
    "the randomizer is changed": lambda p: ballot(p).update(randomizer="00" * 32),
    "another key votes": lambda p: ballot(p).update(voter_key="11" * 32),
    "no point of the curve votes": lambda p: ballot(p).update(voter_key="ff" * 32),
    "the signature is cut": lambda p: ballot(p).update(signature=ballot(p)["signature"][:-2]),
    "the signature is no hexadecimal": lambda p: ballot(p).update(signature="zz"),
    "the ballot is of another poll": lambda p: ballot(p).update(poll_id="pol_" + "0" * 32),
    "the ballot is of another paper": lambda p: ballot(p).update(digest="00" * 32),
    "the question is changed": lambda p: p["paper"].update(question="Shall the accounts be refused?"),
    "the order of choices is changed": lambda p: p["paper"]["choices"].reverse(),
    "the closing time is changed": lambda p: p["paper"].update(closes_at="2026-06-19T20:00:00+02:00"),
    "the rule is changed": lambda p: p["paper"]["rules"].update(majority_numerator=0),
    "the key is changed": lambda p: p["paper"].update(modulus=f"{int(p['paper']['modulus'], 16) + 2:x}"),
    "more credentials are claimed": lambda p: p["closing"].update(credentials=99),
    "fewer credentials were issued than voted": lambda p: p.update(closing=KEYS.closing(2), marks=p["marks"][:2]),
    "nine credentials on a roll of three": lambda p: p["roll"].update(entries=p["roll"]["entries"][:3]),
    "the closing is of another poll": lambda p: p.update(closing=PollKeys().closing(4)),
    "the count is changed": lambda p: p["tally"].update(yes=2, no=0),
    "the root is changed": lambda p: p.update(root="00" * 32),
    "the roll is changed": lambda p: p["roll"]["entries"][0].update(shares=99),
    "a member is added to the roll": lambda p: p["roll"]["entries"].append(
        {**p["roll"]["entries"][0], "member_id": "mbr_" + "f" * 32}),
    "the roll is replaced and signed again": lambda p: opened_again(p, roll_digest=OTHER_ROLL),
    "a roll mark is dropped": lambda p: p["marks"].pop(),
    "a roll mark is another member's": lambda p: p["marks"][0].update(member_id="mbr_" + "e" * 32),
    "a member has two roll marks": lambda p: p["marks"].__setitem__(0, p["marks"][1]),
    "it was closed before its time": lambda p: closed_again(p, closed_on="2026-06-19"),
    "presence is counted by credentials": lambda p: p["result"].update(present=4),
    "presence names who was not there": lambda p: p["presence"].append(p["roll"]["entries"][0]["member_id"]),
    "the decision is turned round": lambda p: p["result"].update(adopted=True, reason=""),
    "the reason is another": lambda p: p["result"].update(reason="quorum_not_reached"),
    "the ballots are no list": lambda p: p["batches"][0].update(ballots=None),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_every_way_of_cheating_is_named(cheat: str) -> None:
    published = copy.deepcopy(HONEST)
    CHEATS[cheat](published)
    assert faults(published)


def test_a_mark_under_a_voting_key_needs_the_members_own_signature() -> None:
    key = SigningKey.fresh()
    poll = PollKeys()
    poll.bound[0] = key
    published = seal(poll, credentials=1)
    assert faults(published) == [
        f"the roll mark of {published['marks'][0]['member_id']} is not signed with their voting key"]
    poll.signs = True
    assert faults(seal(poll, credentials=1)) == []


def test_a_vote_of_one_college_is_that_of_its_members_alone() -> None:
    poll = PollKeys(college="users", colleges=("users",) * 6 + ("team",) * 4)
    published = seal(poll, credentials=4)
    assert faults(published) == ["the result says entitled 10, the rules give 6"]
    published["result"]["entitled"] = 6
    assert faults(published) == []
    moved = copy.deepcopy(published)
    moved["roll"]["entries"][9]["college"] = "users"
    assert "the roll is not the one that the poll was opened on" in faults(moved)
    poll.college = "team"
    assert [fault for fault in faults(seal(poll, credentials=4)) if fault.endswith("no vote on this roll")]


@pytest.mark.parametrize(("known", "fault"), [
    ({"digest": "00" * 32}, "the paper is not the one that stood in the convening"),
    ({"roll_digest": "00" * 32}, "the roll is not the one that was announced when it was frozen"),
])
def test_what_was_published_before_the_vote_cannot_be_replaced_after_it(known: dict[str, str], fault: str) -> None:
    assert faults(copy.deepcopy(HONEST), **known) == [fault]


def run(file: Path, *options: str) -> tuple[int, str]:
    found = subprocess.run([sys.executable, "-S", "-I", str(TOOLS / "verify_election.py"), str(file), *options],
                           capture_output=True, text=True, check=False)
    return found.returncode, found.stdout


def test_the_script_runs_alone_and_tells_a_wrong_file_from_a_false_election(tmp_path: Path) -> None:
    file = tmp_path / "poll.json"
    file.write_text(json.dumps(HONEST))
    code, said = run(file, "--digest", KEYS.digest)
    assert (code, "rejected, majority_not_reached" in said) == (0, True)
    file.write_text(json.dumps({**HONEST, "tally": {"yes": 9}}))
    code, said = run(file)
    assert (code, said.startswith("FAULT ")) == (1, True)
    for wrong in ("{", "[]", "{}", json.dumps({**HONEST, "batches": 5})):
        file.write_text(wrong)
        code, said = run(file)
        assert (code, said.startswith("WRONG FILE ")) == (2, True)
    assert run(tmp_path / "nothing.json")[0] == 2


@settings(max_examples=50)
@given(message=st.binary(max_size=64), flip=st.integers(0, 511))
def test_the_verifier_reads_ed25519_as_the_library_does(message: bytes, flip: int) -> None:
    key = SigningKey.fresh()
    public, signature = key.public, key.sign(message)
    assert signatures.ed25519_verifies(public, message, signature)
    changed = (int(signature, 16) ^ (1 << flip)).to_bytes(64).hex()
    assert not signatures.ed25519_verifies(public, message, changed)
    assert not ed25519_verifies(public, message, changed)


@settings(max_examples=25)
@given(flip=st.integers(0, 2047))
def test_the_verifier_reads_rsa_signatures_as_the_library_does(flip: int) -> None:
    cast = ballot(HONEST)
    message = bytes.fromhex(cast["randomizer"]) + secrets.token_bytes(4)
    right = Ballot.from_fields(cast).credential_message
    modulus = KEYS.paper["modulus"]
    changed = (int(cast["credential"], 16) ^ (1 << flip)).to_bytes(256).hex()
    for words, signature in ((right, cast["credential"]), (right, changed), (message, cast["credential"])):
        ours = signatures.pss_verifies(int(modulus, 16), 65537, words, bytes.fromhex(signature))
        assert ours == pss_verifies(modulus, 65537, words, signature)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_every_leaf_proves_that_it_lies_below_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    hexed = [leaf.hex() for leaf in leaves]
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = board.merkle_root(hexed)
    path = board.inclusion_path(hexed, index)
    assert board.root_from(hexed[index], path) == root == election_checks.merkle_root(hexed)
    assert board.root_from("00" * 32, path) != root or hexed[index] == "00" * 32
