"""Meetings of the board are noted and approved; directors declare their interests."""

from base64 import b64encode
from collections.abc import Sequence
from datetime import date

from services.governance.board_meetings import reads, rules, store
from services.governance.board_meetings.documents.paper import meeting_pdf
from services.governance.board_meetings.rules import Decision, Interest, Meeting
from services.governance.directors.reads import get_own_mandate, get_sitting, list_mandates
from services.governance.directors.use_cases.seats import co_opt
from shared.identifiers import new_id
from shared.papers import PrintedParty
from shared.postgres import Tx


def declare_interest(tx: Tx, *, mandate_id: str, member_id: str, matter: str) -> str:
    """A director declares an interest of their own in a matter: they decide nothing about it while it lasts."""
    get_own_mandate(tx, mandate_id, member_id)
    get_sitting(tx, on=tx.on).assert_in_office([mandate_id])
    interest = Interest(interest_id=new_id("int"), mandate_id=mandate_id, matter=matter, declared_on=tx.on)
    store.add_interest(tx, interest)
    return interest.interest_id


def end_interest(tx: Tx, *, interest_id: str, member_id: str) -> None:
    """An interest ended; it stood in the way until this day."""
    get_own_mandate(tx, reads.get_interest(tx, interest_id).mandate_id, member_id)
    store.add_end_of_interest(tx, interest_id)


def note_board_meeting(
    tx: Tx, *, held_on: date, present: Sequence[str], observers: Sequence[str], decisions: Sequence[Decision],
) -> Meeting:
    """Note a meeting with who was there and what was decided; it holds once another person approved it."""
    meeting = Meeting(meeting_id=new_id("bmt"), held_on=held_on, noted_on=tx.on, noted_by=tx.actor,
                      present=tuple(sorted(set(present))), observers=tuple(observers), decisions=tuple(decisions))
    rules.assert_may_note(meeting, get_sitting(tx, on=held_on), reads.list_interests(tx))
    store.add_meeting(tx, meeting)
    return meeting


def print_board_meeting(tx: Tx, *, meeting_id: str, language: str) -> tuple[str, str]:
    """The short minutes of a meeting: the name of its file, and the paper (PDF in base64)."""
    meeting = reads.get_meeting(tx, meeting_id)
    company = tx.tables.row("company", meeting.held_on)
    names = {one.mandate_id: one.person.words for one in list_mandates(tx)}
    printed = meeting_pdf(meeting, names, language=language, country=tx.tables.country, issuer=PrintedParty(
        name=company["name"], lines=(company["form"], company["seat"])))
    return f"board-minutes-{meeting.held_on}.pdf", b64encode(printed).decode()


def approve_board_meeting(tx: Tx, *, meeting_id: str) -> Meeting:
    """Another person approves what was noted: whom the board took in sits from the day of the meeting.

    Refused where what became known since (a dismissal, an interest) says that it could not be so decided: it is noted
    again.
    """
    meeting = reads.get_meeting(tx, meeting_id)
    if meeting.approved_on is None:
        rules.assert_may_note(meeting, get_sitting(tx, on=meeting.held_on), reads.list_interests(tx))
    store.add_approval(tx, meeting_id)
    for decision in meeting.decisions:
        if decision.adopted and decision.co_opts:
            co_opt(tx, decision.co_opts, meeting_id=meeting_id, held_on=meeting.held_on)
    return reads.get_meeting(tx, meeting_id)
