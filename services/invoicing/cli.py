"""Invoicing's own commands, jobs and proofs."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import click

from services.invoicing.documents.bank_files import read_bank_file
from services.invoicing.documents.rules import faults_of, rules_version
from services.invoicing.store import invoices, proofs
from services.invoicing.use_cases import papers, receivables
from shared import clock, ledger, outgoing
from shared.definitions import Advance, Check, Job
from shared.postgres import Database, Tx


@click.group("invoicing")
def commands() -> None:
    """Invoices, e-invoices and bank files."""


@commands.command("judge")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def judge(file: Path) -> None:
    """Apply the official e-invoice rules (UBL 2.1, EN 16931, Peppol BIS) to a FILE."""
    faults = faults_of(file.read_text(encoding="utf-8"))
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(faults)} faults by {rules_version()}")
    raise SystemExit(1 if faults else 0)


@commands.command("read-bank-file")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["coda", "camt053"]), required=True)
def show_bank_file(file: Path, kind: str) -> None:
    """Show what would be taken in of a bank FILE, without names and accounts of counterparties."""
    for statement in read_bank_file(kind, file.read_text(encoding="utf-8")):
        click.echo(f"{statement.identity}: {statement.opening} -> {statement.closing} on {statement.closing_on}")
        for movement in statement.movements:
            click.echo(f"  {movement.seq:4d} {movement.booked_on} {movement.amount!s:>16} "
                       f"{movement.structured_communication}")


def _in_batches(step: Callable[[Tx], int], to_do: Callable[[Tx], int], sentence: str) -> Callable[..., str]:
    """A job that commits batch after batch until nothing is left."""

    def run(database: Database, on: date, advance: Advance) -> str:
        with database.reading(on=on, actor="job") as tx:
            whole = to_do(tx)
        done = 0
        while batch := _one_batch(database, on, step):
            done += batch
            advance(done, max(whole, done))
        return sentence.format(done=done)

    return run


def _one_batch(database: Database, on: date, step: Callable[[Tx], int]) -> int:
    with database.transaction(on=on, actor="job") as tx:
        return step(tx)


JOBS = {
    "mark_overdue": Job("mark_overdue", "Say of each open invoice that its due day has passed.", _in_batches(
        receivables.mark_overdue, invoices.count_overdue, "{done} invoices are overdue.")),
    "render_invoices": Job("render_invoices", "Make, judge and send the papers of issued documents.", _in_batches(
        papers.render_invoices, invoices.count_unrendered, "{done} papers were made.")),
}


def _checking(faults: Callable[[Tx], Iterator[str]]) -> Callable[[Database], Iterator[str]]:
    def run(database: Database) -> Iterator[str]:
        with database.reading(on=clock.now().date(), actor="verify") as tx:
            yield from faults(tx)

    return run


CHECKS = [
    ledger.CHECK,
    outgoing.CHECK,
    Check("invoice series", _checking(proofs.series_faults)),
    Check("invoicing books", _checking(proofs.ledger_faults)),
]
