"""`sharedco governance ...`: voting, and finding a ballot on a board; `tools/verify_election.py` verifies one."""

import json
from pathlib import Path

import click

from services.governance.ballots.use_cases.box import QueueBox
from services.governance.polls.documents.board_file import read_board
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import Credential, find_receipt
from services.governance.voting.store import FolderOfNotes
from shared.bus.calling import new_request_id
from shared.bus.client import Client
from shared.cli.settings import here


@click.group("governance")
def commands() -> None:
    """Vote, fetch a board, find a ballot on it."""


@commands.command("find-ballot")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("receipt")
def find_ballot(file: Path, receipt: str) -> None:
    """Show where the ballot with this RECEIPT stands on the board in FILE, with its Merkle path."""
    number, path = find_receipt(read_board(json.loads(file.read_text(encoding="utf-8"))).batches, receipt)
    click.echo(f"batch {number}")
    for side, sibling in path:
        click.echo(f"{side:5} {sibling}")


@commands.command("bind-voting-key")
@click.argument("member_id")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="The member's own token.")
def bind_voting_key(member_id: str, folder: Path, token: str) -> None:
    """Make a voting key for MEMBER_ID, keep it in FOLDER, and bind it: nobody takes their credential without it."""
    with Client(here().amqp_uri, token=token, name="voter") as client:
        voter.bind_voting_key(_asking(client), member_id=member_id, request_id=new_request_id(),
                              notes=FolderOfNotes(folder))
    click.echo(f"Kept in {folder}. It stands on the rolls that are frozen from now on.")


@commands.command("take-credential")
@click.argument("poll_id")
@click.argument("member_id")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--digest", required=True, help="The digest of the paper, as it stands in your convening.")
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="The member's own token.")
def take_credential(poll_id: str, member_id: str, folder: Path, digest: str, token: str) -> None:
    """Take the credential of MEMBER_ID in POLL_ID and keep it in FOLDER. Run again after a failure: nothing is lost."""
    with Client(here().amqp_uri, token=token, name="voter") as client:
        voter.take_credential(_asking(client), poll_id=poll_id, member_id=member_id, digest=digest,
                              request_id=new_request_id(), notes=FolderOfNotes(folder))
    click.echo(f"Kept in {folder}. Let some time pass before you vote, from another connection if you can.")


def _asking(client: Client) -> voter.Ask:
    return lambda method, **asked: client.call(f"governance.{method}", **asked)


@commands.command("cast")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("poll_id")
@click.argument("choice")
@click.option("--turn", type=click.IntRange(1), default=1, show_default=True, help="Higher to replace your ballot.")
def cast(folder: Path, poll_id: str, choice: str, turn: int) -> None:
    """Cast CHOICE (yes, no, abstain) with the credential in FOLDER; keep the signed receipt there and print it."""
    notes = FolderOfNotes(folder)
    known = notes.find(f"{poll_id}.credential")
    if known is None:
        raise click.UsageError(f"There is no credential for {poll_id} in {folder}: take it first.")
    click.echo(voter.cast(QueueBox(here().amqp_uri), Credential(**known), [choice], turn=turn, notes=notes))


@commands.command("publish-poll")
@click.argument("poll_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="A token of a member, the auditor or the board.")
def publish_poll(poll_id: str, file: Path, token: str) -> None:
    """Fetch the board of a closed poll into FILE: what `tools/verify_election.py` needs."""
    with Client(here().amqp_uri, token=token, name="auditor") as client:
        board = client.call("governance.get_board", poll_id=poll_id)
    file.write_text(json.dumps(board, indent=1, ensure_ascii=False), encoding="utf-8")
    click.echo(f"{sum(len(batch['ballots']) for batch in board['batches'])} ballots in {file}")
