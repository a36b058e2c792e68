"""What an identity provider says of somebody: a short-lived signed text (JWT, EdDSA), read through the identity port.

The public keys of the providers that are believed lie as `<key id>.pem` in the folder `IDENTITY_PUBLIC_KEYS`. Its twin
for development is a key of one's own in that folder, named `development-...`, which production refuses.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import jwt

from services.membership.admission.errors import IdentityNotProven
from services.membership.admission.rules import Identity
from shared.settings import read

SETTING, AUDIENCE = "IDENTITY_PUBLIC_KEYS", "sharedco-identity"
_REQUIRED = ["exp", "iat", "sub", "aud", "iss", "acr", "number", "given_name", "family_name"]


def read_identity(assertion: str, *, at: datetime, variables: Mapping[str, str] | None = None) -> Identity:
    """Who somebody is, as a provider that is believed says; refused where it is forged, stale or for somebody else."""
    settings = os.environ if variables is None else variables
    try:
        key = _keys(settings)[jwt.get_unverified_header(assertion)["kid"]]
        claims = jwt.decode(assertion, key, algorithms=["EdDSA"], audience=AUDIENCE,
                            options={"require": _REQUIRED, "verify_exp": False, "verify_iat": False})
        until = datetime.fromtimestamp(float(claims["exp"]), UTC)
    except (jwt.PyJWTError, KeyError, ValueError, OverflowError):
        raise IdentityNotProven(why="its signature or its claims are wrong") from None
    if until <= at:
        raise IdentityNotProven(why="it is too old")
    return Identity(subject=str(claims["sub"]), number=str(claims["number"]), given_name=str(claims["given_name"]),
                    family_name=str(claims["family_name"]), assurance=str(claims["acr"]), provider=str(claims["iss"]))


def _keys(settings: Mapping[str, str]) -> dict[str, str]:
    folder, production = read(settings, SETTING), read(settings, "SHAREDCO_ENV") == "production"
    if not folder:
        raise IdentityNotProven(why="no provider of identities is known here")
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("*.pem"))
            if not (production and path.stem.startswith("development-"))}
