"""What is refused about leaving, exclusion and transfers."""

from shared.errors import Refusal


class ResignationWindowClosed(Refusal):
    """Members resign in the first months of the financial year only (art. 6:120 par. 1, 1)."""

    sentence = "The window for resignations closed on {closed_on}; the next one opens on {opens_on}."


class FounderTooEarly(Refusal):
    """Founders may leave from a certain financial year on (art. 6:120)."""

    sentence = "Founders may leave from financial year {needed} of the company on; this is year {year}."


class LeavingBefore(Refusal):
    """One end of membership per member."""

    sentence = "This member is leaving, or has left, already ({constraint})."


class ExitStateWrong(Refusal):
    """A resignation is taken back before it takes effect."""

    sentence = "The exit {exit_id} is {state} and cannot be taken back."


class CauseTooEarly(Refusal):
    """What ends a membership by itself must have happened."""

    sentence = "{happened_on} lies after {today}: it has not happened."


class CauseDoesNotEnd(Refusal):
    """Not everything that happens to somebody ends their membership by itself; the country says what does."""

    sentence = "In this country {cause} ends no membership by itself, as far as anybody found out."


class CauseBeforeAdmission(Refusal):
    """Nothing ends a membership before it began."""

    sentence = "{happened_on} lies before {admitted_on}, the day of admission."


class ExclusionOpen(Refusal):
    """One procedure at a time against a member."""

    sentence = "An exclusion of this member is under way ({constraint})."


class ExclusionStateWrong(Refusal):
    """An exclusion goes one step at a time."""

    sentence = "The exclusion {exclusion_id} is {state}; this needs it to be {needed}."


class RegisteredLetterNeeded(Refusal):
    """A member without an e-mail address is told by registered letter (art. 6:123, 2:32)."""

    sentence = "The exclusion {exclusion_id} must be notified by registered letter: the member gave no e-mail address."


class TooLateToAnswer(Refusal):
    """The month to answer has run out."""

    sentence = "Observations could be made until {until}."


class AnswerTimeRunning(Refusal):
    """Nobody decides before the member's month has run out (art. 6:123)."""

    sentence = "The member may answer until {until}; the decision cannot come before."


class HearingNotAskedFor(Refusal):
    """A hearing is held when the member asked for it."""

    sentence = "No hearing was asked for in exclusion {exclusion_id}."


class HearingNotHeld(Refusal):
    """Who asked to be heard is heard before the decision."""

    sentence = "The member asked to be heard in exclusion {exclusion_id} and was not yet."


class ResolutionMissing(Refusal):
    """The general assembly decides about exclusions: its resolution must be named."""

    sentence = "The exclusion {exclusion_id} needs the resolution of the general assembly."


class LeftSince(Refusal):
    """Shares come back to who is a member; who left for another reason is brought back first."""

    sentence = "{member_id} left on {left_on} for another reason: annul that end first, then this."


class SharesMovedOn(Refusal):
    """What left again cannot come back before that is undone."""

    sentence = "The shares that {member_id} received have left again; correct what moved them first."


class TransfersNotAllowed(Refusal):
    """The statutes do not let shares pass from one to another."""

    sentence = "The statutes in force on {day} do not allow transfers of shares."


class ConsentMissing(Refusal):
    """A transfer needs the consent that the statutes ask for."""

    sentence = "The transfer needs the consent of the board; name its decision."


class TransferToOneself(Refusal):
    """A transfer has two sides."""

    sentence = "Giver and receiver are the same ({constraint})."


class TransferInArrears(Refusal):
    """Who owes a called contribution, or the rest on shares that exist, pays it before they give shares away."""

    sentence = "{member_id} has {calls} share calls that are overdue or half paid; they are paid first."


class TransferAcrossClasses(Refusal):
    """A share keeps its class: it passes to who holds shares of the same."""

    sentence = "Shares of class {giver} do not pass to a holder of class {receiver}."


class TransferWhileLeaving(Refusal):
    """Who is leaving keeps all their shares until they are paid for them."""

    sentence = "{member_id} is leaving; shares cannot pass any more."
