"""From a command to its effect in another service, through processes as production runs them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from shared.bus.client import Client
from tests.builders import FreshDatabase
from tests.faults.towns import (
    LISTENER,
    LISTENER_PACKAGES,
    SPEAKER,
    SPEAKER_PACKAGES,
    Resident,
    desk_token,
    relay,
    service,
    settings_of,
    wait_for,
)

Start = Callable[[Resident], Resident]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[Resident] = []

    def begin(resident: Resident) -> Resident:
        started.append(resident.start())
        return resident

    yield begin
    for resident in started:
        if resident.alive:
            resident.kill()


def rows(url: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as conn:
        return conn.execute(statement).fetchall()  # type: ignore[call-overload]


def test_what_a_command_says_takes_effect_in_another_service_in_its_order(
    fresh_database: FreshDatabase, rabbitmq: str, tmp_path: Path, start: Start,
) -> None:
    speaking, hearing = fresh_database(*SPEAKER_PACKAGES), fresh_database(*LISTENER_PACKAGES)
    settings = settings_of(tmp_path, rabbitmq, speaker=speaking, listener=hearing)
    listener = start(service(settings, tmp_path, LISTENER))
    speaker = start(service(settings, tmp_path, SPEAKER))
    relaying = start(relay(settings, tmp_path, "speaker"))
    wait_for(lambda: "inbox_consuming" in listener.said() and "rpc_consuming" in speaker.said(), 20, listener.said)
    with Client(rabbitmq, token=desk_token()) as client:
        for line in ("a", "b"):
            client.call("speaker.say_words", line_id=line, number=1, count=50, request_id=uuid4().hex)
    wait_for(lambda: rows(hearing, "select count(*) from effects") == [(100,)], 20, lambda: listener.said())
    found = rows(hearing, "select version from effects where line_id = 'a' order by seq")
    assert [row[0] for row in found] == list(range(1, 51))
    wait_for(lambda: rows(speaking, "select count(*) from outbox_pending") == [(0,)], 5, relaying.said)
    assert relaying.terminate() == 0
    assert listener.terminate() == 0
    assert "event_parked" not in listener.said()
