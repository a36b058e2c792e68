"""What others may ask of board meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from services.governance.board_meetings import reads, schemas, use_cases
from services.governance.board_meetings.rules import Decision, Meeting
from shared.bus import allow, command, query
from shared.postgres import Tx

CALLERS = allow("board", "returning_officer")
READERS = allow("member", "returning_officer", "board", "auditor")
PAPER_READERS = allow("returning_officer", "board", "auditor")
SELF = allow(self_by="member_id")


class BoardMeetingHandlers:
    """Meetings of the board of directors."""

    @command(schemas.DeclareInterest, response=schemas.InterestDeclared, allow=SELF)
    def declare_interest(self, tx: Tx, *, mandate_id: str, member_id: str, matter: str) -> dict[str, str]:
        """Declare an interest of one's own in a matter: the director decides nothing about it (CSA art. 6:64)."""
        found = use_cases.declare_interest(tx, mandate_id=mandate_id, member_id=member_id, matter=matter)
        return {"interest_id": found}

    @command(schemas.EndInterest, allow=SELF)
    def end_interest(self, tx: Tx, *, interest_id: str, member_id: str) -> None:
        """Note that an interest ended."""
        use_cases.end_interest(tx, interest_id=interest_id, member_id=member_id)

    @command(schemas.NoteBoardMeeting, response=schemas.BoardMeetingShape, allow=CALLERS)
    def note_board_meeting(
        self, tx: Tx, *, held_on: date, present: Sequence[str], observers: Sequence[str],
        decisions: Sequence[Mapping[str, Any]],
    ) -> dict[str, Any]:
        """Note a meeting of the board; it holds once another person approved it."""
        return _short(use_cases.note_board_meeting(tx, held_on=held_on, present=present, observers=observers,
                                                   decisions=[Decision.from_asked(one) for one in decisions]))

    @command(schemas.ApproveBoardMeeting, response=schemas.BoardMeetingShape, allow=allow("board"))
    def approve_board_meeting(self, tx: Tx, *, meeting_id: str) -> dict[str, Any]:
        """Approve what somebody else noted of a meeting; whom the board took in sits from its day."""
        return _short(use_cases.approve_board_meeting(tx, meeting_id=meeting_id))

    @query(schemas.GetBoardMeetingPaper, response=schemas.MeetingPaper, allow=PAPER_READERS)
    def get_board_meeting_paper(self, tx: Tx, *, meeting_id: str, language: str) -> dict[str, str]:
        """The short minutes of a meeting as a paper, with who was there; a draft before another person approved it."""
        name, content = use_cases.print_board_meeting(tx, meeting_id=meeting_id, language=language)
        return {"name": name, "content": content}

    @query(schemas.ListBoardMeetings, response=schemas.BoardMeetingShape, allow=READERS, many=True)
    def list_board_meetings(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """The short minutes of the board, the last noted first."""
        return [_short(one) for one in reads.list_meetings(tx, after=after, limit=limit)]


def _short(meeting: Meeting) -> dict[str, Any]:
    return {**asdict(meeting), "present": len(meeting.present),
            "decisions": [{**asdict(one), "adopted": one.adopted, "interested": len(one.interested)}
                          for one in meeting.decisions]}
