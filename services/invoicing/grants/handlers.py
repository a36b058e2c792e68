"""Grants: questions; one is recorded from the suspense in which its money waits."""

from typing import Any

from services.invoicing.activities.reads import owner_of_activity
from services.invoicing.grants import reads, schemas
from shared.bus import allow, query
from shared.postgres import Tx


class GrantHandlers:
    """Money that entered activities without an order."""

    @query(schemas.ListGrants, response=schemas.GrantDetail, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by=owner_of_activity))
    def list_grants(self, tx: Tx, *, activity_id: str | None, after: str, limit: int) -> list[dict[str, Any]]:
        """Grants and sponsoring, each with its fee, and what was taken back."""
        return reads.list_grants(tx, activity_id=activity_id, after=after, limit=limit)
