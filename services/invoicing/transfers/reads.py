"""Questions about transfers."""

from typing import Any

from services.invoicing.activities.reads import get_activity, owner_of_activity
from services.invoicing.transfers.rules import Transfer
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
FACTS = ("transfer_id", "from_activity", "to_activity", "entity", "moved_on", "moved_by", "reverses", "reversed_by")


def owner_of_giving(tx: Tx, *, from_activity: str, **_: Any) -> str | None:
    """The member whose activity gives."""
    return owner_of_activity(tx, activity_id=from_activity)


def owner_of_receiving(tx: Tx, *, transfer_id: str, **_: Any) -> str | None:
    """The member whose activity received a transfer."""
    row = tx.one(Q.get_transfer, transfer_id=transfer_id)
    return get_activity(tx, row["to_activity"]).member_id if row else None


def get_transfer(tx: Tx, transfer_id: str) -> Transfer:
    """One transfer, or a refusal."""
    return _transfer(tx.require(Q.get_transfer, NotFound(kind="transfer", id=transfer_id), transfer_id=transfer_id))


def list_transfers(tx: Tx, *, activity_id: str, after: str, limit: int) -> list[Transfer]:
    """A page of what an activity gave and received."""
    return [_transfer(row) for row in tx.all(Q.list_transfers, activity_id=activity_id, after=after, limit=limit)]


def _transfer(row: dict[str, Any]) -> Transfer:
    return Transfer(amount=Money.from_row(row), **{name: row[name] for name in FACTS})
