"""The embedded house: every service, relay and the housekeeper as green threads of one process, without a broker.

The process must be green already (`shared.bus.runner.patch_eventlet`): the demo's entry does that before anything is
loaded.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event

import eventlet

from deploy.local.stack import says
from shared.bus.relay import Relay
from shared.bus.serving import Host
from shared.definitions import ServiceDefinition
from shared.housekeeping import keep
from shared.settings import Settings

MEMORY = "memory://"


@contextmanager
def embedded_host(settings: Settings, definitions: Mapping[str, ServiceDefinition]) -> Iterator[None]:
    """All of the house at work, until the block ends."""
    os.environ.update(settings.variables)
    host = Host(settings, list(definitions.values()))
    relays = [Relay(name, settings.database_url(name), settings.amqp_uri, longest_poll=0.02)
              for name, definition in definitions.items() if says(definition)]
    leave = Event()
    working = [eventlet.spawn(host.serve)]
    try:
        _await_ready(host)
        working += [eventlet.spawn(relay.run) for relay in relays]
        working.append(eventlet.spawn(keep, [definition for definition in definitions.values() if says(definition)],
                                      settings, leave))
        yield
    finally:
        leave.set()
        for relay in relays:
            relay.stop()
        host.stop()
        for thread in working:
            thread.wait()


def _await_ready(host: Host) -> None:
    with eventlet.Timeout(30):
        while not host.health.ready:
            eventlet.sleep(0.01)
