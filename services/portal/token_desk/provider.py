"""Reading what the identity provider signed: its keys are fetched once and again when a new one appears."""

from collections.abc import Callable, Mapping
from typing import Any

import httpx2
import jwt

from services.portal.settings import Provider
from services.portal.token_desk.exchange import LoginNotAccepted

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
LEEWAY_S = 60
WITHIN_S = 3


def id_token_reader(provider: Provider) -> Callable[[str], Mapping[str, Any]]:
    """A function from an ID token to its claims: issuer, audience, signature and life are checked."""
    keys: list[jwt.PyJWKClient] = []  # found when first needed, so that the desk starts without the provider

    def key_of(token: str) -> jwt.PyJWK:
        if not keys:
            known = httpx2.get(f"{provider.issuer}/.well-known/openid-configuration", timeout=WITHIN_S)
            keys.append(jwt.PyJWKClient(known.raise_for_status().json()["jwks_uri"], timeout=WITHIN_S))
        return keys[0].get_signing_key_from_jwt(token)

    def read(token: str) -> Mapping[str, Any]:
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token, key_of(token), algorithms=ALGORITHMS, audience=provider.client_id, issuer=provider.issuer,
                leeway=LEEWAY_S, options={"require": ["exp", "iat", "sub", "aud", "iss"]})
        except (jwt.PyJWTError, httpx2.HTTPError):
            raise LoginNotAccepted(why="the identity provider's word does not hold") from None
        return claims

    return read
