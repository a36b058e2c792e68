"""Rows of board meetings and declared interests."""

import json
from dataclasses import asdict
from typing import Any

from services.governance.board_meetings.errors import AnotherDirectorNeeded, InterestOver
from services.governance.board_meetings.rules import Interest, Meeting
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {
    "board_meetings_approved_once": AnotherDirectorNeeded, "board_meetings_approved_by_another": AnotherDirectorNeeded,
    "interests_ended_once": InterestOver,
}


def add_interest(tx: Tx, interest: Interest) -> None:
    """Write that a director has an interest of their own in a matter."""
    tx.run(Q.add_interest, interest_id=interest.interest_id, mandate_id=interest.mandate_id, matter=interest.matter,
           on=interest.declared_on)


def add_end_of_interest(tx: Tx, interest_id: str) -> None:
    """Write that an interest ended."""
    tx.run(Q.end_interest, interest_id=interest_id, on=tx.on)


def add_meeting(tx: Tx, meeting: Meeting) -> None:
    """Write a meeting with what it decided."""
    kept: dict[str, Any] = asdict(meeting)
    tx.run(Q.add_meeting, meeting_id=meeting.meeting_id, held_on=meeting.held_on, noted_on=meeting.noted_on,
           noted_by=meeting.noted_by,
           **{name: json.dumps(kept[name]) for name in ("present", "observers", "decisions")})


def add_approval(tx: Tx, meeting_id: str) -> None:
    """Write that another person approves a meeting."""
    tx.run(Q.approve_meeting, meeting_id=meeting_id, on=tx.on, by=tx.actor)
