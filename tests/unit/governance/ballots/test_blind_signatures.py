"""Blind signatures against the numbers of RFC 9474, and what is refused."""

import json
import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from services.governance.ballots.errors import BlindedMessageOutOfRange, SignatureInvalid, SigningFailed
from services.governance.ballots.rules import blind_signatures as blind

VECTOR = json.loads((Path(__file__).parent / "rfc9474_vector.json").read_text())
RAW = {name: bytes.fromhex(value) for name, value in VECTOR.items() if name != "source"}
NUMBER = {name: int.from_bytes(value) for name, value in RAW.items()}
KEY = blind.PrivateKey(p=NUMBER["p"], q=NUMBER["q"], e=NUMBER["e"])
PREPARED = blind.prepare(RAW["msg"], RAW["msg_prefix"])
SMALL = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SMALL_KEY = blind.PrivateKey(p=SMALL.private_numbers().p, q=SMALL.private_numbers().q, e=65537)


def random_factor(key: blind.PrivateKey) -> int:
    return secrets.randbelow(key.public.n - 1) + 1


def test_blinding_gives_the_blinded_message_of_the_rfc() -> None:
    factor = pow(NUMBER["inv"], -1, KEY.public.n)
    blinded = blind.blind(KEY.public, PREPARED, salt=RAW["salt"], factor=factor)
    assert blinded.message == RAW["blinded_msg"]
    assert blinded.inverse == NUMBER["inv"]


def test_signing_gives_the_blind_signature_of_the_rfc_under_any_mask() -> None:
    assert blind.blind_sign(KEY, RAW["blinded_msg"], mask=1) == RAW["blind_sig"]
    assert blind.blind_sign(KEY, RAW["blinded_msg"], mask=random_factor(KEY)) == RAW["blind_sig"]


def test_finalizing_gives_the_signature_of_the_rfc() -> None:
    assert blind.finalize(KEY.public, PREPARED, RAW["blind_sig"], NUMBER["inv"]) == RAW["sig"]


def test_a_changed_blind_signature_is_refused_when_finalized() -> None:
    wrong = RAW["blind_sig"][:-1] + bytes([RAW["blind_sig"][-1] ^ 1])
    with pytest.raises(SignatureInvalid):
        blind.finalize(KEY.public, PREPARED, wrong, NUMBER["inv"])


def test_a_signature_verifies_for_its_message_only() -> None:
    blind.verify(KEY.public, PREPARED, RAW["sig"])
    with pytest.raises(SignatureInvalid):
        blind.verify(KEY.public, PREPARED + b"x", RAW["sig"])


@pytest.mark.parametrize("signature", [
    b"", bytes(512), b"\xff" * 512, RAW["sig"][1:], b"\x00" + RAW["sig"], (NUMBER["sig"] + KEY.public.n).to_bytes(513),
])
def test_what_is_no_signature_is_refused(signature: bytes) -> None:
    with pytest.raises(SignatureInvalid):
        blind.verify(KEY.public, PREPARED, signature)


@pytest.mark.parametrize("message", [
    b"", bytes(512), KEY.public.n.to_bytes(512), (KEY.public.n + 1).to_bytes(512), RAW["blinded_msg"][1:],
])
def test_a_blinded_message_out_of_range_is_refused(message: bytes) -> None:
    with pytest.raises(BlindedMessageOutOfRange):
        blind.blind_sign(KEY, message, mask=1)


@pytest.mark.parametrize("factor", [0, KEY.public.n, KEY.p])
def test_a_factor_that_cannot_be_undone_is_refused(factor: int) -> None:
    with pytest.raises(BlindedMessageOutOfRange):
        blind.blind(KEY.public, PREPARED, salt=RAW["salt"], factor=factor)


def test_a_fault_in_the_private_computation_never_leaves_the_house(monkeypatch: pytest.MonkeyPatch) -> None:
    right = blind._private_power(KEY, 12345)
    monkeypatch.setattr(blind, "_private_power", lambda key, number: right + KEY.p)
    with pytest.raises(SigningFailed):
        blind.blind_sign(KEY, RAW["blinded_msg"], mask=1)


@settings(max_examples=20)
@given(message=st.binary(max_size=200), prefix=st.binary(min_size=32, max_size=32),
       salt=st.binary(min_size=48, max_size=48))
def test_every_unblinded_signature_is_an_ordinary_one_for_other_libraries(
    message: bytes, prefix: bytes, salt: bytes,
) -> None:
    prepared = blind.prepare(message, prefix)
    blinded = blind.blind(SMALL_KEY.public, prepared, salt=salt, factor=random_factor(SMALL_KEY))
    signed = blind.blind_sign(SMALL_KEY, blinded.message, mask=random_factor(SMALL_KEY))
    signature = blind.finalize(SMALL_KEY.public, prepared, signed, blinded.inverse)
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), blind.SALT_BYTES)
    SMALL.public_key().verify(signature, prepared, pss, hashes.SHA384())
