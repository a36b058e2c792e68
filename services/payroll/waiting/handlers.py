"""What waits, for whom."""

from typing import Any

from services.payroll.waiting import reads, schemas
from shared.bus import allow, query
from shared.postgres import Tx


class WaitingHandlers:
    """What is asked about all that waits."""

    @query(schemas.ListWaiting, response=schemas.WaitingSummary, many=True,
           allow=allow("payroll_clerk", "advisor", self_by="member_id"))
    def list_waiting(self, tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
        """All that waits from a signed order to a settled wage and what is owed for it: why, since when, for whom."""
        return reads.list_waiting(tx, member_id=member_id, limit=limit)
