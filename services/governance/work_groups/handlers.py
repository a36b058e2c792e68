"""What others may ask of work groups."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from services.governance.work_groups import reads, schemas, use_cases
from services.governance.work_groups.reads import GroupReport
from services.governance.work_groups.rules import AnswerStatus
from shared.bus import allow, command, query
from shared.postgres import Tx

CALLERS = allow("board", "returning_officer")
READERS = allow("member", "returning_officer", "board", "auditor")


class WorkGroupHandlers:
    """Work groups."""

    @command(schemas.CallWorkGroup, response=schemas.WorkGroupReport, allow=CALLERS)
    def call_work_group(
        self, tx: Tx, *, resolution_id: str, deliverable: str, ends_on: date, answer_days: int, seed_digest: str,
        strata: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any]:
        """Call for volunteers by an adopted mandate."""
        return _whole(use_cases.call_work_group(
            tx, resolution_id=resolution_id, deliverable=deliverable, ends_on=ends_on, answer_days=answer_days,
            seed_digest=seed_digest, strata=strata))

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

    @query(schemas.GetWorkGroup, response=schemas.WorkGroupReport, allow=READERS)
    def get_work_group(self, tx: Tx, *, group_id: str) -> dict[str, Any]:
        """A work group as the next assembly sees it: members, meetings, recommendations, answers, rates."""
        return _whole(reads.get_report(tx, group_id=group_id))

    @query(schemas.ListWorkGroups, response=schemas.WorkGroupSummary, allow=READERS, many=True)
    def list_work_groups(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """The work groups, the last called first."""
        return reads.list_work_groups(tx, after=after, limit=limit)


def _whole(report: GroupReport) -> dict[str, Any]:
    return {**asdict(report.group), **{name: value for name, value in asdict(report).items() if name != "group"}}
