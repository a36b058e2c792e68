"""Commands of membership: `sharedco member find | card | list | import`, and proofs that need no running service."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
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


@click.group("member")
def member() -> None:
    """Find members, show their card, list them, and take an existing register over."""


json_option = click.option("--json", "as_json", is_flag=True, help="For programs.")


@member.command("find")
@click.argument("text", default="")
@click.option("--city", default="", help="Members of this city's office.")
@click.option("--state", default="", help="candidate, member or left.")
@click.option("--arrears", is_flag=True, help="Members with calls that are overdue.")
@click.option("--purpose", required=True, help="What for: it is kept with the reading.")
@click.option("--token", "given", help="Use this token instead of signing one of development.")
@json_option
def find(
    text: str, city: str, state: str, given: str | None, purpose: str, *, arrears: bool, as_json: bool,
) -> None:
    """Find members by name, e-mail address or number: one line each."""
    with _asking(given, purpose) as ask:
        found = ask("membership.find_members", text=text, city=city, state=state, in_arrears=arrears)
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for row in [{name: name for name in COLUMNS}, *found] if found else []:
        click.echo("  ".join(f"{row[name]!s:{width}}" for name, width in _widths(found)).rstrip())
    click.echo(f"{len(found)} found.")


COLUMNS = ("number", "name", "city", "state", "shares", "overdue_calls")


def _widths(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Each column as wide as what stands in it; figures stand to the right."""
    wide = {name: max(len(str(row[name])) for row in [*rows, {name: name}]) for name in COLUMNS}
    return [(name, f"{'<' if name in {'name', 'city', 'state'} else '>'}{wide[name]}") for name in COLUMNS]


@member.command("card")
@click.argument("number", type=int)
@click.option("--purpose", required=True, help="What for: it is kept with the reading.")
@click.option("--token", "given", help="Use this token instead of signing one of development.")
@json_option
def card(number: int, given: str | None, purpose: str, *, as_json: bool) -> None:
    """Show the card of the member with a NUMBER: who they are, their shares, calls, and who accompanies them."""
    with _asking(given, purpose) as ask:
        found = [row for row in ask("membership.find_members", text=str(number)) if row["number"] == number]
        if not found:
            click.echo(f"There is no member {number}.")
            sys.exit(1)
        which = {"member_id": found[0]["member_id"]}
        shown, person = ask("membership.get_member", **which), ask("membership.get_particulars", **which)
        advisor = ask("membership.get_advisor_of_member", **which)
    if as_json:
        click.echo(json.dumps({"number": number, "member": shown, "particulars": person, "advisor": advisor}, indent=2,
                              ensure_ascii=False))
        return
    click.echo(f"{number}  {person['given_name']} {person['family_name']}   {which['member_id']}")
    click.echo(f"{person['street']}, {person['postcode']} {person['town']}, {person['country']}")
    click.echo(f"{person['email']}  {person['phone']}  ({person['language']})")
    since = f" since {shown['admitted_on']}" if shown["admitted_on"] else ""
    until = f" until {shown['left_on']} ({shown['left_reason']})" if shown["left_on"] else ""
    click.echo(f"{shown['state']}{since}{until}: {shown['shares']} shares, "
               f"{'votes' if shown['voting'] else 'does not vote: ' + shown['standing_reason']}")
    for call in shown["calls"]:
        click.echo(f"  {call['called_on']}  {call['reason']} {call['year']}: {call['shares']} for "
                   f"{call['amount']['amount']} {call['amount']['currency']}, {call['state']}, due {call['due_on']}")
    current = [past["name"] for past in advisor["history"] if past["until_on"] is None]
    click.echo(f"Accompanied by {current[0]}." if current else "Nobody accompanies them.")


@member.command("list")
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


@member.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--on", type=DAY, help="The business day (today where the country is).")
@click.option("--dry-run", is_flag=True, help="Check every row and the control totals; write nothing.")
@json_option
def import_(folder: Path, on: date | None, *, dry_run: bool, as_json: bool) -> None:
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
    if as_json:
        click.echo(json.dumps({"right": report.is_right, "written": report.written, "refused": report.refused,
                               "differences": report.differences}, indent=2, ensure_ascii=False, default=str))
    else:
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


for _known in (find, card, list_, import_):  # under their older name too
    commands.add_command(_known)
