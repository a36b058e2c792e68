"""Payroll's offline commands (`sharedco payroll ...`)."""

from datetime import datetime

import click

from shared.cli.countries import Country
from shared.countries import load_tables

COUNTRY = Country("services.payroll")


@click.group("payroll")
def commands() -> None:
    """Payroll's own commands."""


@commands.command("rules")
@click.option("--country", type=COUNTRY, envvar="COUNTRY", default=COUNTRY.only, required=True,
              help="Whose rules; the only country that is installed need not be named.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day whose rules are shown.")
def show_rules(country: str, on: datetime) -> None:
    """Every dated parameter in force on a day, with its confidence and source; needs no database."""
    tables = load_tables("services.payroll", country)
    for name, key in tables.names():
        for row in tables.history(name, key):
            if row.holds_on(on.date()):
                title = f"{name}.{key}" if key else name
                click.echo(f"{title:40} from {row.valid_from}  {row.fields.get('confidence', '-'):2}  {row.source}")
