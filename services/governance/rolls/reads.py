"""Questions about rolls: who is on them, and who takes part."""

from collections.abc import Iterator
from datetime import date

from services.governance.rolls.errors import NotOnTheRoll, RollNotFrozen
from services.governance.rolls.rules import (
    FrozenRoll,
    InboxPosition,
    ListedEntry,
    Quorum,
    RollEntry,
    Totals,
    of_college,
    roll_digest,
    totals_of,
)
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
PAGE = 200


def list_entries_on(tx: Tx, *, on: date) -> list[RollEntry]:
    """Who would be on a roll as of a day, by what is known now."""
    return [RollEntry(**row) for row in tx.all(Q.roll_on, on=on)]


def find_entry_on(tx: Tx, member_id: str, *, on: date) -> RollEntry | None:
    """A member as they would stand on a roll as of a day, by what is known now; nothing where they would not."""
    row = tx.one(Q.entry_on, on=on, member_id=member_id)
    return RollEntry(**row) if row else None


def find_voting_key(tx: Tx, member_id: str) -> str:
    """The voting key that a member bound last; empty where they have none."""
    row = tx.one(Q.voting_key_of, member_id=member_id)
    return str(row["voting_key"]) if row else ""


def get_roll(tx: Tx, assembly_id: str) -> FrozenRoll:
    """The frozen roll's totals and digest, or a refusal."""
    return FrozenRoll(**tx.require(Q.get_roll, RollNotFrozen(assembly_id=assembly_id), assembly_id=assembly_id))


def find_roll(tx: Tx, assembly_id: str) -> FrozenRoll | None:
    """The frozen roll of an assembly, or nothing while it is not frozen."""
    row = tx.one(Q.get_roll, assembly_id=assembly_id)
    return FrozenRoll(**row) if row else None


def get_entry(tx: Tx, assembly_id: str, member_id: str) -> RollEntry:
    """A member on the roll, or a refusal."""
    refusal = NotOnTheRoll(member_id=member_id, assembly_id=assembly_id)
    return RollEntry(**tx.require(Q.get_entry, refusal, assembly_id=assembly_id, member_id=member_id))


def find_entry(tx: Tx, assembly_id: str, member_id: str) -> RollEntry | None:
    """A member on the roll, or nothing."""
    row = tx.one(Q.get_entry, assembly_id=assembly_id, member_id=member_id)
    return RollEntry(**row) if row else None


def list_roll(tx: Tx, *, assembly_id: str, after: str = "", limit: int = PAGE) -> list[ListedEntry]:
    """The frozen roll, member by member, with who takes part (the attendance list of CSA art. 6:76)."""
    get_roll(tx, assembly_id)
    return [ListedEntry(**row) for row in tx.all(Q.page_of_entries, assembly_id=assembly_id, after=after, limit=limit)]


def list_present(tx: Tx, assembly_id: str) -> list[RollEntry]:
    """Who takes part in an assembly: only attendance counts, a credential is not presence."""
    return [RollEntry(**row) for row in tx.all(Q.present_members, assembly_id=assembly_id)]


def get_presence(tx: Tx, *, assembly_id: str) -> Quorum:
    """How much of the roll is there now, in members and in shares that count: the live quorum."""
    roll, there = get_roll(tx, assembly_id), totals_of(list_present(tx, assembly_id))
    return Quorum(assembly_id=assembly_id, members_present=there.voting_members, members_entitled=roll.voting_members,
                  shares_present=there.voting_shares, shares_entitled=roll.voting_shares)


def find_presence_of(tx: Tx, assembly_id: str, member_id: str) -> bool | None:
    """Whether a member who came is there now; nothing where they never came."""
    row = tx.one(Q.is_there, assembly_id=assembly_id, member_id=member_id)
    return bool(row["is_there"]) if row else None


def count_present(tx: Tx, assembly_id: str) -> int:
    """How many members take part in an assembly."""
    return int(tx.single(Q.count_present, assembly_id=assembly_id)["members"])


def list_entries(tx: Tx, assembly_id: str) -> list[RollEntry]:
    """The whole frozen roll of an assembly."""
    return [RollEntry(**row) for row in tx.all(Q.entries_of, assembly_id=assembly_id)]


def find_changed_rolls(tx: Tx) -> Iterator[str]:
    """Frozen rolls whose entries do not have the digest that was published."""
    for roll in tx.all(Q.all_rolls):
        if roll_digest(roll["assembly_id"], list_entries(tx, roll["assembly_id"])) != roll["digest"]:
            yield f"the roll of assembly {roll['assembly_id']} does not have its published digest"


def get_entitled(tx: Tx, assembly_id: str, *, college: str) -> Totals:
    """What a college (empty: the whole roll) adds up to on the frozen roll."""
    roll = get_roll(tx, assembly_id)
    return totals_of(of_college(list_entries(tx, assembly_id), college)) if college else roll


def list_colleges(tx: Tx, *, on: date) -> list[str]:
    """The colleges that have members on a day, by what is known now."""
    return [row["college"] for row in tx.all(Q.colleges_on, on=on)]


def get_inbox_position(tx: Tx) -> InboxPosition:
    """How many of membership's events are applied here, and the last of them."""
    return InboxPosition(**tx.single(Q.inbox_position))


def list_imported(tx: Tx, *, source: str, as_of: date) -> list[int]:
    """How many shares each member has who is named in the parts of an import."""
    return [row["shares"] for row in tx.all(Q.imported, source=source, as_of=as_of)]


def list_left_out(tx: Tx, *, source: str, as_of: date) -> list[str]:
    """Who is a member by what is known, and is in no part of an import."""
    return [row["member_id"] for row in tx.all(Q.left_out, source=source, as_of=as_of)]


def list_attended(tx: Tx, *, assembly_id: str) -> list[ListedEntry]:
    """Who took part in an assembly at any moment of it, and how; nobody before its roll is frozen."""
    return [ListedEntry(**row) for row in tx.all(Q.attended, assembly_id=assembly_id)]
