"""Questions before a register is taken over."""

from collections.abc import Sequence

from services.membership.imports.rules import OldCall, OldMember, RefusedRow
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def rows_of_known(tx: Tx, members: Sequence[OldMember]) -> list[RefusedRow]:
    """Rows of members who are here already."""
    people = [member.person.national_number for member in members if member.person.national_number]
    rows = tx.all(Q.known_numbers, numbers=[member.number for member in members], people=people)
    numbers, known = {row["number"] for row in rows}, {row["national_number"] for row in rows} - {""}
    return [RefusedRow(file="members.csv", line=member.line,
                       reason=f"member {member.number} or the same person is here already")
            for member in members if member.number in numbers or (not member.left_on and
                                                                  member.person.national_number in known)]


def rows_of_known_calls(tx: Tx, calls: Sequence[OldCall]) -> list[RefusedRow]:
    """Rows of calls whose reference is one of a call that is here already."""
    rows = tx.all(Q.known_communications, communications=[call.communication for call in calls if call.communication])
    known = {row["structured_communication"] for row in rows}
    return [RefusedRow(file="calls.csv", line=call.line, reason="a call with this reference is here already")
            for call in calls if call.communication in known]
