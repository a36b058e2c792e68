"""Settings: read once from the environment, checked at start, never guessed.

A setting that is missing or wrong stops the start with a sentence; secrets may come from files (`NAME_FILE`), as
Kubernetes mounts them. Nothing here is ever logged.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.auth import is_public_key
from shared.clock import ZONES


class SettingsRefused(Exception):
    """A setting is missing or wrong: the process does not start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a process of the house needs to know about where it runs."""

    environment: str
    country: str
    zone: str
    amqp_uri: str
    public_keys: Mapping[str, str]
    variables: Mapping[str, str]

    def database_url(self, service: str) -> str:
        """The URL under which a service reaches its own database (`DATABASE_URL_<SERVICE>`)."""
        return require(self.variables, f"DATABASE_URL_{service.upper()}")

    def broker_uri(self, service: str) -> str:
        """The URI with which a service reaches the broker (`AMQP_URI_<SERVICE>`, else the `AMQP_URI` of all)."""
        return read(self.variables, f"AMQP_URI_{service.upper()}") or self.amqp_uri

    def migration_url(self, service: str) -> str:
        """The URL of the role that owns the tables (`MIGRATION_URL_<SERVICE>`, else the service's own)."""
        return read(self.variables, f"MIGRATION_URL_{service.upper()}") or self.database_url(service)


def read_settings(variables: Mapping[str, str] | None = None) -> Settings:
    """Read and check the settings of this process."""
    variables = dict(os.environ if variables is None else variables)
    environment = require(variables, "SHAREDCO_ENV")
    if environment not in {"production", "development", "test"}:
        raise SettingsRefused(f"SHAREDCO_ENV is {environment!r}; it is one of production, development, test.")
    country = require(variables, "COUNTRY").upper()
    return Settings(
        environment=environment, country=country, zone=_zone(variables, country),
        amqp_uri=require(variables, "AMQP_URI"), public_keys=read_public_keys(variables, environment),
        variables=variables,
    )


def _zone(variables: Mapping[str, str], country: str) -> str:
    """The civil time: that of a country of the network, else the one that is given with the country."""
    zone = ZONES.get(country) or read(variables, "TIME_ZONE")
    if not zone:
        raise SettingsRefused(f"COUNTRY is {country!r}; the network knows {', '.join(sorted(ZONES))}. "
                              "Another one needs its civil time in TIME_ZONE.")
    try:
        return ZoneInfo(zone).key
    except (ValueError, ZoneInfoNotFoundError):
        raise SettingsRefused(f"TIME_ZONE is {zone!r}; a civil time is called as in Europe/Brussels.") from None


def read(variables: Mapping[str, str], name: str) -> str:
    """A setting, or the content of the file that `NAME_FILE` points to; empty when neither is given."""
    if path := variables.get(f"{name}_FILE"):
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", None) or "it is not text"
            raise SettingsRefused(f"{name}_FILE cannot be read: {why}.") from None
    return variables.get(name, "").strip()


def require(variables: Mapping[str, str], name: str) -> str:
    """A setting that must be there."""
    value = read(variables, name)
    if not value:
        raise SettingsRefused(f"The setting {name} is missing: give it, or {name}_FILE with the path of a file.")
    return value


def whole_number(settings: Settings, name: str, default: int, *, least: int = 1) -> int:
    """A setting that is a whole number."""
    given = read(settings.variables, name)
    if given and (not given.isascii() or not given.isdigit() or int(given) < least):
        raise SettingsRefused(f"{name} is {given!r}; it is a whole number of at least {least}.")
    return int(given) if given else default


def read_public_keys(variables: Mapping[str, str], environment: str) -> dict[str, str]:
    """The public keys of the identity provider: a folder of `<key id>.pem` in `TOKEN_PUBLIC_KEYS`.

    Development keys are named `development-...`; production refuses them, and refuses to start without a key.
    """
    folder = Path(require(variables, "TOKEN_PUBLIC_KEYS"))
    keys = {path.stem: path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.glob("*.pem"))}
    if wrong := [name for name, key in keys.items() if not is_public_key(key)]:
        raise SettingsRefused(f"TOKEN_PUBLIC_KEYS holds {', '.join(wrong)}, which is no Ed25519 public key.")
    if not keys:
        raise SettingsRefused("TOKEN_PUBLIC_KEYS names a folder without a public key (<key id>.pem).")
    if environment == "production" and any(name.startswith("development-") for name in keys):
        raise SettingsRefused("A development key is among TOKEN_PUBLIC_KEYS; production needs its own keys only.")
    return keys
