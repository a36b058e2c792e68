"""What `sharedco` can do on a developer's machine: `up`, `down`, `logs`, `demo`, `sandbox`."""

import subprocess
import sys
from collections import deque

import click

from deploy.local.postgres import ROOT


@click.command()
def up() -> None:
    """Start the stack over a private RabbitMQ, one process per service and relay. Joins what runs already."""
    from deploy.local.stack import Stack

    stack = Stack(tell=click.echo, schedule_jobs=True)
    settings = stack.up()
    click.echo(f"The stack answers at {settings.amqp_uri}\n"
               f"  try   .venv/bin/sharedco call membership.describe\n"
               f"  logs  {_short(stack.folder)}/logs    documents  {_short(stack.folder)}/outgoing    stop  make down")


@click.command()
def down() -> None:
    """Stop what `sharedco up` started, and nothing else. Its data stays for the next time."""
    from deploy.local.stack import Stack

    stopped = Stack().down()
    click.echo(f"stopped {', '.join(stopped)}" if stopped else "nothing was running")


@click.command()
@click.argument("processes", nargs=-1)
@click.option("--lines", type=click.IntRange(1, 100_000), default=40, show_default=True, help="How many of each.")
@click.option("--path", is_flag=True, help="Print where the files are, to follow them with other tools.")
def logs(processes: tuple[str, ...], lines: int, path: bool) -> None:  # noqa: FBT001 - click's own
    """Print the last lines that PROCESSES (else: all) of the stack logged, `payroll-relay` for one."""
    from deploy.local.stack import LOCAL

    there = dict(sorted((file.stem, file) for file in (LOCAL / "stack" / "logs").glob("*.log")))
    if unknown := sorted(set(processes) - there.keys()):
        raise click.UsageError(f"{', '.join(unknown)} has no log here; there are {', '.join(there) or 'none'}.")
    for name in processes or there:
        with there[name].open(encoding="utf-8", errors="replace") as file:
            last = "".join(deque(file, maxlen=lines)).rstrip()
        click.echo(str(there[name]) if path else f"== {name}\n{last}")


@click.command()
@click.option("--broker", type=click.Choice(["memory", "rabbitmq"]), default="memory", show_default=True,
              help="memory: all in one process; rabbitmq: each service and relay in its own, over a real broker.")
def demo(broker: str) -> None:
    """Play one working life, from the information session to the wage, and print it as a story."""
    sys.exit(_play("story", broker))


@click.command()
def sandbox() -> None:
    """Start the stack and fill it with the demo's people, clients and orders, to play with."""
    sys.exit(_play("sandbox", "rabbitmq"))


def _play(what: str, broker: str) -> int:
    """In a process of its own, which makes itself green before anything is loaded."""
    return subprocess.run([sys.executable, "-m", "deploy.local.demo", what, broker], check=False).returncode


def _short(path: object) -> str:
    return str(path).removeprefix(f"{ROOT}/")
