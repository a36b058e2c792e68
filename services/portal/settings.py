"""What the portal and the token desk need to know about where they run; read once, checked at start."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from shared.clock import ZONES
from shared.settings import SettingsRefused, read, require

SHORTEST_SECRET = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The partner's identity provider (OpenID Connect)."""

    issuer: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSettings:
    """Where the portal answers, whom it asks, and how people log in. It never sees a signing key."""

    environment: str
    country: str
    zone: str
    amqp_uri: str
    database_url: str
    origin: str
    desk_url: str
    desk_secret: str
    provider: Provider | None
    deadline_s: float
    booth_origin: str = ""  # where ballots are cast; none where members vote otherwise

    @property
    def development(self) -> bool:
        """Whether the development login may be offered: never in production."""
        return self.environment != "production"

    @property
    def secure(self) -> bool:
        """Whether the portal is reached over TLS, as production always is."""
        return self.origin.startswith("https://")

    @property
    def host(self) -> str:
        """The one host name under which the portal answers."""
        return urlsplit(self.origin).hostname or ""


def read_portal_settings(variables: Mapping[str, str]) -> PortalSettings:
    """The portal's settings, or `SettingsRefused` with a sentence."""
    environment = _environment(variables)
    origin = require(variables, "PORTAL_ORIGIN").rstrip("/")
    provider = read_provider(variables)
    if environment == "production" and not origin.startswith("https://"):
        raise SettingsRefused("PORTAL_ORIGIN is not https: in production the portal is reached over TLS only.")
    if environment == "production" and provider is None:
        raise SettingsRefused("OIDC_ISSUER is missing: in production people log in at the identity provider.")
    country = require(variables, "COUNTRY").upper()
    return PortalSettings(
        environment=environment, country=country, zone=ZONES[country], amqp_uri=require(variables, "AMQP_URI"),
        database_url=require(variables, "DATABASE_URL_PORTAL"), origin=origin,
        desk_url=require(variables, "TOKEN_DESK_URL").rstrip("/"), desk_secret=read_desk_secret(variables),
        provider=provider, deadline_s=float(read(variables, "PORTAL_DEADLINE_S") or "2.5"),
        booth_origin=(read(variables, "BOOTH_ORIGIN") or "").rstrip("/"))


def read_provider(variables: Mapping[str, str]) -> Provider | None:
    """The identity provider, where one is named."""
    if not (issuer := read(variables, "OIDC_ISSUER")):
        return None
    return Provider(issuer=issuer.rstrip("/"), client_id=require(variables, "OIDC_CLIENT_ID"),
                    client_secret=require(variables, "OIDC_CLIENT_SECRET"))


def read_desk_secret(variables: Mapping[str, str]) -> str:
    """What the portal and the desk share, so that nobody else may swap a login."""
    secret = require(variables, "TOKEN_DESK_SECRET")
    if len(secret) < SHORTEST_SECRET:
        raise SettingsRefused(f"TOKEN_DESK_SECRET is too short: at least {SHORTEST_SECRET} characters.")
    return secret


def _environment(variables: Mapping[str, str]) -> str:
    environment = require(variables, "SHAREDCO_ENV")
    if environment not in {"production", "development", "test"}:
        raise SettingsRefused(f"SHAREDCO_ENV is {environment!r}; it is one of production, development, test.")
    if require(variables, "COUNTRY").upper() not in ZONES:
        raise SettingsRefused(f"COUNTRY is not one that the network knows: {', '.join(sorted(ZONES))}.")
    return environment
