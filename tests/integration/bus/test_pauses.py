"""When everything fails it is not the messages: a consumer pauses by itself, and when a person says so."""

from collections.abc import Callable, Iterator

import eventlet
import pytest

from shared.bus import inbox_reader
from shared.bus.event_log import Q
from shared.bus.frames import Delivery
from shared.bus.inbox_messages import Message
from shared.bus.inbox_reader import FAILING, InboxReader
from shared.bus.parking_retry import Retries
from tests.builders import DAY, FreshDatabase
from tests.integration.bus.consuming import Ear, ear_of, published

LATER = (3600.0,)


class Desk:
    """A reader of invoicing's events to whom the messages are handed, and that notes which it acknowledges."""

    open = True

    def __init__(self, ear: Ear) -> None:
        self.reader = InboxReader(ear.inbox, "memory://")
        self.reader._wire = self  # type: ignore[assignment]
        self.lane = next(lane for lane in self.reader._lanes if lane.source == "invoicing")
        self.acknowledged = 0
        self._take = self.reader._taker(self.lane, self)  # type: ignore[arg-type]

    def ack(self, _channel: object, tag: int, *, multiple: bool) -> None:
        self.acknowledged = tag

    def bring(self, *messages: Message) -> None:
        for message in messages:
            self._take(Delivery("order_signed", message_id=message.id, headers=dict(message.headers),
                                body=message.body, size=len(message.body), tag=int(message.headers["tag"])))

    def wait(self, until: Callable[[], object]) -> None:
        with eventlet.Timeout(10):
            while not until():
                eventlet.sleep(0.01)


def failing(count: int, *, first: int = 1) -> list[Message]:
    """Events of as many streams, and each brings bad luck."""
    return [published(1, f"ord_{tag}", number=13, headers={"tag": tag}) for tag in range(first, first + count)]


@pytest.fixture
def ear(fresh_database: FreshDatabase) -> Iterator[Ear]:
    for ear in ear_of(fresh_database("shared.bus"), delays=LATER):
        ear.service.unlucky = {13}
        yield ear


@pytest.fixture
def desk(ear: Ear, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(inbox_reader, "PAUSE_S", 0.4)
    monkeypatch.setattr(inbox_reader, "PAUSE_LOOK_S", 0.01)
    return Desk(ear)


def test_a_consumer_of_which_everything_fails_pauses_and_tries_one_message_now_and_then(ear: Ear, desk: Desk) -> None:
    desk.bring(*failing(FAILING))
    desk.wait(lambda: desk.acknowledged == FAILING)
    assert not desk.reader.consuming
    desk.bring(*failing(10, first=FAILING + 1))
    eventlet.sleep(0.1)
    assert desk.acknowledged == FAILING
    desk.wait(lambda: desk.acknowledged > FAILING)
    assert desk.acknowledged == FAILING + 1
    assert len(ear.parked) == FAILING + 1


def test_the_first_event_that_goes_well_ends_the_pause(ear: Ear, desk: Desk) -> None:
    desk.bring(*failing(FAILING))
    desk.wait(lambda: desk.acknowledged == FAILING)
    ear.service.unlucky = set()
    desk.bring(*failing(10, first=FAILING + 1))
    desk.wait(lambda: desk.acknowledged == FAILING + 10)
    assert desk.reader.consuming
    assert len(ear.effects) == 10


def test_one_stream_less_is_no_reason_to_pause(desk: Desk) -> None:
    desk.bring(*failing(FAILING - 1))
    desk.wait(lambda: desk.acknowledged == FAILING - 1)
    assert desk.reader.consuming


def test_one_stream_with_many_events_behind_its_poison_pauses_nobody(desk: Desk) -> None:
    desk.bring(*[published(tag, number=13, headers={"tag": tag}) for tag in range(1, 3 * FAILING)])
    desk.wait(lambda: desk.acknowledged == 3 * FAILING - 1)
    assert desk.reader.consuming


def test_what_a_person_pauses_waits_unread_and_stays_ready_until_resumed(ear: Ear, desk: Desk) -> None:
    retries = Retries(ear.inbox)
    ear.inbox.take([published(1, "ord_9", number=13)])
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        tx.run(Q.pause, source="invoicing", by="an operator", why="its release is broken")
        tx.run("update parked set next_try_at = now()")
    retries.run_due()
    desk.bring(published(1, headers={"tag": 1}))
    eventlet.sleep(0.1)
    assert (desk.acknowledged, desk.reader.consuming, ear.service.begun) == (0, True, [13, 13])
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        assert tx.all(Q.resume, sources=["invoicing"]) == [{"source": "invoicing"}]
    retries.run_due()
    desk.wait(lambda: desk.acknowledged == 1)
    assert ear.effects == [("ord_1", 1)]


def test_when_nothing_is_parked_any_more_the_consumer_is_ready_again(ear: Ear, desk: Desk) -> None:
    desk.bring(*failing(FAILING))
    desk.wait(lambda: desk.acknowledged == FAILING)
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        tx.run("delete from parked")
    Retries(ear.inbox).run_due()
    assert desk.reader.consuming


def test_a_process_that_starts_anew_begins_nothing_that_is_paused(ear: Ear) -> None:
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        tx.run(Q.pause, source="invoicing", by="an operator", why="its release is broken")
    desk = Desk(ear)
    desk.reader._learn_what_is_paused()
    desk.bring(published(1, headers={"tag": 1}))
    eventlet.sleep(0.05)
    assert (desk.acknowledged, ear.effects) == (0, [])
