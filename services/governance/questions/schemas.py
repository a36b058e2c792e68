"""Shapes of questions."""

from services.governance.questions.rules import QuestionState
from shared.fields import Day, Flag, Id, OneOf, Shape, Text


class AskQuestion(Shape):
    """Ask an assembly; the minutes print the words, and nobody's name."""

    assembly_id = Id("asm", required=True)
    member_id = Id("mbr", required=True)
    words = Text(required=True, longest=2000)


class NoteQuestion(AskQuestion):
    """Note what a member asked aloud in the assembly."""


class AnswerQuestion(Shape):
    """Answer a question; several may get the same words."""

    question_id = Id("qst", required=True)
    words = Text(required=True, longest=4000)


class RefuseQuestion(AnswerQuestion):
    """Refuse to answer, and say why."""


class ListQuestions(Shape):
    """Name the assembly."""

    assembly_id = Id("asm", required=True)


class QuestionShape(Shape):
    """A question and what became of it; `waiting` ones are asked of the board."""

    question_id = Id("qst", required=True)
    assembly_id = Id("asm", required=True)
    words = Text(required=True, longest=2000)
    orally = Flag(required=True)
    asked_on = Day(required=True)
    state = OneOf(*QuestionState, required=True)
    answer = Text(required=True, shortest=0, longest=4000)
    answered_on = Day(required=True, allow_none=True)
