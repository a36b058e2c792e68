"""`books`: one trial balance over all ledgers, and their journals as files for an accountant."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from itertools import permutations
from pathlib import Path

import click

from shared.cli.days import DAY
from shared.cli.proving import FAULTY, named_services, opened
from shared.cli.settings import here
from shared.cli.tables import table
from shared.ledger import MAIN_ENTITY
from shared.ledger.trial import Clearing, JoinedAccount, clearings, export_journals, joined, moved_for, trial_balance_on
from shared.postgres import Database

ACTOR = "command:books"
MOST_NAMED = 5


@click.group()
def books() -> None:
    """The ledgers as an accountant reads them: one trial balance, journals as files."""


@books.command("trial-balance")
@click.argument("services", nargs=-1)
@click.option("--on", type=DAY, required=True, help="As of which day, this day included.")
@click.option("--entity", default="", help="Of one legal entity (else: of each).")
def trial_balance(services: tuple[str, ...], on: date, entity: str) -> None:
    """One trial balance over the ledgers of SERVICES (else: of all whose database is named), as of a day.

    Says of every pair of ledgers whether what they keep for each other comes to nothing, or which documents explain it:
    those that one of them had booked by that day and the other had not. Exit code 1 where a ledger does not balance.
    """
    with ExitStack() as stack:
        ledgers = _ledgers(stack, services)
        found, cleared = _joined(ledgers, on, entity), list(_cleared(ledgers, on, entity))
    rows = [[one.entity if one.entity != MAIN_ENTITY else "", one.account, *(
        one.amounts[ledger].text if ledger in one.amounts else "" for ledger in ledgers),
        one.total.text, one.name] for one in found]
    for line in table(("entity", "account", *ledgers, "total", "name"), rows):
        click.echo(line)
    for one in cleared:
        click.echo(_sentence(one))
    uneven = _uneven(found)
    for line in uneven:
        click.echo(line)
    raise SystemExit(FAULTY if uneven else 0)


@books.command("export-journals")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.argument("services", nargs=-1)
@click.option("--since", type=DAY, required=True, help="The first day.")
@click.option("--until", type=DAY, required=True, help="The last day, included.")
@click.option("--entity", default="", help="Of one legal entity (else: of each).")
def export(folder: Path, services: tuple[str, ...], since: date, until: date, entity: str) -> None:
    """Write the journals of SERVICES (else: of all whose database is named) into FOLDER, one CSV file each."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        for service, database in _ledgers(stack, services).items():
            for name, pieces in export_journals(database, since=since, until=until, entity=entity):
                path = folder / f"{service}_{name}_{since}_{until}.csv"
                click.echo(f"{path}: {_write(path, pieces)} lines")


def _ledgers(stack: ExitStack, services: tuple[str, ...]) -> dict[str, Database]:
    settings = here()
    return {name: stack.enter_context(opened(settings, definition))
            for name, definition in named_services(settings, services).items()
            if "shared.ledger" in definition.migrations}


def _joined(ledgers: Mapping[str, Database], on: date, entity: str) -> list[JoinedAccount]:
    balances = {}
    for name, database in ledgers.items():
        with database.reading(on=on, actor=ACTOR) as tx:
            balances[name] = trial_balance_on(tx, as_of=on, entity=entity)
    return joined(balances)


def _cleared(ledgers: Mapping[str, Database], on: date, entity: str) -> Iterator[Clearing]:
    moved = {}
    for one, other in permutations(ledgers, 2):
        with ledgers[one].reading(on=on, actor=ACTOR) as tx:
            moved[one, other] = moved_for(tx, other, as_of=on)
    yield from (one for one in clearings(moved) if entity in {"", one.entity})


def _sentence(one: Clearing) -> str:
    whose = f"{one.one} and {one.other} ({one.entity})"
    if not one.left and not one.explained:
        return f"{whose} keep nothing for each other that the other has not"
    named = [f"{name} {amount}" for name, amount in one.explained.items()]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"{whose} differ by {one.left}, on what only one of them has: {', '.join(named[:MOST_NAMED])}{more}"


def _uneven(found: list[JoinedAccount]) -> list[str]:
    sums: dict[tuple[str, str], int] = {}
    for one in found:
        where = (one.entity, one.total.currency)
        sums[where] = sums.get(where, 0) + one.total.cents
    return [f"{entity}: debits and credits differ by {cents} cents of {currency}"
            for (entity, currency), cents in sums.items() if cents]


def _write(path: Path, pieces: Iterator[bytes]) -> int:
    """Write a file piece by piece, under its name once it is whole; how many lines beside the first."""
    draft, count = path.with_name(f".{path.name}.{os.getpid()}.draft"), -1
    try:
        with draft.open("wb") as file:
            for count, piece in enumerate(pieces):  # noqa: B007 - the last count is the number of lines
                file.write(piece)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return count
