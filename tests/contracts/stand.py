"""A service over a database of its own, in this process: its door, its inbox, and what must hold whatever comes in."""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import psycopg
from hypothesis import HealthCheck, Phase, settings
from structlog.processors import format_exc_info
from structlog.testing import capture_logs

from shared.auth import Tokens, new_key, sign_token
from shared.bus.dispatch import Dispatcher, ReceivedCall
from shared.bus.inbox import Inbox
from shared.bus.inbox_messages import Message
from shared.definitions import ServiceDefinition
from shared.identifiers import new_id
from shared.postgres import Database
from tests.builders import as_worker
from tests.contracts.garbage import SECRET

Test = TypeVar("Test", bound=Callable[..., None])
MORE = int(os.environ.get("GARBAGE", "0"))
ZONE = "Europe/Brussels"
DAYS = ("2026-09-01", "2026-09-02", "2026-09-30", "2026-10-15")
EVERY_ROLE = (
    *("desk", "advisor", "accountant", "payroll_clerk", "returning_officer", "auditor", "board", "bank"),
    *("ops", "clock", "service", "member", "applicant", "payroll_partner"),
)
KEY_ID = "tests"
PRIVATE, PUBLIC = new_key()
REFUSED_READS = "register_reads"  # the law wants it kept who asked for the register, refused or not
TABLES = """
select string_agg(format('select %L as name, count(*) as rows, coalesce(sum(xmin::text::bigint), 0) as writers from %I',
                         relname, relname), ' union all ') || ' order by name' as query
from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
"""
SETTLED = """
select event_id, 'heard', '' from inbox union all select event_id, 'parked', error from parked
union all select event_id, 'held', '' from held
"""
UNEXPECTED = re.compile(r"\w+ in \S+, line \d+")


def example_count(few: int, *, shrink: bool = True) -> Callable[[Test], Test]:
    """So many examples, the same each time; with `GARBAGE=500` so many others each time.

    A long walk is told as it was found: to `shrink` it would take minutes.
    """
    return settings(
        max_examples=MORE or few,
        derandomize=not MORE,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[phase for phase in Phase if shrink or phase not in {Phase.shrink, Phase.explain}],
    )


def token(subject: str, *roles: str, country: str = "BE") -> str:
    """A token for somebody with these roles."""
    return sign_token(
        PRIVATE, key_id=KEY_ID, subject=subject, roles=roles, country=country, assurance="high", purpose="garbage"
    )


@dataclass(frozen=True, kw_only=True)
class Stand:
    """One service, and the ids that are known to whoever stands before it."""

    definition: ServiceDefinition
    url: str
    database: Database
    dispatcher: Dispatcher
    inbox: Inbox
    known: list[str] = field(default_factory=lambda: [new_id("mbr")])

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """What the database answers, beside the service."""
        with psycopg.connect(self.url) as conn:
            return conn.execute(query.encode()).fetchall()

    seen: list[Any] = field(default_factory=list)

    def state(self, *, fresh: bool) -> Any:
        """What the database holds, as far as any write would show: rows per table, and who wrote them.

        Unless it is to be `fresh`, what was seen last will do: between two refusals nothing may have changed.
        """
        if fresh or not self.seen:
            self.seen[:] = [self.ask(self.ask(TABLES)[0][0])]
        return self.seen[0]

    def call(self, method: str, kwargs: dict[str, Any]) -> dict[str, Any]:
        """A call by somebody who has every role."""
        return self.dispatcher.answer(ReceivedCall(method=method, kwargs=kwargs, token=token("clerk", *EVERY_ROLE),
                                           correlation="c1"))


@contextmanager
def stand_at(definition: ServiceDefinition, url: str, country: str = "BE") -> Iterator[Stand]:
    """The service, open over this database."""
    database = definition.database(as_worker(url), country).open()
    try:
        service = definition.service()
        yield Stand(
            definition=definition,
            url=url,
            database=database,
            dispatcher=Dispatcher(service, database, Tokens({KEY_ID: PUBLIC}, country), zone=ZONE),
            inbox=Inbox(service, definition, database, zone=ZONE),
        )
    finally:
        database.close()


def is_audited(stand: Stand, method: str) -> bool:
    """Whether a reading is kept with who read, also one that was refused."""
    known = stand.dispatcher.methods.get(method)
    return known is not None and known.audited


def assert_typed(stand: Stand, method: str, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Call, and see that whatever comes back is an answer, or a refusal that wrote nothing and names nobody."""
    before = stand.state(fresh=False)
    with capture_logs(processors=[format_exc_info]) as logs:
        answer = stand.call(method, kwargs)
    json.dumps(answer, allow_nan=False)
    if error := answer["error"]:
        assert error["exc_type"] != "internal_error", (method, kwargs, [log.get("exception") for log in logs])
        kept = {REFUSED_READS} if is_audited(stand, method) else set()
        changed = {row[0] for row in set(stand.state(fresh=True)) ^ set(before)} - kept
        assert not changed, f"{method} was refused ({error['exc_type']}) and wrote to {changed}"
        assert SECRET not in json.dumps(error), f"{method} repeats what it was sent: {error}"
    else:
        stand.seen.clear()
    assert SECRET not in str(logs)
    return answer


def assert_heard(stand: Stand, message: Message) -> None:
    """Hand a message in, and see that it is found once: heard, held or parked, and by no fault of ours."""
    with capture_logs(processors=[format_exc_info]) as logs:
        stand.inbox.take([message])
    stand.seen.clear()
    mine = [row for row in stand.ask(SETTLED) if row[0] == message.id]
    assert len(mine) == 1, f"{len(mine)} traces of one message"
    assert not UNEXPECTED.fullmatch(mine[0][2] or ""), (mine, message)
    assert SECRET not in str(logs)
    assert SECRET not in str(mine)
