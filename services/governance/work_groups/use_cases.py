"""Calling a work group together, drawing it, its work, and the board's answers."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from services.governance.assemblies import reads as assemblies
from services.governance.assemblies.rules import Outcome
from services.governance.countries.protocol import law
from services.governance.work_groups import reads, rules, store
from services.governance.work_groups.documents.report import Work, report_pdf
from services.governance.work_groups.errors import MandateMissing
from services.governance.work_groups.reads import GroupReport
from services.governance.work_groups.rules import (
    AnswerStatus,
    FacilitatorProposal,
    FacilitatorWord,
    GroupKind,
    Nomination,
    Stratum,
    Volunteer,
    WorkGroup,
)
from shared.identifiers import new_id
from shared.papers import LANGUAGES, Figures, PrintedParty
from shared.postgres import Tx


def call_work_group(
    tx: Tx, *, resolution_id: str, deliverable: str, ends_on: date, answer_days: int, seed_digest: str,
    strata: Sequence[Mapping[str, Any]], kind: GroupKind, closes_on: date | None,
) -> GroupReport:
    """Call for volunteers by the mandate that the assembly gave: deliverable, term, strata, the digest of the seed.

    It closes on `closes_on`; where none is said, when a call for candidacies of this day could close at the earliest.
    """
    item = assemblies.get_item(tx, resolution_id)
    if item.outcome != Outcome.ADOPTED:
        raise MandateMissing(resolution_id=resolution_id, outcome=item.outcome)
    rules.assert_mandated(item.question, resolution_id=resolution_id, deliverable=deliverable, ends_on=ends_on,
                          written=[Figures(language, tx.tables.country).spell(ends_on) for language in LANGUAGES])
    call_days = law(tx).board_of(tx.tables, on=tx.on).call_days
    closes_on = closes_on or tx.on + timedelta(days=call_days)
    rules.assert_leaves_time(closes_on, called_on=tx.on, call_days=call_days, ends_on=ends_on)
    group = WorkGroup(kind=kind, closes_on=closes_on, group_id=new_id("wgr"), resolution_id=resolution_id,
                      title=item.title, deliverable=deliverable, ends_on=ends_on, answer_days=answer_days,
                      seed_digest=seed_digest, strata=[Stratum(**one) for one in strata])
    store.add_group(tx, group)
    return reads.get_report(tx, group_id=group.group_id)


def volunteer(tx: Tx, *, group_id: str, member_id: str, stratum: str) -> None:
    """A member volunteers, once and before the lot."""
    rules.assert_may_volunteer(store.lock_group(tx, group_id), stratum, on=tx.on)
    store.add_volunteer(tx, group_id, Volunteer(member_id=member_id, stratum=stratum))


def draw_work_group(tx: Tx, *, group_id: str, seed: str) -> GroupReport:
    """Draw the members with the seed whose digest stood in the call; vacant seats stay vacant."""
    rules.draw(store.lock_group(tx, group_id), reads.list_volunteers(tx, group_id), seed=seed, on=tx.on)
    store.add_draw(tx, group_id, seed)
    return reads.get_report(tx, group_id=group_id)


def record_meeting(tx: Tx, *, group_id: str, words: str) -> None:
    """The group met on this day."""
    rules.assert_at_work(store.lock_group(tx, group_id), on=tx.on)
    store.add_meeting(tx, group_id, words)


def recommend(tx: Tx, *, group_id: str, theme: str, words: str) -> str:
    """The group recommends something; the board answers within the days of the mandate."""
    group = store.lock_group(tx, group_id)
    rules.assert_at_work(group, on=tx.on)
    recommendation_id = new_id("rec")
    store.add_recommendation(tx, group_id, recommendation_id, theme=theme, words=words,
                             answer_due_on=tx.on + timedelta(days=group.answer_days))
    return recommendation_id


def answer_recommendation(tx: Tx, *, recommendation_id: str, status: AnswerStatus, answer: str) -> GroupReport:
    """The board says what became of a recommendation; a later answer adds to the record, and counts."""
    group_id = reads.find_group_of(tx, recommendation_id)
    store.add_answer(tx, recommendation_id, status=status, answer=answer)
    return reads.get_report(tx, group_id=group_id)


def nominate_facilitator(tx: Tx, *, group_id: str, member_id: str, nominee_id: str, reason: str) -> GroupReport:
    """A member of the group names whom they would have as its facilitator, and why; the last one counts."""
    rules.assert_at_work(store.lock_group(tx, group_id), on=tx.on)
    members = reads.get_report(tx, group_id=group_id).members
    rules.assert_of_the_group(members, member_id, nominee_id, group_id=group_id)
    store.add_nomination(tx, group_id, Nomination(member_id=member_id, nominee_id=nominee_id, reason=reason))
    return reads.get_report(tx, group_id=group_id)


def propose_facilitator(tx: Tx, *, group_id: str, nominee_id: str) -> str:
    """Who leads the round proposes one of those who were named; each who took part says a word to it."""
    rules.assert_at_work(store.lock_group(tx, group_id), on=tx.on)
    found = reads.get_report(tx, group_id=group_id)
    rules.assert_nominated(found.nominations, nominee_id)
    rules.assert_half_took_part(found.nominations, found.members)
    proposal_id = new_id("fcl")
    store.add_proposal(tx, group_id, proposal_id, nominee_id=nominee_id)
    return proposal_id


def answer_proposal(tx: Tx, *, proposal_id: str, member_id: str, consents: bool, reason: str) -> None:
    """A member of the group consents, or objects with a reason; their last word counts."""
    report, _ = _proposed(tx, proposal_id)
    rules.assert_of_the_group(report.members, member_id, group_id=report.group.group_id)
    word = FacilitatorWord(member_id=member_id, consents=consents, reason=reason)
    rules.assert_explained(word)
    store.add_word(tx, proposal_id, word)


def _proposed(tx: Tx, proposal_id: str) -> tuple[GroupReport, FacilitatorProposal]:
    group_id = reads.find_group_of_proposal(tx, proposal_id)
    rules.assert_at_work(store.lock_group(tx, group_id), on=tx.on)
    report = reads.get_report(tx, group_id=group_id)
    return report, next(one for one in report.proposals if one.proposal_id == proposal_id)


def declare_facilitator(tx: Tx, *, proposal_id: str) -> GroupReport:
    """Who was proposed is the facilitator: nobody who took part objects. A later election replaces them."""
    report, proposal = _proposed(tx, proposal_id)
    rules.assert_consent(report.nominations, proposal)
    store.add_facilitator(tx, proposal_id)
    return reads.get_report(tx, group_id=report.group.group_id)


def get_work_group_paper(tx: Tx, *, group_id: str, language: str) -> dict[str, str]:
    """The report of a group, printed by what is known of it today."""
    found, company = reads.get_report(tx, group_id=group_id), tx.tables.row("company", tx.on)
    work = Work(group=found.group, members=found.members, meetings=found.meetings, rates=found.rates,
                recommendations=found.recommendations, has_facilitator=bool(found.facilitator_id))
    printed = report_pdf(work, on=tx.on, language=language, country=tx.tables.country, issuer=PrintedParty(
        name=company["name"], lines=(company["form"], company["seat"])))
    return {"name": f"group-{tx.on}.pdf", "content": b64encode(printed).decode()}
