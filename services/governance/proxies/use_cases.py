"""Proxies are given, revoked, handed back."""

from services.governance.countries.protocol import law
from services.governance.proxies import reads, rules, store
from services.governance.proxies.errors import HolderOnRoll
from services.governance.proxies.rules import Parties, Proxy
from services.governance.rolls.reads import find_entry, find_entry_on, find_voting_key
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.signatures import ed25519_verifies


def give_proxy(
    tx: Tx, *, assembly_id: str, principal_id: str, holder_id: str, holder_key: str, signature: str,
    document_digest: str,
) -> Proxy:
    """Have a member represented at an assembly and at its second call."""
    about = reads.get_series(tx, assembly_id)
    store.lock_proxies(tx, about.series)
    proxy = Proxy(proxy_id=new_id("prx"), assembly_id=assembly_id, principal_id=principal_id, holder_id=holder_id,
                  holder_key=holder_key, signature=signature, given_on=tx.on, given_by=tx.actor, given_for=assembly_id)
    parties = _parties(tx, proxy)
    rules.assert_may_give(law(tx).proxies_of(tx.tables, on=tx.on), proxy, reads.list_standing(tx, assembly_id), parties,
                          held_on=about.held_on, document_digest=document_digest)
    good = bool(signature) and ed25519_verifies(parties.principal_key, proxy.message, signature)
    rules.assert_signed(proxy, voting_key=parties.principal_key, verifies=good)
    store.add_proxy(tx, proxy, document_digest=document_digest)
    return proxy


def _parties(tx: Tx, proxy: Proxy) -> Parties:
    principal = find_entry_on(tx, proxy.principal_id, on=tx.on)
    return Parties(principal_votes=principal is not None and principal.voting,
                   principal_key=find_voting_key(tx, proxy.principal_id),
                   holder_is_member=find_entry_on(tx, proxy.holder_id, on=tx.on) is not None)


def end_proxy(tx: Tx, *, proxy_id: str, member_id: str) -> None:
    """The principal revokes a proxy, or its holder hands it back: what was taken by it stays, nothing more is."""
    proxy = reads.get_proxy(tx, proxy_id)
    if member_id not in {proxy.principal_id, proxy.holder_id}:
        raise NotFound(kind="own proxy", id=proxy_id)
    store.lock_proxies(tx, reads.get_series(tx, proxy.assembly_id).series)
    store.end_proxy(tx, proxy_id)


def register_holder(tx: Tx, *, assembly_id: str, holder_id: str, is_there: bool) -> None:
    """A holder who is no member came, or left; whom they represent is there with them.

    A member who holds a proxy is checked in like every member: nobody is made present through those they represent.
    """
    if not any(one.holder_id == holder_id for one in reads.list_standing(tx, assembly_id)):
        raise NotFound(kind="proxy holder", id=holder_id)
    if find_entry(tx, assembly_id, holder_id):
        raise HolderOnRoll(holder_id=holder_id)
    store.add_holder_move(tx, assembly_id, holder_id, is_there=is_there)
