"""What is refused about questions."""

from shared.errors import Refusal


class NoExpert(Refusal):
    """A question goes to somebody who works here and knows the law."""

    sentence = "{expert_id} is no legal expert of the cooperative on {day}."


class ReferredBefore(Refusal):
    """One expert at a time sees a question."""

    sentence = "The question is with an expert already ({constraint})."


class NotReferred(Refusal):
    """Only what an expert has can come back from them."""

    sentence = "The question {question_id} is with no expert."


class AttachedBefore(Refusal):
    """The same file belongs to a question once."""

    sentence = "This file belongs to the question already ({constraint})."


class TooManyAttachments(Refusal):
    """A question has some files, not an archive."""

    sentence = "A question has at most {most} files."


class NotThatFile(Refusal):
    """The bytes are what the file says it is."""

    sentence = "The file is no {media_type}."


class AnsweredBefore(Refusal):
    """A question is answered once; what is added is another question."""

    named = "question_answered"
    sentence = "The question {question_id} was answered on {answered_on}."
