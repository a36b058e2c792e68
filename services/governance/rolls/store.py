"""Rows of members' facts, rolls and attendances."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from services.governance.rolls.errors import RollAlreadyFrozen
from services.governance.rolls.rules import FrozenRoll, Holding, Manner, MemberFact, RollEntry
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"rolls_frozen_once": RollAlreadyFrozen,
                                         "roll_entries_pkey": RollAlreadyFrozen}  # by two at once


def add_facts(tx: Tx, facts: Sequence[MemberFact]) -> None:
    """Keep what became known of members."""
    tx.run_many(Q.add_fact, [asdict(fact) for fact in facts])


def find_holdings(tx: Tx, member_id: str) -> list[Holding]:
    """How many shares a member holds from which day on, as known now, in order."""
    return [Holding(**row) for row in tx.all(Q.holdings_of, member_id=member_id)]


def add_roll(tx: Tx, roll: FrozenRoll, entries: Sequence[RollEntry]) -> None:
    """Write a roll and freeze it."""
    tx.run_many(Q.add_entry, [{"assembly_id": roll.assembly_id, **asdict(entry)} for entry in entries])
    tx.run(Q.freeze_roll, **asdict(roll))


def add_attendance(tx: Tx, assembly_id: str, member_id: str, manner: Manner) -> None:
    """Note that a member takes part; the first manner stays."""
    tx.run(Q.attend, assembly_id=assembly_id, member_id=member_id, manner=manner)


def add_move(tx: Tx, assembly_id: str, member_id: str, *, is_there: bool) -> None:
    """Note that a member left, or came back."""
    tx.run(Q.move, assembly_id=assembly_id, member_id=member_id, is_there=is_there)


def add_voting_key(tx: Tx, member_id: str, voting_key: str) -> None:
    """Bind a voting key to a member."""
    tx.run(Q.add_voting_key, member_id=member_id, voting_key=voting_key, on=tx.on)


def add_college_members(tx: Tx, members: Sequence[str], *, college: str, starts_on: date) -> None:
    """Write to which college members belong from a day on."""
    tx.run_many(Q.add_college_member, [{"member_id": one, "college": college, "starts_on": starts_on, "on": tx.on,
                                        "by": tx.actor} for one in members])
