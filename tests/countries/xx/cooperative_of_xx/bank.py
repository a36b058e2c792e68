"""What the country's one bank is asked to pay: lines of text, split by bars. What moved it tells in CAMT.053."""

from collections.abc import Iterable
from datetime import date

from shared.money import Money

Transfer = tuple[str, str, str, Money]  # our reference, account, name, amount


def payment_lines(name: str, execute_on: date, transfers: Iterable[Transfer]) -> bytes:
    """A file of payments; each comes back in the statement with its reference."""
    lines = [f"{reference}|{account}|{whom}|{amount.amount}|{amount.currency}"
             for reference, account, whom, amount in transfers]
    return "\n".join([f"PAY|{name}|{execute_on.isoformat()}", *lines, ""]).encode()


def payments_in(content: bytes) -> list[Money]:
    """The amount of each line of such a file."""
    return [Money.of(*line.split("|")[3:]) for line in content.decode().splitlines()[1:]]
