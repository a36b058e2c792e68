"""What is refused about budgets."""

from shared.errors import Refusal


class ExpensesTooLarge(Refusal):
    """Expenses take at most what is left after the fee."""

    sentence = "Expenses of {expenses} are more than the {available} that is left after the fee."
