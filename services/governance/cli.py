"""`sharedco governance ...`: voting, ending a poll, finding a ballot; `tools/verify_election.py` verifies a board."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

import click

from services.governance.ballots.rules.papers import FIGURES, PaperSheet
from services.governance.ballots.use_cases.sealing import make_sealing_key
from services.governance.boards.documents.board_file import read_board
from services.governance.boards.use_cases.box import QueueBox
from services.governance.elections.documents.blt import read_blt
from services.governance.elections.documents.sheet import sheet_of, text_of
from services.governance.elections.rules import approval, majority_judgment, schulze, stv_scottish
from services.governance.elections.rules.reserved import Reserved, count_with_reserved
from services.governance.polls.rules.signed_steps import Ending
from services.governance.voting import use_cases as voter
from services.governance.voting.errors import ClosingKeyMissing
from services.governance.voting.rules import Credential, find_receipt
from shared.bus.calling import new_request_id
from shared.bus.client import BusClient
from shared.cli.settings import here
from shared.errors import Refusal


@click.group("governance")
def commands() -> None:
    """Vote, end a poll by two, fetch a board, find a ballot on it."""


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
    with BusClient(here().amqp_uri, token=token, name="voter") as client:
        voter.bind_voting_key(_asking(client), member_id=member_id, request_id=new_request_id(),
                              notes=voter.notes_in(folder))
    click.echo(f"Kept in {folder}. It stands on the rolls that are frozen from now on.")


@commands.command("take-credential")
@click.argument("poll_id")
@click.argument("member_id")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--digest", required=True, help="The digest of the paper, as it stands in your convening.")
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="The member's own token.")
def take_credential(poll_id: str, member_id: str, folder: Path, digest: str, token: str) -> None:
    """Take the credential of MEMBER_ID in POLL_ID and keep it in FOLDER. Run again after a failure: nothing is lost."""
    with BusClient(here().amqp_uri, token=token, name="voter") as client:
        voter.take_credential(_asking(client), poll_id=poll_id, member_id=member_id, digest=digest,
                              request_id=new_request_id(), notes=voter.notes_in(folder))
    click.echo(f"Kept in {folder}. Let some time pass before you vote, from another connection if you can.")


def _asking(client: BusClient) -> voter.Ask:
    return lambda method, **asked: client.call(f"governance.{method}", **asked)


@commands.command("cast")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("poll_id")
@click.argument("choice")
@click.option("--turn", type=click.IntRange(1), default=1, show_default=True, help="Higher to replace your ballot.")
def cast(folder: Path, poll_id: str, choice: str, turn: int) -> None:
    """Cast CHOICE (yes, no, abstain) with the credential in FOLDER; keep the signed receipt there and print it."""
    notes = voter.notes_in(folder)
    known = notes.find(f"{poll_id}.credential")
    if known is None:
        raise click.UsageError(f"There is no credential for {poll_id} in {folder}: take it first.")
    click.echo(voter.cast(QueueBox(here().amqp_uri), Credential(**known), [choice], turn=turn, notes=notes))


@commands.command("make-sealing-keys")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--votes", type=click.IntRange(1, 100), required=True, help="How many votes: each has its own key.")
@click.option("--scrutineers", type=click.IntRange(2, 50), required=True, help="Among how many each key is shared.")
@click.option("--needed", type=click.IntRange(2, 50), required=True, help="How many of them open a vote together.")
def make_sealing_keys(folder: Path, votes: int, scrutineers: int, needed: int) -> None:
    """Make the keys to which ballots are sealed, on a device of the scrutineers that governance never sees.

    FOLDER gets `sealings.json`, whose entries go into the convening, and one file a scrutineer: each takes theirs away.
    """
    if needed > scrutineers:
        raise click.UsageError(f"{needed} of {scrutineers} scrutineers cannot open anything together.")
    made = [make_sealing_key(threshold=needed, count=scrutineers) for _ in range(votes)]
    notes = voter.notes_in(folder)
    if notes.find("sealings"):
        raise click.UsageError(f"There are sealing keys in {folder}: take an empty folder.")
    for number in range(1, scrutineers + 1):
        notes.save(f"scrutineer-{number}", {one.key: one.shares[number] for one in made})
    notes.save("sealings", {"sealings": [
        {"key": one.key, "threshold": one.threshold, "shares": one.digests} for one in made]})
    click.echo(f"{votes} keys are shared among {scrutineers}; {needed} open a vote. Give each scrutineer their file, "
               f"and keep none of them in {folder}.")


@commands.command("hand-in-share")
@click.argument("poll_id")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="The returning officer's token.")
def hand_in_share(poll_id: str, file: Path, token: str) -> None:
    """Hand in the share of a scrutineer's FILE for a closed poll: with enough of them its ballots are opened."""
    shares = json.loads(file.read_text(encoding="utf-8"))
    with BusClient(here().amqp_uri, token=token, name="scrutineer") as client:
        sealing = client.call("governance.get_poll", poll_id=poll_id)["paper"].get("sealing") or {}
        if sealing.get("key") not in shares:
            raise click.UsageError(f"{file} has no share for {poll_id}.")
        answer = client.call("governance.hand_in_share", poll_id=poll_id, share=shares[sealing["key"]],
                             request_id=new_request_id())
    opened = answer["state"] == "closed"
    click.echo("The ballots are opened and counted." if opened else "Taken; other scrutineers are waited for.")


