"""What is refused about members and activities."""

from shared.errors import Refusal


class NotAdmitted(Refusal):
    """Only an admitted member who has not left works through the cooperative."""

    sentence = "{member_id} is not an admitted member on {day}."


class ActivityClosed(Refusal):
    """A closed activity takes no new order."""

    sentence = "Activity {activity_id} is closed."


class NotTakingPart(Refusal):
    """Who works an order in an activity is its administrator, or takes part in it."""

    sentence = "{member_id} takes no part in activity {activity_id}."


class ShareNeeded(Refusal):
    """No new money enters an activity whose member's share does not hold; what is there may be spent."""

    sentence = "The share of {member_id} does not hold on {day}; new money may come in once it is paid."
