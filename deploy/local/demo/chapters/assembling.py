"""The general assembly: convened in time, its roll frozen from the share register, one resolution voted secretly."""

import json
from base64 import b64decode
from datetime import date
from functools import partial
from secrets import SystemRandom
from typing import Any

from deploy.local.demo.stage import Stage
from services.governance.ballots.use_cases.sealing import make_sealing_key
from services.governance.boards.documents.board_file import read_board
from services.governance.boards.use_cases.box import QueueBox
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import Credential, find_receipt
from shared.bus.calling import new_request_id
from shared.identifiers import new_id


def convene(stage: Stage) -> None:
    """The board convenes the assembly with its agenda; its scrutineers made the key to which ballots are sealed."""
    on, scenario = stage.scenario.day("convened"), stage.scenario
    stage.narrator.chapter("The general assembly is convened", on)
    sealing = make_sealing_key(threshold=scenario.assembly["needed"], count=len(scenario.assembly["bureau"]))
    stage.life.sealing = sealing
    on_paper = {"key": sealing.key, "threshold": sealing.threshold, "shares": sealing.digests}
    stage.life.assembly = stage.phone.tell(
        "governance.convene_assembly", on=on, by="board", title=scenario.assembly["title"],
        held_on=scenario.day("assembly").isoformat(), record_on=scenario.day("roll_frozen").isoformat(),
        agenda=[{**item, "sealing": on_paper} for item in scenario.assembly["agenda"]])
    stage.narrator.say(f"{stage.life.assembly['title']}: {(scenario.day('assembly') - on).days} days' notice.")
    for item in stage.life.assembly["agenda"]:
        stage.narrator.say(f"{item['place']}. {item['title']} - {item['question']}")
    stage.narrator.say(f"Ballots are sealed: {sealing.threshold} of {len(sealing.digests)} scrutineers open them "
                       "together, after the close.")


def freeze_roll(stage: Stage) -> None:
    """Who may vote is fixed, once and for ever, from what membership said of its share register."""
    on = stage.scenario.day("roll_frozen")
    stage.narrator.chapter("The roll is frozen", on)
    choices = [choice for choice, times in stage.scenario.assembly["partner"].items() for _ in range(times)]
    stage.life.partner_votes = {new_id("mbr"): choice for choice in choices}
    stage.phone.tell("governance.import_roll", on=on, by="returning_officer", as_of=on.isoformat(), members=[
        {"member_id": member_id, "shares": 1, "suspended_shares": 0, "voting": True}
        for member_id in stage.life.partner_votes])
    for member_id in _voters(stage):
        voter.bind_voting_key(_asking(stage, member_id, on), member_id=member_id, request_id=new_request_id(),
                              notes=stage.life.notes_of(member_id))
    stage.narrator.say(f"A partner's register adds {len(choices)} members to those of our own. Each member binds a "
                       "voting key: nobody takes a credential in their name.")
    roll = stage.phone.tell("governance.freeze_roll", on=on, by="returning_officer",
                            assembly_id=stage.life.assembly["assembly_id"])
    stage.narrator.say(f"{roll['voting_members']} members with {roll['shares']} shares may vote, one vote each. "
                       f"Digest of the roll: {roll['digest'][:16]}...")


def vote_secretly(stage: Stage) -> None:
    """Each voter takes a blindly signed credential and casts a ballot that nobody can tie to a name."""
    on = stage.scenario.day("assembly")
    stage.narrator.chapter("A resolution is voted secretly", on)
    poll = stage.phone.tell("governance.open_poll", on=on, by="returning_officer",
                            resolution_id=stage.life.assembly["agenda"][0]["resolution_id"])
    poll_id = poll["poll_id"]
    stage.phone.until("the poll is open", partial(_poll, stage, poll_id, "open"))
    receipts = _vote(stage, poll_id, on)
    for person in ("returning_officer", "board"):
        stage.phone.tell("governance.close_poll", on=on, by=person, poll_id=poll_id)
    stage.narrator.say("Two persons close the poll together.")
    stage.phone.until("the board is here", partial(_poll, stage, poll_id, "sealed"))
    _open(stage, poll_id, on)
    closed = stage.phone.until("the poll is closed", partial(_poll, stage, poll_id, "closed"))
    _tell_result(stage, closed["result"])
    board = stage.phone.tell("governance.get_board", on=on, by="auditor", poll_id=poll_id)
    for key, receipt in list(receipts.items())[:len(stage.scenario.assembly["votes"])]:
        batch, path = find_receipt(read_board(board).batches, receipt)
        stage.narrator.say(f"{stage.name(key)} finds the receipt {receipt[:16]}... on the published board "
                           f"(batch {batch}, {len(path)} {'step' if len(path) == 1 else 'steps'} to its root).")
    file = stage.keep("governance", f"board_{poll_id}.json", json.dumps(board, indent=2).encode())
    stage.narrator.say(f"Anybody verifies it: python3 tools/verify_election.py {file.name}")


