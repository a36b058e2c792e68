"""Commands that become a process of the house (`serve`, `relay`, `keep`: each replaces this one), and `topology`."""

import os
import sys
from typing import NoReturn

import click

from shared.bus.topology import declare_topology
from shared.cli.settings import here, variables
from shared.definitions import installed_definition, installed_names


@click.command()
@click.argument("services", nargs=-1, required=True)
def serve(services: tuple[str, ...]) -> None:
    """Run SERVICES in this process: answer calls, consume events; SIGTERM finishes what was begun."""
    _become("shared.bus.runner", *services)


@click.command()
@click.argument("service")
def relay(service: str) -> None:
    """Run the relay of SERVICE: what was committed as an event reaches the broker. One leads, further ones stand by."""
    _become("shared.bus.relay", service)


@click.command()
@click.argument("services", nargs=-1, required=True)
def keep(services: tuple[str, ...]) -> None:
    """Keep house for SERVICES: seal ledgers, send outgoing documents, forget old answers, until SIGTERM."""
    _become("shared.housekeeping", *services)


@click.command()
@click.argument("services", nargs=-1)
def topology(services: tuple[str, ...]) -> None:
    """Declare every exchange, queue and binding of SERVICES (else: of all installed) before the first one starts.

    What exists already is left as it is, or the broker refuses. An event without a queue is lost to its consumer.
    """
    definitions = {name: installed_definition(name) for name in services or installed_names()}
    declared = declare_topology(here().amqp_uri, definitions)
    click.echo(f"{len(declared)} queues stand: {', '.join(declared)}")


def _become(module: str, *arguments: str) -> NoReturn:
    """Replace this process by a module's, which may patch itself before anything is loaded."""
    os.execve(sys.executable, [sys.executable, "-m", module, *arguments], variables())  # noqa: S606 - our own
