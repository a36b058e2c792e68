"""A proxy: written, for one assembly and its second call, never passed on, no more than the statutes allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.governance.proxies.errors import (
    PrincipalUnknown,
    ProxiesTooMany,
    ProxyChained,
    ProxyGivenBefore,
    ProxyNotSigned,
    ProxyNotWritten,
    ProxyToNonMember,
    ProxyTooLate,
    ProxyToSelf,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyRule:
    """What law and statutes say of proxies for a legal form.

    A person holds at most `most` of them; `members_only`: who is no member holds none. Nobody casts more than one vote
    of each `cap` votes represented (0: no cap), but always `floor`.
    """

    most: int
    members_only: bool
    cap: int
    floor: int

    def votes_allowed(self, represented: int) -> int:
        """How many votes one person may cast where so many are present or represented."""
        return max(self.floor, represented // self.cap) if self.cap else represented


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A principal's word that a holder votes for them.

    `signature` is made with the principal's voting key; empty where they have none. `holder_key` is the key with which
    the holder asks for credentials in the principal's name. `given_for` is the assembly for which it was given: it
    stands for that one's second call, too (CSA art. 6:80).
    """

    proxy_id: str
    assembly_id: str
    principal_id: str
    holder_id: str
    holder_key: str
    signature: str
    given_on: date
    given_by: str
    given_for: str

    @property
    def message(self) -> bytes:
        """What the principal signs."""
        return proxy_message(self.given_for, self.principal_id, self.holder_id, self.holder_key)


def proxy_message(assembly_id: str, principal_id: str, holder_id: str, holder_key: str) -> bytes:
    """What a principal signs with their voting key: for which assembly, who votes for them, under which key."""
    return f"sharedco/proxy/1/{assembly_id}/{principal_id}/{holder_id}/{holder_key}".encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """What is known of the two on a day: whether each is a member (with a vote), and the principal's voting key."""

    principal_votes: bool
    principal_key: str
    holder_is_member: bool


def assert_may_give(
    rule: ProxyRule, proxy: Proxy, standing: Sequence[Proxy], parties: Parties, *, held_on: date, document_digest: str,
) -> None:
    """Refuse a proxy that law or statutes do not know; `standing` are those of the assembly.

    Whether the signature is good is looked at apart (`assert_signed`).
    """
    if proxy.given_on > held_on:
        raise ProxyTooLate(assembly_id=proxy.assembly_id, held_on=held_on)
    if proxy.holder_id == proxy.principal_id:
        raise ProxyToSelf(principal_id=proxy.principal_id)
    if not parties.principal_votes:
        raise PrincipalUnknown(principal_id=proxy.principal_id, on=proxy.given_on)
    if rule.members_only and not parties.holder_is_member:
        raise ProxyToNonMember(holder_id=proxy.holder_id, on=proxy.given_on)
    if proxy.given_by != proxy.principal_id and not document_digest:
        raise ProxyNotWritten(principal_id=proxy.principal_id)
    _assert_fits(rule, proxy, standing)


def _assert_fits(rule: ProxyRule, proxy: Proxy, standing: Sequence[Proxy]) -> None:
    """Beside the proxies that stand: one a principal, no chain, no more than allowed."""
    for one in standing:
        if one.principal_id == proxy.principal_id:
            raise ProxyGivenBefore(proxy_id=one.proxy_id)
        if one.principal_id == proxy.holder_id:
            raise ProxyChained(member_id=proxy.holder_id)
        if one.holder_id == proxy.principal_id:
            raise ProxyChained(member_id=proxy.principal_id)
    held = sum(one.holder_id == proxy.holder_id for one in standing)
    if held >= rule.most:
        raise ProxiesTooMany(holder_id=proxy.holder_id, held=held, most=rule.most)


def assert_signed(proxy: Proxy, *, voting_key: str, verifies: bool) -> None:
    """Refuse a proxy without a good signature of who has a voting key; `verifies` says whether it is good."""
    if voting_key and not (verifies and proxy.holder_key):
        raise ProxyNotSigned(principal_id=proxy.principal_id)
