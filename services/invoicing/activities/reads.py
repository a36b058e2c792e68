"""Questions about activities."""

from typing import Any

from services.invoicing.activities.rules import Activity
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def owner_of_activity(tx: Tx, *, activity_id: str, **_: Any) -> str | None:
    """The member whose activity it is."""
    row = tx.one(Q.get_activity, activity_id=activity_id)
    return row["member_id"] if row else None


def get_activity(tx: Tx, activity_id: str) -> Activity:
    """One activity, or a refusal."""
    return Activity(**tx.require(Q.get_activity, NotFound(kind="activity", id=activity_id), activity_id=activity_id))


def list_activities(tx: Tx, *, member_id: str) -> list[Activity]:
    """The activities of a member."""
    return [Activity(**row) for row in tx.all(Q.list_activities, member_id=member_id)]


def list_participants(tx: Tx, *, activity_id: str) -> list[dict[str, Any]]:
    """Who takes, or took, part in an activity."""
    return tx.all(Q.list_participants, activity_id=activity_id)
