"""Commands of membership that need no running service."""

import json
import sys
from datetime import date
from pathlib import Path

import click

from services.membership.imports.use_cases import Report, import_register
from services.membership.own_data.documents import is_signed
from shared import clock
from shared.cli.days import DAY
from shared.cli.progress import shown_progress
from shared.cli.settings import here
from shared.definitions import installed_definition


@click.group("membership")
def commands() -> None:
    """Commands of membership that need no running service."""


@commands.command("verify-export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", required=True, help="The cooperative's public key, base64.")
def verify_export(file: Path, key: str) -> None:
    """Say whether a member's export is whole and signed with the cooperative's key."""
    signed = is_signed(json.loads(file.read_text(encoding="utf-8")), key)
    click.echo("The export is whole and signed." if signed else "The export was changed, or signed by somebody else.")
    sys.exit(0 if signed else 1)


@commands.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--on", type=DAY, help="The business day (today where the country is).")
@click.option("--dry-run", is_flag=True, help="Check every row and the control totals; write nothing.")
def import_(folder: Path, on: date | None, *, dry_run: bool) -> None:
    """Take over an existing register from the CSV files in FOLDER: members, movements, calls, and control totals.

    Nothing is written unless every row can be taken over and the totals agree; each refused row is named with its
    reason.
    """
    settings = here()
    database = installed_definition("membership").database(settings.database_url("membership"), settings.country).open()
    try:
        with shown_progress("import") as advance:
            report = import_register(database, folder, on=on or clock.day_of(clock.now(), settings.zone),
                                     dry_run=dry_run, advance=advance)
    finally:
        database.close()
    _tell(report, dry_run=dry_run)
    sys.exit(0 if report.is_right else 1)


def _tell(report: Report, *, dry_run: bool) -> None:
    for sentence in (*report.refused, *report.differences):
        click.echo(sentence)
    found = report.found
    click.echo(f"{found.members} members hold {found.shares} shares with {found.paid_in} paid in; "
               f"{found.calls} calls of {found.called} are open.")
    if report.written:
        click.echo("The register was taken over.")
    elif report.is_right and dry_run:
        click.echo("All of it can be taken over; nothing was written.")
    else:
        click.echo(f"{len(report.refused)} rows refused, {len(report.differences)} totals differ: nothing was written.")
