"""Everything that membership refuses, one class per broken rule."""

from shared.errors import Refusal


class PlaceUnknown(Refusal):
    """Sessions and spaces are in one of the cooperative's cities, or online."""

    sentence = "{place} is not a city of the cooperative on {day}."


class SessionOver(Refusal):
    """Seats are booked and given back until the day of the session."""

    sentence = "The session {session_id} took place on {held_on}."


class SessionCancelled(Refusal):
    """The session does not take place."""

    sentence = "The session {session_id} was cancelled."


class SessionNotYet(Refusal):
    """Attendance is noted on the day of the session or later."""

    sentence = "The session {session_id} takes place on {held_on}; attendance cannot be noted before."


class SeatBookedBefore(Refusal):
    """One person, one seat per session."""

    sentence = "This person already has a seat, or a place on the waiting list, in this session ({constraint})."


class SeatNotBooked(Refusal):
    """Only a booked seat can be attended or missed."""

    sentence = "The seat {seat_id} is {state}, not booked."


class SessionOverfull(Refusal):
    """The room has no more seats than it has."""

    sentence = "No seat is left in this session ({constraint})."


class RegistrationStateWrong(Refusal):
    """A registration goes one step at a time: draft, submitted, verified, accepted or refused."""

    sentence = "The registration {registration_id} is {state}; this needs it to be {needed}."


class IdentityNumberWrong(Refusal):
    """The national number does not exist: its check digits or its date do not fit."""

    sentence = "The national number is not a valid one."


class IdentityAssuranceTooLow(Refusal):
    """Identity is verified with a strong electronic identity, or by a person who saw the document."""

    sentence = "An identity cannot be verified with {means} on {day}."


class PersonKnown(Refusal):
    """The person is registered or a member already; the answer tells nothing more."""

    sentence = "This registration cannot go on as it is; please speak with the membership desk."


class SessionNotAttended(Refusal):
    """A registration needs an attended information session, or a waiver by an advisor with its reason."""

    sentence = "The registration {registration_id} needs an attended information session, or an advisor's waiver."


class ActivityExcluded(Refusal):
    """The activity is on the list of those that the cooperative does not take in."""

    sentence = "The activity {activity} is excluded on {day} and no exception was given."


class ExceptionNotPossible(Refusal):
    """Some exclusions know exceptions, others do not."""

    sentence = "The excluded activity {activity} knows no exception on {day}."


class ReasonsMissing(Refusal):
    """A refusal must be reasoned (art. 6:106)."""

    sentence = "A refusal needs at least one reason."


class NotMember(Refusal):
    """Only somebody who is a member on that day may do this."""

    sentence = "{member_id} is not a member on {day}."


class TooManyShares(Refusal):
    """More shares are asked for than the internal rules allow at once."""

    sentence = "{shares} shares are more than the {most} that may be asked for at once."


class CallStateWrong(Refusal):
    """A call that was paid, in part or whole, or withdrawn, cannot be withdrawn."""

    sentence = "The call {call_id} is {state} and cannot be withdrawn."


class CalledThisYear(Refusal):
    """One yearly share per member and year."""

    sentence = "The yearly share was called before ({constraint})."


class PaymentKnown(Refusal):
    """Each bank movement counts once."""

    sentence = "This movement was recorded before ({constraint})."


class PaymentReversedBefore(Refusal):
    """A payment is taken back once."""

    sentence = "This payment was taken back before ({constraint})."


class PaymentPlacedBefore(Refusal):
    """A payment that was unplaced is placed once."""

    sentence = "The payment {payment_id} was placed on {placed_on}."


class HoldingTooSmall(Refusal):
    """Nobody gives away more shares than he holds."""

    sentence = "The holding is too small for this movement ({constraint})."


class AssuranceTooLow(Refusal):
    """The register is opened with an electronic identity of the highest level only (RD 29-4-2019 art. 7:13)."""

    sentence = "The share register needs an identification of level {needed}; the call's is {given}."


class PurposeMissing(Refusal):
    """Who reads the register says for which concrete purpose (RD 29-4-2019 art. 7:12 par. 5)."""

    sentence = "Reading the share register needs a concrete purpose in the caller's token."


