"""The relay as a process: its settings, its log, its probes and figures."""

import json
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.builders import FreshDatabase
from tests.integration.bus.publishing import Queue, say
from tests.integration.bus.running import Running, environment, free_port
from tests.patience import PATIENT, wait_until


def relay(settings: dict[str, str], folder: Path) -> Running:
    return Running(settings, folder, "speaker", module="shared.bus.relay")


def ask(port: int, path: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=PATIENT) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        return refused.code, refused.read()
    except OSError:
        return 0, b""


@pytest.mark.parametrize("missing", ["AMQP_URI", "DATABASE_URL_SPEAKER", "SHAREDCO_ENV"])
def test_a_relay_without_a_setting_refuses_in_a_sentence(tmp_path: Path, missing: str) -> None:
    settings = environment(tmp_path, "amqp://127.0.0.1:1/", "", DATABASE_URL_SPEAKER="postgresql://127.0.0.1:1/none")
    del settings[missing]
    started = relay(settings, tmp_path)
    assert started.process.wait(PATIENT) == 2
    assert started.published().startswith(f"The setting {missing} is missing")


def test_a_relay_in_production_logs_lines_of_json_and_shows_its_probes_and_figures(
    tmp_path: Path, rabbitmq: str, fresh_database: FreshDatabase,
) -> None:
    url, port = fresh_database("shared.bus"), free_port()
    queue = Queue(rabbitmq, "speaker.events")
    started = relay(environment(tmp_path, rabbitmq, "", DATABASE_URL_SPEAKER=url, HTTP_PORT=str(port),
                                SHAREDCO_ENV="production"), tmp_path)
    try:
        wait_until(lambda: ask(port, "/ready") == (200, b'{"speaker_relay": true}'), "relay at work")
        assert ask(port, "/live")[0] == 200
        say(url, 1)
        assert len(queue.take_all(1)) == 1
        wait_until(lambda: b'sharedco_events_sent_total{service="speaker"} 1.0' in ask(port, "/metrics")[1], "figure")
        assert b'sharedco_events_pending{service="speaker"}' in ask(port, "/metrics")[1]
    finally:
        assert started.terminate() == 0
        queue.close()
    assert [json.loads(line)["event"] for line in started.published().splitlines()] == ["relay_leads", "relay_left"]


def test_a_relay_whose_broker_is_away_is_not_ready_and_lives(tmp_path: Path, fresh_database: FreshDatabase) -> None:
    port = free_port()
    started = relay(environment(tmp_path, "amqp://127.0.0.1:1/", "", DATABASE_URL_SPEAKER=fresh_database("shared.bus"),
                                HTTP_PORT=str(port)), tmp_path)
    try:
        started.until_said("relay_interrupted")
        assert ask(port, "/ready") == (503, b'{"speaker_relay": false}')
        assert ask(port, "/live")[0] == 200
    finally:
        started.kill()
