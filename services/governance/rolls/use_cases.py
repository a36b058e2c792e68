"""What becomes known of members, and the roll frozen from it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.governance.rolls import reads, rules, store
from services.governance.rolls.errors import NotPresent
from services.governance.rolls.rules import FactKind, FrozenRoll, ImportedMember, Manner, MemberFact
from shared.postgres import Tx


def record_membership(tx: Tx, *, member_id: str, is_member: bool, on: date, source: str) -> None:
    """Somebody was admitted, or left: on that day they are no member any more."""
    store.add_facts(tx, [MemberFact(kind=FactKind.MEMBERSHIP, member_id=member_id, effective_on=on, source=source,
                                    is_member=is_member)])


def record_holding(tx: Tx, *, member_id: str, shares: int, on: date, source: str) -> None:
    """Shares came or went on that day; `shares` is what the member holds in all, later days known before included."""
    store.add_facts(tx, [
        MemberFact(kind=FactKind.HOLDING, member_id=member_id, effective_on=holding.effective_on, source=source,
                   shares=holding.shares)
        for holding in rules.holdings_after(store.find_holdings(tx, member_id), total=shares, on=on)
    ])


def record_standing(tx: Tx, *, member_id: str, voting: bool, suspended_shares: int, on: date, source: str) -> None:
    """A member's voting right, and how many of their shares have none."""
    store.add_facts(tx, [MemberFact(kind=FactKind.STANDING, member_id=member_id, effective_on=on, source=source,
                                    voting=voting, suspended_shares=suspended_shares)])


def import_roll(
    tx: Tx, *, as_of: date, members: Sequence[Mapping[str, Any]], import_id: str, whole: Mapping[str, int] | None,
) -> dict[str, int]:
    """Where membership is not deployed: keep the register as of a day. A member with zero shares leaves the roll.

    `whole` comes with the last part of an import: its parts name so many members and shares, and replace what was
    known: who is in none of them is a member no more from that day on.
    """
    register = [ImportedMember(**row) for row in members]
    rules.assert_each_once(register)
    source = f"imported by {tx.actor} {import_id}".strip()
    store.add_facts(tx, [fact for member in register for fact in member.facts(as_of=as_of, source=source)])
    left_out: Sequence[str] = ()
    if whole is not None:
        rules.assert_totals(reads.list_imported(tx, source=source, as_of=as_of), **whole)
        left_out = reads.list_left_out(tx, source=source, as_of=as_of)
        store.add_facts(tx, [MemberFact(kind=FactKind.MEMBERSHIP, member_id=one, effective_on=as_of, source=source,
                                        is_member=False) for one in left_out])
    return {"members": len(register), "left_out": len(left_out)}


def freeze_roll(tx: Tx, *, assembly_id: str, record_on: date) -> FrozenRoll:
    """Fix who may vote at an assembly, as of its record day and by what is known now. Done once, for ever."""
    entries = reads.list_entries_on(tx, on=record_on)
    roll, events = rules.freeze(entries, assembly_id=assembly_id, record_on=record_on, frozen_on=tx.on,
                                known=reads.get_inbox_position(tx))
    store.add_roll(tx, roll, entries)
    tx.announce_all(events)
    return roll


def register_attendance(tx: Tx, *, assembly_id: str, member_id: str, manner: Manner) -> None:
    """Note that a member takes part, in person or remotely (CSA art. 6:75, 6:76)."""
    reads.get_roll(tx, assembly_id)
    reads.get_entry(tx, assembly_id, member_id)
    rules.assert_checked_in_by(tx.actor, member_id, manner)
    if reads.find_presence_of(tx, assembly_id, member_id) is False:
        store.add_move(tx, assembly_id, member_id, is_there=True)
    store.add_attendance(tx, assembly_id, member_id, manner)


def register_departure(tx: Tx, *, assembly_id: str, member_id: str) -> None:
    """Note that a member left: from now on they make no quorum. Who left before changes nothing."""
    is_there = reads.find_presence_of(tx, assembly_id, member_id)
    if is_there is None:
        raise NotPresent(member_id=member_id, assembly_id=assembly_id)
    if is_there:
        store.add_move(tx, assembly_id, member_id, is_there=False)


def bind_voting_key(tx: Tx, *, member_id: str, voting_key: str) -> None:
    """Bind a key to a member: from the next roll on, nobody takes their credential without its signature."""
    store.add_voting_key(tx, member_id, voting_key)


def assign_college(tx: Tx, *, college: str, members: Sequence[str], starts_on: date) -> list[str]:
    """Note to which college members belong from a day on (empty: to none any more); a later note of a day counts.

    A roll that is frozen keeps what it has.
    """
    store.add_college_members(tx, members, college=college, starts_on=starts_on)
    return reads.list_colleges(tx, on=starts_on)
