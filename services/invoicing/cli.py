"""Invoicing's own commands."""

from pathlib import Path

import click

from services.invoicing.bank.use_cases import read_statements
from services.invoicing.papers.documents.official_rules import judge, rules_version
from shared.cli.countries import Country
from shared.countries import load_country

COUNTRY = Country("services.invoicing")


@click.group("invoicing")
def commands() -> None:
    """Invoices, e-invoices and bank files."""


@commands.command("judge")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def show_faults(file: Path) -> None:
    """Apply the official e-invoice rules (UBL 2.1, EN 16931, Peppol BIS) to a FILE."""
    faults = judge(file.read_bytes())
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} faults by {rules_version()}")
    raise SystemExit(1 if faults else 0)


@commands.command("read-bank-file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["coda", "camt053"]), required=True)
@click.option("--country", type=COUNTRY, envvar="COUNTRY", default=COUNTRY.only, required=True,
              help="Whose formats and references; the only country that is installed need not be named.")
def show_bank_file(file: Path, kind: str, country: str) -> None:
    """Show what would be taken in of a bank FILE, without names and accounts of counterparties."""
    law = load_country("services.invoicing", country).law
    for statement in read_statements(law, kind, file.read_text(encoding="utf-8")):
        click.echo(f"{statement.identity}: {statement.opening} -> {statement.closing} on {statement.closing_on}")
        for movement in statement.movements:
            click.echo(f"  {movement.seq:4d} {movement.booked_on} {movement.amount!s:>16} "
                       f"{movement.structured_communication}")
