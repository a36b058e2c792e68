"""`sharedco governance ...`: voting and verifying."""

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from services.governance.polls.documents import verifier
from services.governance.polls.documents.board_file import read_batches
from services.governance.polls.use_cases.box import QueueBox
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import Credential, Wish, find_receipt
from shared.bus.calling import new_request_id
from shared.bus.client import Client
from shared.cli.settings import here


@click.group("governance")
def commands() -> None:
    """Vote, verify a vote, find a ballot on the board."""


@commands.command("verify-poll")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_poll(file: Path) -> None:
    """Verify a closed poll from its published FILE alone, and count it again. No service is asked."""
    tally, faults = verifier.verify(json.loads(file.read_text(encoding="utf-8")))
    for fault in faults:
        click.echo(f"FAULT {fault}")
    click.echo(f"recount {' '.join(f'{choice}={count}' for choice, count in tally.items())}, {len(faults)} faults")
    if faults:
        raise click.exceptions.Exit(1)


@commands.command("find-ballot")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("receipt")
def find_ballot(file: Path, receipt: str) -> None:
    """Show where the ballot with this RECEIPT stands on the board in FILE, with its Merkle path."""
    number, path = find_receipt(read_batches(json.loads(file.read_text(encoding="utf-8"))), receipt)
    click.echo(f"batch {number}")
    for side, sibling in path:
        click.echo(f"{side:5} {sibling}")


@commands.command("take-credential")
@click.argument("poll_id")
@click.argument("member_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="The member's own token.")
def take_credential(poll_id: str, member_id: str, file: Path, token: str) -> None:
    """Take the credential of MEMBER_ID in POLL_ID and keep it in FILE. Run again after a failure: nothing is lost."""
    with Client(here().amqp_uri, token=token, name="voter") as client:
        def ask(method: str, **asked: Any) -> Any:
            return client.call(f"governance.{method}", **asked)

        credential = voter.take_credential(ask, poll_id=poll_id, member_id=member_id, request_id=new_request_id(),
                                           keep=_keeper(file.with_suffix(".wish")))
    _write_secret(file, asdict(credential))
    file.with_suffix(".wish").unlink()
    click.echo(f"Kept in {file}. Let some time pass before you vote, from another connection if you can.")


@commands.command("cast")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("choice")
@click.option("--turn", type=click.IntRange(1), default=1, show_default=True, help="Higher to replace your ballot.")
def cast(file: Path, choice: str, turn: int) -> None:
    """Cast CHOICE (yes, no, abstain) with the credential in FILE and print the receipt."""
    credential = Credential(**json.loads(file.read_text(encoding="utf-8")))
    click.echo(voter.cast(QueueBox(here().amqp_uri), credential, [choice], turn=turn))


@commands.command("publish-poll")
@click.argument("poll_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="A token of a member, the auditor or the board.")
def publish_poll(poll_id: str, file: Path, token: str) -> None:
    """Fetch the board of a closed poll into FILE: what `verify-poll` needs."""
    with Client(here().amqp_uri, token=token, name="auditor") as client:
        board = client.call("governance.get_board", poll_id=poll_id)
    file.write_text(json.dumps(board, indent=1, ensure_ascii=False), encoding="utf-8")
    click.echo(f"{sum(len(batch['ballots']) for batch in board['batches'])} ballots in {file}")


def _keeper(file: Path) -> voter.Keep:
    """Keeps the wish on disk until the credential is there, so that a lost answer can be asked for again."""

    def keep(fresh: Wish) -> Wish:
        if file.exists():
            return Wish(**json.loads(file.read_text(encoding="utf-8")))
        _write_secret(file, asdict(fresh))
        return fresh

    return keep


def _write_secret(file: Path, content: dict[str, Any]) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(content, out)
