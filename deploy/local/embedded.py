"""The embedded house: every service, relay and the housekeeper as green threads of one process, without a broker.

The process must be green already (`shared.bus.runner.go_green`): the demo's entry does that before anything is loaded.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event

import eventlet

from deploy.local.stack import says
from shared.bus.relay import Relay
from shared.bus.serving import House
from shared.homes import Home
from shared.housekeeping import keep
from shared.settings import Settings

MEMORY = "memory://"


@contextmanager
def embedded_house(settings: Settings, homes: Mapping[str, Home]) -> Iterator[None]:
    """All of the house at work, until the block ends."""
    os.environ.update(settings.variables)
    house = House(settings, list(homes.values()))
    relays = [Relay(name, settings.database_url(name), settings.amqp_uri, longest_poll=0.02)
              for name, home in homes.items() if says(home)]
    leave = Event()
    working = [eventlet.spawn(house.serve)]
    try:
        _await_ready(house)
        working += [eventlet.spawn(relay.run) for relay in relays]
        working.append(eventlet.spawn(keep, [home for home in homes.values() if says(home)], settings, leave))
        yield
    finally:
        leave.set()
        for relay in relays:
            relay.stop()
        house.stop()
        for thread in working:
            thread.wait()


def _await_ready(house: House) -> None:
    with eventlet.Timeout(30):
        while not house.health.ready:
            eventlet.sleep(0.01)
