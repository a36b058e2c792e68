"""What is refused about appointments."""

from shared.errors import Refusal


class HoursTaken(Refusal):
    """An advisor is at one place at a time."""

    sentence = "The advisor offers other hours at this time ({constraint})."


class HoursNotOffered(Refusal):
    """What was withdrawn, or has begun, cannot be booked."""

    sentence = "The hours {slot_id} are not offered any more."


class HoursFull(Refusal):
    """No place is left."""

    sentence = "Nobody else can come to these hours ({constraint})."


class AppointmentAtOnce(Refusal):
    """A member is at one place at a time."""

    sentence = "The member has another appointment at this time ({constraint})."


class TooManyAppointments(Refusal):
    """Hours are for everybody: who has some to come gives one back before they take another."""

    sentence = "Nobody has more than {most} appointments to come."


class AppointmentOver(Refusal):
    """What was given back, or has been, is not given back."""

    sentence = "The appointment {appointment_id} is {state} and was for {starts_on}."


class AdvisorAway(Refusal):
    """Hours are offered by who works here and is there."""

    sentence = "The advisor {advisor_id} is away, or gone, on {day}."
