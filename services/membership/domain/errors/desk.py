"""What membership refuses about the desk: advisors, trainings, spaces, a member's own data."""

from shared.errors import Refusal


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
