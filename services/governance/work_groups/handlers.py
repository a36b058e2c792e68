"""What others may ask of work groups."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from services.governance.work_groups import reads, schemas, use_cases
from services.governance.work_groups.reads import GroupReport
from services.governance.work_groups.rules import AnswerStatus, GroupKind
from shared.bus import allow, command, query
from shared.postgres import Tx

CALLERS = allow("board", "returning_officer")
READERS = allow("member", "returning_officer", "board", "auditor")


class WorkGroupHandlers:
    """Work groups."""

    @command(schemas.CallWorkGroup, response=schemas.WorkGroupReport, allow=CALLERS)
    def call_work_group(
        self, tx: Tx, *, resolution_id: str, deliverable: str, ends_on: date, answer_days: int, seed_digest: str,
        strata: Sequence[Mapping[str, Any]], kind: str, closes_on: date | None,
    ) -> dict[str, Any]:
        """Call for volunteers by an adopted mandate."""
        return _whole(use_cases.call_work_group(
            tx, resolution_id=resolution_id, deliverable=deliverable, ends_on=ends_on, answer_days=answer_days,
            seed_digest=seed_digest, strata=strata, kind=GroupKind(kind),
            closes_on=closes_on))

    @command(schemas.VolunteerForGroup, allow=allow(self_by="member_id"))
    def volunteer(self, tx: Tx, *, group_id: str, member_id: str, stratum: str) -> None:
        """Volunteer for a work group, before its members are drawn."""
        use_cases.volunteer(tx, group_id=group_id, member_id=member_id, stratum=stratum)

    @command(schemas.DrawWorkGroup, response=schemas.WorkGroupReport, allow=allow("returning_officer"))
    def draw_work_group(self, tx: Tx, *, group_id: str, seed: str) -> dict[str, Any]:
        """Draw the members by lot, with the seed whose digest stood in the call."""
        return _whole(use_cases.draw_work_group(tx, group_id=group_id, seed=seed))

    @command(schemas.RecordMeeting, allow=CALLERS)
    def record_meeting(self, tx: Tx, *, group_id: str, words: str) -> None:
        """Note a meeting of a work group."""
        use_cases.record_meeting(tx, group_id=group_id, words=words)

    @command(schemas.Recommend, response=schemas.RecommendationMade, allow=CALLERS)
    def recommend(self, tx: Tx, *, group_id: str, theme: str, words: str) -> dict[str, str]:
        """Note what a work group recommends to the board."""
        return {"recommendation_id": use_cases.recommend(tx, group_id=group_id, theme=theme, words=words)}

    @command(schemas.AnswerRecommendation, response=schemas.WorkGroupReport, allow=allow("board"))
    def answer_recommendation(self, tx: Tx, *, recommendation_id: str, status: str, answer: str) -> dict[str, Any]:
        """Say what became of a recommendation."""
        return _whole(use_cases.answer_recommendation(
            tx, recommendation_id=recommendation_id, status=AnswerStatus(status), answer=answer))

    @command(schemas.NominateFacilitator, response=schemas.WorkGroupReport, allow=allow(self_by="member_id"))
    def nominate_facilitator(
        self, tx: Tx, *, group_id: str, member_id: str, nominee_id: str, reason: str,
    ) -> dict[str, Any]:
        """Name whom one would have as facilitator of one's group: nobody stands for it."""
        return _whole(use_cases.nominate_facilitator(tx, group_id=group_id, member_id=member_id,
                                                     nominee_id=nominee_id, reason=reason))

    @command(schemas.ProposeFacilitator, response=schemas.FacilitatorProposed, allow=CALLERS)
    def propose_facilitator(self, tx: Tx, *, group_id: str, nominee_id: str) -> dict[str, str]:
        """Propose one of those who were named, for everybody's consent."""
        return {"proposal_id": use_cases.propose_facilitator(tx, group_id=group_id, nominee_id=nominee_id)}

    @command(schemas.AnswerProposal, allow=allow(self_by="member_id"))
    def answer_proposal(self, tx: Tx, *, proposal_id: str, member_id: str, consents: bool, reason: str) -> None:
        """Consent to who is proposed as facilitator, or object and say why."""
        use_cases.answer_proposal(tx, proposal_id=proposal_id, member_id=member_id, consents=consents, reason=reason)

    @command(schemas.FacilitatorProposed, response=schemas.WorkGroupReport, allow=CALLERS)
    def declare_facilitator(self, tx: Tx, *, proposal_id: str) -> dict[str, Any]:
        """Declare who was proposed the facilitator, once nobody who took part objects."""
        return _whole(use_cases.declare_facilitator(tx, proposal_id=proposal_id))

    @query(schemas.GetWorkGroup, response=schemas.WorkGroupReport, allow=READERS)
    def get_work_group(self, tx: Tx, *, group_id: str) -> dict[str, Any]:
        """A work group as the next assembly sees it: members, meetings, recommendations, answers, rates."""
        return _whole(reads.get_report(tx, group_id=group_id))

    @query(schemas.GetWorkGroupPaper, response=schemas.GroupPaper, allow=READERS)
    def get_work_group_paper(self, tx: Tx, *, group_id: str, language: str) -> dict[str, str]:
        """The report of a group as a paper, for the next assembly."""
        return use_cases.get_work_group_paper(tx, group_id=group_id, language=language)

    @query(schemas.ListWorkGroups, response=schemas.WorkGroupSummary, allow=READERS, many=True)
    def list_work_groups(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """The work groups, the last called first."""
        return reads.list_work_groups(tx, after=after, limit=limit)


def _whole(report: GroupReport) -> dict[str, Any]:
    return {**asdict(report.group), **{name: value for name, value in asdict(report).items() if name != "group"}}
