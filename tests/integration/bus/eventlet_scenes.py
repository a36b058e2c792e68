"""Scenes in a green process: `python -m tests.integration.bus.eventlet_scenes SCENE` ends with 0 when it went well.

AMQP_URI, TOKEN and, where a scene needs it, the settings of a service come from the environment.
"""

import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from shared.bus.runner import patch_eventlet

patch_eventlet()

import eventlet  # noqa: E402
import pytest  # noqa: E402

from shared.bus.caller import GreenCaller  # noqa: E402
from shared.bus.calling import BrokerAway, NoAnswer, RemoteRefusal, UnknownService, new_request_id  # noqa: E402
from shared.bus.client import BusClient  # noqa: E402
from shared.bus.connection import RPC_EXCHANGE  # noqa: E402
from shared.bus.publisher import Publisher, SendOutcome  # noqa: E402
from shared.bus.serving import Host, find_definition  # noqa: E402
from shared.settings import read_settings  # noqa: E402
from tests.integration.bus.broker_gate import GO_ON, STOP, Gate  # noqa: E402
from tests.integration.bus.running import GREETER, MEMBER  # noqa: E402
from tests.patience import PATIENT, at_most, stretched  # noqa: E402

URI, TOKEN = os.environ["AMQP_URI"], os.environ.get("TOKEN", "")


def many_calls_share_one_connection() -> None:
    """A slow call holds up no other."""
    caller = GreenCaller(URI, "scene")
    slow = eventlet.spawn(caller.call, "greeter.rest", token=TOKEN, member_id=MEMBER, words="x",
                          pause=str(math.ceil(stretched(1))), within=PATIENT)
    threads = [eventlet.spawn(caller.call, "greeter.echo", token=TOKEN, member_id=MEMBER, words=str(n), within=PATIENT)
               for n in range(50)]
    assert [thread.wait()["words"] for thread in threads] == [str(n) for n in range(50)]
    assert not slow.dead
    assert slow.wait()["words"] == "x"
    assert not caller._waiting
    caller.stop()


def refusals_and_unknown_names_come_at_once() -> None:
    caller = GreenCaller(URI, "scene")
    with at_most(5):
        with pytest.raises(UnknownService):
            caller.call("nobody.echo", token=TOKEN, within=PATIENT)
        with pytest.raises(RemoteRefusal) as caught:
            caller.call("greeter.shout", token=TOKEN, within=PATIENT)
        assert caught.value.code == "method_not_found"
        with pytest.raises(RemoteRefusal) as caught:
            caller.call("greeter.greet", token=TOKEN, member_id=MEMBER, words="LOUD", request_id=new_request_id())
        assert caught.value.details == {"member_id": MEMBER}
    caller.stop()


def nobody_waits_longer_than_the_deadline() -> None:
    caller = GreenCaller(URI, "scene")
    caller.call("greeter.describe")
    begun = time.monotonic()
    with at_most(2), pytest.raises(NoAnswer):
        caller.call("greeter.rest", token=TOKEN, member_id=MEMBER, words="x", pause="3", within=0.3)
    assert time.monotonic() - begun > 0.25
    assert not caller._waiting
    assert caller.call("greeter.echo", token=TOKEN, member_id=MEMBER, words="on")["words"] == "on"
    caller.stop()


def every_message_has_one_fate() -> None:
    publisher = Publisher(URI, "scene")
    publisher.start()
    assert publisher.connected(PATIENT)
    assert publisher.publish_and_wait(RPC_EXCHANGE, "greeter.describe", b"{}") is SendOutcome.CONFIRMED
    assert publisher.publish_and_wait(RPC_EXCHANGE, "nobody.x", b"{}") is SendOutcome.RETURNED
    assert publisher.publish_and_wait(RPC_EXCHANGE, "nobody.x", b"{}", mandatory=False) is SendOutcome.CONFIRMED
    outcomes: list[SendOutcome] = []
    for number in range(300):
        target = "greeter.describe" if number % 3 else "nobody.x"
        publisher.publish(RPC_EXCHANGE, target, b"x" * number * 1000, settled=outcomes.append)
    while len(outcomes) < 300:
        eventlet.sleep(0.01)
    assert (outcomes.count(SendOutcome.CONFIRMED), outcomes.count(SendOutcome.RETURNED)) == (200, 100)
    publisher.stop()
    assert publisher.publish_and_wait(RPC_EXCHANGE, "greeter.describe", b"{}") is SendOutcome.LOST


