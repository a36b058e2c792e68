"""Commands after something went wrong with a database: `restored`, and `acknowledge` for what `verify` found."""

import getpass

import click

from shared import clock
from shared.bus.connection import is_memory
from shared.bus.event_log import Q
from shared.bus.handling import handlers_of
from shared.bus.restoring import assert_settled, begin_epoch
from shared.cli.settings import here
from shared.definitions import installed_definition, installed_definitions
from shared.settings import Settings, read


@click.command()
@click.argument("service")
@click.option("--why", required=True, help="What happened, and to which moment it was restored; it is kept.")
def restored(service: str, why: str) -> None:
    """Tell the house that the database of SERVICE was restored to an earlier point, before SERVICE starts again.

    Its event log begins a new epoch. Versions that consumers know and the log has lost are filled, so that no version
    is given to two events. Looks into the databases of all consumers that the settings name, and refuses while events
    from before still wait in their queues.
    """
    settings = here()
    definition = installed_definition(service)
    consumers = consumer_urls(settings, service)
    if not is_memory(settings.amqp_uri):
        assert_settled(settings.amqp_uri, service, consumers)
    database = definition.database(settings.database_url(service), settings.country).open()
    try:
        with database.transaction(on=clock.day_of(clock.now(), settings.zone), actor="operator") as tx:
            begun = begin_epoch(tx, service, consumers.values(), by=getpass.getuser(), why=why)
    finally:
        database.close()
    click.echo(f"{service} is in epoch {begun.epoch}; {begun.versions} versions of {begun.streams} streams were lost.")
    click.echo("next: start it, then `sharedco verify` names what consumers did of the lost events")


@click.command()
@click.argument("consumer")
@click.argument("source")
@click.argument("event")
@click.option("--why", required=True, help="Why it is no fault, or how it was put right; it is kept.")
def acknowledge(consumer: str, source: str, event: str, why: str) -> None:
    """Answer for a difference that verify found: EVENT of SOURCE at CONSUMER is no fault any more."""
    settings = here()
    database = installed_definition(consumer).database(settings.database_url(consumer), settings.country).open()
    try:
        with database.transaction(on=clock.day_of(clock.now(), settings.zone), actor="operator") as tx:
            tx.run(Q.acknowledge, source=source, event_id=event, by=getpass.getuser(), why=why)
    finally:
        database.close()
    click.echo(f"{event} of {source} is acknowledged at {consumer}")


def consumer_urls(settings: Settings, source: str) -> dict[str, str]:
    """Where the databases of those answer that consume the events of a service, as far as the settings name them."""
    return {
        name: settings.database_url(name) for name, definition in installed_definitions().items()
        if read(settings.variables, f"DATABASE_URL_{name.upper()}")
        and any(known == source for known, _ in handlers_of(definition.service))}
