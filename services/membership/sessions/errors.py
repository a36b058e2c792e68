"""What is refused about sessions and seats."""

from shared.errors import Refusal


class TimesReversed(Refusal):
    """Something ends after it begins."""

    sentence = "The end must come after the beginning."


class SessionOver(Refusal):
    """Seats are booked and given back until the day of the session."""

    sentence = "The session {session_id} took place on {held_on}."


class SessionCancelled(Refusal):
    """The session does not take place."""

    sentence = "The session {session_id} was cancelled."


class SessionNotYet(Refusal):
    """Attendance is noted on the (last) day of the session or later."""

    sentence = "The session {session_id} takes place on {held_on}; attendance cannot be noted before."


class HostUnknown(Refusal):
    """A session is held by somebody who accompanies members."""

    sentence = "{host_id} is no advisor on {day}."


class SeatBookedBefore(Refusal):
    """One person, one seat per session."""

    sentence = "This person already has a seat, or a place on the waiting list, in this session ({constraint})."


class SeatNotBooked(Refusal):
    """Only a booked seat can be attended or missed."""

    sentence = "The seat {seat_id} is {state}, not booked."


class SessionOverfull(Refusal):
    """The room has no more seats than it has."""

    sentence = "No seat is left in this session ({constraint})."
