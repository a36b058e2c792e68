"""What the booth needs to know about where it runs: its own address, the portal's, and the broker."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from shared.settings import SettingsRefused, require


@dataclass(frozen=True, slots=True, kw_only=True)
class BoothSettings:
    """Where the booth answers, and whom it asks."""

    environment: str
    amqp_uri: str
    origin: str
    portal_origin: str

    @property
    def development(self) -> bool:
        """Whether it may be reached by the number of a machine."""
        return self.environment != "production"

    @property
    def host(self) -> str:
        """The one host name under which the booth answers."""
        return urlsplit(self.origin).hostname or ""


def read_booth_settings(variables: Mapping[str, str]) -> BoothSettings:
    """The booth's settings, or `SettingsRefused`: in production it has a host of its own, and TLS."""
    environment = require(variables, "SHAREDCO_ENV")
    origin, portal = (require(variables, name).rstrip("/") for name in ("BOOTH_ORIGIN", "PORTAL_ORIGIN"))
    if origin == portal:
        raise SettingsRefused("BOOTH_ORIGIN is the portal's own: the booth lives on an origin without its cookie.")
    if environment == "production" and not origin.startswith("https://"):
        raise SettingsRefused("BOOTH_ORIGIN is not https: browsers make no keys without TLS.")
    if environment == "production" and urlsplit(origin).hostname == urlsplit(portal).hostname:
        raise SettingsRefused("BOOTH_ORIGIN has the portal's host: its cookie would be sent along.")
    return BoothSettings(environment=environment, amqp_uri=require(variables, "AMQP_URI"), origin=origin,
                         portal_origin=portal)
