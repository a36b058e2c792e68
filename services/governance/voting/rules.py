"""What a voter makes on a device of their own: wish, credential, ballot. Chance is handed in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from services.governance.ballots.rules import blind_signatures as blind
from services.governance.ballots.rules.ballots import Ballot, credential_message
from services.governance.boards.rules.board import Batch, inclusion_path
from services.governance.polls.rules.paper import Paper, is_put_again
from services.governance.voting.errors import PaperChanged, ReceiptNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """The random values behind one wish."""

    randomizer: bytes
    salt: bytes
    factor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A credential not yet signed: the voter keeps it to themselves, governance gets only `blinded`."""

    poll_id: str
    digest: str
    modulus: str
    exponent: int
    receipt_key: str
    secret_key: str
    voter_key: str
    randomizer: str
    inverse: str
    blinded: str
    sealing_key: str = ""
    room: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """The right to vote once on one paper, without a name on it. Who holds it may vote: keep it secret.

    `sealing_key` and `room` are the paper's: to which key the ballot is sealed (none: it is not), in how many bytes.
    """

    poll_id: str
    digest: str
    receipt_key: str
    secret_key: str
    voter_key: str
    randomizer: str
    credential: str
    sealing_key: str = ""
    room: int = 0


def assert_the_convened(paper: Paper, *, digest: str, cancelled: Sequence[Paper] = ()) -> None:
    """Refuse a paper whose digest does not stand in the convening: other question, choices, keys or hours.

    One that repeats a cancelled vote must follow from the convened paper, with other hours and keys and nothing else.
    """
    earlier = [one for one in cancelled if one.digest != paper.digest] if paper.repeats else []
    if [*earlier, paper][0].digest != digest or not is_put_again(earlier, paper):
        raise PaperChanged(poll_id=paper.poll_id)


def make_wish(paper: Paper, chance: Chance, *, secret_key: str, voter_key: str) -> Wish:
    """Blind a key that was made for this poll alone."""
    key = blind.PublicKey(n=int(paper.modulus, 16), e=paper.exponent)
    prepared = blind.prepare(credential_message(paper.digest, voter_key), chance.randomizer)
    blinded = blind.blind(key, prepared, salt=chance.salt, factor=chance.factor)
    return Wish(
        poll_id=paper.poll_id, digest=paper.digest, modulus=paper.modulus, exponent=paper.exponent,
        receipt_key=paper.receipt_key, secret_key=secret_key, voter_key=voter_key,
        randomizer=chance.randomizer.hex(), inverse=f"{blinded.inverse:x}", blinded=blinded.message.hex(),
        sealing_key=paper.sealing.key if paper.sealing else "", room=paper.room)


def unblind(wish: Wish, blind_signature: str) -> Credential:
    """Make the credential from governance's answer; an answer that does not verify is refused."""
    key = blind.PublicKey(n=int(wish.modulus, 16), e=wish.exponent)
    prepared = blind.prepare(credential_message(wish.digest, wish.voter_key), bytes.fromhex(wish.randomizer))
    signature = blind.finalize(key, prepared, bytes.fromhex(blind_signature), int(wish.inverse, 16))
    return Credential(poll_id=wish.poll_id, digest=wish.digest, receipt_key=wish.receipt_key,
                      secret_key=wish.secret_key, voter_key=wish.voter_key, randomizer=wish.randomizer,
                      credential=signature.hex(), sealing_key=wish.sealing_key, room=wish.room)


def fill_in(
    credential: Credential, choices: Sequence[str], *, turn: int, ballot_id: str, sign: Callable[[bytes], str],
    sealed: str = "",
) -> Ballot:
    """A signed ballot; `sealed` are its choices where they are sealed. The highest turn of a credential counts."""
    filled_in = Ballot(
        poll_id=credential.poll_id, digest=credential.digest, ballot_id=ballot_id, voter_key=credential.voter_key,
        randomizer=credential.randomizer, credential=credential.credential, turn=turn,
        choices=() if sealed else tuple(choices), signature="", sealed=sealed)
    return replace(filled_in, signature=sign(filled_in.signed_message))


def find_receipt(batches: Sequence[Batch], receipt: str) -> tuple[int, list[tuple[str, str]]]:
    """The batch on which a ballot stands, and the Merkle path from its receipt to the batch's root."""
    for batch in batches:
        if receipt in batch.leaves:
            return batch.number, inclusion_path(batch.leaves, batch.leaves.index(receipt))
    raise ReceiptNotFound
