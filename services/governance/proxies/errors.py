"""What proxies refuse."""

from shared.errors import Refusal


class ProxyToNonMember(Refusal):
    """Where the statutes say so, only members hold proxies (CSA art. 6:80)."""

    sentence = "{holder_id} is no member on {on}, and the statutes let only members hold proxies: name a member."


class ProxyToSelf(Refusal):
    """Nobody represents themselves."""

    sentence = "Member {principal_id} represents themselves by coming: a proxy names somebody else."


class PrincipalUnknown(Refusal):
    """Who gives a proxy is a member with a vote."""

    sentence = "Member {principal_id} has no vote on {on} that somebody could cast for them."


class ProxyGivenBefore(Refusal):
    """One person represents a member at an assembly."""

    sentence = "Proxy {proxy_id} stands: revoke it before another person gets one."


class ProxiesTooMany(Refusal):
    """A holder has no more proxies than the statutes allow."""

    sentence = "{holder_id} holds {held} proxies for this assembly; the statutes allow {most}: name somebody else."


class ProxyChained(Refusal):
    """Who is represented represents nobody: a proxy is not passed on."""

    sentence = "{member_id} is represented by somebody, or represents somebody, at this assembly: one of the two only."


class ProxyNotSigned(Refusal):
    """Who bound a voting key to themselves signs the proxy with it, to the key of the holder."""

    sentence = "The proxy of member {principal_id} is not signed with their voting key to a key of the holder."


class ProxyNotWritten(Refusal):
    """A proxy that another person enters is on paper, and its digest is kept."""

    sentence = "Give the digest of the paper on which member {principal_id} gave this proxy."


class ProxyTooLate(Refusal):
    """A proxy is given until the day of the assembly."""

    sentence = "Assembly {assembly_id} was held on {held_on}: a proxy for it came until that day."


class ProxyEnded(Refusal):
    """A proxy is revoked or handed back once."""

    sentence = "This proxy was revoked or handed back before ({constraint})."


class NotRepresented(Refusal):
    """Only the holder of a standing proxy acts for its principal."""

    sentence = "{holder_id} holds no proxy of member {principal_id} for assembly {assembly_id}."


class HolderOnRoll(Refusal):
    """Who is on the roll and holds a proxy is there when they are checked in, and their principals with them."""

    sentence = "{holder_id} is on the roll: check them in as a member; whom they represent comes and goes with them."
