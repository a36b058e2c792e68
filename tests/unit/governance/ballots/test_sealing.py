"""Choices sealed to a key that scrutineers share: who can open them, and that nobody else learns anything."""

import sys
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.governance.ballots.rules import shamir
from services.governance.ballots.use_cases.sealing import Place, make_sealing_key, open_choices, opens, seal_choices

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "tools"))

import election_opening

KEY = make_sealing_key(threshold=3, count=5)
SECRET = shamir.secret_of({1: KEY.shares[1], 2: KEY.shares[2], 5: KEY.shares[5]})
PLACE = Place(digest="ab" * 32, ballot_id="cd" * 16, voter_key="ef" * 32)
ROOM = len('["abstain"]')


def test_a_secret_is_shared_out_as_in_the_published_example() -> None:
    """The example of Wikipedia's article on Shamir's secret sharing: 1234, with 166 x + 94 x^2 modulo 1613."""
    shares = shamir.share_out(1234, [166, 94], count=6, prime=1613)
    assert shares == {1: 1494, 2: 329, 3: 965, 4: 176, 5: 1188, 6: 775}
    assert shamir.put_together({2: 329, 4: 176, 5: 1188}, prime=1613) == 1234


def test_any_three_of_five_open_and_no_two_do() -> None:
    for three in combinations(KEY.shares, 3):
        assert opens(shamir.secret_of({number: KEY.shares[number] for number in three}), KEY.key)
    for two in combinations(KEY.shares, 2):
        assert not opens(shamir.secret_of({number: KEY.shares[number] for number in two}), KEY.key)


@settings(max_examples=50)
@given(secret=st.integers(0, 1612), coefficient=st.integers(0, 1612), other=st.integers(0, 1612))
def test_one_share_of_two_says_nothing_because_every_secret_fits_it(secret: int, coefficient: int, other: int) -> None:
    known = shamir.share_out(secret, [coefficient], count=1, prime=1613)[1]
    assert shamir.share_out(other, [(known - other) % 1613], count=1, prime=1613)[1] == known


def test_what_is_sealed_is_opened_by_both_sides_and_is_as_long_for_every_choice() -> None:
    sealed = {choice: seal_choices(KEY.key, [choice], PLACE, room=ROOM) for choice in ("yes", "no", "abstain")}
    assert len({len(one) for one in sealed.values()}) == 1
    for choice, one in sealed.items():
        assert open_choices(SECRET, one, PLACE) == (choice,)
        plain = election_opening.open_sealed(bytes.fromhex(SECRET), bytes.fromhex(one), PLACE.spelling)
        assert plain is not None
        assert plain.rstrip() == f'["{choice}"]'.encode()


@pytest.mark.parametrize("place", [
    Place(digest="00" * 32, ballot_id=PLACE.ballot_id, voter_key=PLACE.voter_key),
    Place(digest=PLACE.digest, ballot_id="00" * 16, voter_key=PLACE.voter_key),
    Place(digest=PLACE.digest, ballot_id=PLACE.ballot_id, voter_key="00" * 32),
])
def test_a_sealed_choice_copied_into_another_ballot_opens_nothing(place: Place) -> None:
    sealed = seal_choices(KEY.key, ["yes"], PLACE, room=ROOM)
    assert open_choices(SECRET, sealed, place) is None
    assert election_opening.open_sealed(bytes.fromhex(SECRET), bytes.fromhex(sealed), place.spelling) is None


@pytest.mark.parametrize("sealed", ["", "00", "00" * 59, "ff" * 59, KEY.key + "00" * 27])
def test_what_was_never_sealed_opens_nothing(sealed: str) -> None:
    assert open_choices(SECRET, sealed, PLACE) is None
    assert election_opening.open_sealed(bytes.fromhex(SECRET), bytes.fromhex(sealed), PLACE.spelling) is None


def test_the_verifier_multiplies_as_rfc_7748_does() -> None:
    scalar = bytes.fromhex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4")
    point = bytes.fromhex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")
    assert election_opening.x25519(scalar, point).hex() == \
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"


def test_the_verifier_decrypts_as_the_specification_of_gcm_does() -> None:
    """Test cases 14 and 16 of McGrew and Viega, The Galois/Counter Mode of Operation."""
    assert election_opening.open_gcm(bytes(32), bytes(12), bytes.fromhex(
        "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"), b"") == bytes(16)
    key, nonce = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2), bytes.fromhex("cafebabefacedbaddecaf888")
    encrypted = bytes.fromhex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b")
    bound_to = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = election_opening.open_gcm(key, nonce, encrypted, bound_to)
    assert plain is not None
    assert plain.hex().startswith("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72")
