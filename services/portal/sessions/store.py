"""Sessions at rest: the cookie's digest as key, everything else sealed with a key that only the cookie holds."""

import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from services.portal.frame.sealing import seal, unseal
from shared.sql import load_queries

Q = load_queries(__package__)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCHED_EVERY = timedelta(minutes=1)
COOKIE_BYTES = 32
_SEALING = b"sharedco portal: sealing of a session\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Who signed in, as the token desk answered: `renewal` is what the desk takes for the next house token."""

    subject: str
    name: str
    roles: tuple[str, ...]
    language: str
    renewal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A login that goes on, under the digest of its cookie; `reads_as` is a member whose pages it reads until then."""

    digest: bytes
    login: Login
    begun_at: datetime
    ends_at: datetime
    reads_as: str = ""
    reads_until: datetime | None = None


def utc_now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


class SessionStore:
    """The sessions of the portal, in its own PostgreSQL database."""

    def __init__(self, pool: AsyncConnectionPool, now: Callable[[], datetime] = utc_now) -> None:
        self._pool = pool
        self._now = now

    async def begin(self, login: Login) -> str:
        """A new session; the cookie that opens it, which is stored nowhere."""
        cookie, now = secrets.token_urlsafe(COOKIE_BYTES), self._now()
        await self._run(Q.add_session, id_digest=_digest(cookie), subject=login.subject,
                        sealed=seal(_key(cookie), asdict(login)), now=now, ends_at=now + LONGEST)
        return cookie

    async def find(self, cookie: str) -> Session | None:
        """The session that a cookie opens, unless it is over; noted as used."""
        now, digest = self._now(), _digest(cookie)
        async with self._pool.connection() as conn, conn.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(Q.find_session, {"id_digest": digest, "now": now, "idle_since": now - IDLE})
            if (row := await cursor.fetchone()) is None:
                return None
            if now - row["seen_at"] >= TOUCHED_EVERY:
                await cursor.execute(Q.touch_session, {"id_digest": digest, "now": now})
        if (known := unseal(_key(cookie), row["sealed"])) is None:
            return None
        login = Login(**{**known, "roles": tuple(known["roles"])})
        return Session(digest=digest, login=login, begun_at=row["begun_at"], ends_at=row["ends_at"],
                       reads_as=row["reads_as"] or "", reads_until=row["reads_until"])

    async def end(self, session: Session) -> None:
        """The session is over."""
        await self._run(Q.end_session, id_digest=session.digest)

    async def end_everywhere(self, subject: str) -> None:
        """Every session of somebody is over."""
        await self._run(Q.end_sessions_of, subject=subject)

    async def forget_ended(self) -> None:
        """Sessions that are over leave no trace."""
        now = self._now()
        await self._run(Q.forget_ended, now=now, idle_since=now - IDLE)

    async def _run(self, statement: str, **params: object) -> None:
        async with self._pool.connection() as conn:
            await conn.execute(statement.encode(), params)


def _digest(cookie: str) -> bytes:
    return sha256(cookie.encode()).digest()


def _key(cookie: str) -> bytes:
    return _SEALING + cookie.encode()
