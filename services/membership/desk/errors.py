"""What is refused about questions."""

from shared.errors import Refusal


class AnsweredBefore(Refusal):
    """A question is answered once; what is added is another question."""

    named = "question_answered"
    sentence = "The question {question_id} was answered on {answered_on}."
