"""Taking a credential: the roll is marked and the blinded message signed in one transaction, once per roll entry."""

import hashlib

from services.governance.ballots.use_cases.calculators import sign_blinded
from services.governance.countries.protocol import law
from services.governance.credentials import reads, rules, store
from services.governance.credentials.rules import AtTheDesk, HandedOut, Representing, RollMark, mark_message
from services.governance.polls.reads import OpenPollHeld, hold_open_poll
from services.governance.proxies.reads import find_manner, get_standing
from services.governance.rolls.reads import find_entry, get_entry
from services.governance.rolls.rules import Manner, of_college
from shared.postgres import Tx
from shared.signatures import ed25519_verifies


def issue_credential(tx: Tx, *, poll_id: str, member_id: str, blinded: str, signature: str) -> str:
    """Sign a member's blinded credential, and mark the roll, in one transaction: once per roll entry.

    The same blinded message gets the same signature again, so that a lost answer costs nobody their vote. `signature`
    is the member's own, under the voting key that stands on the roll; the mark is published with it after the close.
    """
    poll = hold_open_poll(tx, poll_id)
    entry = get_entry(tx, poll.assembly_id, member_id)
    mark = RollMark(member_id=member_id, blinded_digest=_digest(blinded), signature=signature)
    rules.assert_may_vote(entry, college=poll.college)
    signed = _is_signed(entry.voting_key, poll.digest, mark.blinded_digest, signature)
    rules.assert_asked_by(member_id, has_key=bool(entry.voting_key), signed=signed)
    store.add_mark(tx, mark, poll_id=poll_id, assembly_id=poll.assembly_id)
    return sign_blinded(poll.keys, poll_id, blinded)


def _digest(blinded: str) -> str:
    return hashlib.sha256(bytes.fromhex(blinded)).hexdigest()


def _is_signed(key: str, digest: str, blinded_digest: str, signature: str) -> bool:
    return bool(key) and ed25519_verifies(key, mark_message(digest, blinded_digest), signature)


def issue_proxy_credential(
    tx: Tx, *, poll_id: str, principal_id: str, holder_id: str, blinded: str, signature: str,
) -> str:
    """Sign the blinded credential of a principal for who holds their proxy; the mark names both.

    Of a principal with a voting key on the roll, the proxy is signed with that key and the request with the holder's.
    The principal who comes, or who took their credential first, votes themselves. What was taken is signed again, so
    that a lost answer costs nobody their vote, whatever came between.
    """
    poll = hold_open_poll(tx, poll_id)
    if reads.is_taken(tx, poll_id, member_id=principal_id, holder_id=holder_id, blinded_digest=_digest(blinded)):
        return sign_blinded(poll.keys, poll_id, blinded)
    entry = get_entry(tx, poll.assembly_id, principal_id)
    rules.assert_may_vote(entry, college=poll.college)
    store.lock_represented(tx, poll_id)
    proxy = get_standing(tx, assembly_id=poll.assembly_id, principal_id=principal_id, holder_id=holder_id)
    mark = RollMark(member_id=principal_id, blinded_digest=_digest(blinded), signature=signature, holder_id=holder_id,
                    holder_key=proxy.holder_key, proxy_signature=proxy.signature, given_for=proxy.given_for)
    signed = bool(entry.voting_key) and ed25519_verifies(entry.voting_key, proxy.message, proxy.signature)
    rules.assert_asked_by(principal_id, has_key=bool(entry.voting_key or proxy.holder_key),
                          signed=_is_signed(proxy.holder_key, poll.digest, mark.blinded_digest, signature)
                          and (signed or not entry.voting_key))
    rules.assert_may_represent(law(tx).proxies_of(tx.tables, on=tx.on),
                               _representing(tx, poll_id, poll, principal_id=principal_id, holder_id=holder_id))
    store.add_mark(tx, mark, poll_id=poll_id, assembly_id=poll.assembly_id)
    return sign_blinded(poll.keys, poll_id, blinded)


def hand_out_ballot(
    tx: Tx, *, poll_id: str, member_id: str, how: HandedOut, holder_id: str, document_digest: str,
) -> None:
    """Hand a ballot on paper to a member in the room, or to who holds their proxy there; or note their letter.

    The mark stands for their vote: no credential is issued for it, before or after.
    """
    poll = hold_open_poll(tx, poll_id)
    proxy = None
    if holder_id:
        store.lock_represented(tx, poll_id)
        proxy = get_standing(tx, assembly_id=poll.assembly_id, principal_id=member_id, holder_id=holder_id)
    _assert_at_the_desk(tx, poll, member_id, how, holder_id=holder_id, document_digest=document_digest)
    if holder_id:
        rules.assert_may_represent(law(tx).proxies_of(tx.tables, on=tx.on),
                                   _representing(tx, poll_id, poll, principal_id=member_id, holder_id=holder_id))
    store.hand_out(tx, RollMark(member_id=member_id, blinded_digest="", signature="", handed_out=how,
                                document_digest=document_digest, holder_id=holder_id,
                                given_for=proxy.given_for if proxy else ""),
                   poll_id=poll_id, assembly_id=poll.assembly_id)


def issue_at_the_desk(tx: Tx, *, poll_id: str, member_id: str, blinded: str) -> str:
    """Sign the blinded credential of a member in the room who votes at the house's own device, and mark the roll."""
    poll = hold_open_poll(tx, poll_id)
    _assert_at_the_desk(tx, poll, member_id, HandedOut.KIOSK)
    store.add_mark(tx, RollMark(member_id=member_id, blinded_digest=_digest(blinded), signature="",
                                handed_out=HandedOut.KIOSK), poll_id=poll_id, assembly_id=poll.assembly_id)
    return sign_blinded(poll.keys, poll_id, blinded)


def _assert_at_the_desk(
    tx: Tx, poll: OpenPollHeld, member_id: str, how: HandedOut, *, holder_id: str = "", document_digest: str = "",
) -> None:
    entry = get_entry(tx, poll.assembly_id, member_id)
    manner = find_manner(tx, poll.assembly_id, holder_id or member_id)
    if holder_id and not manner and find_manner(tx, poll.assembly_id, member_id) == "represented":
        manner = Manner.IN_PERSON  # a holder who is no member is checked in at the desk, and nowhere else
    rules.assert_may_vote(entry, college=poll.college)
    rules.assert_may_hand_out(AtTheDesk(
        member_id=member_id, how=how, has_key=bool(entry.voting_key), closers_sign=bool(poll.closers),
        manner=manner, document_digest=document_digest,
        by_post=law(tx).may_vote_by_post(tx.tables, on=tx.on)))


def _representing(
    tx: Tx, poll_id: str, poll: OpenPollHeld, *, principal_id: str, holder_id: str,
) -> Representing:
    assembly_id = poll.assembly_id
    manner = find_manner(tx, assembly_id, principal_id)
    own = find_entry(tx, assembly_id, holder_id)
    taken = reads.count_taken(tx, poll_id, holder_id=holder_id, beside=principal_id)
    return Representing(
        principal_id=principal_id, holder_id=holder_id, assembly_id=assembly_id,
        chained=reads.is_chained(tx, poll_id, principal_id=principal_id, holder_id=holder_id),
        principal_is_there=manner not in {"", "represented"}, holder_is_there=manner == "represented",
        votes=taken + 1 + int(own is not None and own.voting and bool(of_college([own], poll.college))),
        represented=reads.count_represented(tx, assembly_id, college=poll.college))
