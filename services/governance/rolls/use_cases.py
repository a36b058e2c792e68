"""What is known of members, and the roll frozen from it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.governance import store
from services.governance.assemblies import rules as assemblies
from services.governance.events import RollFrozen
from services.governance.polls.errors import MembersDoubled, RollEmpty
from services.governance.rolls import rules as rolls
from shared.postgres import Tx


def note_admission(tx: Tx, *, member_id: str, on: date, source: str) -> None:
    """Membership admitted somebody."""
    store.add_fact(tx, member_id=member_id, effective_on=on, source=source, is_member=True)


def note_leaving(tx: Tx, *, member_id: str, on: date, source: str) -> None:
    """Somebody left; on that day he is no member any more."""
    store.add_fact(tx, member_id=member_id, effective_on=on, source=source, is_member=False)


def note_holding(tx: Tx, *, member_id: str, shares: int, on: date, source: str) -> None:
    """Shares came or went on that day; `shares` is what the member holds in all, later days known before included."""
    for holding in rolls.holdings_after(store.find_holdings(tx, member_id), total=shares, on=on):
        store.add_fact(tx, member_id=member_id, effective_on=holding.effective_on, source=source,
                       shares=holding.shares)


def note_standing(tx: Tx, *, member_id: str, voting: bool, suspended_shares: int, on: date, source: str) -> None:
    """A member's voting right, and how many of his shares have none."""
    store.add_fact(tx, member_id=member_id, effective_on=on, source=source, voting=voting,
                   suspended_shares=suspended_shares)


def import_roll(tx: Tx, *, as_of: date, members: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Where membership is not deployed: note the register as of a day. A member with zero shares leaves the roll."""
    doubled = [member for member, times in Counter(row["member_id"] for row in members).items() if times > 1]
    if doubled:
        raise MembersDoubled(count=len(doubled))
    for row in members:
        source = f"imported by {tx.actor}"
        note_admission(tx, member_id=row["member_id"], on=as_of, source=source)
        store.add_fact(tx, member_id=row["member_id"], effective_on=as_of, source=source, shares=row["shares"])
        note_standing(tx, member_id=row["member_id"], voting=row["voting"],
                      suspended_shares=row["suspended_shares"], on=as_of, source=source)
    return {"members": len(members)}


def freeze_roll(tx: Tx, *, assembly_id: str) -> dict[str, Any]:
    """Fix who may vote at an assembly, as of its record day and by what is known now. Done once, for ever."""
    assembly = store.get_assembly(tx, assembly_id)
    assemblies.assert_may_freeze(assembly, on=tx.on)
    entries = store.find_roll_on(tx, assembly.record_on)
    totals = rolls.totals_of(entries)
    if not totals.voting_members:
        raise RollEmpty(assembly_id=assembly_id, record_on=assembly.record_on)
    digest = rolls.roll_digest(assembly_id, entries)
    store.save_roll(tx, assembly, entries, totals, digest)
    tx.announce(RollFrozen(assembly_id=assembly_id, record_on=assembly.record_on, members=totals.members,
                           shares=totals.shares, digest=digest))
    return store.get_roll(tx, assembly_id)


def register_attendance(tx: Tx, *, assembly_id: str, member_id: str, manner: str) -> None:
    """Note that a member takes part, in person or remotely (CSA art. 6:75, 6:76)."""
    store.get_roll(tx, assembly_id)
    store.get_entry(tx, assembly_id, member_id)
    store.add_attendance(tx, assembly_id, member_id, manner)
