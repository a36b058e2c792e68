"""`parked`: messages that could not be digested, one by one or in groups."""

import getpass
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import IO, Any

import click

from shared import clock
from shared.bus import parking
from shared.bus.event_log import Q
from shared.bus.handling import handlers_of
from shared.bus.parking_groups import MessageFilter, amend_parked, by_stream, discard_stream, find_chosen, replay_chosen
from shared.cli.messages import sources_among
from shared.cli.progress import shown_progress
from shared.cli.settings import here
from shared.cli.tables import table
from shared.definitions import installed_definition, installed_names
from shared.postgres import Database, Tx


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


FEW = 5  # messages of a group that are shown before it is thrown away
_CHOICES = {"code": "Of this code, as `parked list` shows it.", "event": "Of this event: invoicing.work_completed.",
            "stream": "Of this stream: the aggregate's id.", "event-id": "The event with this id."}


def chosen_by(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose a group of parked messages."""
    for name, sentence in reversed(_CHOICES.items()):
        command = click.option(f"--{name}", default="", help=sentence)(command)
    return command


def _choice(message: int | None, given: Mapping[str, str]) -> MessageFilter:
    """What is chosen: one message by its number, or a group; nothing chosen is never everything."""
    choice = MessageFilter(**given)
    if (message is None) is not bool(choice):
        raise click.UsageError("Give the number of one MESSAGE, or options that choose a group (--code ...).")
    return choice


def _left(count: int) -> str:
    return f"; {count} wait behind another, or cannot be helped that way" if count else ""


@parked.command("replay")
@click.argument("service")
@click.argument("message", type=int, required=False)
@chosen_by
def replay_parked(service: str, message: int | None, **choice: str) -> None:
    """Try parked MESSAGE of SERVICE again now, or the whole group that the options choose; the running service does it.

    Those that wait behind another follow it by themselves.
    """
    group = _choice(message, choice)
    with _work(service) as tx:
        if message is not None:
            parking.replay_parked(tx, message)
            click.echo(f"message {message} of {service} is tried again now")
            return
        chosen = find_chosen(tx, group)
        tried = replay_chosen(tx, chosen)
    click.echo(f"{tried} of {len(chosen)} messages are tried again now{_left(len(chosen) - tried)}")


@parked.command("edit")
@click.argument("service")
@click.argument("message", type=int)
@click.option("--why", required=True, help="The reason; it is kept, with both bodies.")
@click.option("--body", type=click.File("rb"), help="A file with the new body (else: your editor opens).")
def edit_parked(service: str, message: int, why: str, body: IO[bytes] | None) -> None:
    """Apply parked MESSAGE of SERVICE with another body, and try it now; the event itself stays as it came."""
    with _work(service) as tx:
        found = bytes(parking.show_parked(tx, message)["body"])
    shown = found.decode("utf-8", "replace")
    amended = body.read() if body else (click.edit(shown, extension=".json") or shown).encode()
    if amended in {found, shown.encode()}:
        click.echo("nothing was changed")
        return
    with _work(service) as tx:
        amend_parked(tx, message, amended, by=getpass.getuser(), why=why)
    click.echo(f"message {message} of {service} is tried again now with the new body")


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
@click.argument("message", type=int, required=False)
@chosen_by
@click.option("--why", required=True, help="The reason; it is kept.")
@click.option("--yes", is_flag=True, help="Do not ask before.")
def discard_parked(service: str, message: int | None, why: str, yes: bool, **choice: str) -> None:  # noqa: FBT001 - click's own
    """Throw parked MESSAGE of SERVICE away for good, or the whole group that the options choose.

    Each stream goes on with its next event.
    """
    group = _choice(message, choice)
    with _work(service) as tx:
        chosen = find_chosen(tx, group) if message is None else [parking.show_parked(tx, message)]
    if chosen and not yes:
        for row in chosen[:FEW]:
            click.echo(_line(service, {name: row[name] for name in ("id", "source", "type", "aggregate", "code")}))
        click.confirm(f"{len(chosen)} are never applied, and the next of each stream is. Throw away?", abort=True)
    if message is not None:
        with _work(service) as tx:
            parking.discard_parked(tx, message, by=getpass.getuser(), why=why)
        click.echo(f"message {message} of {service} is discarded")
        return
    discarded = _discard(service, chosen, why)
    click.echo(f"{discarded} of {len(chosen)} messages are discarded{_left(len(chosen) - discarded)}")


def _discard(service: str, chosen: list[dict[str, Any]], why: str) -> int:
    discarded = 0
    with _database(service) as database, shown_progress("discarding") as advance:
        for rows in by_stream(chosen):
            with _transaction(database) as tx:
                discarded += discard_stream(tx, rows, by=getpass.getuser(), why=why)
            advance(discarded, len(chosen))
    return discarded


@parked.command("pause")
@click.argument("service")
@click.option("--from", "sources", multiple=True, help="Whose events (else: of all that it consumes).")
@click.option("--why", required=True, help="The reason; it is kept while it lasts.")
def pause(service: str, sources: tuple[str, ...], why: str) -> None:
    """Apply nothing more at SERVICE until `parked resume`: its messages wait at the broker, nothing is lost."""
    chosen = sources_among(service, sources)
    with _work(service) as tx:
        for source in chosen:
            tx.run(Q.pause, source=source, by=getpass.getuser(), why=why)
    click.echo(f"{service} begins nothing more of {', '.join(chosen)}")


@parked.command("resume")
@click.argument("service")
@click.option("--from", "sources", multiple=True, help="Whose events (else: of all that it consumes).")
def resume(service: str, sources: tuple[str, ...]) -> None:
    """Let SERVICE go on with what `parked pause` stopped."""
    with _work(service) as tx:
        resumed = [row["source"] for row in tx.all(Q.resume, sources=sources_among(service, sources))]
    click.echo(f"{service} goes on with {', '.join(resumed)}" if resumed else f"{service} was not paused")


@contextmanager
def _database(service: str) -> Iterator[Database]:
    settings, definition = here(), installed_definition(service)
    database = definition.database(settings.database_url(service), settings.country).open()
    try:
        yield database
    finally:
        database.close()


def _transaction(database: Database) -> AbstractContextManager[Tx]:
    return database.transaction(on=clock.day_of(clock.now(), here().zone), actor="operator")


@contextmanager
def _work(service: str) -> Iterator[Tx]:
    with _database(service) as database, _transaction(database) as tx:
        yield tx


def _consuming_names() -> list[str]:
    return [name for name in installed_names() if handlers_of(installed_definition(name).service)]


def _line(service: str, row: dict[str, Any]) -> str:
    return f"{service} {row['id']}: " + "  ".join(
        f"{name}={_shown(value)}" for name, value in row.items() if name != "id" and value not in (None, ""))


def _shown(value: Any) -> str:
    return bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
