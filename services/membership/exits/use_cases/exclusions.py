"""Exclusion as a timed procedure (art. 6:123): load, take the next step, save."""

from dataclasses import asdict
from typing import Any

from services.membership.countries.protocol import law
from services.membership.events import LeavingReason
from services.membership.exits import reads, rules, store
from services.membership.exits.rules import Exclusion, Outcome
from services.membership.exits.use_cases.leaving import end_for
from services.membership.members.reads import find_contact, lock_current_member, lock_member
from services.membership.register.reads import assert_entry
from services.membership.register.rules import ActDays
from services.membership.register.use_cases import record_act
from services.membership.standing.use_cases import recompute_standing
from shared.postgres import Tx


def propose_exclusion(tx: Tx, *, member_id: str, reasons: str, days: ActDays) -> dict[str, Any]:
    """The board proposes to exclude a member, with reasons."""
    lock_current_member(tx, member_id)
    proposed = store.add_exclusion(tx, member_id=member_id, reasons=reasons, on=days.happened_on)
    record_act(tx, "exclusion_proposed", refers_to=proposed.id, days=days)
    return _dump(proposed)


def notify_exclusion_proposal(tx: Tx, *, exclusion_id: str, channel: str, days: ActDays) -> dict[str, Any]:
    """The member was told."""
    exclusion, told_on = reads.lock_exclusion(tx, exclusion_id), days.happened_on
    contact = find_contact(tx, exclusion.member_id)
    return _save(tx, rules.notify_proposal(
        exclusion, on=told_on, channel=channel, has_email=bool(contact and contact.email),
        answer_until=law(tx).exclusion_answered_by(tx.tables, notified_on=told_on)),
        act="exclusion_proposal_notified", days=days)


def record_observations(
    tx: Tx, *, exclusion_id: str, text: str, wants_hearing: bool, days: ActDays,
) -> dict[str, Any]:
    """The member answers; in time is what was sent in time."""
    return _save(tx, rules.record_observations(reads.lock_exclusion(tx, exclusion_id), on=days.happened_on, text=text,
                                               wants_hearing=wants_hearing), act="exclusion_answered", days=days)


def record_hearing(tx: Tx, *, exclusion_id: str, days: ActDays) -> dict[str, Any]:
    """The member was heard."""
    return _save(tx, rules.record_hearing(reads.lock_exclusion(tx, exclusion_id), on=days.happened_on),
                 act="exclusion_heard", days=days)


def decide_exclusion(
    tx: Tx, *, exclusion_id: str, outcome: Outcome, grounds: str, resolution: str, days: ActDays,
) -> dict[str, Any]:
    """The assembly (or the board) decided; who is excluded leaves when the country says."""
    assert_entry(tx)
    decided = rules.decide(
        reads.lock_exclusion(tx, exclusion_id), on=days.happened_on, outcome=outcome, grounds=grounds,
        resolution=resolution,
        assembly_decides=tx.tables.value("exclusion_decided_by", days.happened_on) == "general_assembly")
    answer = _save(tx, decided, act="exclusion_decided", days=days)
    if outcome == Outcome.EXCLUDED:
        end_for(tx, member_id=decided.member_id, cause=LeavingReason.EXCLUSION, days=days,
                evidence=exclusion_id)
    return answer


def notify_exclusion_decision(tx: Tx, *, exclusion_id: str, days: ActDays) -> dict[str, Any]:
    """The member was told what was decided; who is excluded later this year votes no more from then on."""
    told = rules.notify_decision(reads.lock_exclusion(tx, exclusion_id), on=days.happened_on,
                                 days=tx.tables.integer("exclusion_notice_days", days.happened_on))
    lock_member(tx, told.member_id)
    answer = _save(tx, told, act="exclusion_decision_notified", days=days)
    recompute_standing(tx, told.member_id)
    return answer


def _save(tx: Tx, exclusion: Exclusion, *, act: str, days: ActDays) -> dict[str, Any]:
    store.save_exclusion(tx, exclusion)
    record_act(tx, act, refers_to=exclusion.id, days=days)
    return _dump(exclusion)


def _dump(exclusion: Exclusion) -> dict[str, Any]:
    return {**asdict(exclusion), "exclusion_id": exclusion.id}