class DayNotOver(Refusal):
    """The register is known until today; nothing is known on a day to come."""

    sentence = "{day} lies after {today}: nothing is known of it."


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


class NetAssetsUnknown(Refusal):
    """Nobody knows what the shares are worth before the first accounts are approved."""

    sentence = "No approved accounts say what the shares are worth."


class StatementKnown(Refusal):
    """Accounts of a day are approved once."""

    sentence = "A statement of this kind and day is recorded already ({constraint})."


class StatementTooEarly(Refusal):
    """Accounts are approved after the day they speak of."""

    sentence = "A statement is approved on its day or later ({constraint})."


class IbanWrong(Refusal):
    """The account number does not exist."""

    sentence = "The account number is not a valid IBAN."


class ClaimStateWrong(Refusal):
    """A claim is paid once."""

    sentence = "The claim {claim_id} is {state}; this needs it to be {needed}."


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
    """Who owes a called contribution pays it before he gives shares away."""

    sentence = "{member_id} has {calls} overdue share calls; they are paid before shares are given away."


class TransferWhileLeaving(Refusal):
    """Who is leaving keeps all his shares until he is paid for them."""

    sentence = "{member_id} is leaving; shares cannot pass any more."


class AdvisorKnown(Refusal):
    """One advisor per person."""

    sentence = "This person is an advisor already ({constraint})."


class AdvisorNotActive(Refusal):
    """Members go to advisors who work here on that day."""

    sentence = "{advisor_id} is not an advisor on {day}."


class AbsencesOverlap(Refusal):
    """One absence at a time."""

    sentence = "This advisor is absent in a part of that time already ({constraint})."


class CoverAbsent(Refusal):
    """Who covers must be there, and be somebody else."""

    sentence = "{cover_id} cannot cover from {from_on}: absent, gone, or the same person."


class QuestionAnswered(Refusal):
    """A question is answered once; what is added is another question."""

    sentence = "The question {question_id} was answered on {answered_on}."


class TrainingEnded(Refusal):
    """The training is not offered any more."""

    sentence = "The training {training_id} is not offered any more."


class SpaceKnown(Refusal):
    """One space of a name in a city."""

    sentence = "There is a space of this name in this city already ({constraint})."


class SpaceClosed(Refusal):
    """The space cannot be booked any more."""

    sentence = "The space {space_id} was closed on {closed_on}."


class SpaceTaken(Refusal):
    """Two bookings of a space do not overlap."""

    sentence = "The space is taken in a part of that time ({constraint})."


class TimesReversed(Refusal):
    """Something ends after it begins."""

    sentence = "The end must come after the beginning."


class BookingOver(Refusal):
    """What has begun is neither booked nor given back."""

    sentence = "The booking begins on {starts_on}, which has passed."


class BookingTooFarAhead(Refusal):
    """Spaces are booked some days ahead, not years."""

    sentence = "Spaces are booked at most {days} days ahead."


class BookingTooLong(Refusal):
    """A space is booked for some hours."""

    sentence = "A space is booked for at most {hours} hours."


class CancelledTooLate(Refusal):
    """Others could have used the space."""

    sentence = "A space is given back at least {days} days before {starts_on}; ask the desk."


class BookingCancelledBefore(Refusal):
    """A booking is given back once."""

    sentence = "The booking {booking_id} was given back on {cancelled_on}."


class StillMember(Refusal):
    """A member's data are needed as long as he is one; what he need not give, he can empty himself."""

    sentence = "{member_id} is a member or candidate; erasure is for those who left."


class MoneyOwed(Refusal):
    """Who is still owed money is needed to be paid."""

    sentence = "{claims} claims of {member_id} are not paid yet."


class ErasureAskedBefore(Refusal):
    """Erasure is asked for once."""

    sentence = "Erasure was asked for before ({constraint})."


class SigningKeyMissing(Refusal):
    """An export is signed with the cooperative's key, or not given."""

    sentence = "No key to sign exports is set (EXPORT_SIGNING_KEY)."
