"""Questions about credentials."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.governance.polls.rules.signed_steps import Mark
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


@dataclass(frozen=True, slots=True, kw_only=True)
class VotablePoll:
    """A poll in which a member may vote now."""

    poll_id: str
    assembly_id: str
    resolution_id: str
    digest: str
    credential_taken: bool


def list_open_polls(tx: Tx, *, member_id: str) -> list[VotablePoll]:
    """The polls in which a member may vote now, and whether their credential is taken."""
    return [VotablePoll(**row) for row in tx.all(Q.open_polls_of, member_id=member_id)]


def list_on_paper(tx: Tx, poll_id: str) -> list[Mark]:
    """The roll marks for which a ballot was handed out on paper."""
    return [Mark(**row) for row in tx.all(Q.on_paper, poll_id=poll_id)]


def is_taken(tx: Tx, poll_id: str, *, member_id: str, holder_id: str, blinded_digest: str) -> bool:
    """Whether this very credential of a member was taken before by this holder."""
    row = tx.one(Q.get_credential, poll_id=poll_id, member_id=member_id)
    return row is not None and (row["blinded_digest"], row["holder_id"]) == (blinded_digest, holder_id)


def count_taken(tx: Tx, poll_id: str, *, holder_id: str, beside: str) -> int:
    """For how many others a holder took a credential in a poll, one member left out."""
    return int(tx.single(Q.count_taken, poll_id=poll_id, holder_id=holder_id, member_id=beside)["votes"])


def is_chained(tx: Tx, poll_id: str, *, principal_id: str, holder_id: str) -> bool:
    """Whether in a poll a principal voted for somebody already, or somebody voted for the holder."""
    return bool(tx.single(Q.is_chained, poll_id=poll_id, principal_id=principal_id, holder_id=holder_id)["chained"])


def count_represented(tx: Tx, assembly_id: str, *, college: str) -> int:
    """How many members (of a college) with a vote are at an assembly, themselves or represented."""
    return int(tx.single(Q.count_represented, assembly_id=assembly_id, college=college)["votes"])


def find_false_marks(tx: Tx) -> Iterator[str]:
    """Polls whose roll marks are not as many as their closing says, or whose keys outlived them."""
    for row in tx.all(Q.credentials_off_the_count):
        yield f"poll {row['poll_id']} closed on {row['credentials']} credentials, the roll has {row['marks']} marks"
    for row in tx.all(Q.keys_after_closing):
        yield f"the keys of poll {row['poll_id']} still exist after its closing"
