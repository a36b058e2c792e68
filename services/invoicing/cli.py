"""Invoicing's own commands: all work on a file alone, without a service or a database."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from services.invoicing.bank.reads import reference_ranges
from services.invoicing.bank.rules import BankStatement, assert_adds_up, owner_of
from services.invoicing.bank.use_cases.reading import CAMT, read_statements, text_of
from services.invoicing.papers.documents.checking import CheckedInvoice, check
from services.invoicing.papers.documents.official_rules import rules_version
from shared.cli.countries import CountryOption
from shared.countries import load_country
from shared.errors import ParameterMissing, Refusal
from shared.parameters import Tables

COUNTRY = CountryOption("services.invoicing")
WRONG, NOT_READABLE = 1, 2
FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
OF_COUNTRY = click.option(
    "--country", type=COUNTRY, envvar="COUNTRY", default=COUNTRY.only, required=True,
    help="Whose rates, formats and references; the only country that is installed need not be named.")


@click.group("invoice")
def invoice() -> None:
    """E-invoices of anybody, checked offline."""


@invoice.command("check")
@FILE
@AS_JSON
@OF_COUNTRY
def check_invoice(file: Path, as_json: bool, country: str) -> None:  # noqa: FBT001 - click calls it by name
    """Check a UBL invoice or credit note: official rules, and every figure again.

    Exit 0 when nothing is wrong, 1 when something is, 2 when it is no invoice.
    """
    tables = load_country("services.invoicing", country).tables
    try:
        checked = check(file.read_bytes(), lambda of, on: _rates(tables, of, on))
    except Refusal as refusal:
        _give_up(refusal.message, as_json=as_json)
    if as_json:
        click.echo(json.dumps(_shown(checked), indent=1))
    else:
        for fault in checked.faults:
            click.echo(fault)
        click.echo(f"net {checked.net}, VAT {checked.vat}, payable {checked.payable} {checked.currency}: "
                   f"{len(checked.faults)} faults")
    raise SystemExit(WRONG if any(fault.fatal for fault in checked.faults) else 0)


def _rates(tables: Tables, country: str, on: date) -> frozenset[Decimal] | None:
    try:
        return frozenset(Decimal(value) for value in tables.row("vat_rates_of", on, country)["values"])
    except ParameterMissing:
        return None


def _shown(checked: CheckedInvoice) -> dict[str, Any]:
    return {
        "currency": checked.currency, "net": str(checked.net), "vat": str(checked.vat),
        "payable": str(checked.payable), "rules": rules_version(),
        "lines": [{"id": line.id, "net": str(line.stated), "recalculated": str(line.recalculated)}
                  for line in checked.lines],
        "faults": [{"rule": fault.rule, "fatal": fault.fatal, "sentence": fault.sentence}
                   for fault in checked.faults]}


def _give_up(why: str, *, as_json: bool) -> None:
    click.echo(json.dumps({"error": why}) if as_json else why, err=not as_json)
    raise SystemExit(NOT_READABLE)


@click.group("bank")
def bank() -> None:
    """Bank files, read offline."""


@bank.command("read")
@FILE
@AS_JSON
@OF_COUNTRY
def read_bank(file: Path, as_json: bool, country: str) -> None:  # noqa: FBT001 - click calls it by name
    """Show what a bank file holds: balances, movements, and whose each reference is; no names, no accounts of others.

    Exit 0 when every statement adds up, 1 when one does not, 2 when it is no bank file.
    """
    of = load_country("services.invoicing", country)
    try:
        text, file_format = text_of(file.read_bytes(), national=next(iter(of.law.bank_file_readers()), CAMT))
        statements = read_statements(of.law, file_format, text)
    except Refusal as refusal:
        _give_up(refusal.message, as_json=as_json)
    found = [_statement(one, of.tables) for one in statements]
    if as_json:
        click.echo(json.dumps({"format": file_format, "statements": found}, indent=1))
    else:
        for one in found:
            click.echo(f"{one['identity']}: {one['opening']} -> {one['closing']} {one['currency']} on "
                       f"{one['closing_on']}{''.join(f'; {fault}' for fault in one['faults'])}")
            for movement in one["movements"]:
                click.echo(f"  {movement['seq']:4d} {movement['booked_on']} {movement['amount']:>14} "
                           f"{movement['structured_communication']:12} {movement['owner']}")
    raise SystemExit(WRONG if any(one["faults"] for one in found) else 0)


def _statement(statement: BankStatement, tables: Tables) -> dict[str, Any]:
    faults = []
    try:
        assert_adds_up(statement)
    except Refusal as refusal:
        faults.append(refusal.message)
    ranges = reference_ranges(tables, statement.closing_on)
    movements = []
    for one in statement.movements:
        owner = owner_of(ranges, came_in=one.amount.cents > 0, end_to_end_id=one.end_to_end_id,
                         structured_communication=one.structured_communication)
        movements.append({
            "seq": one.seq, "booked_on": one.booked_on.isoformat(), "value_on": one.value_on.isoformat(),
            "amount": str(one.amount.amount), "structured_communication": one.structured_communication,
            "end_to_end_id": one.end_to_end_id, "communication": one.communication, "is_return": one.is_return,
            "owner": owner.owner if owner else ""})
    return {"account": statement.account, "identity": statement.identity, "currency": statement.opening.currency,
            "opening": str(statement.opening.amount), "closing": str(statement.closing.amount),
            "closing_on": statement.closing_on.isoformat(), "movements": movements, "faults": faults}
