"""Who may take a credential, for themselves or for whom they represent."""

from dataclasses import dataclass

from services.governance.credentials.errors import (
    HolderAbsent,
    PrincipalPresent,
    RequestNotSigned,
    VoteCapReached,
    VotePassedOn,
    VotingSuspended,
)
from services.governance.proxies.rules import ProxyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Representing:
    """What is known of a holder and a principal at the moment of asking.

    `chained`: in this poll the principal voted for somebody already, or somebody for the holder. `votes` is how many
    the holder casts with this one, their own included; `represented` how many are at the assembly.
    """

    principal_id: str
    holder_id: str
    assembly_id: str
    chained: bool
    principal_is_there: bool
    holder_is_there: bool
    votes: int
    represented: int


def assert_may_vote(member_id: str, *, voting: bool) -> None:
    """Refuse who is on the roll without a vote."""
    if not voting:
        raise VotingSuspended(member_id=member_id)


def assert_asked_by(member_id: str, *, has_key: bool, signed: bool) -> None:
    """Refuse a request without the signature of who has a voting key."""
    if has_key and not signed:
        raise RequestNotSigned(member_id=member_id)


def assert_may_represent(rule: ProxyRule, found: Representing) -> None:
    """Refuse to vote for who is there, by who is not, or for more than the cap of the votes represented."""
    if found.chained:
        raise VotePassedOn(principal_id=found.principal_id, holder_id=found.holder_id)
    if found.principal_is_there:
        raise PrincipalPresent(principal_id=found.principal_id)
    if not found.holder_is_there:
        raise HolderAbsent(holder_id=found.holder_id, assembly_id=found.assembly_id)
    allowed = rule.votes_allowed(found.represented)
    if found.votes > allowed:
        raise VoteCapReached(holder_id=found.holder_id, votes=found.votes, represented=found.represented,
                             allowed=allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class RollMark:
    """That a member's credential is taken: under which request, and by whose proxy (empty: by themselves)."""

    member_id: str
    blinded_digest: str
    signature: str
    holder_id: str = ""
    holder_key: str = ""
    proxy_signature: str = ""
    given_for: str = ""


def mark_message(digest: str, blinded_digest: str) -> bytes:
    """What a member signs with their voting key to ask for a credential on this paper."""
    return f"sharedco/mark/1/{digest}/{blinded_digest}".encode()
