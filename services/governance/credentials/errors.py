"""What credentials refuse."""

from shared.errors import Refusal


class CollegeVotesAlone(Refusal):
    """Where colleges vote apart, a poll is for the members of one of them (CSA art. 6:87)."""

    sentence = "In this poll the college {college} votes alone; member {member_id} is not of it on the roll."


class VotingSuspended(Refusal):
    """The voting right is suspended (CSA art. 6:41)."""

    sentence = "The voting right of member {member_id} was suspended on the record day."


class CredentialAlreadyIssued(Refusal):
    """One credential per roll entry and poll."""

    sentence = "The credential of this roll entry was issued before ({constraint})."


class RequestNotSigned(Refusal):
    """Who bound a voting key to themselves asks for a credential under it, or by who got their signed proxy."""

    sentence = "The request for the credential of member {member_id} is not signed with their voting key."


class PrincipalPresent(Refusal):
    """Who is there votes themselves: own presence overrides a proxy."""

    sentence = "Member {principal_id} is there themselves, and votes themselves."


class HolderAbsent(Refusal):
    """Nobody is represented by somebody who is not there."""

    sentence = "{holder_id} is not at assembly {assembly_id}: come in first, then vote for whom you represent."


class VoteCapReached(Refusal):
    """One person casts at most a part of the votes represented at that vote."""

    sentence = "{holder_id} would cast {votes} of {represented} votes represented; {allowed} are allowed."


class VotePassedOn(Refusal):
    """Whose vote was cast by another casts no vote of others in the same poll, nor the other way round."""

    sentence = "{principal_id} voted for others in this poll, or {holder_id} was represented: no proxy is passed on."


class NotInTheRoom(Refusal):
    """A ballot is handed out to who is checked in and in the room: a member, or who holds their proxy."""

    sentence = "Nobody who may take the ballot of member {member_id} is in the room: check them in first."


class PostNotAllowed(Refusal):
    """Votes by letter need a clause of the statutes (CSA art. 6:80)."""

    sentence = "The statutes know no letters: member {member_id} comes, votes from a distance, or is represented."


class EnvelopeMissing(Refusal):
    """A vote by letter is proven by its signed envelope, and nothing else has one."""

    sentence = "A letter of member {member_id} is noted with the digest of its envelope, another ballot with none."


class VotingKeyBound(Refusal):
    """Nobody votes at the desk in the name of who has a voting key, unless two tellers sign for it."""

    sentence = "Member {member_id} bound a voting key: they vote under it, on a device of their own."
