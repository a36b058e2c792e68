"""What the way to the ballot box refuses."""

from shared.errors import Refusal


class CanaryFailed(Refusal):
    """The ballot of nobody that is cast before a poll opens was not counted as it was cast."""

    sentence = "The ballot box did not count the canary ballot before poll {poll_id}: nobody can vote in it yet."
