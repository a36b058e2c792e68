"""The portal's settings: refused with a sentence where production would be unsafe."""

import pytest

from services.portal.booth.settings import read_booth_settings
from services.portal.settings import read_portal_settings
from shared.settings import SettingsRefused

WHOLE = {
    "SHAREDCO_ENV": "production", "COUNTRY": "BE", "AMQP_URI": "amqp://broker", "DATABASE_URL_PORTAL": "postgresql://p",
    "PORTAL_ORIGIN": "https://portal.example/", "TOKEN_DESK_URL": "http://desk", "TOKEN_DESK_SECRET": "x" * 24,
    "OIDC_ISSUER": "https://id.example/realm", "OIDC_CLIENT_ID": "portal", "OIDC_CLIENT_SECRET": "y",
}


def test_whole_settings_are_read() -> None:
    settings = read_portal_settings(WHOLE)
    assert (settings.host, settings.secure, settings.development) == ("portal.example", True, False)


@pytest.mark.parametrize(("name", "value"), [
    ("PORTAL_ORIGIN", "http://portal.example"), ("OIDC_ISSUER", ""), ("TOKEN_DESK_SECRET", "x" * 23),
    ("SHAREDCO_ENV", "somewhere"), ("COUNTRY", "XX"), ("DATABASE_URL_PORTAL", ""),
])
def test_what_is_unsafe_or_missing_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(SettingsRefused):
        read_portal_settings({**WHOLE, name: value})


def test_development_needs_neither_tls_nor_a_provider() -> None:
    settings = read_portal_settings({**WHOLE, "SHAREDCO_ENV": "development", "PORTAL_ORIGIN": "http://127.0.0.1:8480",
                                     "OIDC_ISSUER": ""})
    assert (settings.provider, settings.secure, settings.host) == (None, False, "127.0.0.1")


BOOTH = {"SHAREDCO_ENV": "production", "AMQP_URI": "amqp://broker", "BOOTH_ORIGIN": "https://vote.example/",
         "PORTAL_ORIGIN": "https://portal.example"}


def test_the_booth_lives_under_a_name_of_its_own() -> None:
    settings = read_booth_settings(BOOTH)
    assert (settings.host, settings.origin, settings.development) == ("vote.example", "https://vote.example", False)


@pytest.mark.parametrize(("environment", "origin"), [
    ("production", "http://vote.example"), ("production", "https://portal.example:8443"),
    ("development", "https://portal.example"),
])
def test_a_booth_to_which_the_portals_cookie_would_go_does_not_start(environment: str, origin: str) -> None:
    with pytest.raises(SettingsRefused):
        read_booth_settings({**BOOTH, "SHAREDCO_ENV": environment, "BOOTH_ORIGIN": origin})
