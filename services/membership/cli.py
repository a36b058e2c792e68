"""Commands of membership that need no running service."""

import json
import sys
from pathlib import Path

import click

from services.membership.own_data.documents import is_signed


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
