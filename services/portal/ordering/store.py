"""Half-written order forms at rest: sealed with a key that the database does not hold, forgotten after thirty days."""

from collections.abc import Callable
from datetime import datetime, timedelta

from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from services.portal.frame.sealing import seal, unseal
from services.portal.ordering.draft import Draft, draft_from
from services.portal.sessions.store import utc_now
from shared.sql import load_queries

Q = load_queries(__package__)
KEPT = timedelta(days=30)


class DraftStore:
    """The half-written forms of everybody, each readable with the portal's secret and its owner's name alone."""

    def __init__(self, pool: AsyncConnectionPool, secret: str, now: Callable[[], datetime] = utc_now) -> None:
        self._pool = pool
        self._secret = secret
        self._now = now

    async def find(self, subject: str, about: str) -> Draft | None:
        """What somebody has typed about an order so far; nothing where they began none, or its key has gone."""
        async with self._pool.connection() as conn, conn.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(Q.find_draft, {"subject": subject, "about": about})
            row = await cursor.fetchone()
        answers = unseal(self._key(subject, about), row["sealed"]) if row else None
        return draft_from(about, answers) if answers else None

    async def save(self, subject: str, draft: Draft) -> None:
        """Keep what was typed, in the place of what was typed before."""
        sealed = seal(self._key(subject, draft.about), draft.answers)
        await self._run(Q.save_draft, subject=subject, about=draft.about, sealed=sealed, now=self._now())

    async def forget(self, subject: str, about: str) -> None:
        """It was sent, or given up."""
        await self._run(Q.forget_draft, subject=subject, about=about)

    async def forget_old(self) -> None:
        """Nobody went on with them for thirty days."""
        await self._run(Q.forget_old_drafts, changed_until=self._now() - KEPT)

    def _key(self, subject: str, about: str) -> bytes:
        return f"sharedco portal: order draft\x00{self._secret}\x00{subject}\x00{about}".encode()

    async def _run(self, statement: str, **params: object) -> None:
        async with self._pool.connection() as conn:
            await conn.execute(statement.encode(), params)
