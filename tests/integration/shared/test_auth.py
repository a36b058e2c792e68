"""Keys at the door: a token names one caller of one country for a short time, or nobody comes in."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared import auth
from shared.auth import AUDIENCE, Caller, TokenInvalid, TokenMissing, Tokens, is_public_key, new_key, sign_token

PRIVATE, PUBLIC = new_key()
OTHER_PRIVATE, OTHER_PUBLIC = new_key()
RIGHT: dict[str, Any] = {"sub": "clerk", "aud": AUDIENCE, "roles": ["desk"], "country": "BE"}


@pytest.fixture
def tokens() -> Tokens:
    return Tokens({"k1": PUBLIC}, "BE")


def signed(*, key: str = PRIVATE, kid: str = "k1", algorithm: str = "EdDSA", **claims: Any) -> str:
    given = {**RIGHT, "exp": time.time() + 60, **claims}
    kept = {name: value for name, value in given.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm, headers={"kid": kid})


@contextmanager
def seen_at(instant: float) -> Iterator[None]:
    """Both who keeps a token and who verifies it look at this clock."""
    clock = SimpleNamespace(now=lambda *_, **__: datetime.fromtimestamp(instant, UTC))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auth, "time", SimpleNamespace(time=lambda: instant))
        patch.setattr(jwt.api_jwt, "datetime", clock)
        yield


def refused(tokens: Tokens, token: Any) -> str:
    with pytest.raises(TokenInvalid) as refusal:
        tokens.caller(token)
    return refusal.value.message


def test_a_right_token_names_its_caller_with_roles_assurance_and_purpose(tokens: Tokens) -> None:
    token = sign_token(
        PRIVATE, key_id="k1", subject="mbr_1", roles=["member", "board"], country="BE", assurance="eid", purpose="roll"
    )
    expected = Caller(
        subject="mbr_1", roles=frozenset({"member", "board"}), country="BE", assurance="eid", purpose="roll"
    )
    assert tokens.caller(token) == tokens.caller(token) == expected


@pytest.mark.parametrize("token", [None, "", 7, b"bytes", ["list"]])
def test_no_token_is_no_caller(tokens: Tokens, token: Any) -> None:
    with pytest.raises(TokenMissing):
        tokens.caller(token)


def test_an_expired_token_is_refused(tokens: Tokens) -> None:
    expired = sign_token(PRIVATE, key_id="k1", subject="clerk", roles=[], country="BE", now=time.time() - 1000)
    assert "expired" in refused(tokens, expired)


@pytest.mark.parametrize(("runs_ahead", "why"), [(59, None), (300, "not valid yet")])
def test_an_issuer_whose_clock_runs_a_little_ahead_is_believed(tokens: Tokens, runs_ahead: int, why: str) -> None:
    token = sign_token(
        PRIVATE, key_id="k1", subject="clerk", roles=[], country="BE", now=time.time() + runs_ahead, seconds=900
    )
    if why is None:
        assert tokens.caller(token).subject == "clerk"
    else:
        assert why in refused(tokens, token)


@pytest.mark.parametrize(("hours", "taken"), [(24, True), (25, False)])
def test_a_token_for_longer_than_a_day_is_refused(tokens: Tokens, hours: int, taken: bool) -> None:
    token = sign_token(PRIVATE, key_id="k1", subject="clerk", roles=[], country="BE", seconds=hours * 3600)
    if taken:
        assert tokens.caller(token).subject == "clerk"
    else:
        assert "for too long" in refused(tokens, token)


def test_only_the_issuer_that_is_named_is_believed() -> None:
    mine, other = Tokens({"k1": PUBLIC}, "BE", issuer="sharedco"), Tokens({"k1": PUBLIC}, "BE", issuer="https://id")
    token = sign_token(PRIVATE, key_id="k1", subject="clerk", roles=[], country="BE")
    assert mine.caller(token).subject == "clerk"
    assert "another issuer" in refused(other, token)


def test_a_known_token_is_refused_a_minute_after_it_expired(tokens: Tokens) -> None:
    now = int(time.time())
    ends = now + 600
    token = sign_token(PRIVATE, key_id="k1", subject="clerk", roles=["desk"], country="BE", now=now, seconds=600)
    assert tokens.caller(token).subject == "clerk"
    with seen_at(ends + 59):
        assert tokens.caller(token).subject == "clerk"
    with seen_at(ends + 60):
        assert "expired" in refused(tokens, token)


@pytest.mark.parametrize(
    "forge",
    [
        lambda: signed(key=OTHER_PRIVATE),
        lambda: signed(kid="k2"),
        lambda: signed(kid=""),
        lambda: signed(aud="other-house"),
        lambda: signed(aud=None),
        lambda: signed(exp=None),
        lambda: signed(sub=None),
        lambda: signed(country="DE"),
        lambda: signed(country=None),
        lambda: signed(roles="desk"),
        lambda: signed(roles=[1]),
        lambda: signed(nbf=time.time() + 1000),
        lambda: signed() + "x",
        lambda: signed()[:-2],
        lambda: "a.b.c",
        lambda: "....",
        lambda: "\ud800",
        lambda: "x" * 10_000,
        lambda: jwt.encode({**RIGHT, "exp": time.time() + 60}, "", algorithm="none", headers={"kid": "k1"}),
        lambda: jwt.encode({**RIGHT, "exp": time.time() + 60}, "s" * 32, algorithm="HS256", headers={"kid": "k1"}),
    ],
)
def test_a_forged_stale_or_foreign_token_is_refused(tokens: Tokens, forge: Callable[[], str]) -> None:
    assert "clerk" not in refused(tokens, forge())


def test_the_public_key_cannot_be_used_as_a_shared_secret(tokens: Tokens) -> None:
    head, claims, _ = jwt.encode(
        {**RIGHT, "exp": time.time() + 60}, "s" * 32, algorithm="HS256", headers={"kid": "k1"}
    ).split(".")
    signature = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{head}.{claims}".encode(), PUBLIC.encode()
    )
    refused(tokens, f"{head}.{claims}.{jwt.utils.base64url_encode(signature).decode()}")


@given(st.text(min_size=1) | st.lists(st.text(), min_size=3, max_size=3).map(".".join))
def test_garbage_is_refused_by_name(token: str) -> None:
    refused(Tokens({"k1": PUBLIC}, "BE"), token)


def test_several_keys_are_known_at_once_so_that_keys_can_be_changed() -> None:
    tokens = Tokens({"k1": PUBLIC, "k2": OTHER_PUBLIC}, "BE")
    assert tokens.caller(signed()).subject == tokens.caller(signed(key=OTHER_PRIVATE, kid="k2")).subject == "clerk"
    refused(tokens, signed(key=OTHER_PRIVATE, kid="k1"))


def test_the_memory_of_known_tokens_is_limited(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "MOST_CACHED", 3)
    for n in range(10):
        tokens.caller(signed(sub=f"s{n}"))
    assert len(tokens._known) <= 3


def test_a_public_key_is_told_from_everything_else() -> None:
    assert is_public_key(PUBLIC)
    assert not any(is_public_key(text) for text in ("", "garbage", PRIVATE, PUBLIC[:-40]))
