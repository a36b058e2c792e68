"""Settings: a missing or wrong one stops the start with a sentence, and no secret is repeated in it."""

from pathlib import Path
from typing import Any

import pytest

from shared.auth import new_key
from shared.settings import SettingsRefused, read_settings


@pytest.fixture
def variables(tmp_path: Path) -> dict[str, str]:
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "partner-1.pem").write_text(new_key()[1])
    return {
        "SHAREDCO_ENV": "production",
        "COUNTRY": "be",
        "AMQP_URI": "amqp://u:secret@broker/be",
        "TOKEN_PUBLIC_KEYS": str(keys),
        "DATABASE_URL_INVOICING": "postgresql://invoicing:secret@db/invoicing",
    }


def test_everything_given_is_read(variables: dict[str, str]) -> None:
    settings = read_settings(variables)
    assert (settings.environment, settings.country, settings.zone) == ("production", "BE", "Europe/Brussels")
    assert list(settings.public_keys) == ["partner-1"]
    assert settings.database_url("invoicing") == variables["DATABASE_URL_INVOICING"]
    assert settings.migration_url("invoicing") == variables["DATABASE_URL_INVOICING"]


def test_the_owner_of_the_tables_may_be_another_role(variables: dict[str, str]) -> None:
    variables["MIGRATION_URL_INVOICING"] = "postgresql://owner@db/invoicing"
    assert read_settings(variables).migration_url("invoicing") == "postgresql://owner@db/invoicing"


def test_a_secret_may_come_from_a_mounted_file(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "uri").write_text("amqp://mounted\n")
    variables |= {"AMQP_URI": "", "AMQP_URI_FILE": str(tmp_path / "uri")}
    assert read_settings(variables).amqp_uri == "amqp://mounted"


@pytest.mark.parametrize("name", ["SHAREDCO_ENV", "COUNTRY", "AMQP_URI", "TOKEN_PUBLIC_KEYS"])
def test_a_missing_setting_is_named(variables: dict[str, str], name: str) -> None:
    del variables[name]
    with pytest.raises(SettingsRefused, match=name):
        read_settings(variables)


def test_a_service_without_its_database_is_refused(variables: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused, match="DATABASE_URL_PAYROLL"):
        read_settings(variables).database_url("payroll")


@pytest.mark.parametrize(
    "changes",
    [
        {"SHAREDCO_ENV": "staging"},
        {"COUNTRY": "ZZ"},
        {"AMQP_URI_FILE": "/nowhere/at/all"},
        {"TOKEN_PUBLIC_KEYS": "/nowhere"},
    ],
)
def test_a_wrong_setting_is_refused(variables: dict[str, str], changes: dict[str, Any]) -> None:
    with pytest.raises(SettingsRefused) as refused:
        read_settings(variables | changes)
    assert "secret" not in str(refused.value)


def test_a_file_that_is_no_text_is_refused(variables: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "uri").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsRefused, match="AMQP_URI_FILE"):
        read_settings(variables | {"AMQP_URI_FILE": str(tmp_path / "uri")})


def test_production_refuses_development_keys_and_development_takes_them(variables: dict[str, str]) -> None:
    (Path(variables["TOKEN_PUBLIC_KEYS"]) / "development-1.pem").write_text(new_key()[1])
    with pytest.raises(SettingsRefused, match="development"):
        read_settings(variables)
    assert "development-1" in read_settings(variables | {"SHAREDCO_ENV": "development"}).public_keys


@pytest.mark.parametrize("text", ["", "not a key", new_key()[0]])
def test_what_is_no_public_key_stops_the_start(variables: dict[str, str], text: str) -> None:
    (Path(variables["TOKEN_PUBLIC_KEYS"]) / "partner-2.pem").write_text(text)
    with pytest.raises(SettingsRefused, match="partner-2"):
        read_settings(variables)
