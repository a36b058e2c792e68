"""What membership refuses about joining: sessions, registrations."""

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
