"""Private keys at rest: readable by who holds the secret, for their own poll, and never without one in production."""

import pytest

from services.governance.ballots.errors import KeysUnreadable
from services.governance.ballots.use_cases.keys import new_keys, read_secret, seal, unseal
from shared.settings import SettingsRefused

KEYS = new_keys(2048)


def test_sealed_keys_are_read_back_for_their_own_poll_only() -> None:
    sealed = seal(KEYS, "pol_1")
    again = unseal(sealed, "pol_1")
    assert (again.signing, again.control_key) == (KEYS.signing, KEYS.control_key)
    with pytest.raises(KeysUnreadable):
        unseal(sealed, "pol_2")


def test_keys_sealed_under_another_secret_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    sealed = seal(KEYS, "pol_1")
    monkeypatch.setenv("POLL_KEYS_SECRET", "another")
    with pytest.raises(KeysUnreadable):
        unseal(sealed, "pol_1")


def test_the_row_shows_nothing_of_the_key() -> None:
    sealed = seal(KEYS, "pol_1")
    assert f"{KEYS.signing.p:x}".encode() not in sealed
    assert seal(KEYS, "pol_1") != sealed


def test_production_needs_a_secret_of_its_own() -> None:
    assert read_secret({"SHAREDCO_ENV": "development"})
    assert read_secret({"SHAREDCO_ENV": "production", "POLL_KEYS_SECRET": "s"}) == "s"
    with pytest.raises(SettingsRefused, match="POLL_KEYS_SECRET"):
        read_secret({"SHAREDCO_ENV": "production"})
