"""Questions about board meetings and declared interests."""

import json
from typing import Any

from services.governance.board_meetings.rules import Decision, Interest, Meeting
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_interests(tx: Tx) -> list[Interest]:
    """Every declared interest."""
    return [Interest(**row) for row in tx.all(Q.interests)]


def get_interest(tx: Tx, interest_id: str) -> Interest:
    """A declared interest, or a refusal."""
    found = next((one for one in list_interests(tx) if one.interest_id == interest_id), None)
    if found is None:
        raise NotFound(kind="declared interest", id=interest_id)
    return found


def get_meeting(tx: Tx, meeting_id: str) -> Meeting:
    """A meeting of the board, or a refusal."""
    return _meeting(tx.require(Q.get_meeting, NotFound(kind="meeting", id=meeting_id), meeting_id=meeting_id))


def list_meetings(tx: Tx, *, after: str, limit: int) -> list[Meeting]:
    """Meetings of the board, the last noted first."""
    return [_meeting(row) for row in tx.all(Q.list_meetings, after=after, limit=limit)]


def _meeting(row: dict[str, Any]) -> Meeting:
    kept = {name: tuple(json.loads(row[name])) for name in ("present", "observers", "decisions")}
    return Meeting(**row | kept | {"decisions": tuple(decision_of(one) for one in kept["decisions"])})


def decision_of(kept: dict[str, Any]) -> Decision:
    """A decision from what is kept of it."""
    taken = kept["co_opts"]
    asked = {**taken["seat"], **taken["person"], "traits": taken["traits"]} if taken else None
    return Decision.from_asked({**kept, "co_opts": asked})
