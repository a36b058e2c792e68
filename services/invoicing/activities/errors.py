"""What is refused about members and activities."""

from shared.errors import Refusal


class NotAdmitted(Refusal):
    """Only an admitted member who has not left works through the cooperative."""

    sentence = "{member_id} is not an admitted member on {day}."


class ActivityClosed(Refusal):
    """A closed activity takes no new order."""

    sentence = "Activity {activity_id} is closed."