@commands.command("make-closing-key")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def make_closing_key(folder: Path) -> None:
    """Make the key with which you will end polls, keep it in FOLDER, and show its public half, for the convening.

    It needs no network. FOLDER stays with you: whoever has it signs in your name.
    """
    click.echo(voter.make_closing_key(voter.notes_in(folder)))


@commands.command("agree")
@click.argument("ending", type=click.Choice([ending.value for ending in Ending]))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--digest", required=True, help="The digest of the paper, as it stands in the convening.")
@click.option("--reason", default="", help="Why it is cancelled: the words of the first person, to the letter.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True,
              help="The day from which your word does not count any more, at most two weeks away.")
def agree(ending: str, folder: Path, file: Path, *, digest: str, reason: str, until: datetime) -> None:
    """Sign into FILE, with the key in FOLDER, that a poll is to close or to be cancelled. It needs no network.

    What you sign holds for the one paper with this digest, and of a cancelling for this reason, which is published.
    """
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise click.UsageError("The digest of a paper has 64 digits (0 to 9, a to f).")
    reason = reason.strip()
    if (ending == Ending.CANCEL) != bool(reason):
        raise click.UsageError("Who cancels says why (--reason); a poll closes without a reason.")
    try:
        consent = voter.sign_consent(voter.notes_in(folder), ending=Ending(ending), digest=digest, reason=reason,
                                     lapses_on=until.date().isoformat())
    except ClosingKeyMissing as refusal:
        raise click.UsageError(f"{folder}: {refusal}") from None
    file.write_text(json.dumps(consent, ensure_ascii=False), encoding="utf-8")
    why = reason and f", because: {reason}"
    click.echo(f"{file} says until {until.date()}: {ending} the poll on paper {digest}{why}")


@commands.command("hand-in-consent")
@click.argument("poll_id")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="A token of the returning officer or the board.")
def hand_in_consent(poll_id: str, file: Path, token: str) -> None:
    """Hand in the FILE of `agree`, under your own account: with the second person's the poll ends."""
    with BusClient(here().amqp_uri, token=token, name="closer") as client:
        state = voter.hand_in_consent(_asking(client), poll_id=poll_id, request_id=new_request_id(),
                                      consent=json.loads(file.read_text(encoding="utf-8")))
    click.echo(f"The poll is {state}: " + ("a second person is waited for." if state in {"opening", "open"} else
                                           "two persons agreed."))


@commands.command("withdraw-consent")
@click.argument("poll_id")
@click.argument("ending", type=click.Choice([ending.value for ending in Ending]))
@click.option("--reason", default="", help="Of a cancelling: the reason that was given, to the letter.")
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="The token of the account that gave the word.")
def withdraw_consent(poll_id: str, ending: str, reason: str, token: str) -> None:
    """Take back your word that a poll is to end, while a second person is waited for."""
    with BusClient(here().amqp_uri, token=token, name="closer") as client:
        answer = client.call("governance.withdraw_consent", poll_id=poll_id, ending=ending, reason=reason.strip(),
                             request_id=new_request_id())
    click.echo(f"Taken back; the poll is {answer['state']}.")


