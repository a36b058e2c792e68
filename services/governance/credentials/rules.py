"""Who may take a credential, for themselves or for whom they represent."""

from dataclasses import dataclass
from enum import StrEnum

from services.governance.credentials.errors import (
    CollegeVotesAlone,
    EnvelopeMissing,
    HolderAbsent,
    NotInTheRoom,
    PostNotAllowed,
    PrincipalPresent,
    RequestNotSigned,
    VoteCapReached,
    VotePassedOn,
    VotingKeyBound,
    VotingSuspended,
)
from services.governance.proxies.rules import ProxyRule
from services.governance.rolls.rules import Manner, RollEntry, of_college


class HandedOut(StrEnum):
    """How a member votes at the desk: on paper in the room, by a letter, or at the house's own device."""

    PAPER = "paper"
    POST = "post"
    KIOSK = "kiosk"


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


def assert_may_vote(entry: RollEntry, *, college: str) -> None:
    """Refuse who is on the roll without a vote, and who is not of the college whose members alone vote."""
    if not entry.voting:
        raise VotingSuspended(member_id=entry.member_id)
    if not of_college([entry], college):
        raise CollegeVotesAlone(member_id=entry.member_id, college=college)


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
    """That a member's vote is taken: under which request, and by whose proxy (empty: by themselves).

    `handed_out`: at the desk, on paper or at the house's own device (`HandedOut`; empty: on the voter's device).
    """

    member_id: str
    blinded_digest: str
    signature: str
    holder_id: str = ""
    holder_key: str = ""
    proxy_signature: str = ""
    given_for: str = ""
    handed_out: str = ""
    document_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheDesk:
    """What is known of a member who would vote at the desk, or by a letter.

    `by_post` is what the statutes say of letters; `manner` how who takes the ballot is there.
    """

    member_id: str
    how: HandedOut
    has_key: bool
    closers_sign: bool
    manner: str
    by_post: bool
    document_digest: str


def assert_may_hand_out(found: AtTheDesk) -> None:
    """Refuse a ballot to who is not in the room, a letter that the statutes do not know or that nobody can show.

    Who bound a voting key votes under it: on paper only where the tellers sign for the ballots that were handed out.
    """
    if found.has_key and (found.how == HandedOut.KIOSK or not found.closers_sign):
        raise VotingKeyBound(member_id=found.member_id)
    if (found.how == HandedOut.POST) != bool(found.document_digest):
        raise EnvelopeMissing(member_id=found.member_id)
    if found.how == HandedOut.POST and not found.by_post:
        raise PostNotAllowed(member_id=found.member_id)
    if found.how != HandedOut.POST and found.manner != Manner.IN_PERSON:
        raise NotInTheRoom(member_id=found.member_id)


def mark_message(digest: str, blinded_digest: str) -> bytes:
    """What a member signs with their voting key to ask for a credential on this paper."""
    return f"sharedco/mark/1/{digest}/{blinded_digest}".encode()
