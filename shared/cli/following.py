"""`follow`: everything that the services know of one thing, in the order in which it happened."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click
import psycopg
from psycopg.rows import dict_row

from shared import clock
from shared.bus.event_log import Q
from shared.cli.ids import whole_id
from shared.cli.proving import named_services
from shared.cli.settings import here
from shared.cli.tables import table
from shared.definitions import ServiceDefinition
from shared.errors import NotFound
from shared.ledger import book
from shared.outgoing import documents
from shared.postgres import Tx
from shared.settings import Settings

MOST = 1_000  # rows of a kind, of one service

Row = dict[str, Any]
STATEMENTS = {
    "shared.bus": (Q.followed_events, Q.followed_calls, Q.followed_inbox, Q.followed_parked),
    "shared.outgoing": (documents.Q.followed_documents,),
    "shared.ledger": (book.Q.followed_money,),
}


@click.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line, for programs.")
def follow(name: str, as_json: bool) -> None:  # noqa: FBT001 - click's own
    """Follow ID (an order, a member, any aggregate; a number, or the beginning of an id, will do) through all services.

    In the order of time: calls, events published and applied, documents that left, what was booked; ids and amounts,
    no names.
    """
    settings = here()
    definitions = named_services(settings, ())
    urls = {service: settings.database_url(service) for service in definitions}
    about = whole_id(name, settings) if "_" in name else _id_of(name, settings, definitions)
    rows = sorted((row for service in urls for row in _of_service(definitions[service], urls[service], about)),
                  key=lambda row: row["at"])
    for row in rows if as_json else ():
        click.echo(json.dumps(row, default=str))
    if not as_json:
        for line in table(("at", "service", "what", "of it"), [
                (f"{row['at']:%m-%d %H:%M:%S.%f}"[:-3], row["service"], row["what"], row["detail"]) for row in rows]):
            click.echo(line)
        click.echo(f"{len(rows)} entries of {about}")


def _id_of(number: str, settings: Settings, definitions: Mapping[str, ServiceDefinition]) -> str:
    """The id behind a number that people see, asked of the capabilities that give such numbers."""
    for definition in definitions.values():
        for capability in definition.capabilities:
            find = getattr(definition.module(f"{capability}.reads"), "id_of_number", None)
            if find and (found := _found(find, number, settings, definition)):
                return found
    raise NotFound(kind="number", id=number)


def _found(find: Callable[[Tx, str], str], number: str, settings: Settings, definition: ServiceDefinition) -> str:
    database = definition.database(settings.database_url(definition.name), settings.country).open()
    try:
        with database.reading(on=clock.now().date(), actor="operator") as tx:
            return find(tx, number)
    finally:
        database.close()


def _of_service(definition: ServiceDefinition, url: str, about: str) -> Iterator[Row]:
    statements = [statement for schema, found in STATEMENTS.items() if schema in definition.migrations
                  for statement in found]
    with psycopg.connect(url, row_factory=dict_row, application_name="sharedco-follow") as conn:
        for statement in statements:
            for row in conn.execute(statement, {"about": about, "limit": MOST}).fetchall():
                yield {"service": definition.name, **row}
