"""Questions about notices."""

from dataclasses import dataclass, replace
from datetime import date

from services.governance.assemblies.reads import get_assembly
from services.governance.countries.protocol import law
from services.governance.notices import rules
from services.governance.notices.rules import Channel, Dispatch, Notice, Unreached
from services.governance.rolls.reads import list_entries_on
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentNotice:
    """Where a dispatch stands among the rows, and when it left."""

    position: int
    sent_on: date


def list_dispatches(tx: Tx, assembly_id: str) -> list[Dispatch]:
    """Every dispatch of a convening, with what came back."""
    return [Dispatch(**row | {"channel": Channel(row["channel"])})
            for row in tx.all(Q.dispatches_of, assembly_id=assembly_id)]


def find_dispatch(tx: Tx, assembly_id: str, *, member_id: str, channel: Channel, proof: str) -> SentNotice | None:
    """One dispatch, or nothing."""
    row = tx.one(Q.find_dispatch, assembly_id=assembly_id, member_id=member_id, channel=channel, proof=proof)
    return SentNotice(**row) if row else None


def list_convened(tx: Tx, assembly_id: str) -> set[str]:
    """Who is to be convened: the members of the record day, or of today before it."""
    assembly = get_assembly(tx, assembly_id)
    return {one.member_id for one in list_entries_on(tx, on=min(tx.on, assembly.record_on))}


def get_notice(tx: Tx, *, assembly_id: str) -> Notice:
    """How the convening reached the members, and from which day on the assembly may be held by it."""
    held_on = get_assembly(tx, assembly_id).held_on
    notice = rules.notice_of(list_convened(tx, assembly_id), list_dispatches(tx, assembly_id))
    if notice.last_on is None:
        return notice
    first_day = law(tx).first_day_to_meet(tx.tables, notified_on=notice.last_on)
    return replace(notice, first_day=first_day, late=held_on < first_day)


def list_unreached(tx: Tx, *, assembly_id: str, after: str, limit: int) -> list[tuple[str, Unreached]]:
    """The members whom the convening did not reach, and why, after a cursor."""
    missing = rules.unreached(list_convened(tx, assembly_id), list_dispatches(tx, assembly_id))
    return [(member_id, why) for member_id, why in missing.items() if member_id > after][:limit]
