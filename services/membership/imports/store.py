"""Writing a register that is taken over, set by set."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from services.membership.imports.rules import OldMember, OldMovement, OldStanding, left_out
from shared.chain import new_salt
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
BATCH = 5_000


def add_members(tx: Tx, members: Sequence[OldMember], ids: Mapping[int, str], shares: Mapping[int, int]) -> None:
    """Members with where they came from, how they are reached, and their name and domicile."""
    for batch in _batches([_columns(member, ids[member.number], shares.get(member.number, 0)) for member in members]):
        known = {"on": tx.on, "at": tx.at, "actor": tx.actor, **batch}
        for query in (Q.add_registrations, Q.add_members, Q.add_contacts, Q.add_holders):
            tx.run(query, **known)
    tx.single(Q.next_number)


def _columns(member: OldMember, member_id: str, shares: int) -> dict[str, Any]:
    salt, person = new_salt(), member.person
    return {
        **asdict(person), "member_id": member_id, "registration_id": new_id("reg"), "contact_id": new_id("con"),
        "holder_id": new_id("hol"), "applicant": member_id, "state": "accepted", "accepted_on": member.accepted_on,
        "admitted_on": member.admitted_on, "left_on": member.left_on, "left_reason": member.left_reason,
        "holds_until": member.holds_until, "founder": member.founder, "number": member.number, "shares": shares,
        "share_class": member.share_class,
        "salt": salt, "digest": person.holder.digest(salt)}


def add_movements(
    tx: Tx, movements: Sequence[OldMovement], ids: Mapping[int, str], lots: Mapping[tuple[int, str], str], *,
    classes: Mapping[int, str], cause: str,
) -> None:
    """Movements in the order in which they happened; what caused them is the taking over, line by line."""
    currency = movements[0].amount.currency if movements else ""
    for batch in _batches([{
        "id": new_id("shm"), "member_id": ids[one.number], "kind": one.kind, "shares": one.shares,
        "share_class": classes[one.number], "cents": one.amount.cents,
        "effective_on": one.effective_on, "cause": f"{cause}.{one.line}/{lots[one.number, one.lot]}",
    } for one in movements]):
        tx.run(Q.add_movements, currency=currency, at=tx.at, actor=tx.actor, **batch)


def add_standings(
    tx: Tx, standings: Sequence[OldStanding], held: Mapping[int, Sequence[OldMovement]], ids: Mapping[int, str],
) -> None:
    """The line of rights up to today; what it is from today on, our own calls say."""
    for batch in _batches([{
        "member_id": ids[one.number], "effective_on": one.effective_on, "voting": one.voting, "reason": one.reason,
        "suspended_shares": left_out(held, one),
    } for one in sorted(standings, key=lambda one: (one.effective_on, one.line))]):
        tx.run(Q.add_standings, at=tx.at, **batch)
        tx.run(Q.standings_until, on=tx.on, member_ids=batch["member_id"])


def _batches(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, list[Any]]]:
    """Some thousand rows at a time, column by column."""
    for begin in range(0, len(rows), BATCH):
        part = rows[begin:begin + BATCH]
        yield {name: [row[name] for row in part] for name in part[0]}
