"""Commands that look after events on their way: `replay` and `tail`."""

from collections.abc import Collection, Sequence
from datetime import date

import click

from shared.bus.replay import replay as replay_events
from shared.bus.tail import watch
from shared.bus.topology import sources_of
from shared.cli.days import DAY
from shared.cli.progress import shown_progress
from shared.cli.settings import here
from shared.definitions import installed_definition, installed_names
from shared.errors import Refusal
from shared.settings import Settings, read


class NobodyConsumes(Refusal):
    """The consumer consumes none of the services named."""

    named = "nobody_hears"
    sentence = "{consumer} consumes nothing from {source}; it consumes: {consumes}."


class NothingToReplay(Refusal):
    """No database of a source is named: nothing would be sent, and nobody would know."""

    sentence = "No database of what {consumer} consumes ({consumes}) is named: give DATABASE_URL_<SOURCE>."


@click.command()
@click.option("--to", "consumer", required=True, help="The service that is to consume.")
@click.option("--from", "sources", multiple=True, help="Whose events (else: of all that it consumes and are here).")
@click.option("--since", type=DAY, required=True, help="Streams with an event since this day are sent, whole.")
@click.option("--dry-run", is_flag=True, help="Only say how much it would be.")
def replay(consumer: str, sources: tuple[str, ...], since: date, dry_run: bool) -> None:  # noqa: FBT001 - click's own
    """Send events from the logs of their sources to one consumer again: it knows by their ids what it had."""
    settings = here()
    for source in sources_to_replay(consumer, sources, settings):
        with shown_progress(f"{source} to {consumer}") as advance:
            extent = replay_events(source, settings.database_url(source), consumer, settings.broker_uri(source),
                                   since=since, dry_run=dry_run, advance=advance)
        verb = "would be sent" if dry_run else "sent"
        click.echo(f"{source}: {extent.events} events of {extent.streams} streams {verb} to {consumer}, "
                   f"{extent.earlier} of them from before {since}")


def sources_to_replay(consumer: str, asked: Collection[str], settings: Settings) -> list[str]:
    """Whose events are replayed: those asked for, else all that it consumes and whose database is named.

    Sources need not be installed, their databases are enough. Nor need the consumer be, where sources are asked for:
    its queue says that it listens. Refuses with `NobodyConsumes`, `NothingToReplay`.
    """
    if asked and consumer not in installed_names():
        return list(asked)
    consumed = sources_among(consumer, list(asked))
    named = [name for name in consumed if read(settings.variables, f"DATABASE_URL_{name.upper()}")]
    if not asked and not named:
        raise NothingToReplay(consumer=consumer, consumes=", ".join(consumed) or "nobody")
    for name in () if asked else sorted(set(consumed) - set(named)):
        click.echo(f"{name}: NOT replayed, DATABASE_URL_{name.upper()} is not given")
    return list(asked) or named


def sources_among(consumer: str, wanted: Sequence[str]) -> list[str]:
    """The services wanted, or all that a consumer consumes. Refuses with `NobodyConsumes` one that it does not."""
    consumed = sources_of(installed_definition(consumer))
    for source in wanted:
        if source not in consumed:
            raise NobodyConsumes(consumer=consumer, source=source, consumes=", ".join(consumed) or "nobody")
    return list(wanted or consumed)


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


def _publishing_names() -> list[str]:
    return [name for name in installed_names() if installed_definition(name).published]
