"""A working life played in this process, without a broker: the demo's own story, over the real doors and inboxes.

Whoever wants to try something on a house that has lived copies its databases; what was called and said is remembered.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from deploy.local.demo.bank import Bank
from deploy.local.demo.chapters import assembling
from deploy.local.demo.narrator import Narrator
from deploy.local.demo.phone import NothingHappened, Phone
from deploy.local.demo.scenario import read_scenario
from deploy.local.demo.stage import Stage
from deploy.local.demo.story import STORY
from deploy.local.postgres import PostgresServer, fresh_name
from shared.bus.calling import RemoteRefusal
from shared.bus.dispatch import ReceivedCall
from shared.bus.handling import handlers_of
from shared.bus.inbox_messages import Message
from shared.bus.relay_senders import event_headers
from shared.definitions import ServiceDefinition
from shared.housekeeping import tidy
from shared.identifiers import new_uuid7
from shared.migrations import migrate
from shared.settings import Settings
from tests.builders import let_work
from tests.contracts.stand import ZONE, Stand, stand_at, token

UNSENT = """
delete from outbox_pending p using event_log e where e.id = p.event_id
returning p.seq, e.id::text, e.type, e.aggregate, e.version, e.event_on::text, e.recorded_at, e.correlation,
    e.traceparent, e.body
"""
PATIENCE = 50  # rounds of post before somebody waits in vain


def message_of(source: str, event: Mapping[str, Any]) -> Message:
    """An event as it comes out of a consumer's queue."""
    return Message(
        source=source,
        type=event["type"],
        body=event["body"].encode(),
        id=event["id"],
        headers=event_headers(source, event),
    )


@dataclass
class Life:
    """What is left of a life: a database per service, every call that was answered, every event that was said."""

    templates: dict[str, str] = field(default_factory=dict)
    calls: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    published: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    answers: list[Any] = field(default_factory=list)


class DirectPhone(Phone):
    """Calls the doors of this process, and brings round the post after each call."""

    def __init__(self, places: Mapping[str, Stand], life: Life, outgoing: Path, *, country: str = "BE") -> None:
        self._country = country
        self._places = places
        self._life = life
        self._outgoing = outgoing

    def tell(self, target: str, *, on: date, by: str, who: str = "", **fields: Any) -> Any:
        """Call, and let everybody hear what was said."""
        service, _, method = target.partition(".")
        dispatcher = self._places[service].dispatcher
        request = {"request_id": new_uuid7().hex} if dispatcher.methods[method].kind == "command" else {}
        call = ReceivedCall(
            method=method,
            kwargs={**fields, **request, "on": on.isoformat()},
            token=token(who or by, by, "clock", country=self._country),
        )
        answer = dispatcher.answer(call)
        if error := answer["error"]:
            raise RemoteRefusal(
                code=error["exc_type"],
                message=error["value"],
                details=error["details"],
                retryable=error["retryable"],
                correlation=error["correlation"],
            )
        self._life.calls.setdefault(target, []).append(fields)
        self._life.answers.append(answer["result"])
        return answer["result"]

    def until(self, what: str, look: Callable[[], Any]) -> Any:
        """Look, bring round the post, look again."""
        for _ in range(PATIENCE):
            if seen := look():
                return seen
            self.bring_post()
        raise NothingHappened(seconds=0, what=what)

    def bring_post(self) -> None:
        """Relay what was said, until nobody has anything more to say; send what is to leave the house."""
        while sum(self._relay(place) for place in self._places.values()):
            pass
        for place in self._places.values():
            tidy(place.definition, place.database, self._outgoing, date(2026, 9, 1))

    def _relay(self, place: Stand) -> int:
        if not place.definition.published:
            return 0
        with psycopg.connect(place.url, row_factory=dict_row) as conn:
            events = sorted(conn.execute(UNSENT).fetchall(), key=lambda event: event["seq"])
        for event in events:
            self._life.published.setdefault(f"{place.definition.name}.{event['type']}", []).append(event)
        for other in self._places.values():
            if place.definition.name in {source for source, _ in handlers_of(other.definition.service)} and events:
                other.inbox.take([message_of(place.definition.name, event) for event in events])
        return len(events)


def until_chapter(last: str) -> Sequence[Callable[[Stage], None]]:
    """The story up to and with a chapter, without the secret vote, which needs a broker."""
    chapters = [chapter for chapter in STORY if chapter not in {assembling.vote_secretly, assembling.draw_up_minutes}]
    return chapters[: [chapter.__name__ for chapter in chapters].index(last) + 1]


def live(postgres: PostgresServer, definitions: Mapping[str, ServiceDefinition], folder: Path, *, last: str) -> Life:
    """Play the story up to a chapter; the databases it leaves are templates to copy."""
    life = Life(templates={name: fresh_name(f"life_{name}") for name in definitions})
    with lived_in(postgres, definitions, life) as places:
        phone = DirectPhone(places, life, folder)
        variables = {f"DATABASE_URL_{name.upper()}": place.url for name, place in places.items()}
        settings = Settings(
            environment="test", country="BE", zone=ZONE, amqp_uri="", public_keys={}, variables=variables
        )
        stage = Stage(
            phone=phone,
            narrator=Narrator(silent=True),
            scenario=read_scenario(),
            settings=settings,
            folder=folder,
            bank=Bank(folder / "bank_statements"),
        )
        for chapter in until_chapter(last):
            chapter(stage)
            phone.bring_post()
    return life


@contextmanager
def lived_in(
    postgres: PostgresServer, definitions: Mapping[str, ServiceDefinition], life: Life, *, country: str = "BE",
) -> Iterator[dict[str, Stand]]:
    """Every service over its own new database."""
    with ExitStack() as stack:
        places = {}
        for name, definition in definitions.items():
            url = postgres.create(life.templates[name])
            migrate(url, definition.migrations)
            places[name] = stack.enter_context(stand_at(definition, let_work(url), country))
        yield places
