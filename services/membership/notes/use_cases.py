"""Notes about members."""

from typing import Any

from services.membership.members.reads import lock_member
from services.membership.notes import reads, rules, store
from shared.postgres import Tx


def add_note(tx: Tx, *, member_id: str, text: str) -> dict[str, Any]:
    """Desk or advisor note something; the member may read it among their own data."""
    rules.assert_noted(lock_member(tx, member_id), erased=reads.is_erased(tx, member_id))
    return {"note_id": store.add_note(tx, member_id, text), "written_on": tx.on}
