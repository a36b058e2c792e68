"""What notices refuse."""

from shared.errors import Refusal


class DispatchNotInTime(Refusal):
    """A convening leaves between its own day and today."""

    sentence = "A convening of {convened_on} did not leave on {sent_on}: name a day from then to {on}."


class NotDispatched(Refusal):
    """Only what was sent comes back."""

    sentence = "Nothing with this proof was sent to member {member_id} by {channel} up to {bounced_on}."
