"""What membership answers about numbers of persons that change."""

from datetime import date
from typing import Any

from services.membership.person_numbers import reads, schemas, use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx


class PersonNumberHandlers:
    """The same person under another number."""

    @command(schemas.ChangePersonNumber, response=schemas.PersonNumberChanged, allow=allow("desk"))
    def change_person_number(
        self, tx: Tx, *, member_id: str, national_number: str, effective_on: date, reason: str,
    ) -> dict[str, Any]:
        """Record another number of the same person."""
        return use_cases.change_person_number(tx, member_id=member_id, national_number=national_number,
                                              effective_on=effective_on, reason=reason)

    @command(schemas.RecordTold, allow=allow("desk"))
    def record_number_told(self, tx: Tx, *, change_id: str, recipient: str) -> None:
        """Note that somebody was told of a new number."""
        use_cases.record_told(tx, change_id=change_id, recipient=recipient)

    @query(schemas.ListToTell, response=schemas.NumberToTell, many=True, allow=allow("desk"))
    def list_numbers_to_tell(self, tx: Tx, *, limit: int) -> list[dict[str, Any]]:
        """Who is still to be told of a new number."""
        return reads.list_to_tell(tx, limit)

    @query(schemas.NumbersOf, response=schemas.PersonNumberChange, many=True,
           allow=allow("desk", self_by="member_id"))
    def list_person_numbers(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """The numbers by which a member was known."""
        return reads.list_changes(tx, member_id)
