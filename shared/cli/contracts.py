"""`contracts`: the published language of the house as files."""

from pathlib import Path

import click

from shared.bus.contracts import export as export_contracts
from shared.definitions import installed_definitions


@click.group()
def contracts() -> None:
    """What the services publish, consume and answer, as files for others."""


@contracts.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write AsyncAPI 3 for each installed service and JSON Schema for each event below FOLDER; needs no broker."""
    written = export_contracts(folder, installed_definitions())
    click.echo(f"{len(written)} files written below {folder}")
