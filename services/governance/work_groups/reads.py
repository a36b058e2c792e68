"""Questions about work groups."""

from dataclasses import dataclass
from typing import Any

from services.governance.work_groups import rules
from services.governance.work_groups.rules import (
    AnswerStatus,
    FacilitatorProposal,
    FacilitatorWord,
    Nomination,
    Recommendation,
    Stratum,
    ThemeRate,
    Volunteer,
    WorkGroup,
)
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupReport:
    """A work group as the next assembly sees it: mandate, volunteers, who was drawn, meetings, recommendations."""

    group: WorkGroup
    volunteers: list[Volunteer]
    members: list[Volunteer]
    meetings: int
    recommendations: list[Recommendation]
    rates: list[ThemeRate]
    overdue: int
    nominations: list[Nomination]
    proposals: list[FacilitatorProposal]
    facilitator_id: str


def get_report(tx: Tx, *, group_id: str) -> GroupReport:
    """Everything about a work group; its members follow from volunteers and seed."""
    row = tx.require(Q.get_group, NotFound(kind="work group", id=group_id), group_id=group_id)
    group = WorkGroup(**row, strata=[Stratum(**one) for one in tx.all(Q.strata_of, group_id=group_id)])
    volunteers, made = list_volunteers(tx, group_id), list_recommendations(tx, group_id)
    members = rules.redraw(group_id, group.strata, volunteers, seed=group.seed) if group.seed else []
    proposals = list_proposals(tx, group_id)
    return GroupReport(
        group=group, volunteers=volunteers, members=members, recommendations=made, rates=rules.rates(made),
        meetings=tx.single(Q.count_meetings, group_id=group_id)["meetings"],
        overdue=sum(not one.in_time(on=tx.on) for one in made), nominations=list_nominations(tx, group_id),
        proposals=proposals, facilitator_id=rules.facilitator_of(proposals))


def list_work_groups(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of work groups, the last called first."""
    return tx.all(Q.list_groups, after=after, limit=limit)


def list_volunteers(tx: Tx, group_id: str) -> list[Volunteer]:
    """Who volunteered for a group."""
    return [Volunteer(**row) for row in tx.all(Q.volunteers_of, group_id=group_id)]


def list_recommendations(tx: Tx, group_id: str) -> list[Recommendation]:
    """What a group recommended, with the board's last answers."""
    return [Recommendation(**row | {"status": AnswerStatus(row["status"]) if row["status"] else None})
            for row in tx.all(Q.recommendations_of, group_id=group_id)]


def find_group_of(tx: Tx, recommendation_id: str) -> str:
    """The group that made a recommendation, or a refusal."""
    refusal = NotFound(kind="recommendation", id=recommendation_id)
    row = tx.require(Q.group_of_recommendation, refusal, recommendation_id=recommendation_id)
    return str(row["group_id"])


def list_nominations(tx: Tx, group_id: str) -> list[Nomination]:
    """Whom each member of a group would have as facilitator."""
    return [Nomination(**row) for row in tx.all(Q.nominations_of, group_id=group_id)]


def list_proposals(tx: Tx, group_id: str) -> list[FacilitatorProposal]:
    """Who was proposed as facilitator of a group, with the last word of each."""
    return [FacilitatorProposal(**row, words=[FacilitatorWord(**word) for word in tx.all(
        Q.words_of, proposal_id=row["proposal_id"])]) for row in tx.all(Q.proposals_of, group_id=group_id)]


def find_group_of_proposal(tx: Tx, proposal_id: str) -> str:
    """The group to which a facilitator is proposed, or a refusal."""
    refusal = NotFound(kind="proposal", id=proposal_id)
    return str(tx.require(Q.group_of_proposal, refusal, proposal_id=proposal_id)["group_id"])
