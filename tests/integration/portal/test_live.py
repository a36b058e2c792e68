"""Live updates: told when what waits changes, once; a browser that comes back is told only of what is new."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from services.portal.app import portal_app
from services.portal.frame.portal import make_portal
from services.portal.live.streams import MOST_OF_ONE, Streams
from services.portal.serve import EndingServer
from services.portal.sessions.store import Login
from tests.builders import FreshDatabase
from tests.patience import wait_until
from tests.portal_driver import StandInBus, StandInDesk, settings_for

WAITS = [{"registration_id": "reg_1", "city": "Gent", "submitted_on": "2026-11-20"}]
SEVERAL, PEOPLE = 200, 50
FORM = ("Sec-Fetch-Site: same-origin\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded")


class ManyDesk(StandInDesk):
    """As many members of the desk as one likes."""

    async def log_in(self, subject_token: str, kind: str) -> Login:
        return Login(subject=subject_token, name="Somebody", roles=("desk",), language="en", renewal=subject_token)


@pytest.fixture
def served(fresh_database: FreshDatabase) -> Iterator[tuple[EndingServer, StandInBus, Streams, int]]:
    """The portal in a thread of its own, as a process serves it."""
    bus = StandInBus({"membership.list_registrations": WAITS})
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    portal = make_portal(settings_for(fresh_database("services.portal"), origin=f"http://127.0.0.1:{port}"),
                         bus=bus, desk=ManyDesk())
    app = portal_app(portal)
    server = EndingServer(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None,
                                         timeout_graceful_shutdown=30), end=app.state.end_streams)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started, "portal in a thread")
    yield server, bus, portal.streams, port
    server.should_exit = True
    thread.join(60)
    assert not thread.is_alive()


async def _ask(port: int, lines: str, body: str = "") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{lines}\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    return reader, writer


async def _cookie(port: int, who: str) -> str:
    reader, writer = await _ask(port, f"POST /en/sign-in HTTP/1.1\r\n{FORM}", f"person={who}")
    answer = (await reader.read()).decode()
    writer.close()
    return answer.partition("set-cookie: ")[2].partition(";")[0]


async def _stream(port: int, cookie: str, last: str = "") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    back = f"\r\nLast-Event-ID: {last}" if last else ""
    reader, writer = await _ask(port, f"GET /en/events HTTP/1.1\r\nCookie: {cookie}{back}")
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def _next(reader: asyncio.StreamReader) -> list[str]:
    """The lines of the next message that is no beat."""
    while True:
        await reader.readline()  # how long the chunk is
        message = (await reader.readuntil(b"\n\n")).decode()
        await reader.readline()
        if not message.startswith(":"):
            return message.split("\n")


def test_doing_a_task_is_told_to_the_open_page_and_a_browser_that_comes_back_hears_only_what_is_new(
    served: Any,
) -> None:
    _, bus, _, port = served

    async def live() -> None:
        cookie = await _cookie(port, "claire")
        reader, writer = await _stream(port, cookie)
        first = await _next(reader)
        assert (first[1], first[2]) == ("event: tasks", 'data: {"count": 1}')
        bus.answers["membership.list_registrations"] = []  # the service has it done
        done, ended = await _ask(port, f"POST /en/trainings HTTP/1.1\r\n{FORM}\r\nCookie: {cookie}",
                                 "act=offer&title=A&about=B&language=nl&request_id=r")
        assert (await done.read()).startswith(b"HTTP/1.1 303")
        ended.close()
        assert (await _next(reader))[2] == 'data: {"count": 0}', "who stayed is told"
        again, back = await _stream(port, cookie, last=first[0].removeprefix("id: "))
        assert (await _next(again))[2] == 'data: {"count": 0}', "what was missed is told"
        writer.close()
        back.close()

    asyncio.run(live())


def test_streams_of_one_person_are_few_and_all_of_them_end_when_the_process_is_to_end(served: Any) -> None:
    server, _, streams, port = served

    async def live() -> None:
        cookies = [await _cookie(port, f"person-{number}") for number in range(PEOPLE)]
        opened = [await _stream(port, cookie) for cookie in cookies for _ in range(MOST_OF_ONE)]
        assert streams.count == len(opened) == SEVERAL
        reader, writer = await _ask(port, f"GET /en/events HTTP/1.1\r\nConnection: close\r\n"
                                          f"Cookie: {cookies[0]}")
        assert (await reader.read()).startswith(b"HTTP/1.1 429")
        writer.close()
        server.should_exit = True
        await asyncio.gather(*(reader.read() for reader, _ in opened))
        for _, writer in opened:
            writer.close()

    asyncio.run(asyncio.wait_for(live(), 60))
    wait_until(lambda: streams.count == 0, "end of every stream")


def test_who_is_woken_is_whoever_acted() -> None:
    streams = Streams()
    mine, anothers = streams.open("a"), streams.open("b")
    streams.acted("a")
    assert mine is not None
    assert anothers is not None
    assert (mine.is_set(), anothers.is_set()) == (True, False)
    streams.end()
    assert (anothers.is_set(), streams.open("c")) == (True, None)
