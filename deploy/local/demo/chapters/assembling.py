"""The general assembly: convened in time, its roll frozen from the share register, one resolution voted secretly."""

import json
from base64 import b64decode
from datetime import date
from functools import partial
from typing import Any

from deploy.local.demo.stage import Stage
from services.governance.ballots.use_cases.box import QueueBox
from services.governance.polls.documents.board_file import read_board
from services.governance.voting import use_cases as voter
from services.governance.voting.rules import find_receipt
from shared.bus.calling import new_request_id


def convene(stage: Stage) -> None:
    """The board convenes the assembly, with its agenda."""
    on, scenario = stage.scenario.day("convened"), stage.scenario
    stage.narrator.chapter("The general assembly is convened", on)
    stage.life.assembly = stage.phone.tell(
        "governance.convene_assembly", on=on, by="board", title=scenario.assembly["title"],
        held_on=scenario.day("assembly").isoformat(), record_on=scenario.day("roll_frozen").isoformat(),
        agenda=[dict(item) for item in scenario.assembly["agenda"]])
    stage.narrator.say(f"{stage.life.assembly['title']}: {(scenario.day('assembly') - on).days} days' notice.")
    for item in stage.life.assembly["agenda"]:
        stage.narrator.say(f"{item['place']}. {item['title']} - {item['question']}")


def freeze_roll(stage: Stage) -> None:
    """Who may vote is fixed, once and for ever, from what membership said of its share register."""
    on = stage.scenario.day("roll_frozen")
    stage.narrator.chapter("The roll is frozen", on)
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
    receipts = {key: _vote(stage, key, poll_id, on) for key in stage.scenario.assembly["votes"]}
    stage.phone.tell("governance.close_poll", on=on, by="returning_officer", poll_id=poll_id)
    closed = stage.phone.until("the poll is closed", partial(_poll, stage, poll_id, "closed"))
    _tell_result(stage, closed["result"])
    board = stage.phone.tell("governance.get_board", on=on, by="auditor", poll_id=poll_id)
    for key, receipt in receipts.items():
        batch, path = find_receipt(read_board(board).batches, receipt)
        stage.narrator.say(f"{stage.name(key)} finds the receipt {receipt[:16]}... on the published board "
                           f"(batch {batch}, {len(path)} {'step' if len(path) == 1 else 'steps'} to its root).")
    stage.keep("governance", f"board_{poll_id}.json", json.dumps(board, indent=2).encode())


def _vote(stage: Stage, key: str, poll_id: str, on: date) -> str:
    member_id = stage.life.members[key]

    def ask(method: str, **fields: Any) -> Any:
        return stage.phone.tell(f"governance.{method}", on=on, by="member", who=member_id, **fields)

    credential = voter.take_credential(ask, poll_id=poll_id, member_id=member_id, request_id=new_request_id(),
                                       digest=str(stage.life.assembly["agenda"][0]["paper_digest"]))
    return voter.cast(QueueBox(stage.settings.amqp_uri), credential, [stage.scenario.assembly["votes"][key]])


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
                               assembly_id=stage.life.assembly["assembly_id"], incidents=[])
    file = stage.keep("governance", f"minutes_{on}.pdf", b64decode(minutes["content"]))
    stage.narrator.say(f"The minutes are drawn up and printed: {file.name}, digest {minutes['digest'][:16]}...")
