"""The private keys of polls: made before the convening, encrypted until the poll closes, destroyed when it does.

They are encrypted with `POLL_KEYS_SECRET`, so that a copy of the database cannot sign credentials. Governance signs
what it tells the ballot box with `BALLOT_BOX_ORDERS_KEY`, and puts the box's own public key, under which receipts are
signed (`BALLOT_BOX_RECEIPTS_PUBLIC_KEY`), on each paper. Production needs all three; elsewhere constants that
everybody knows serve.
"""

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.governance.ballots.errors import KeysUnreadable
from services.governance.ballots.rules.ballots import canonical, development_seed, order_message
from services.governance.ballots.rules.blind_signatures import PrivateKey
from shared.settings import read, require
from shared.signatures import SigningKey

BITS = 3072  # as strong as a 128-bit key (NIST SP 800-57 part 1, table 2)
EXPONENT = 65537
_NONCE_BYTES = 12
_KNOWN_TO_ALL = "development"


@dataclass(frozen=True, slots=True, kw_only=True)
class PollKeys:
    """What signs credentials (RSA), and what signs the closing (Ed25519): never the same key.

    A blind signer signs anything; if its key also closed polls, a voter could have a closing signed.
    """

    signing: PrivateKey
    control: SigningKey

    @property
    def control_key(self) -> str:
        """The public half of the control key, as it stands on the paper."""
        return self.control.public


def new_keys(bits: int = BITS) -> PollKeys:
    """Fresh keys for one poll."""
    numbers = rsa.generate_private_key(public_exponent=EXPONENT, key_size=bits).private_numbers()
    return PollKeys(signing=PrivateKey(p=numbers.p, q=numbers.q, e=EXPONENT), control=SigningKey.fresh())


def seal(keys: PollKeys, poll_id: str) -> bytes:
    """The keys encrypted for their row (AES-256-GCM, bound to the poll)."""
    plain = json.dumps({
        "p": f"{keys.signing.p:x}", "q": f"{keys.signing.q:x}", "control": keys.control.secret,
    })
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, plain.encode(), poll_id.encode())


def unseal(sealed: bytes, poll_id: str) -> PollKeys:
    """The keys from their row."""
    nonce, cipher_text = sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:]
    try:
        plain = json.loads(_cipher().decrypt(nonce, cipher_text, poll_id.encode()))
    except InvalidTag:
        raise KeysUnreadable(poll_id=poll_id) from None
    return PollKeys(
        signing=PrivateKey(p=int(plain["p"], 16), q=int(plain["q"], 16), e=EXPONENT),
        control=SigningKey(plain["control"]),
    )


def read_secret(variables: Mapping[str, str]) -> str:
    """The secret under which keys are encrypted; production refuses to be without one of its own."""
    return _required_in_production(variables, "POLL_KEYS_SECRET") or _KNOWN_TO_ALL


def orders_key(variables: Mapping[str, str]) -> SigningKey:
    """The key with which governance signs what it tells the ballot box."""
    seed = _required_in_production(variables, "BALLOT_BOX_ORDERS_KEY")
    return SigningKey(seed or development_seed("orders"))


def receipts_public_key(variables: Mapping[str, str]) -> str:
    """The public key of the ballot box, under which it signs receipts."""
    known = _required_in_production(variables, "BALLOT_BOX_RECEIPTS_PUBLIC_KEY")
    return known or SigningKey(development_seed("receipts")).public


def _required_in_production(variables: Mapping[str, str], name: str) -> str:
    return require(variables, name) if variables.get("SHAREDCO_ENV") == "production" else read(variables, name) or ""


def sign_order(do: str, body: Mapping[str, Any]) -> str:
    """Governance's signature on what it tells the ballot box."""
    return orders_key(os.environ).sign(order_message(do, canonical(body)))


def _cipher() -> AESGCM:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"sharedco/poll-keys/1")
    return AESGCM(derive.derive(read_secret(os.environ).encode()))
