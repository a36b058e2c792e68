"""Server-sent events: what waits for somebody, told when it changes; a beat every fifteen seconds.

An event's id is the digest of the tasks. A browser that comes back names the last one that it saw (`Last-Event-ID`) and
is told only of what is new. After an act of the reader's the services are asked again within a second, a few times, for
some answer only when another has heard of it.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from hashlib import sha256

from starlette.responses import PlainTextResponse, Response, StreamingResponse

from services.portal.frame.desk import LoginRefused
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, ServiceAway
from services.portal.frame.visit import Visit
from services.portal.home.pages import gather_tasks
from services.portal.sessions.store import utc_now
from shared.errors import Refusal

BEAT_S, AFTER_ACT_S, TIMES_AFTER_ACT = 15.0, 0.6, 5
LONGEST_S = 600.0  # then the browser comes back, and its session is looked at anew
TOO_MANY = 429
BEAT = ": beat\n\n"
ROLES = frozenset({"member", "applicant", "advisor", "desk", "payroll_clerk", "accountant", "board",
                   "returning_officer", "ops"})


async def tell_tasks(visit: Visit) -> Response:
    """The stream of what waits for whoever is signed in."""
    if visit.login is None or (woken := visit.portal.streams.open(visit.login.subject)) is None:
        return PlainTextResponse("Too many windows.", TOO_MANY)
    known = visit.request.headers.get("last-event-id", "")
    return StreamingResponse(_told(visit, visit.login.subject, woken, known), media_type="text/event-stream",
                             headers={"X-Accel-Buffering": "no"})


async def _told(visit: Visit, subject: str, woken: asyncio.Event, known: str) -> AsyncIterator[str]:
    streams, ends_at, soon = visit.portal.streams, time.monotonic() + _longest(visit), 0
    try:
        while not streams.ended and time.monotonic() < ends_at:
            found = await _digest(visit)
            if found and found[0] != known:
                known = found[0]
                yield f"id: {known}\nevent: tasks\ndata: {json.dumps({'count': found[1]})}\n\n"
            else:
                yield BEAT
            try:
                async with asyncio.timeout(AFTER_ACT_S if soon else BEAT_S):
                    await woken.wait()
                woken.clear()
                soon = TIMES_AFTER_ACT
            except TimeoutError:
                soon = max(0, soon - 1)
    except LoginRefused:  # the grant was taken away: the next page asks them to sign in
        return
    finally:
        streams.close(subject, woken)


def _longest(visit: Visit) -> float:
    """How many seconds a stream is open at most; where a member's pages are read, no longer than that."""
    until = visit.session.reads_until if visit.session and visit.session.reads_as else None
    return min(LONGEST_S, (until - utc_now()).total_seconds()) if until else LONGEST_S


async def _digest(visit: Visit) -> tuple[str, int] | None:
    """The digest of all that waits, and how much that is; nothing while a service cannot be asked."""
    try:
        tasks, away = await gather_tasks(visit)
    except LoginRefused:
        raise
    except (Refusal, NotHere, ServiceAway):
        return None
    return None if away else (sha256(repr(tasks).encode()).hexdigest()[:16], len(tasks))


PAGES = (Page(name="events", path="/events", show=tell_tasks, roles=ROLES),)
