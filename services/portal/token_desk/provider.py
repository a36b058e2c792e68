"""Reading what the identity provider signed: its keys are fetched once and again when a new one appears."""

from collections.abc import Callable, Mapping
from typing import Any

import jwt

from services.portal.settings import Provider
from services.portal.token_desk.exchange import LoginNotAccepted

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
LEEWAY_S = 60


def id_token_reader(provider: Provider) -> Callable[[str], Mapping[str, Any]]:
    """A function from an ID token to its claims: issuer, audience, signature and life are checked."""
    keys = jwt.PyJWKClient(f"{provider.issuer}/protocol/openid-connect/certs", timeout=3)

    def read(token: str) -> Mapping[str, Any]:
        try:
            key = keys.get_signing_key_from_jwt(token)
            claims: Mapping[str, Any] = jwt.decode(
                token, key, algorithms=ALGORITHMS, audience=provider.client_id, issuer=provider.issuer,
                leeway=LEEWAY_S, options={"require": ["exp", "iat", "sub", "aud", "iss"]})
        except jwt.PyJWTError:
            raise LoginNotAccepted(why="the identity provider's word does not hold") from None
        return claims

    return read
