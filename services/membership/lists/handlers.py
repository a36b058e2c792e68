"""What membership answers about many members."""

from typing import Any

from services.membership.lists import reads, schemas, use_cases
from services.membership.lists.rules import Wanted
from shared.bus import allow, query
from shared.postgres import Tx


class ListHandlers:
    """Members found and counted."""

    @query(schemas.FindMembers, response=schemas.MemberSummary, many=True, audited=True,
           allow=allow("desk", "advisor"))
    def find_members(
        self, tx: Tx, *, text: str, city: str, state: str, in_arrears: bool, after: int, limit: int,
    ) -> list[dict[str, Any]]:
        """Members by name, e-mail address or number; the purpose stands in the caller's token."""
        return use_cases.find_members(tx, Wanted(text=text, city=city, state=state, in_arrears=in_arrears),
                                    after=after, limit=limit)

    @query(schemas.CountMembers, response=schemas.MemberCount, allow=allow("desk", "advisor", "board", "accountant"))
    def count_members(self, tx: Tx, *, city: str) -> dict[str, Any]:
        """How many candidates and members there are, and how many are in arrears."""
        return reads.count_members(tx, city=city)
