"""A secret vote over RabbitMQ, governance and ballot box each in a process of its own, as production runs them."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from kombu import Consumer, Message, Producer, Queue

from deploy.local.broker import Broker
from deploy.local.postgres import fresh_name
from services.governance.ballots.rules.ballots import QUEUE
from services.governance.ballots.use_cases.keys import sign_order
from services.governance.boards.documents.board_file import read_board
from services.governance.boards.use_cases.box import OrderingBox, QueueBox
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import Credential, find_receipt
from shared.bus.anonymous import JSON
from shared.bus.calling import RemoteRefusal, new_request_id
from shared.bus.client import BusClient
from shared.bus.connection import open_connection
from shared.identifiers import new_id
from tests.builders import FreshDatabase
from tests.integration.bus.running import Running, environment, token, wait_for
from tests.integration.governance.box_builders import PollKeys, fill_in, verified
from tests.patience import stretched

TODAY = date(2026, 6, 10)
REPLIES = "reply-" + "c" * 32


@dataclass
class Town:
    """Both services at work, and a plain client to call them."""

    uri: str
    box_url: str
    settings: dict[str, str]
    folder: Path
    processes: dict[str, Running]
    digest: str = ""

    def start(self, service: str) -> None:
        self.processes[service] = Running(self.settings, self.folder, service)
        self.processes[service].until_said("serving")
        if service == "governance":  # the process serves a moment before its queue is there to be called
            self.processes[service].until_said("rpc_consuming")

    def call(self, method: str, *, subject: str = "officer", roles: tuple[str, ...] = ("returning_officer",),
             on: date = TODAY, **asked: Any) -> Any:
        if not method.startswith(("get_", "list_")):
            asked["request_id"] = new_request_id()
        with BusClient(self.uri, token=token(subject, *roles, "clock")) as client:
            return client.call(f"governance.{method}", on=on.isoformat(), **asked)

    def credential(self, poll_id: str, member_id: str) -> Credential:
        def ask(method: str, **asked: Any) -> Any:
            asked.pop("request_id", None)
            return self.call(method, subject=member_id, roles=("member",), **asked)

        return voter.take_credential(ask, poll_id=poll_id, member_id=member_id, request_id="", digest=self.digest)

    def open_poll(self, members: list[str]) -> str:
        self.call("import_roll", as_of="2026-01-01", members=[
            {"member_id": member_id, "shares": 1, "suspended_shares": 0, "voting": True} for member_id in members])
        assembly = self.call("convene_assembly", title="Assembly", held_on=TODAY.isoformat(),
                             record_on=TODAY.isoformat(), on=TODAY - timedelta(days=15),
                             agenda=[{"title": "Accounts", "question": "Approve?", "decision": "ordinary"}])
        self.digest = assembly["agenda"][0]["paper_digest"]
        self.call("freeze_roll", assembly_id=assembly["assembly_id"])
        poll = self.call("open_poll", resolution_id=assembly["agenda"][0]["resolution_id"])
        return self.until(poll["poll_id"], "open")

    def until(self, poll_id: str, state: str) -> str:
        wait_for(lambda: self.call("get_poll", poll_id=poll_id)["state"] == state, 60, f"poll {state}")
        return poll_id


@pytest.fixture(scope="module")
def settled(
    broker: Broker, database_of_the_file: FreshDatabase, tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    """The town of this file: started once, for starting takes longer than any of its tests."""
    name, folder = fresh_name("town"), tmp_path_factory.mktemp("town")
    uri, box_url = broker.open_vhost(name), database_of_the_file("services.governance.ballot_box")
    own_url = database_of_the_file("shared.bus", "shared.outgoing", "shared.approval", "services.governance")
    settings = environment(folder, uri, "", DATABASE_URL_BALLOT_BOX=box_url, DATABASE_URL_GOVERNANCE=own_url)
    town = Town(uri, box_url, settings, folder, {})
    yield town
    for process in town.processes.values():
        if process.process.poll() is None:
            process.kill()
    broker.close_vhost(name)


@pytest.fixture
def town(settled: Town) -> Town:
    """The town with both services at work, whatever the test before did to them."""
    for service in ("ballot_box", "governance"):
        if service not in settled.processes or settled.processes[service].process.poll() is not None:
            settled.start(service)
    return settled


def test_all_ahead_of_the_closing_counts_and_all_behind_it_is_refused(town: Town) -> None:
    keys, box = PollKeys(), QueueBox(town.uri)
    OrderingBox(town.uri).ask("open_poll", paper=keys.paper, opening=keys.opening())
    ballots = [fill_in(keys.credential(), ["yes"]).fields for _ in range(30)]
    messages = [{"do": "cast_ballot", **ballot} for ballot in ballots]
    closing = {"do": "close_poll", **keys.closing(), "order": sign_order("close_poll", keys.closing())}
    with open_connection(town.uri) as connection:
        producer = Producer(connection.channel())
        for message in [*messages[:20], closing, *messages[20:]]:
            producer.publish(json.dumps(message), routing_key=QUEUE, **JSON)
    with pytest.raises(RemoteRefusal) as refused:
        box.ask("cast_ballot", **ballots[25])
    assert refused.value.code == "poll_closed"
    assert box.ask("get_board", poll_id=keys.poll_id)["tally"]["yes"] == 20


def test_what_is_no_message_is_thrown_away_and_the_next_is_answered(town: Town) -> None:
    with open_connection(town.uri) as connection:
        producer = Producer(connection.channel())
        for body in (b"\xff\xfe", b"{", b"null", b'{"do": {}}', b"[" * 100_000):
            producer.publish(body, routing_key=QUEUE, content_type="application/data", content_encoding="binary")
    assert QueueBox(town.uri).ask("health") == {"well": True}


def test_nothing_that_a_client_says_about_himself_comes_back_or_is_kept(town: Town) -> None:
    replies: list[Message] = []
    with open_connection(town.uri) as connection:
        channel = connection.channel()
        inbox = Queue(REPLIES, exclusive=True, auto_delete=True, durable=False)
        with Consumer(channel, [inbox], on_message=replies.append, no_ack=True):
            Producer(channel).publish(
                json.dumps({"do": "health"}), routing_key=QUEUE, reply_to=REPLIES, correlation_id="mine",
                message_id="mine", headers={"nameko.auth_token": "mine", "traceparent": "mine"}, **JSON)
            while not replies:
                connection.drain_events(timeout=10)
    assert json.loads(replies[0].body) == {"result": {"well": True}, "error": None}
    assert not {"correlation_id", "message_id", "timestamp"} & set(replies[0].properties)
    assert "mine" not in str(replies[0].headers)
    assert "mine" not in town.processes["ballot_box"].published().split()


def test_a_second_ballot_box_stands_by_until_the_first_is_gone(town: Town) -> None:
    first = town.processes["ballot_box"]
    town.start("ballot_box")
    assert first.terminate() == 0
    assert QueueBox(town.uri).ask("health") == {"well": True}


def test_the_ballot_box_keeps_no_trace_of_who_asked(town: Town) -> None:
    keys, box = PollKeys(), QueueBox(town.uri)
    OrderingBox(town.uri).ask("open_poll", paper=keys.paper, opening=keys.opening())
    voter.cast(box, keys.credential(), ["yes"])
    with psycopg.connect(town.box_url) as conn:
        row = conn.execute("select body from staged_ballots where poll_id = %s", [keys.poll_id]).fetchone()
    assert row
    assert set(json.loads(row[0])) == {"poll_id", "digest", "ballot_id", "voter_key", "randomizer", "credential",
                                       "turn", "choices", "signature"}


def test_governances_orders_wait_behind_no_voters_message_and_junk_delays_a_close_by_less_than_a_second(
    town: Town,
) -> None:
    keys = PollKeys()
    orders, junk = OrderingBox(town.uri), 10_000
    orders.ask("open_poll", paper=keys.paper, opening=keys.opening())
    ballot = json.dumps({"do": "cast_ballot", **fill_in(keys.credential(), ["yes"]).fields})
    began = time.monotonic()
    orders.ask("health")
    usual = time.monotonic() - began
    with open_connection(town.uri) as connection:
        producer = Producer(connection.channel())
        for number in range(junk):
            producer.publish(f'{{"do": {number}}}', routing_key=QUEUE, **JSON)
        producer.publish(ballot, routing_key=QUEUE, **JSON)
    began = time.monotonic()
    assert orders.ask("close_poll", **keys.closing())["tally"]["yes"] == 1
    assert time.monotonic() - began - usual < stretched(1.0)


def test_a_reply_goes_to_no_queue_but_the_callers_own(town: Town) -> None:
    with open_connection(town.uri) as connection:
        channel = connection.channel()
        victim = Queue("rpc-victim", durable=False, auto_delete=True)(channel)
        victim.declare()
        Producer(channel).publish(json.dumps({"do": "health"}), routing_key=QUEUE, reply_to="rpc-victim", **JSON)
        assert QueueBox(town.uri).ask("health") == {"well": True}
        assert victim.get() is None


def test_a_secret_vote_survives_the_death_of_either_service(town: Town) -> None:
    members = [new_id("mbr") for _ in range(6)]
    poll_id = town.open_poll(members)
    box = QueueBox(town.uri)
    receipts = [voter.cast(box, town.credential(poll_id, member_id), ["yes"]) for member_id in members[:3]]
    town.processes["ballot_box"].kill()
    town.start("ballot_box")
    receipts += [voter.cast(box, town.credential(poll_id, member_id), ["no"]) for member_id in members[3:5]]
    assert town.processes["ballot_box"].terminate() == 0
    for person in ("officer", "chair"):
        town.call("close_poll", subject=person, poll_id=poll_id)
    town.processes["governance"].kill()
    town.start("governance")
    town.start("ballot_box")
    town.until(poll_id, "closed")
    board = town.call("get_board", poll_id=poll_id)
    assert verified(board) == ({"yes": 3, "no": 2, "abstain": 0}, [])
    assert all(find_receipt(read_board(board).batches, receipt) for receipt in receipts)
    for process in town.processes.values():
        assert process.terminate() == 0
        published = process.published()
        assert not any(member_id in published for member_id in members)
        assert not any(ballot["voter_key"] in published for batch in board["batches"] for ballot in batch["ballots"])
