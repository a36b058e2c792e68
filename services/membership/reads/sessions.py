"""Questions about sessions."""

from datetime import date
from typing import Any

from services.membership.store.sessions import Q
from shared.errors import NotFound
from shared.postgres import Tx


def get_session(tx: Tx, session_id: str) -> dict[str, Any]:
    """One session with how many wait."""
    row = tx.one(Q.get_session, session_id=session_id)
    if row is None:
        raise NotFound(kind="session", id=session_id)
    return {**row, "session_id": row["id"]}


def list_sessions(
    tx: Tx, *, kind: str, since: date | None, place: str, language: str, after: str, limit: int,
) -> list[dict[str, Any]]:
    """Sessions that are still to come (or from a given day on)."""
    rows = tx.all(Q.list_sessions, kind=kind, since=since or tx.on, place=place, language=language, after=after,
                  limit=limit)
    return [{**row, "session_id": row["id"]} for row in rows]


def list_seats(tx: Tx, session_id: str) -> list[dict[str, Any]]:
    """Everybody of a session, in the order of asking."""
    return [{**row, "seat_id": row["id"]} for row in tx.all(Q.list_seats, session_id=session_id)]


def member_of_seat(tx: Tx, *, seat_id: str, **_: Any) -> str | None:
    """Which member a seat belongs to, for the door's `self`."""
    row = tx.one(Q.get_seat, seat_id=seat_id)
    return row["member_id"] or None if row else None
