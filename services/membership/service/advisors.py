"""The door: advisors, questions, desks."""

from datetime import date
from decimal import Decimal
from typing import Any

from services.membership.reads import advisors as reads
from services.membership.schemas import advisors as shapes
from services.membership.schemas.shares import WhichMember
from services.membership.use_cases import advisors as use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx


class AdvisorDoor:
    """Advisors and what they do for members."""

    @command(shapes.RegisterAdvisor, response=shapes.AdvisorStep, allow=allow("desk"))
    def register_advisor(
        self, tx: Tx, *, subject: str, name: str, languages: list[str], cities: list[str], specialities: list[str],
        working_share: Decimal,
    ) -> dict[str, Any]:
        """Somebody begins to accompany members."""
        return use_cases.register_advisor(tx, subject=subject, name=name, languages=languages, cities=cities,
                                          specialities=specialities, working_share=working_share)

    @command(shapes.ChangeAdvisor, response=shapes.AdvisorStep, allow=allow("desk"))
    def change_advisor(self, tx: Tx, *, advisor_id: str, **offers: Any) -> dict[str, Any]:
        """What an advisor offers changes."""
        return use_cases.change_advisor(tx, advisor_id=advisor_id, **offers)

    @command(shapes.RetireAdvisor, response=shapes.AdvisorRetired, allow=allow("desk"))
    def retire_advisor(self, tx: Tx, *, advisor_id: str, handover_note: str) -> dict[str, Any]:
        """An advisor leaves; his members get others."""
        return use_cases.retire_advisor(tx, advisor_id=advisor_id, handover_note=handover_note)

    @command(shapes.ReassignMember, response=shapes.Assignment, allow=allow("desk", "advisor"))
    def reassign_member(
        self, tx: Tx, *, member_id: str, advisor_id: str, reason: str, handover_note: str,
    ) -> dict[str, Any]:
        """A member goes to another advisor."""
        return use_cases.reassign_member(tx, member_id=member_id, advisor_id=advisor_id, reason=reason,
                                         handover_note=handover_note)

    @command(shapes.RecordAbsence, response=shapes.Absence, allow=allow("desk", "advisor"))
    def record_absence(
        self, tx: Tx, *, advisor_id: str, from_on: date, until_on: date, cover_id: str,
    ) -> dict[str, Any]:
        """An advisor is away, and somebody covers."""
        return use_cases.record_absence(tx, advisor_id=advisor_id, from_on=from_on, until_on=until_on,
                                        cover_id=cover_id)

    @command(shapes.AskQuestion, response=shapes.QuestionAsked, allow=allow("desk", self_by="member_id"))
    def ask_question(self, tx: Tx, *, member_id: str, subject: str, text: str) -> dict[str, Any]:
        """A member asks."""
        return use_cases.ask_question(tx, member_id=member_id, subject=subject, text=text)

    @command(shapes.AnswerQuestion, response=shapes.QuestionAnswered, allow=allow("advisor", "desk"))
    def answer_question(self, tx: Tx, *, question_id: str, answer: str) -> dict[str, Any]:
        """An advisor answers."""
        return use_cases.answer_question(tx, question_id=question_id, answer=answer)

    @query(shapes.Page, response=shapes.AdvisorListed, many=True, allow=allow("desk", "advisor"))
    def list_advisors(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """Advisors and their loads."""
        return reads.list_advisors(tx, after=after, limit=limit)

    @query(WhichMember, response=shapes.AdvisorOf, allow=allow("desk", "advisor"))
    def get_advisor_of_member(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Who answers for a member."""
        return reads.get_advisor_of(tx, member_id)

    @query(shapes.WhichQuestions, response=shapes.Question, many=True,
           allow=allow("desk", "advisor", self_by="member_id"))
    def list_questions(self, tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
        """What a member asked."""
        return reads.list_questions(tx, member_id=member_id, limit=limit)

    @query(shapes.WhichDesk, response=shapes.DeskItem, many=True, allow=allow("desk", "advisor"))
    def list_desk(self, tx: Tx, *, advisor_id: str, limit: int) -> list[dict[str, Any]]:
        """What lies on a desk, most urgent first."""
        return reads.list_desk(tx, advisor_id=advisor_id, limit=limit)
