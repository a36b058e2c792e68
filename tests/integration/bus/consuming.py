"""A small service that hears, and messages for it: what the tests of inbox, parking and relay share."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from marshmallow import fields

from shared.bus import Event, handles
from shared.bus.event_log import EventWriter
from shared.bus.inbox import Inbox
from shared.bus.inbox_messages import Message
from shared.countries import Country
from shared.definitions import ServiceDefinition
from shared.errors import Refusal
from shared.fields import Count, EventShape, Shape, Text
from shared.identifiers import new_uuid7
from shared.parameters import Tables
from shared.postgres import Database, Tx
from tests.builders import DAY, INSTANT

EFFECTS = """
create table effects (
    seq bigint generated always as identity, event_id text not null, aggregate text not null, version bigint not null,
    number bigint not null, event_on date not null, actor text not null, correlation text not null)
"""
ADD_EFFECT = """
insert into effects (event_id, aggregate, version, number, event_on, actor, correlation)
values (%(event_id)s, %(aggregate)s, %(version)s, %(number)s, %(on)s, %(actor)s, %(correlation)s)
"""


class OrderSigned(EventShape):
    number = fields.Integer(required=True)


class OrderEchoedShape(Shape):
    order_id = Text(required=True)
    number = Count(required=True)


@dataclass(frozen=True, kw_only=True)
class OrderEchoed:
    AGGREGATE: ClassVar[str] = "order_id"
    order_id: str
    number: int


class Unlucky(Refusal):
    sentence = "{number} brings bad luck."


class Listener:
    """Hears orders; refuses the numbers in `unlucky`, and announces what it heard when it is told to echo."""

    name = "listener"

    def __init__(self, *, echo: bool = False) -> None:
        self.unlucky: set[int] = set()
        self.echo = echo
        self.begun: list[int] = []

    @handles("till.order_signed", OrderSigned, foreign=True)
    def on_order_signed_elsewhere(self, tx: Tx, event: Event) -> None:
        self.on_order_signed(tx, event)

    @handles("invoicing.order_signed", OrderSigned)
    def on_order_signed(self, tx: Tx, event: Event) -> None:
        self.begun.append(event["number"])
        tx.run(ADD_EFFECT, event_id=event.id, aggregate=event.aggregate, version=event.version, on=tx.on,
               number=event["number"], actor=tx.actor, correlation=tx.cause.correlation)
        if self.echo:
            tx.announce(OrderEchoed(order_id=event.aggregate, number=event["number"]))
        if event["number"] in self.unlucky:
            raise Unlucky(number=event["number"])


class Ear:
    """One listener with its inbox and its database, and questions about what it holds."""

    def __init__(self, url: str, *, delays: tuple[float, ...] = (0.0, 0.0, 0.0), echo: bool = False) -> None:
        self.service = Listener(echo=echo)
        self.database = Database(
            url, country=Country(Tables("BE", {})),
            write_events=EventWriter({"order_echoed": OrderEchoedShape}).write).open()
        with self.database.connection() as conn:
            conn.execute(EFFECTS)
        self.inbox = Inbox(self.service, ServiceDefinition("listener", Listener, "nowhere"), self.database,
                           delays=delays)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        with self.database.connection() as conn:
            return [tuple(row.values()) for row in conn.execute(statement)]

    def forget(self) -> None:
        """Empty the table of effects: a property test begins again."""
        with self.database.connection() as conn:
            conn.execute("delete from effects")

    @property
    def effects(self) -> list[tuple[str, int]]:
        """(aggregate, version) of every effect, in the order in which they happened."""
        return self.ask("select aggregate, version from effects order by seq")

    @property
    def parked(self) -> list[tuple[str, int, str]]:
        return self.ask("select aggregate, version, code from parked order by aggregate, version, id")


def published(version: int, aggregate: str = "ord_1", *, number: int | None = None, **given: Any) -> Message:
    """An event of invoicing as the relay would send it."""
    body = given.pop("body", None)
    headers = {
        "id": given.pop("id", None) or new_uuid7().hex, "source": "invoicing", "type": "order_signed",
        "time": INSTANT.isoformat(), "aggregate": aggregate, "aggregateversion": version, "on": DAY.isoformat(),
        "correlationid": "c1", **given.pop("headers", {}),
    }
    if body is None:
        body = json.dumps({"number": version if number is None else number, "more": "ignored"}).encode()
    kind = given.pop("type", "order_signed")
    headers["type"] = kind
    return Message(source="invoicing", type=kind, body=body, id=headers["id"], headers=headers, **given)


def foreign(number: int = 1, *, id: str = "", **given: Any) -> Message:
    """A message as a stock publisher sends it: no version; an id only if it has one."""
    return Message(source="till", type=given.pop("type", "order_signed"), id=id,
                   body=given.pop("body", json.dumps({"number": number}).encode()), **given)


def again(message: Message) -> Message:
    """The same message, redelivered."""
    return replace(message, redelivered=True)


def ear_of(url: str, **options: Any) -> Iterator[Ear]:
    ear = Ear(url, **options)
    yield ear
    ear.database.close()
