"""Commands that look after messages: `parked`, `replay`, `tail`."""

import getpass
import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import click

from shared import clock
from shared.bus import parking
from shared.bus.event_log import Q
from shared.bus.handling import handlers_of
from shared.bus.replay import replay as replay_events
from shared.bus.tail import watch
from shared.cli.days import DAY
from shared.cli.progress import shown_progress
from shared.cli.settings import here
from shared.cli.tables import table
from shared.definitions import installed_definition, installed_names
from shared.errors import Refusal
from shared.postgres import Tx
from shared.settings import Settings, read


class NobodyConsumes(Refusal):
    """The consumer consumes none of the services named."""

    named = "nobody_hears"
    sentence = "{consumer} consumes nothing from {source}; it consumes: {consumes}."


class NothingToReplay(Refusal):
    """No database of a source is named: nothing would be sent, and nobody would know."""

    sentence = "No database of what {consumer} consumes ({consumes}) is named: give DATABASE_URL_<SOURCE>."


@click.group()
def parked() -> None:
    """Messages that could not be digested: look at them, try them again, or throw them away."""


NEXT = {  # what a person does next, by the code under which a message is parked
    "behind": "waits for the one before it", "version_taken": "accept, accept --renumber or discard",
    "kills_its_process": "look at memory, then replay", "oversized": "replay if it fits, else discard",
    "undecodable": "ask its sender, then discard", "without_id": "ask its sender, then discard",
    "without_version": "ask its sender, then discard", "not_from_its_service": "find out who sent it, then discard",
    "id_taken": "find out who sent it, then discard", "envelope_broken": "ask its sender, then discard",
}
HEAD = ("service", "id", "event", "stream", "age", "tries", "code", "next")


@parked.command("list")
@click.argument("services", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for programs.")
@click.option("--causes", is_flag=True, help="One line per cause, with counts and the first and last time.")
def list_parked(services: tuple[str, ...], as_json: bool, causes: bool) -> None:  # noqa: FBT001 - click's own
    """List what is parked at SERVICES (else: at all that consume), oldest first: ids and codes, no bodies."""
    rows: list[dict[str, Any]] = []
    for name in services or _consuming_names():
        with _work(name) as tx:
            rows += [{"service": name, **row} for row in (tx.all(Q.parked_by_cause) if causes else _all_parked(tx))]
    if as_json:
        for row in rows:
            click.echo(json.dumps(row, default=str))
        return
    lines = _causes(rows) if causes else table(HEAD, [_columns(row) for row in rows])
    for line in lines if rows else ():
        click.echo(line)
    click.echo(f"{sum(row['count'] for row in rows) if causes else len(rows)} parked")


def _all_parked(tx: Tx) -> Iterator[dict[str, Any]]:
    page: list[dict[str, Any]] = []
    while page := parking.list_parked(tx, after=page[-1]["id"] if page else 0):
        yield from page


def _columns(row: dict[str, Any]) -> tuple[str, ...]:
    stream = f"{row['aggregate'][:12]}#{row['version']}" if row["version"] else "-"
    following = NEXT.get(row["code"], f"tried again by itself {_in(row['next_try_at'])}" if row["next_try_at"]
                         else "mend the cause, then replay")
    return (row["service"], str(row["id"]), f"{row['source']}.{row['type']}", stream, _age(row["parked_at"]),
            str(row["attempts"]), row["code"], following)


def _causes(rows: list[dict[str, Any]]) -> Iterator[str]:
    return table(("service", "code", "event", "count", "first", "last"), [
        (row["service"], row["code"], f"{row['source']}.{row['type']}", str(row["count"]), _age(row["first"]) + " ago",
         _age(row["last"]) + " ago") for row in rows])


def _age(since: datetime) -> str:
    """How long ago, in the largest unit that says something."""
    seconds = max(0.0, (clock.now() - since).total_seconds())
    return next(f"{seconds / size:.0f} {unit}" for unit, size in UNITS if seconds >= size or unit == "s")


def _in(moment: datetime) -> str:
    seconds = (moment - clock.now()).total_seconds()
    return "now" if seconds <= 0 else f"in {seconds / 60:.0f} min"


UNITS = (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1))


@parked.command("show")
@click.argument("service")
@click.argument("message", type=int)
def show_parked(service: str, message: int) -> None:
    """Show parked MESSAGE of SERVICE whole, with headers and body: they may hold what only an operator should see."""
    with _work(service) as tx:
        for name, value in parking.show_parked(tx, message).items():
            click.echo(f"{name:14} {_shown(value)}")


@parked.command("replay")
@click.argument("service")
@click.argument("message", type=int)
def replay_parked(service: str, message: int) -> None:
    """Try parked MESSAGE of SERVICE again now; the running service does it, in order."""
    with _work(service) as tx:
        parking.replay_parked(tx, message)
    click.echo(f"message {message} of {service} is tried again now")


