"""Openings of members' pages: begun, ended, listed for the member, forgotten after a year."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from services.portal.sessions.store import Session, utc_now
from shared.sql import load_queries

Q = load_queries(__package__)
LONGEST, KEPT = timedelta(minutes=20), timedelta(days=366)


class OpeningStore:
    """The openings, in the portal's own database."""

    def __init__(self, pool: AsyncConnectionPool, now: Callable[[], datetime] = utc_now) -> None:
        self._pool = pool
        self._now = now

    async def begin(self, session: Session, member_id: str, reason: str) -> None:
        """The session reads the member's pages for twenty minutes."""
        now = self._now()
        await self._run(Q.begin_reading, id_digest=session.digest, member_id=member_id, reason=reason, now=now,
                        opened_by=session.login.subject, name=session.login.name, ends_at=now + LONGEST)

    async def end(self, session: Session) -> None:
        """The session reads its own pages again."""
        await self._run(Q.end_reading, id_digest=session.digest, opened_by=session.login.subject,
                        member_id=session.reads_as, now=self._now())

    async def list(self, member_id: str, limit: int) -> list[dict[str, Any]]:
        """Who opened a member's pages, when and why."""
        async with self._pool.connection() as conn, conn.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(Q.list_openings, {"member_id": member_id, "limit": limit})
            return await cursor.fetchall()

    async def forget_old(self) -> None:
        """After a year nobody needs to know."""
        await self._run(Q.forget_openings, until=self._now() - KEPT)

    async def _run(self, statement: str, **params: object) -> None:
        async with self._pool.connection() as conn:
            await conn.execute(statement.encode(), params)
