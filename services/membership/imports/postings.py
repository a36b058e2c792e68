"""What a register that is taken over brings into the ledger, day by day: its counterpart is the opening balance."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from services.membership.imports.rules import OldMovement
from shared.ledger import Entry, Posting, post_all, signed
from shared.money import total
from shared.postgres import Tx

REGISTER, TAKEN_OVER = "share_capital", "register_taken_over"


def book_movements(tx: Tx, movements: Sequence[OldMovement], ids: Mapping[int, str], *, cause: str) -> None:
    """What was paid in enters the capital account on the day on which its share came or went."""
    days: defaultdict[str, list[OldMovement]] = defaultdict(list)
    for movement in movements:
        days[movement.effective_on.isoformat()].append(movement)
    post_all(tx, [Entry(
        journal="takeover", document=f"{cause}/{day}", text="Register taken over", event_on=moved[0].effective_on,
        postings=(*_capital(moved, ids),
                  signed(TAKEN_OVER, total([one.amount for one in moved], moved[0].amount.currency))))
        for day, moved in sorted(days.items())])


def _capital(moved: Sequence[OldMovement], ids: Mapping[int, str]) -> list[Posting]:
    return [signed(REGISTER, -one.amount, member=ids[one.number]) for one in moved]
