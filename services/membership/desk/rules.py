"""Questions and what lies on a desk: until when an answer is owed."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.membership.desk.errors import AnsweredBefore, NotThatFile, TooManyAttachments

SATURDAY = 5
LAW = "law"  # the speciality of advisors to whom questions are referred
MOST_FILES = 10  # of one question
LARGEST_FILE = 2_000_000  # bytes
MARKS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


class ItemKind(StrEnum):
    """What was heard of others and lies on a desk."""

    CLIENT_OVERDUE = "client_overdue"
    ADVANCE_OPEN = "advance_open"
    COVER_ENDING = "cover_ending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a member asked."""

    id: str
    member_id: str
    answered_on: date | None


def assert_unanswered(question: Question) -> None:
    """A question is answered once; what is added is another question."""
    if question.answered_on:
        raise AnsweredBefore(question_id=question.id, answered_on=question.answered_on.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFile:
    """A file that belongs to a question."""

    name: str
    media_type: str
    content: bytes

    @property
    def digest(self) -> str:
        """What names these bytes, and no others."""
        return hashlib.sha256(self.content).hexdigest()


def assert_attachable(file: QuestionFile, *, attached: int) -> None:
    """Some files, each of the kind that it says: nobody opens a program that calls itself a letter."""
    if attached >= MOST_FILES:
        raise TooManyAttachments(most=MOST_FILES)
    if not file.content.startswith(MARKS[file.media_type]):
        raise NotThatFile(media_type=file.media_type)


def add_working_days(day: date, count: int, *, holidays: Collection[date]) -> date:
    """The working day so many working days later; Saturdays, Sundays and holidays do not count."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY and day not in holidays:
            count -= 1
    return day
