"""When a question may be asked, and what becomes of it. Nobody takes one back on another's behalf, or leaves it out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.governance.assemblies.rules import Assembly
from services.governance.questions.errors import AskedTooEarly, AskedTooLate, NotAMember, QuestionsTooMany

MOST_QUESTIONS = 50  # in writing, of one member to one assembly: a bound of the machine, not of the law


class QuestionState(StrEnum):
    """What became of a question."""

    WAITING = "waiting"
    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a member asks, in writing or aloud (`orally`), and the answer or why it is refused (empty: none yet)."""

    question_id: str
    assembly_id: str
    member_id: str
    words: str
    orally: bool
    asked_on: date
    state: QuestionState = QuestionState.WAITING
    answer: str = ""
    answered_on: date | None = None


def assert_may_ask(question: Question, assembly: Assembly, *, is_member: bool, asked_before: int) -> None:
    """Refuse who is no member, what is asked after the assembly, and what cannot have been asked aloud yet.

    A member asks in writing as often as a paper of minutes can bear; more is asked aloud.
    """
    if not question.orally and asked_before >= MOST_QUESTIONS:
        raise QuestionsTooMany(member_id=question.member_id, most=MOST_QUESTIONS)
    if not is_member:
        raise NotAMember(member_id=question.member_id, on=question.asked_on)
    if not question.orally and question.asked_on > assembly.held_on:
        raise AskedTooLate(assembly_id=assembly.assembly_id, held_on=assembly.held_on)
    if question.orally and question.asked_on < assembly.held_on:
        raise AskedTooEarly(assembly_id=assembly.assembly_id, held_on=assembly.held_on)
