"""The independent verifier: agrees with the libraries that the services use, and finds every way of cheating."""

import copy
import secrets
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from services.governance.polls.documents import verifier
from services.governance.polls.documents.board_file import read_ballot
from services.governance.polls.rules import board
from services.governance.voting import use_cases as voter
from shared.signatures import ed25519_verifies, pss_verifies
from tests.integration.governance.box_builders import PollKeys

KEYS = PollKeys()
CREDENTIALS = [KEYS.credential() for _ in range(4)]


def leaf_of(ballot: dict[str, Any]) -> str:
    return read_ballot(ballot).leaf


def seal(poll: PollKeys, *batches: list[dict[str, Any]], credentials: int) -> dict[str, Any]:
    """A published file with these batches, hashed as the box would."""
    made, end = [], board.GENESIS
    for number, ballots in enumerate(batches, start=1):
        sealed = sorted(ballots, key=leaf_of)
        root = board.merkle_root([leaf_of(ballot) for ballot in sealed])
        end = board.chained_root(end, number, root)
        made.append({"number": number, "root": root, "ballots": sealed})
    published = {"paper": poll.paper, "digest": poll.digest, "closing": poll.closing(credentials), "root": end,
                 "batches": made, "tally": {}}
    published["tally"], _ = verifier.verify(published)
    return published


def honest() -> dict[str, Any]:
    first = [asdict(voter.fill_in(credential, [choice]))
             for credential, choice in zip(CREDENTIALS, ["yes", "no", "yes"], strict=False)]
    return seal(KEYS, first, [asdict(voter.fill_in(CREDENTIALS[0], ["abstain"], turn=2))], credentials=4)


HONEST = honest()


def ballot(published: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = published["batches"][0]["ballots"][0]
    return found


def test_an_honest_file_verifies_and_the_last_ballot_of_each_credential_counts() -> None:
    assert verifier.verify(copy.deepcopy(HONEST)) == ({"yes": 1, "no": 1, "abstain": 1}, [])


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
    "the question is changed": lambda p: p["paper"].update(question="Shall the accounts be refused?"),
    "the rule is changed": lambda p: p["paper"]["rules"].update(majority_numerator=0),
    "the key is changed": lambda p: p["paper"].update(modulus=f"{int(p['paper']['modulus'], 16) + 2:x}"),
    "more credentials are claimed": lambda p: p["closing"].update(credentials=99),
    "fewer credentials were issued than voted": lambda p: p.update(closing=KEYS.closing(2)),
    "the closing is of another poll": lambda p: p.update(closing=PollKeys().closing(4)),
    "the count is changed": lambda p: p["tally"].update(yes=2, no=0),
    "the root is changed": lambda p: p.update(root="00" * 32),
    "a field is missing": lambda p: ballot(p).pop("randomizer"),
    "the key of a ballot is missing": lambda p: ballot(p).pop("voter_key"),
    "there is no count": lambda p: p.pop("tally"),
    "there is no board": lambda p: p.pop("batches"),
    "the closing is missing": lambda p: p["closing"].pop("signature"),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_the_verifier_finds_out_when(cheat: str) -> None:
    published = copy.deepcopy(HONEST)
    CHEATS[cheat](published)
    assert verifier.verify(published)[1]


def test_two_ballots_of_one_credential_and_turn_are_a_fault_even_when_well_hashed() -> None:
    twice = [asdict(voter.fill_in(CREDENTIALS[0], [choice])) for choice in ("yes", "no")]
    faults = verifier.verify(seal(KEYS, twice, credentials=1))[1]
    assert [fault for fault in faults if "same turn" in fault]


def test_stuffing_with_credentials_that_nobody_took_is_seen() -> None:
    stuffed = [asdict(voter.fill_in(credential, ["yes"])) for credential in CREDENTIALS]
    assert verifier.verify(seal(KEYS, stuffed, credentials=3))[1] == ["4 credentials voted, but only 3 were issued"]


@settings(max_examples=25, deadline=None)
@given(message=st.binary(max_size=100), flip=st.integers(0, 511))
def test_the_verifier_reads_ed25519_signatures_as_the_library_does(message: bytes, flip: int) -> None:
    key = Ed25519PrivateKey.generate()
    public, signature = key.public_key().public_bytes_raw().hex(), key.sign(message)
    assert verifier.ed25519_verifies(public, message, signature.hex())
    changed = (int.from_bytes(signature) ^ (1 << flip)).to_bytes(64).hex()
    assert not verifier.ed25519_verifies(public, message, changed)
    assert not ed25519_verifies(public, message, changed)


@settings(max_examples=25, deadline=None)
@given(flip=st.integers(0, 2047))
def test_the_verifier_reads_rsa_signatures_as_the_library_does(flip: int) -> None:
    cast = ballot(HONEST)
    message = bytes.fromhex(cast["randomizer"]) + secrets.token_bytes(4)
    right = bytes.fromhex(cast["randomizer"]) + f"sharedco/credential/1/{KEYS.poll_id}/{cast['voter_key']}".encode()
    modulus = KEYS.paper["modulus"]
    changed = (int(cast["credential"], 16) ^ (1 << flip)).to_bytes(256).hex()
    for words, signature in ((right, cast["credential"]), (right, changed), (message, cast["credential"])):
        ours = verifier.pss_verifies(int(modulus, 16), 65537, words, bytes.fromhex(signature))
        assert ours == pss_verifies(modulus, 65537, words, signature)


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=40), st.data())
def test_every_leaf_proves_that_it_lies_below_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    hexed = [leaf.hex() for leaf in leaves]
    index = data.draw(st.integers(0, len(leaves) - 1))
    root = board.merkle_root(hexed)
    path = board.inclusion_path(hexed, index)
    assert board.root_from(hexed[index], path) == root == verifier.merkle_root(hexed)
    assert board.root_from("00" * 32, path) != root or hexed[index] == "00" * 32