@commands.command("sign-papers")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--digest", required=True, help="The digest of the paper, as it stands in the convening.")
@click.option("--marks-digest", required=True, help="That of the ballots handed out, as `get_paper_count` shows it.")
@click.option("--counted", type=click.IntRange(0), nargs=5, required=True, help="Yes, no, abstain, blank, invalid.")
def sign_papers(folder: Path, file: Path, digest: str, marks_digest: str, counted: tuple[int, ...]) -> None:
    """Sign into FILE, with the key in FOLDER, what you counted of the ballots on paper. It needs no network."""
    sheet = PaperSheet(**dict(zip(FIGURES, counted, strict=True)))
    try:
        signed = voter.sign_papers(voter.notes_in(folder), digest=digest, marks_digest=marks_digest, sheet=sheet)
    except ClosingKeyMissing as refusal:
        raise click.UsageError(f"{folder}: {refusal}") from None
    file.write_text(json.dumps({**asdict(sheet), **signed}), encoding="utf-8")
    click.echo(f"{file} says: {', '.join(f'{name} {count}' for name, count in asdict(sheet).items())}")


@commands.command("publish-poll")
@click.argument("poll_id")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--token", required=True, envvar="SHAREDCO_TOKEN", help="A token of a member, the auditor or the board.")
def publish_poll(poll_id: str, file: Path, token: str) -> None:
    """Fetch the board of a closed poll into FILE: what `tools/verify_election.py` needs."""
    with BusClient(here().amqp_uri, token=token, name="auditor") as client:
        board = client.call("governance.get_board", poll_id=poll_id)
    file.write_text(json.dumps(board, indent=1, ensure_ascii=False), encoding="utf-8")
    click.echo(f"{sum(len(batch['ballots']) for batch in board['batches'])} ballots in {file}")


METHODS = {"stv-scottish": stv_scottish.count, "approval": approval.count, "schulze": schulze.count,
           "majority-judgment": majority_judgment.count}


def _reserved(_ctx: click.Context, _param: click.Parameter, given: Sequence[str]) -> list[Reserved]:
    """Reserved seats as they are typed: how many, and the numbers of the candidates for whom they are."""
    found = []
    for text in given:
        seats, _, numbers = text.partition(":")
        if not seats.isdecimal() or not all(number.strip().isdecimal() for number in numbers.split(",")):
            raise click.BadParameter(f"{text}: write how many seats and for whom, such as 2:1,4,7")
        found.append(Reserved(seats=int(seats), candidates=frozenset(map(int, numbers.split(",")))))
    return found


@click.command("tally")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--method", type=click.Choice(list(METHODS)), required=True, help="How the ballots are counted.")
@click.option("--seats", type=click.IntRange(1), help="How many are elected, where the file shall not say it.")
@click.option("--seed", default="", help="Published before the count: the lot that ends a last tie follows from it.")
@click.option("--reserved", multiple=True, metavar="SEATS:NUMBERS", callback=_reserved,
              help="Seats for some candidates only, such as 2:1,4,7; what none of them can fill stays vacant.")
@click.option("--json", "as_json", is_flag=True, help="The whole count sheet as JSON.")
def tally(
    file: Path, method: str, seats: int | None, seed: str, reserved: Sequence[Reserved], *, as_json: bool,
) -> None:
    """Count the ballots in FILE (BLT form) and show who is elected, round by round."""
    try:
        election = read_blt(file.read_bytes(), seed=seed)
        election = replace(election, seats=seats or election.seats)
        count = count_with_reserved(election, reserved, METHODS[method])
    except Refusal as refusal:
        raise click.UsageError(f"{file}: {refusal}") from None
    sheet = sheet_of(election, count, method)
    click.echo(json.dumps(sheet, ensure_ascii=False, indent=1) if as_json else text_of(sheet))
