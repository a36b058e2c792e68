"""What a voter keeps: the wish for a credential, and the credential."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.governance.polls.rules.board import Batch, inclusion_path
from services.governance.voting.errors import ReceiptNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A credential not yet signed: the voter keeps it to themselves, governance gets only `blinded`."""

    poll_id: str
    modulus: str
    exponent: int
    secret_key: str
    voter_key: str
    randomizer: str
    inverse: str
    blinded: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """The right to vote once in one poll, without a name on it. Who holds it may vote: keep it secret."""

    poll_id: str
    secret_key: str
    voter_key: str
    randomizer: str
    credential: str


def find_receipt(batches: Sequence[Batch], receipt: str) -> tuple[int, list[tuple[str, str]]]:
    """The batch on which a ballot stands, and the Merkle path from its receipt to the batch's root."""
    for batch in batches:
        leaves = [ballot.leaf for ballot in batch.ballots]
        if receipt in leaves:
            return batch.number, inclusion_path(leaves, leaves.index(receipt))
    raise ReceiptNotFound
