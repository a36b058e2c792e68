"""The private broker: it is ours alone, it is joined rather than doubled, and it comes back with its messages."""

import time
from collections.abc import Iterator
from pathlib import Path

import pika
import pytest

from deploy.local.broker import Broker, BrokerSilent
from deploy.local.postgres import fresh_name
from deploy.local.processes import is_alive
from deploy.local.rabbitmq import LocalRabbitMQ
from deploy.local.rabbitmq_binary import Binary, with_denial

KINDS = {"replicated": {"x-queue-type": "quorum"}, "requests": {}}  # events wait in the first, requests in the second


def put_both(uri: str) -> None:
    for queue, arguments in KINDS.items():
        put(uri, queue, b"still here", **arguments)


def put(uri: str, queue: str, body: bytes, **arguments: str) -> None:
    with pika.BlockingConnection(pika.URLParameters(uri)) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.queue_declare(queue, durable=True, arguments=dict(arguments))
        channel.basic_publish("", queue, body, pika.BasicProperties(delivery_mode=2), mandatory=True)


def take(uri: str, queue: str) -> bytes | None:
    with pika.BlockingConnection(pika.URLParameters(uri)) as connection:
        body: bytes | None = connection.channel().basic_get(queue, auto_ack=True)[2]
        return body


def test_each_test_has_a_virtual_host_of_its_own(rabbitmq: str, broker: Broker) -> None:
    put(rabbitmq, "letters", b"one")
    name = fresh_name("other")
    other = broker.open_vhost(name)
    with pytest.raises(pika.exceptions.ChannelClosedByBroker):
        take(other, "letters")
    broker.close_vhost(name)
    assert take(rabbitmq, "letters") == b"one"


def test_connections_can_be_cut_on_purpose(rabbitmq: str, broker: Broker) -> None:
    connection = pika.BlockingConnection(pika.URLParameters(rabbitmq))
    until = time.monotonic() + 10
    while not broker.cut_connections(rabbitmq.rpartition("/")[2]):  # the management sees a new one after a moment
        assert time.monotonic() < until
        time.sleep(0.1)
    with pytest.raises(pika.exceptions.AMQPError):
        connection.channel()


@pytest.fixture(scope="module")
def own_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRabbitMQ]:
    node = LocalRabbitMQ(tmp_path_factory.mktemp("rabbit"))
    node.start()
    yield node
    node.kill()  # an orderly end takes six seconds, and is proven below
    node.stop()


def test_a_stopped_node_leaves_no_process_behind_and_keeps_its_messages(own_node: LocalRabbitMQ) -> None:
    uri, pid = own_node.start().uri, own_node.pid
    assert pid is not None
    put_both(uri)
    assert own_node.stop(for_good=False)
    assert not is_alive(pid)
    assert own_node.pid is None
    assert own_node.start().uri == uri
    assert [take(uri, queue) for queue in KINDS] == [b"still here"] * len(KINDS)


def test_a_node_that_was_killed_comes_back_with_its_address_and_its_messages(own_node: LocalRabbitMQ) -> None:
    """Its queues were there before: a replicated one whose node is killed just after it was made finds no leader."""
    uri = own_node.start().uri
    put_both(uri)
    before = own_node.pid
    own_node.restart(brutally=True)
    assert own_node.pid not in {None, before}
    assert own_node.uri == uri
    assert [take(uri, queue) for queue in KINDS] == [b"still here"] * len(KINDS)


def test_a_second_user_joins_and_the_first_to_leave_does_not_stop_it(own_node: LocalRabbitMQ) -> None:
    second = LocalRabbitMQ(own_node.folder)
    assert second.start().uri == own_node.start().uri
    assert not second.stop(unless_used=True)
    assert own_node.pid


def test_a_node_that_ends_while_it_comes_up_is_started_once_more_and_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    starts = []

    def ends_at_once() -> Binary:
        starts.append(1)
        return Binary(Path("/bin/false"))

    monkeypatch.setattr("deploy.local.rabbitmq.find_binary", ends_at_once)
    with pytest.raises(BrokerSilent):
        LocalRabbitMQ(tmp_path).start()
    assert len(starts) == 2


def test_an_installation_may_start_no_server_and_leaves_the_machine_as_it_was(tmp_path: Path) -> None:
    policy, seen = tmp_path / "policy-rc.d", []
    with_denial(policy, lambda: seen.append(policy.read_text()))
    assert "exit 101" in seen[0]
    assert not policy.exists()
