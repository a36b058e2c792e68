"""What a register that is taken over brings into the ledger, day by day: its counterpart is the opening balance."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.membership.imports.rules import OldMovement
from shared.ledger import Entry, post_all, signed
from shared.money import total
from shared.postgres import Tx

REGISTER, TAKEN_OVER = "share_capital", "register_taken_over"
DAYS = 100  # booked at a time


def book_movements(tx: Tx, movements: Sequence[OldMovement], ids: Mapping[int, str], *, cause: str) -> None:
    """What was paid in enters the capital account on the day on which its share came or went."""
    days: defaultdict[str, list[OldMovement]] = defaultdict(list)
    for movement in movements:
        days[movement.effective_on.isoformat()].append(movement)
    entries = [_entry(moved, ids, cause=f"{cause}/{day}") for day, moved in sorted(days.items())]
    for begin in range(0, len(entries), DAYS):
        post_all(tx, entries[begin:begin + DAYS])


def _entry(moved: Sequence[OldMovement], ids: Mapping[int, str], *, cause: str) -> Entry:
    balance = signed(TAKEN_OVER, total([one.amount for one in moved], moved[0].amount.currency))
    return Entry(journal="takeover", document=cause, text="Register taken over", event_on=moved[0].effective_on,
                 postings=(balance, *(signed(REGISTER, -one.amount, member=ids[one.number]) for one in moved)))
