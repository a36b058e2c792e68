"""Questions about grants."""

from services.invoicing.grants.rules import Grant
from services.invoicing.grants.store import list_grants as _list
from shared.postgres import Tx


def list_grants(tx: Tx, *, activity_id: str | None, after: str, limit: int) -> list[Grant]:
    """A page of grants, with what was taken back."""
    return _list(tx, activity_id=activity_id, after=after, limit=limit)
