"""What membership answers about letters."""

from typing import Any

from services.membership.letters import reads, schemas, use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx


class LetterHandlers:
    """Letters and what became of them."""

    @query(schemas.ListLetters, response=schemas.LetterSummary, many=True,
           allow=allow("desk", "advisor", self_by="member_id"))
    def list_letters(self, tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
        """The letters that a member was sent."""
        return reads.list_letters(tx, member_id=member_id, limit=limit)

    @query(schemas.ListShareBills, response=schemas.ShareBill, many=True,
           allow=allow("desk", "advisor", "accountant", self_by=reads.payer_of))
    def list_share_bills(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """What is to be paid for shares, with all that a transfer needs."""
        return use_cases.list_share_bills(tx, member_id=member_id)

    @query(schemas.ListStoppedLetters, response=schemas.StoppedLetter, many=True, allow=allow("desk"))
    def list_stopped_letters(self, tx: Tx, *, limit: int) -> list[dict[str, Any]]:
        """Letters that did not arrive, or could not be made, until somebody settles them."""
        return reads.list_stopped_letters(tx, limit=limit)

    @command(schemas.RecordBounce, response=schemas.BounceRecorded, allow=allow("desk", "service"))
    def record_bounce(self, tx: Tx, *, message: str) -> dict[str, bool]:
        """Record that a letter came back, from the report in the mailbox that collects them."""
        return {"ours": use_cases.record_bounce(tx, message=message)}

    @command(schemas.SettleLetter, allow=allow("desk"))
    def settle_letter(self, tx: Tx, *, letter_id: str) -> None:
        """Somebody saw to a letter that did not arrive."""
        use_cases.settle_letter(tx, letter_id=letter_id)