@parked.command("accept")
@click.argument("service")
@click.argument("message", type=int)
@click.option("--why", required=True, help="The reason; it is kept.")
@click.option("--renumber", is_flag=True, help="Its source was restored: the stream counts on from this event.")
def accept_parked(service: str, message: int, why: str, renumber: bool) -> None:  # noqa: FBT001 - click's own
    """Apply parked MESSAGE of SERVICE though another event took its version (code version_taken)."""
    with _work(service) as tx:
        parking.accept_parked(tx, message, "from_here" if renumber else "beside", by=getpass.getuser(), why=why)
    click.echo(f"message {message} of {service} is applied now")


@parked.command("discard")
@click.argument("service")
@click.argument("message", type=int)
@click.option("--why", required=True, help="The reason; it is kept.")
@click.option("--yes", is_flag=True, help="Do not ask before.")
def discard_parked(service: str, message: int, why: str, yes: bool) -> None:  # noqa: FBT001 - click's own
    """Throw parked MESSAGE of SERVICE away for good; its stream goes on with the next event."""
    with _work(service) as tx:
        found = parking.show_parked(tx, message)
    if not yes:
        click.echo(_line(service, {name: found[name] for name in ("id", "source", "type", "aggregate", "code")}))
        click.confirm("It is never applied, and the next of its stream is. Throw it away?", abort=True)
    with _work(service) as tx:
        parking.discard_parked(tx, message, by=getpass.getuser(), why=why)
    click.echo(f"message {message} of {service} is discarded")


@click.command()
@click.option("--to", "consumer", required=True, help="The service that is to consume.")
@click.option("--from", "sources", multiple=True, help="Whose events (else: of all that it consumes and are here).")
@click.option("--since", type=DAY, required=True, help="Streams with an event since this day are sent, whole.")
@click.option("--dry-run", is_flag=True, help="Only say how much it would be.")
def replay(consumer: str, sources: tuple[str, ...], since: date, dry_run: bool) -> None:  # noqa: FBT001 - click's own
    """Send events from the logs of their sources to one consumer again: it knows by their ids what it had."""
    settings = here()
    for source in sources_of(consumer, sources, settings):
        with shown_progress(f"{source} to {consumer}") as advance:
            extent = replay_events(source, settings.database_url(source), consumer, settings.broker_uri(source),
                                   since=since, dry_run=dry_run, advance=advance)
        verb = "would be sent" if dry_run else "sent"
        click.echo(f"{source}: {extent.events} events of {extent.streams} streams {verb} to {consumer}, "
                   f"{extent.earlier} of them from before {since}")


def sources_of(consumer: str, asked: Collection[str], settings: Settings) -> list[str]:
    """Whose events are replayed: those asked for, else all that it consumes and whose database is named.

    Sources need not be installed, their databases are enough. Nor need the consumer be, where sources are asked for:
    its queue says that it listens. Refuses with `NobodyConsumes`, `NothingToReplay`.
    """
    if asked and consumer not in installed_names():
        return list(asked)
    consumed = sorted({source for source, _ in handlers_of(installed_definition(consumer).service)})
    for source in asked:
        if source not in consumed:
            raise NobodyConsumes(consumer=consumer, source=source, consumes=", ".join(consumed) or "nobody")
    named = [name for name in consumed if read(settings.variables, f"DATABASE_URL_{name.upper()}")]
    if not asked and not named:
        raise NothingToReplay(consumer=consumer, consumes=", ".join(consumed) or "nobody")
    for name in () if asked else sorted(set(consumed) - set(named)):
        click.echo(f"{name}: NOT replayed, DATABASE_URL_{name.upper()} is not given")
    return list(asked) or named


@click.command()
@click.argument("services", nargs=-1)
@click.option("--body", is_flag=True, help="Show the fields of each event, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for programs.")
@click.option("--until-idle", type=float, help="Stop after so many seconds of silence.")
def tail(services: tuple[str, ...], body: bool, as_json: bool,  # noqa: FBT001 - click's own
         until_idle: float | None) -> None:
    """Watch the events of SERVICES (else: of all) as they are published. Ends with Ctrl-C; takes none away."""
    sources = [installed_definition(name).name for name in services] or _publishing_names()
    for seen in watch(here().amqp_uri, sources, until_idle=until_idle):
        click.echo(seen.as_json() if as_json else seen.line(body=body))


@contextmanager
def _work(service: str) -> Iterator[Tx]:
    settings, definition = here(), installed_definition(service)
    database = definition.database(settings.database_url(service), settings.country).open()
    try:
        with database.transaction(on=clock.day_of(clock.now(), settings.zone), actor="operator") as tx:
            yield tx
    finally:
        database.close()


def _consuming_names() -> list[str]:
    return [name for name in installed_names() if handlers_of(installed_definition(name).service)]


def _publishing_names() -> list[str]:
    return [name for name in installed_names() if installed_definition(name).published]


def _line(service: str, row: dict[str, Any]) -> str:
    return f"{service} {row['id']}: " + "  ".join(
        f"{name}={_shown(value)}" for name, value in row.items() if name != "id" and value not in (None, ""))


def _shown(value: Any) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
