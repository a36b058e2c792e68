"""The minutes as text, and the same text printed."""

import json
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import typst

from services.governance.polls.rules.decision import Presence, Rule, Votes

REASONS = {
    "": "ADOPTED",
    "quorum_not_reached": "NOT ADOPTED: the quorum was not reached",
    "no_votes_cast": "NOT ADOPTED: no vote was cast",
    "majority_not_reached": "NOT ADOPTED: the majority was not reached",
}


def write_minutes(facts: Mapping[str, Any], polls: Sequence[Mapping[str, Any]], incidents: Sequence[str]) -> str:
    """The minutes. They name no member: the attendance list is a paper of its own (CSA art. 6:76)."""
    lines = [*_head(facts), ""]
    for item, poll in zip(facts["agenda"], polls, strict=True):
        lines += [*_decision(item, poll), ""]
    lines += ["Incidents", *(f"- {incident}" for incident in incidents or ["none was reported"]), ""]
    lines += ["Signed by the bureau:", "", "", "Chair                    Secretary                    Teller"]
    return "\n".join(lines)


def _head(facts: Mapping[str, Any]) -> list[str]:
    roll = facts["roll"]
    call = "second call" if facts["call"] == 2 else "first call"  # noqa: PLR2004 - the second call
    return [
        f"Minutes: {facts['title']}",
        f"Assembly {facts['assembly_id']} ({call}), held on {facts['held_on']}, convened on {facts['convened_on']}.",
        f"Roll as of {roll['record_on']}: {roll['members']} members, of whom {roll['voting_members']} may vote.",
        f"Shares: {roll['shares']}, of which {roll['voting_shares']} count.",
        f"Digest of the roll: {roll['digest']}",
        f"Present or represented: {facts['present']} members.",
        *(f"Document: {document['name']} ({document['digest']})" for document in facts["documents"]),
    ]


def _decision(item: Mapping[str, Any], poll: Mapping[str, Any]) -> list[str]:
    result, rule = poll["result"], Rule(**poll["paper"]["rules"])
    votes = Votes(votes_for=result["votes_for"], votes_against=result["votes_against"],
                  abstentions=result["abstentions"])
    return [
        f"{item['place']}. {item['title']}",
        item["question"],
        f"Secret vote {poll['poll_id']}.",
        f"{votes.votes_for} for, {votes.votes_against} against, {votes.abstentions} abstentions.",
        *explain(rule, Presence(present=result["present"], entitled=result["entitled"]), votes),
        f"Credentials issued: {poll['credentials']}. Ballots counted: {result['ballots']}.",
        f"Digest of the paper: {poll['digest']}. Root of the board: {result['root']}.",
        REASONS[result["reason"]],
    ]


def explain(rule: Rule, presence: Presence, votes: Votes) -> list[str]:
    """How quorum and majority came out, in whole numbers."""
    needed = "more than" if rule.more_than else "at least"
    quorum = (
        f"at least {rule.quorum_numerator}/{rule.quorum_denominator} of the {presence.entitled} {rule.quorum_base} "
        f"that count; {presence.present} are present or represented"
    )
    majority = (
        f"{needed} {rule.majority_numerator}/{rule.majority_denominator} of the {votes.cast} votes cast, "
        f"abstentions left out; {votes.votes_for} are for"
    )
    return [f"Quorum ({rule.decision}): {quorum if rule.quorum_numerator else 'none is required'}.",
            f"Majority: {majority}."]


def print_minutes(words: str) -> bytes:
    """The minutes as PDF; the same words give the same bytes."""
    template = resources.files(__package__) / "minutes.typ"
    title, _, body = words.partition("\n")
    inputs = {"words": json.dumps({"title": title, "lines": body.split("\n")})}
    printed: bytes = typst.compile(template.read_bytes(), sys_inputs=inputs, timestamp=0)
    return printed
