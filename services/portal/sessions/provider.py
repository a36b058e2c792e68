"""Logging in at the partner's identity provider: OpenID Connect, authorization code with PKCE, state and nonce.

What must be remembered between leaving and coming back lies sealed in a cookie of its own for ten minutes; the
provider's word is read by the token desk, never here.
"""

import hmac
import json
import secrets
import time
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import httpx2
import jwt
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.portal.frame.desk import LoginRefused
from services.portal.settings import Provider
from shared.errors import Refusal

LONGEST_AWAY_S = 600
NONCE_BYTES = 12
SECRET_BYTES = 32
METADATA = "/.well-known/openid-configuration"


class ProviderAway(Refusal):
    """The identity provider cannot be asked: nobody new gets in, whoever is signed in works on."""

    sentence = "The identity provider does not answer."
    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is remembered while somebody is at the provider."""

    state: str
    nonce: str
    verifier: str
    onward: str
    language: str
    begun_at: float


class IdentityProvider:
    """The provider, as the portal speaks with it."""

    def __init__(self, provider: Provider, callback: str, *, within: float) -> None:
        self._provider = provider
        self._callback = callback
        self._within = within
        self._metadata: dict[str, Any] = {}
        self._seal = AESGCM(sha256(b"sharedco portal: errand\x00" + provider.client_secret.encode()).digest())

    async def send_away(self, *, onward: str, language: str) -> tuple[str, str]:
        """The address at the provider, and the sealed errand for the cookie."""
        errand = Errand(state=secrets.token_urlsafe(SECRET_BYTES), nonce=secrets.token_urlsafe(SECRET_BYTES),
                        verifier=secrets.token_urlsafe(SECRET_BYTES), onward=onward, language=language,
                        begun_at=time.time())
        async with self._client() as client:
            address, _ = client.create_authorization_url(
                (await self._known())["authorization_endpoint"], state=errand.state, nonce=errand.nonce,
                code_verifier=errand.verifier, ui_locales=language)
        nonce = secrets.token_bytes(NONCE_BYTES)
        return str(address), (nonce + self._seal.encrypt(nonce, json.dumps(asdict(errand)).encode(), None)).hex()

    async def take_back(self, *, sealed: str, state: str, code: str) -> tuple[str, Errand]:
        """The ID token of whoever came back, and their errand; refuses who was never sent away."""
        errand = self._errand(sealed)
        if not code or not hmac.compare_digest(errand.state, state):
            raise LoginRefused
        try:
            async with self._client() as client:
                answer = await client.fetch_token((await self._known())["token_endpoint"], code=code,
                                                  code_verifier=errand.verifier)
            token = str(answer["id_token"])
            nonce = str(jwt.decode(token, options={"verify_signature": False}).get("nonce", ""))
        except httpx2.HTTPError:
            raise ProviderAway from None
        except (OAuthError, KeyError, jwt.PyJWTError):
            raise LoginRefused from None
        if not hmac.compare_digest(errand.nonce, nonce):
            raise LoginRefused
        return token, errand

    def _errand(self, sealed: str) -> Errand:
        try:
            raw = bytes.fromhex(sealed)
            errand = Errand(**json.loads(self._seal.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)))
        except (ValueError, InvalidTag, TypeError):
            raise LoginRefused from None
        if time.time() - errand.begun_at > LONGEST_AWAY_S:
            raise LoginRefused
        return errand

    def _client(self) -> AsyncOAuth2Client:
        return AsyncOAuth2Client(
            self._provider.client_id, self._provider.client_secret, scope="openid profile",
            redirect_uri=self._callback, code_challenge_method="S256", timeout=self._within)

    async def _known(self) -> dict[str, Any]:
        if not self._metadata:
            try:
                async with httpx2.AsyncClient(timeout=self._within) as client:
                    answer = await client.get(self._provider.issuer + METADATA)
                self._metadata = answer.raise_for_status().json()
            except httpx2.HTTPError:
                raise ProviderAway from None
        return self._metadata
