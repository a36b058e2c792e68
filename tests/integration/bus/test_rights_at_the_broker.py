"""Each service comes to the broker as a user of its own: what it must not do is tried, and fails."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pika
import pytest
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import ChannelClosedByBroker, ConnectionClosedByBroker

from deploy.local.broker import Broker
from deploy.local.postgres import fresh_name
from shared.bus.anonymous import ask
from shared.bus.client import BusClient
from shared.bus.rights import rights_of
from shared.bus.topology import declare_topology
from shared.definitions import definition_of, installed_definitions
from tests.builders import FreshDatabase
from tests.faults.clusters import (
    LISTENER,
    LISTENER_PACKAGES,
    SPEAKER,
    SPEAKER_PACKAGES,
    desk_token,
    relay,
    service,
    settings_of,
)
from tests.faults.listener.service import Listener
from tests.faults.speaker.service import Speaker
from tests.integration.bus.running import wait_for
from tests.integration.bus.test_relay_and_inbox_together import Start, rows, start
from tests.patience import PATIENT

__all__ = ["start"]

REFUSED = (ChannelClosedByBroker, ConnectionClosedByBroker)
SERVICES = ("membership", "invoicing", "payroll", "governance", "ballot_box")
Act = Callable[[BlockingChannel], object]


@pytest.fixture(scope="module")
def uris(broker: Broker) -> Iterator[dict[str, str]]:
    """A house with its topology and a user per service: the URI of each."""
    vhost, definitions = fresh_name("rights"), installed_definitions()
    declare_topology(broker.open_vhost(vhost), definitions)
    yield {name: broker.let_in(f"{vhost}-{name}", "secret", vhost, rights_of(definition))
           for name, definition in definitions.items()}
    for name in definitions:
        broker.shut_out(f"{vhost}-{name}")
    broker.close_vhost(vhost)


def attempt(uri: str, act: Act) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(uri))
    try:
        channel = connection.channel()
        channel.confirm_delivery()
        act(channel)
    finally:
        if connection.is_open:
            connection.close()


def publish(exchange: str, key: str, **properties: object) -> Act:
    return lambda channel: channel.basic_publish(exchange, key, b"{}", pika.BasicProperties(**properties))


MUST_FAIL: dict[str, tuple[str, Act]] = {
    "publish as another": ("payroll", publish("invoicing.events", "invoice_paid")),
    "publish past the exchanges": ("payroll", publish("", "membership.hears.invoicing")),
    "claim to be another": ("payroll", publish("payroll.events", "wage_paid", user_id="invoicing")),
    "read another's events": ("payroll", lambda channel: channel.basic_get("membership.hears.invoicing")),
    "read another's requests": ("membership", lambda channel: channel.basic_get("rpc-governance")),
    "read the ballots": ("governance", lambda channel: channel.basic_get("ballot-box")),
    "listen to a source that is none of its own": (
        "membership", lambda channel: channel.queue_bind("membership.hears.payroll", "governance.events", "#")),
    "listen to all calls": (
        "payroll", lambda channel: channel.queue_bind("payroll.hears.invoicing", "nameko-rpc", "#")),
    "empty another's queue": ("invoicing", lambda channel: channel.queue_purge("payroll.hears.invoicing")),
    "delete another's queue": ("invoicing", lambda channel: channel.queue_delete("payroll.hears.invoicing")),
    "delete another's exchange": ("payroll", lambda channel: channel.exchange_delete("invoicing.events")),
    "unbind another's queue": (
        "invoicing", lambda channel: channel.queue_unbind("payroll.hears.invoicing", "invoicing.events", "#")),
    "make a queue of its own choice": ("payroll", lambda channel: channel.queue_declare("mine")),
    "publish an event from the ballot box": ("ballot_box", publish("governance.events", "poll_closed")),
    "read events from the ballot box": (
        "ballot_box", lambda channel: channel.basic_get("governance.hears.membership")),
    "take the dead letters": ("payroll", lambda channel: channel.basic_get("dead-letters")),
}


@pytest.mark.parametrize("what", MUST_FAIL)
def test_a_service_cannot_do_what_is_not_its_own(uris: dict[str, str], what: str) -> None:
    who, act = MUST_FAIL[what]
    with pytest.raises(REFUSED):
        attempt(uris[who], act)


@pytest.mark.parametrize("who", SERVICES[:4])
def test_a_service_can_publish_its_own_events_read_its_own_requests_and_answer(uris: dict[str, str], who: str) -> None:
    attempt(uris[who], publish(f"{who}.events", "something"))
    attempt(uris[who], lambda channel: channel.basic_get(f"rpc-{who}"))
    attempt(uris[who], publish("nameko-rpc", "reply.1"))


def test_a_service_can_bind_its_own_queue_to_its_own_source(uris: dict[str, str]) -> None:
    attempt(uris["payroll"], lambda channel: channel.queue_bind("payroll.hears.invoicing", "invoicing.events", "#"))


def test_the_ballot_box_can_read_its_queue_and_answer_without_a_name(uris: dict[str, str]) -> None:
    attempt(uris["ballot_box"], lambda channel: channel.basic_get("ballot-box"))
    attempt(uris["ballot_box"], publish("", f"reply-{uuid4().hex}"))


def test_governance_can_ask_the_ballot_box_without_a_name_and_is_answered(uris: dict[str, str]) -> None:
    def answer() -> None:
        connection = pika.BlockingConnection(pika.URLParameters(uris["ballot_box"]))
        channel = connection.channel()
        for method, properties, _ in channel.consume("ballot-box", inactivity_timeout=PATIENT):
            channel.basic_publish("", properties.reply_to, b'{"result": "open"}',
                                  pika.BasicProperties(content_type="application/json"))
            channel.basic_ack(method.delivery_tag)
            break
        connection.close()

    box = threading.Thread(target=answer)
    box.start()
    assert ask(uris["governance"], "ballot-box", {"do": "health"}, seconds=PATIENT, kept=False) == {"result": "open"}
    box.join()


def test_services_and_a_relay_work_with_no_more_than_their_own_rights(
    fresh_database: FreshDatabase, broker: Broker, rabbitmq: str, tmp_path: Path, start: Start,
) -> None:
    speaking, consuming = fresh_database(*SPEAKER_PACKAGES), fresh_database(*LISTENER_PACKAGES)
    vhost = rabbitmq.rpartition("/")[2]
    definitions = {"speaker": definition_of(Speaker), "listener": definition_of(Listener)}
    declare_topology(rabbitmq, definitions)
    users = {f"AMQP_URI_{name.upper()}": broker.let_in(f"{vhost}-{name}", "secret", vhost, rights_of(definition))
             for name, definition in definitions.items()}
    settings = settings_of(tmp_path, rabbitmq, speaker=speaking, listener=consuming) | users
    listener, speaker = start(service(settings, tmp_path, LISTENER)), start(service(settings, tmp_path, SPEAKER))
    relaying = start(relay(settings, tmp_path, "speaker"))
    wait_for(lambda: "inbox_consuming" in listener.published() and "rpc_consuming" in speaker.published(), 30,
             lambda: listener.published() + speaker.published())
    with BusClient(rabbitmq, token=desk_token()) as client:
        client.call("speaker.say_words", line_id="a", number=1, count=5, request_id=uuid4().hex)
    wait_for(lambda: rows(consuming, "select count(*) from effects") == [(5,)], 20,
             lambda: listener.published() + relaying.published())
    for name in definitions:
        broker.shut_out(f"{vhost}-{name}")
