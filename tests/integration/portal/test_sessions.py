"""Sessions at rest: found by their cookie alone, sealed, over in time, ended here or everywhere."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from services.portal.sessions.store import IDLE, LONGEST, Login, SessionStore
from tests.builders import FreshDatabase

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
AMINA = Login(subject="mbr_1", name="Amina Lambrechts", roles=("member",), language="fr", renewal="renewal")


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def url(fresh_database: FreshDatabase) -> str:
    return fresh_database("services.portal")


def _with_store(url: str, scene: Callable[[SessionStore, Clock], Awaitable[Any]]) -> Any:
    async def play() -> Any:
        clock = Clock()
        async with AsyncConnectionPool(url, min_size=0, max_size=2, open=False) as pool:
            return await scene(SessionStore(pool, clock), clock)

    return asyncio.run(play())


def test_a_cookie_opens_its_session(url: str) -> None:
    async def scene(store: SessionStore, _clock: Clock) -> Any:
        session = await store.find(await store.begin(AMINA))
        return session and session.login

    assert _with_store(url, scene) == AMINA


def test_another_cookie_opens_nothing(url: str) -> None:
    async def scene(store: SessionStore, _clock: Clock) -> Any:
        cookie = await store.begin(AMINA)
        return [await store.find(cookie[:-1] + ("A" if cookie[-1] != "A" else "B")), await store.find("")]

    assert _with_store(url, scene) == [None, None]


def test_the_table_holds_neither_cookie_nor_name_nor_renewal(url: str) -> None:
    async def scene(store: SessionStore, _clock: Clock) -> Any:
        return await store.begin(AMINA)

    cookie = _with_store(url, scene)
    with psycopg.connect(url) as conn:
        row = b"".join(bytes(value) if isinstance(value, bytes) else str(value).encode()
                       for value in conn.execute("select * from sessions").fetchall()[0])
    assert len(cookie) >= 43, "256 random bits"
    assert not any(secret in row for secret in (cookie.encode(), b"Amina", b"renewal"))


@pytest.mark.parametrize(("later", "found"), [
    (IDLE - timedelta(seconds=1), True), (IDLE, False), (IDLE + timedelta(seconds=1), False),
])
def test_a_session_that_nobody_uses_is_over(url: str, later: timedelta, found: bool) -> None:
    async def scene(store: SessionStore, clock: Clock) -> Any:
        cookie = await store.begin(AMINA)
        clock.now += later
        return await store.find(cookie) is not None

    assert _with_store(url, scene) is found


def test_a_session_ends_after_twelve_hours_even_in_use(url: str) -> None:
    async def scene(store: SessionStore, clock: Clock) -> Any:
        cookie, lived = await store.begin(AMINA), timedelta()
        while await store.find(cookie):
            clock.now += timedelta(minutes=20)
            lived += timedelta(minutes=20)
        return lived

    assert _with_store(url, scene) == LONGEST


def test_signing_out_ends_this_session_and_no_other(url: str) -> None:
    async def scene(store: SessionStore, _clock: Clock) -> Any:
        first, second = await store.begin(AMINA), await store.begin(AMINA)
        session = await store.find(first)
        assert session
        await store.end(session)
        return [await store.find(first) is None, await store.find(second) is None]

    assert _with_store(url, scene) == [True, False]


def test_signing_out_everywhere_ends_them_all(url: str) -> None:
    async def scene(store: SessionStore, _clock: Clock) -> Any:
        cookies = [await store.begin(AMINA) for _ in range(3)]
        await store.end_everywhere(AMINA.subject)
        return [await store.find(cookie) for cookie in cookies]

    assert _with_store(url, scene) == [None] * 3


def test_what_is_over_leaves_no_trace(url: str) -> None:
    async def scene(store: SessionStore, clock: Clock) -> Any:
        await store.begin(AMINA)
        clock.now += LONGEST
        fresh = await store.begin(AMINA)
        await store.forget_ended()
        return await store.find(fresh) is not None

    assert _with_store(url, scene) is True
    with psycopg.connect(url) as conn:
        assert conn.execute("select count(*) from sessions").fetchall() == [(1,)]
