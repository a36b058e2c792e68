"""Questions about sessions."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.membership.sessions.errors import HostUnknown
from services.membership.sessions.rules import Seat, SeatState, Session, SessionKind
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_session(tx: Tx, session_id: str, kind: SessionKind | None = None) -> Session:
    """A session (of a kind), locked: everybody who wants one of its seats passes here one by one."""
    missing = NotFound(kind=f"{kind} session" if kind else "session", id=session_id)
    row = tx.require(Q.lock_session, missing, session_id=session_id)
    if kind and row["kind"] != kind:
        raise missing
    return Session(id=row["id"], capacity=row["capacity"], seats_taken=row["seats_taken"], starts_on=row["starts_on"],
                   kind=SessionKind(row["kind"]), is_cancelled=row["state"] == "cancelled",
                   ends_on=row["ends_on"])


def list_sessions(
    tx: Tx, *, kind: SessionKind, since: date | None, place: str, language: str, after: str, limit: int,
) -> list[dict[str, Any]]:
    """Sessions that are still to come (or from a given day on)."""
    rows = tx.all(Q.list_sessions, kind=kind, since=since or tx.on, place=place, language=language, after=after,
                  limit=limit)
    return [{**row, "session_id": row["id"]} for row in rows]


def assert_host(tx: Tx, host_id: str) -> None:
    """Refuse a host who is no advisor today, nor whoever plans the session themself; a session may have none yet."""
    if host_id not in {"", tx.actor} and not tx.single(Q.host_is_there, host_id=host_id, on=tx.on)["there"]:
        raise HostUnknown(host_id=host_id, day=tx.on.isoformat())


def seats_to_come(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """Seats of a member in sessions of which a day is still to come, and whether they are still to begin."""
    return tx.all(Q.seats_to_come, member_id=member_id, on=tx.on)


def days_of(tx: Tx, session_ids: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """When sessions are held, day by day."""
    found: dict[str, list[dict[str, Any]]] = {session_id: [] for session_id in session_ids}
    for row in tx.all(Q.days_of, ids=list(session_ids)):
        found[row["session_id"]].append(row)
    return found


def get_seat(tx: Tx, seat_id: str) -> Seat:
    """A seat, or a refusal."""
    row = tx.require(Q.get_seat, NotFound(kind="seat", id=seat_id), seat_id=seat_id)
    return Seat(id=row["id"], session_id=row["session_id"], person=row["person"], state=SeatState(row["state"]))


def list_seats(tx: Tx, session_id: str) -> list[dict[str, Any]]:
    """Everybody of a session, in the order of asking."""
    return [{**row, "seat_id": row["id"]} for row in tx.all(Q.list_seats, session_id=session_id)]


def member_of_seat(tx: Tx, *, seat_id: str, **_: Any) -> str | None:  # _: whatever else the method takes
    """Which member a seat belongs to, for `self`."""
    row = tx.one(Q.get_seat, seat_id=seat_id)
    return row["member_id"] or None if row else None