def _vote(stage: Stage, poll_id: str, on: date) -> dict[str, str]:
    """All check in first, and cast afterwards in another order: who watches both lines learns nothing from it."""
    own, choices = stage.scenario.assembly["votes"], _voters(stage)
    credentials = {member_id: _check_in(stage, member_id, poll_id, on) for member_id in choices}
    stage.narrator.say(f"{len(credentials)} members take their credentials; then each casts at a time of their own.")
    box, casting = QueueBox(stage.settings.amqp_uri), list(credentials)
    SystemRandom().shuffle(casting)
    receipts = {member_id: voter.cast(box, credentials[member_id], [choices[member_id]]) for member_id in casting}
    return {**{key: receipts[stage.life.members[key]] for key in own}, **receipts}


def _voters(stage: Stage) -> dict[str, str]:
    """Who votes, and how: our own, then the partner's."""
    own = {stage.life.members[key]: choice for key, choice in stage.scenario.assembly["votes"].items()}
    return {**own, **stage.life.partner_votes}


def _asking(stage: Stage, member_id: str, on: date) -> voter.Ask:
    def ask(method: str, **fields: Any) -> Any:
        return stage.phone.tell(f"governance.{method}", on=on, by="member", who=member_id, **fields)

    return ask


def _check_in(stage: Stage, member_id: str, poll_id: str, on: date) -> Credential:
    ask = _asking(stage, member_id, on)
    ask("register_attendance", assembly_id=stage.life.assembly["assembly_id"], member_id=member_id, manner="remote")
    return voter.take_credential(ask, poll_id=poll_id, member_id=member_id, request_id=new_request_id(),
                                 digest=str(stage.life.assembly["agenda"][0]["paper_digest"]),
                                 notes=stage.life.notes_of(member_id))


def _open(stage: Stage, poll_id: str, on: date) -> None:
    """As many scrutineers as it takes hand in their shares, in public."""
    sealing = stage.life.sealing
    if sealing is None:
        raise LookupError("the scrutineers made no key")
    for share in list(sealing.shares.values())[-sealing.threshold:]:
        stage.phone.tell("governance.hand_in_share", on=on, by="returning_officer", poll_id=poll_id, share=share)
    stage.narrator.say(f"{sealing.threshold} scrutineers put their shares together: the ballots are opened before "
                       "everybody, and anybody can open them again.")


def _poll(stage: Stage, poll_id: str, state: str) -> dict[str, Any] | None:
    poll: dict[str, Any] = stage.phone.tell("governance.get_poll", on=stage.scenario.day("assembly"),
                                            by="returning_officer", poll_id=poll_id)
    return poll if poll["state"] == state else None


def _tell_result(stage: Stage, result: dict[str, Any]) -> None:
    outcome = "adopted" if result["adopted"] else f"rejected ({result['reason']})"
    stage.narrator.say(f"{result['ballots']} ballots: {result['votes_for']} for, {result['votes_against']} against, "
                       f"{result['abstentions']} abstain. The resolution is {outcome}.")


def draw_up_minutes(stage: Stage) -> None:
    """The minutes are written and printed."""
    on = stage.scenario.day("assembly")
    minutes = stage.phone.tell("governance.draw_up_minutes", on=on, by="returning_officer",
                               assembly_id=stage.life.assembly["assembly_id"], incidents=[], language="fr",
                               bureau=[dict(one) for one in stage.scenario.assembly["bureau"]])
    file = stage.keep("governance", f"minutes_{on}.pdf", b64decode(minutes["content"]))
    stage.narrator.say(f"The minutes are drawn up and printed: {file.name}, digest {minutes['digest'][:16]}...")
