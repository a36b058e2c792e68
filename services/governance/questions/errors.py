"""What questions refuse."""

from shared.errors import Refusal


class NotAMember(Refusal):
    """Members ask an assembly; they may before its roll is frozen, too."""

    sentence = "Member {member_id} is not on the register on {on}: members ask."


class AskedTooLate(Refusal):
    """A question is asked until the day of the assembly is over (CSA art. 6:77)."""

    sentence = "Assembly {assembly_id} was held on {held_on}: what is asked later is put to the next one."


class AskedTooEarly(Refusal):
    """What was asked aloud was asked in the assembly."""

    sentence = "Assembly {assembly_id} is held on {held_on}: until then members ask in writing, themselves."


class QuestionAnswered(Refusal):
    """A question is answered once; what was said is not unsaid."""

    sentence = "This question was answered or refused before ({constraint})."


class QuestionsTooMany(Refusal):
    """One member fills no minutes alone: what is more is asked in the assembly."""

    sentence = "Member {member_id} asked {most} questions in writing: ask what is more in the assembly."
