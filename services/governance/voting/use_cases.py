"""The voter's own library: makes the credential, blinds it, unblinds the answer, casts.

It runs on the voter's device. Only `take_credential` tells governance who votes, and governance signs without seeing
what; `cast` tells the ballot box what is voted, and not who. Between the two the voter may let any time pass: the
longer, the less an observer of both lines can guess.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.governance.polls.rules import blind_signatures as blind
from services.governance.polls.rules.ballots import Ballot, ballot_message, credential_message, digest_of
from services.governance.polls.use_cases.box import Box
from services.governance.voting.errors import PaperChanged, ReceiptWrong
from services.governance.voting.rules import Credential, Wish
from shared.errors import Refusal

TRIES = 3
Ask = Callable[..., Mapping[str, Any]]
Keep = Callable[[Wish], Wish]


def wish_for_credential(paper: Mapping[str, Any], digest: str) -> Wish:
    """Make a key for this poll alone and blind it. Refuses a paper without the published digest."""
    if digest_of(paper) != digest:
        raise PaperChanged(poll_id=paper["poll_id"])
    key = blind.PublicKey(n=int(paper["modulus"], 16), e=paper["exponent"])
    voter = Ed25519PrivateKey.generate()
    voter_key = voter.public_key().public_bytes_raw().hex()
    randomizer = secrets.token_bytes(blind.RANDOMIZER_BYTES)
    prepared = blind.prepare(credential_message(paper["poll_id"], voter_key), randomizer)
    blinded = blind.blind(key, prepared, salt=secrets.token_bytes(blind.SALT_BYTES),
                          factor=secrets.randbelow(key.n - 1) + 1)
    return Wish(
        poll_id=paper["poll_id"], modulus=paper["modulus"], exponent=key.e, secret_key=voter.private_bytes_raw().hex(),
        voter_key=voter_key, randomizer=randomizer.hex(), inverse=f"{blinded.inverse:x}",
        blinded=blinded.message.hex(),
    )


def unblind(wish: Wish, blind_signature: str) -> Credential:
    """Make the credential from governance's answer; an answer that does not verify is refused."""
    key = blind.PublicKey(n=int(wish.modulus, 16), e=wish.exponent)
    prepared = blind.prepare(credential_message(wish.poll_id, wish.voter_key), bytes.fromhex(wish.randomizer))
    signature = blind.finalize(key, prepared, bytes.fromhex(blind_signature), int(wish.inverse, 16))
    return Credential(poll_id=wish.poll_id, secret_key=wish.secret_key, voter_key=wish.voter_key,
                      randomizer=wish.randomizer, credential=signature.hex())


def fill_in(credential: Credential, choices: Sequence[str], *, turn: int = 1) -> Ballot:
    """A signed ballot. To change one's mind, fill in another with a higher turn: the highest counts."""
    ballot_id = uuid4().hex
    signer = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(credential.secret_key))
    message = ballot_message(credential.poll_id, ballot_id, turn, choices)
    return Ballot(
        poll_id=credential.poll_id, ballot_id=ballot_id, voter_key=credential.voter_key,
        randomizer=credential.randomizer, credential=credential.credential, turn=turn, choices=tuple(choices),
        signature=signer.sign(message).hex(),
    )


def take_credential(
    ask: Ask, *, poll_id: str, member_id: str, request_id: str, keep: Keep = lambda wish: wish,
) -> Credential:
    """Take the member's credential: `ask(method, **arguments)` calls governance with the member's own token.

    `keep` may store the wish before it is sent, and give back the one stored by an earlier try: governance signs one
    blinded message per member, and signs it again as often as it is asked.
    """
    poll = ask("get_poll", poll_id=poll_id)
    wish = keep(wish_for_credential(poll["paper"], poll["digest"]))
    answer = ask("issue_credential", poll_id=poll_id, member_id=member_id, blinded=wish.blinded, request_id=request_id)
    return unblind(wish, answer["blind_signature"])


def cast(box: Box, credential: Credential, choices: Sequence[str], *, turn: int = 1) -> str:
    """Cast a ballot; its receipt, under which it stands on the board after the close.

    When no reply comes the same ballot is sent again: the box takes it once however often it arrives.
    """
    ballot = fill_in(credential, choices, turn=turn)
    receipt = str(_ask_again(box, ballot)["receipt"])
    if receipt != ballot.leaf:
        raise ReceiptWrong(poll_id=credential.poll_id)
    return receipt


def _ask_again(box: Box, ballot: Ballot) -> dict[str, Any]:
    for _ in range(TRIES - 1):
        try:
            return box.ask("cast_ballot", **asdict(ballot))
        except Refusal as refusal:
            if not refusal.retryable:
                raise
    return box.ask("cast_ballot", **asdict(ballot))
