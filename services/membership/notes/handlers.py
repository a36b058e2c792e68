"""What membership answers about notes and history."""

from typing import Any

from services.membership.notes import reads, schemas, use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx


class NoteHandlers:
    """Notes about members, and what happened in a membership."""

    @command(schemas.AddNote, response=schemas.NoteAdded, allow=allow("desk", "advisor"))
    def add_note(self, tx: Tx, *, member_id: str, text: str) -> dict[str, Any]:
        """Note what whoever answers this member next should know."""
        return use_cases.add_note(tx, member_id=member_id, text=text)

    @query(schemas.ListNotes, response=schemas.NoteDetail, many=True, allow=allow("desk", "advisor"))
    def list_notes(self, tx: Tx, *, member_id: str, before: str, limit: int) -> list[dict[str, Any]]:
        """The notes about a member, newest first."""
        return reads.list_notes(tx, member_id=member_id, before=before, limit=limit)

    @query(schemas.GetHistory, response=schemas.Happening, many=True,
           allow=allow("desk", "advisor", self_by="member_id"))
    def get_history(self, tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
        """What happened in a membership, newest first."""
        return reads.get_history(tx, member_id=member_id, limit=limit)
