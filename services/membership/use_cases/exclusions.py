"""Exclusion as a timed procedure (art. 6:123): load, take the next step, save."""

from dataclasses import asdict
from typing import Any

from services.membership.domain import exclusion as rules
from services.membership.domain.errors import NotMember
from services.membership.store import exclusions as store
from services.membership.store import members
from services.membership.store.reading import assert_entry
from services.membership.use_cases.leaving import end_now
from shared.postgres import Tx


def propose_exclusion(tx: Tx, *, member_id: str, reasons: str) -> dict[str, Any]:
    """The board proposes to exclude a member, with reasons."""
    if not members.lock_member(tx, member_id).is_member_on(tx.on):
        raise NotMember(member_id=member_id, day=tx.on.isoformat())
    exclusion_id = store.add_exclusion(tx, member_id=member_id, reasons=reasons)
    return _answer(store.lock_exclusion(tx, exclusion_id))


def notify_exclusion_proposal(tx: Tx, *, exclusion_id: str, channel: str) -> dict[str, Any]:
    """The member was told."""
    exclusion = store.lock_exclusion(tx, exclusion_id)
    return _save(tx, rules.notify_proposal(
        exclusion, on=tx.on, channel=channel, has_email=members.has_email(tx, exclusion.member_id),
        answer_months=tx.tables.integer("exclusion_answer_months", tx.on)))


def record_observations(tx: Tx, *, exclusion_id: str, text: str, wants_hearing: bool) -> dict[str, Any]:
    """The member answers."""
    return _save(tx, rules.note_observations(store.lock_exclusion(tx, exclusion_id), on=tx.on, text=text,
                                             wants_hearing=wants_hearing))


def record_hearing(tx: Tx, *, exclusion_id: str) -> dict[str, Any]:
    """The member was heard."""
    return _save(tx, rules.note_hearing(store.lock_exclusion(tx, exclusion_id), on=tx.on))


def decide_exclusion(
    tx: Tx, *, exclusion_id: str, outcome: str, grounds: str, resolution: str,
) -> dict[str, Any]:
    """The assembly (or the board) decided; who is excluded leaves the register at once."""
    assert_entry(tx)
    decided = rules.decide(
        store.lock_exclusion(tx, exclusion_id), on=tx.on, outcome=outcome, grounds=grounds, resolution=resolution,
        assembly_decides=tx.tables.value("exclusion_decided_by", tx.on) == "general_assembly")
    answer = _save(tx, decided)
    if outcome == "excluded":
        end_now(tx, member_id=decided.member_id, cause="exclusion", effective_on=tx.on, evidence=exclusion_id)
    return answer


def notify_exclusion_decision(tx: Tx, *, exclusion_id: str) -> dict[str, Any]:
    """The member was told what was decided."""
    return _save(tx, rules.notify_decision(store.lock_exclusion(tx, exclusion_id), on=tx.on,
                                           days=tx.tables.integer("exclusion_notice_days", tx.on)))


def _save(tx: Tx, exclusion: rules.Exclusion) -> dict[str, Any]:
    store.save_exclusion(tx, exclusion)
    return _answer(exclusion)


def _answer(exclusion: rules.Exclusion) -> dict[str, Any]:
    return {**asdict(exclusion), "exclusion_id": exclusion.id}
