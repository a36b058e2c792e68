"""Questions about registrations."""

from typing import Any

from services.membership.store.registrations import Q
from shared.errors import NotFound
from shared.postgres import Tx


def get_registration(tx: Tx, registration_id: str) -> dict[str, Any]:
    """One registration whole, but for the national number."""
    row = tx.one(Q.get_registration, registration_id=registration_id)
    if row is None:
        raise NotFound(kind="registration", id=registration_id)
    return {**row, "registration_id": row["id"]}


def list_registrations(tx: Tx, *, state: str, after: str, limit: int) -> list[dict[str, Any]]:
    """Registrations in a state, oldest first."""
    return [{**row, "registration_id": row["id"]}
            for row in tx.all(Q.list_registrations, state=state, after=after, limit=limit)]


def applicant_of(tx: Tx, *, registration_id: str, **_: Any) -> str | None:
    """Whose registration it is, for the door's `self`."""
    row = tx.one(Q.applicant_of, registration_id=registration_id)
    return row["applicant"] if row else None
