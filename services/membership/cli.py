"""Commands of membership that need no running service."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import click

from services.membership.imports.use_cases import TakeOverReport, import_register
from services.membership.lists.documents import member_table
from services.membership.own_data.documents import is_signed
from services.membership.register.use_cases import compare_anchor
from shared import clock
from shared.bus.client import BusClient
from shared.cli.calling import signed
from shared.cli.days import DAY
from shared.cli.progress import shown_progress
from shared.cli.settings import here
from shared.definitions import installed_definition
from shared.files import write_atomically


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


@commands.command("verify-anchor")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", required=True, help="The cooperative's public key of the register, hexadecimal.")
def verify_anchor(file: Path, key: str) -> None:
    """Say whether the register's chain is still the one whose end stands in FILE, which was kept outside."""
    settings = here()
    database = installed_definition("membership").database(settings.database_url("membership"), settings.country).open()
    try:
        fault = compare_anchor(database, file.read_bytes(), key=key, on=clock.day_of(clock.now(), settings.zone))
    finally:
        database.close()
    click.echo(f"No: {fault}." if fault else "The chain is the one that was anchored.")
    sys.exit(1 if fault else 0)


@commands.command("find")
@click.argument("text", default="")
@click.option("--city", default="", help="Members of this city's office.")
@click.option("--state", default="", help="candidate, member or left.")
@click.option("--arrears", is_flag=True, help="Members with calls that are overdue.")
@click.option("--purpose", required=True, help="What for: it is kept with the reading.")
@click.option("--token", "given", help="Use this token instead of signing one of development.")
def find(text: str, city: str, state: str, given: str | None, purpose: str, *, arrears: bool) -> None:
    """Find members by name, e-mail address or number: one line each."""
    with _asking(given, purpose) as ask:
        found = ask("membership.find_members", text=text, city=city, state=state, in_arrears=arrears)
    for row in found:
        late = f", {row['overdue_calls']} calls overdue" if row["overdue_calls"] else ""
        click.echo(f"{row['number']:>7}  {row['name']}, {row['city']}: {row['state']}, {row['shares']} shares{late}")
    click.echo(f"{len(found)} found.")


@commands.command("card")
@click.argument("number", type=int)
@click.option("--purpose", required=True, help="What for: it is kept with the reading.")
@click.option("--token", "given", help="Use this token instead of signing one of development.")
def card(number: int, given: str | None, purpose: str) -> None:
    """Show the card of the member with a NUMBER: who they are, their shares, calls, and who accompanies them."""
    with _asking(given, purpose) as ask:
        found = [row for row in ask("membership.find_members", text=str(number)) if row["number"] == number]
        if not found:
            click.echo(f"There is no member {number}.")
            sys.exit(1)
        which = {"member_id": found[0]["member_id"]}
        member, person = ask("membership.get_member", **which), ask("membership.get_particulars", **which)
        advisor = ask("membership.get_advisor_of_member", **which)
    click.echo(f"{number}  {person['given_name']} {person['family_name']}   {which['member_id']}")
    click.echo(f"{person['street']}, {person['postcode']} {person['town']}, {person['country']}")
    click.echo(f"{person['email']}  {person['phone']}  ({person['language']})")
    since = f" since {member['admitted_on']}" if member["admitted_on"] else ""
    until = f" until {member['left_on']} ({member['left_reason']})" if member["left_on"] else ""
    click.echo(f"{member['state']}{since}{until}: {member['shares']} shares, "
               f"{'votes' if member['voting'] else 'does not vote: ' + member['standing_reason']}")
    for call in member["calls"]:
        click.echo(f"  {call['called_on']}  {call['reason']} {call['year']}: {call['shares']} for "
                   f"{call['amount']['amount']} {call['amount']['currency']}, {call['state']}, due {call['due_on']}")
    current = [past["name"] for past in advisor["history"] if past["until_on"] is None]
    click.echo(f"Accompanied by {current[0]}." if current else "Nobody accompanies them.")


@commands.command("list")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--city", default="", help="Members of this city's office.")
@click.option("--state", default="", help="candidate, member or left.")
@click.option("--arrears", is_flag=True, help="Members with calls that are overdue.")
@click.option("--purpose", required=True, help="What for: it is kept with every page that is read.")
@click.option("--token", "given", help="Use this token instead of signing one of development.")
def list_(file: Path, city: str, state: str, given: str | None, purpose: str, *, arrears: bool) -> None:
    """Write members into FILE as CSV, for a spreadsheet."""
    with _asking(given, purpose) as ask:
        rows = list(_every_page(ask, city=city, state=state, in_arrears=arrears))
    write_atomically(file, member_table(rows).encode("utf-8-sig"))
    click.echo(f"{len(rows)} members are in {file.name}.")


def _every_page(ask: Callable[..., Any], **wanted: Any) -> Iterator[dict[str, Any]]:
    after = 0
    while page := ask("membership.find_members", after=after, limit=200, **wanted):
        yield from page
        after = page[-1]["number"]


@contextmanager
def _asking(given: str | None, purpose: str) -> Iterator[Callable[..., Any]]:
    """Calls over the bus as the desk, for a purpose."""
    settings = here()
    token = given or signed(settings, "developer", ("desk",), purpose=purpose)
    with BusClient(settings.amqp_uri, token=token, seconds=10, name="sharedco") as client:
        yield client.call


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


def _tell(report: TakeOverReport, *, dry_run: bool) -> None:
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
