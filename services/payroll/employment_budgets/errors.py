"""What is refused about the budgets of employments."""

from shared.errors import Refusal


class NothingToSpread(Refusal):
    """Without a budget no wage can be found that it carries."""

    sentence = "The budget holds {funds}: it carries no month of any wage yet."
