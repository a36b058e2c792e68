"""Questions about a member's own data."""

from typing import Any

from services.membership.store.members import Q
from services.membership.store.own_data import get_erasure
from shared.errors import NotFound
from shared.postgres import Tx

__all__ = ["get_change_history", "get_erasure", "get_particulars"]


def get_particulars(tx: Tx, member_id: str) -> dict[str, Any]:
    """Name, domicile and contact of today; empty where they were erased."""
    holder = tx.one(Q.get_holder, member_id=member_id, on=tx.on, known_before="infinity")
    if holder is None:
        raise NotFound(kind="member", id=member_id)
    contact = tx.one(Q.get_contact, member_id=member_id) or {"email": "", "phone": "", "language": ""}
    return {"member_id": member_id, **{name: value or "" for name, value in holder.items()}, **contact}


def get_change_history(tx: Tx, member_id: str) -> dict[str, Any]:
    """Every version of name, domicile and contact: who wrote it when, from when it counts."""
    return {"member_id": member_id, "holders": tx.all(Q.list_holder_versions, member_id=member_id),
            "contacts": tx.all(Q.list_contact_versions, member_id=member_id)}
