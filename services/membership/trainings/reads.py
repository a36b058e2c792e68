"""Questions about trainings."""

from datetime import date
from typing import Any

from services.membership.sessions.reads import days_of, list_sessions
from services.membership.sessions.rules import SessionKind
from services.membership.trainings.rules import Training
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_training(tx: Tx, training_id: str) -> Training:
    """A training, or a refusal."""
    row = tx.require(Q.get_training, NotFound(kind="training", id=training_id), training_id=training_id)
    return Training(**row)


def list_trainings(tx: Tx, *, language: str, after: str, limit: int) -> list[dict[str, Any]]:
    """The catalogue."""
    return _summaries(tx, tx.all(Q.list_trainings, language=language, after=after, limit=limit))


def list_drafts(tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
    """What was written and is not published."""
    return _summaries(tx, tx.all(Q.list_drafts, after=after, limit=limit))


def _summaries(tx: Tx, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "training_id": row["id"], "price": in_currency(tx, row["price_cents"])} for row in rows]


def in_currency(tx: Tx, cents: int) -> Money:
    """A price, in the country's currency."""
    return Money(cents, str(tx.tables.value("currency", tx.on)))


def training_of_session(tx: Tx, session_id: str) -> Training:
    """Of which training a session is, or a refusal."""
    row = tx.require(Q.training_of_session, NotFound(kind="training session", id=session_id), session_id=session_id)
    return Training(**row)


def list_training_sessions(
    tx: Tx, *, since: date | None, place: str, language: str, after: str, limit: int,
) -> list[dict[str, Any]]:
    """Sessions to come of published trainings, with their days, topic and price."""
    rows = list_sessions(tx, kind=SessionKind.TRAINING, since=since, place=place, language=language, after=after,
                         limit=limit)
    days = days_of(tx, [row["id"] for row in rows])
    offered = {row["id"]: row for row in tx.all(Q.trainings_named, ids=[row["training_id"] for row in rows])}
    return [{**row, "days": days[row["id"]], "topic": offered[row["training_id"]]["topic"],
             "price": in_currency(tx, offered[row["training_id"]]["price_cents"])} for row in rows]


def list_open_fees(tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
    """Seats whose fee nobody has settled yet, the oldest first."""
    return [{**row, "price": in_currency(tx, row["price_cents"])}
            for row in tx.all(Q.list_open_fees, member_id=member_id, limit=limit)]


def list_own_trainings(tx: Tx, member_id: str) -> list[dict[str, Any]]:
    """A member's seats in sessions to come, the first one first."""
    return tx.all(Q.list_own_trainings, member_id=member_id, on=tx.on)
