"""What is refused about rooms and desks."""

from shared.errors import Refusal


class SpaceKnown(Refusal):
    """One space of a name in a city."""

    sentence = "There is a space of this name in this city already ({constraint})."


class SpaceClosed(Refusal):
    """The space cannot be booked any more."""

    sentence = "The space {space_id} was closed on {closed_on}."


class SpaceTaken(Refusal):
    """Two bookings of a space do not overlap."""

    sentence = "The space is taken in a part of that time ({constraint})."


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