def a_broker_that_falls_silent_is_noticed() -> None:
    """The proxy in between swallows what the broker says from the moment that its file exists."""
    caller = GreenCaller(URI, "scene", confirm_seconds=stretched(1))
    caller.call("greeter.describe")
    swallow = Path(os.environ["SWALLOW"])
    swallow.touch()
    with at_most(5), pytest.raises(BrokerAway) as caught:
        caller.call("greeter.describe", within=PATIENT)
    assert caught.value.retryable
    swallow.unlink()
    assert caller.call("greeter.describe", within=PATIENT)["service"] == "greeter"
    caller.stop()


def a_broker_that_takes_no_messages_is_waited_for() -> None:
    gate = Gate(URI)
    publisher = Publisher(gate.uri, "scene", confirm_seconds=stretched(0.5))
    publisher.start()
    assert publisher.connected(PATIENT)
    assert publisher.publish_and_wait(RPC_EXCHANGE, "greeter.describe", b"{}") is SendOutcome.CONFIRMED
    gate.tell(STOP)
    gate.open.clear()
    eventlet.sleep(0.1)
    waiting = eventlet.spawn(publisher.publish_and_wait, RPC_EXCHANGE, "greeter.describe", b"{}")
    eventlet.sleep(stretched(2))  # four times as long as a silent broker is given
    assert not waiting.dead
    gate.tell(GO_ON)
    eventlet.sleep(0.3)  # from now on it is given the usual time
    gate.open.set()
    assert waiting.wait() is SendOutcome.CONFIRMED
    assert len(gate.clients) == 1
    publisher.stop()
    gate.close()


def a_broker_that_is_away_is_said_so() -> None:
    caller = GreenCaller("amqp://guest:guest@127.0.0.1:1/", "scene")
    with at_most(2), pytest.raises(BrokerAway):
        caller.call("greeter.describe", within=0.5)
    caller.stop()


def the_house_runs_without_a_broker() -> None:
    """The embedded transport: same services, same clients, one process."""
    host = Host(read_settings(), [find_definition(GREETER)])
    serving = eventlet.spawn(host.serve)
    with eventlet.Timeout(PATIENT):
        while not host.health.ready:
            eventlet.sleep(0.01)
    _ask_over_memory(BusClient(URI, token=TOKEN).call, {})
    caller = GreenCaller(URI, "scene")
    _ask_over_memory(caller.call, {"token": TOKEN})
    caller.stop()
    host.stop()
    assert serving.wait() == 0


def _ask_over_memory(call: Callable[..., object], token: dict[str, str]) -> None:
    asked = {"member_id": MEMBER, "words": new_request_id(), "request_id": new_request_id()}
    first = call("greeter.greet", **asked, **token)
    assert call("greeter.greet", **asked, **token) == first
    with pytest.raises(UnknownService):
        call("nobody.echo")
    for target, code in (("greeter.shout", "method_not_found"), ("greeter.echo", "shape_not_met")):
        with pytest.raises(RemoteRefusal) as caught:
            call(target, **token)
        assert caught.value.code == code
    with at_most(2), pytest.raises(NoAnswer):
        call("greeter.rest", member_id=MEMBER, words="x", pause="3", within=0.3, **token)


if __name__ == "__main__":
    globals()[sys.argv[1]]()
