"""Exclusions."""

from dataclasses import asdict, fields

from services.membership.domain.exclusion import Exclusion
from services.membership.store.leaving import Q
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx

_KNOWN = {field.name for field in fields(Exclusion)}


def add_exclusion(tx: Tx, *, member_id: str, reasons: str) -> str:
    """An exclusion is proposed; its id."""
    exclusion_id = new_id("exc")
    tx.run(Q.add_exclusion, id=exclusion_id, member_id=member_id, reasons=reasons, on=tx.on)
    return exclusion_id


def lock_exclusion(tx: Tx, exclusion_id: str) -> Exclusion:
    """An exclusion, locked, or a refusal."""
    row = tx.one(Q.lock_exclusion, exclusion_id=exclusion_id)
    if row is None:
        raise NotFound(kind="exclusion", id=exclusion_id)
    return Exclusion(**{name: value for name, value in row.items() if name in _KNOWN})


def save_exclusion(tx: Tx, exclusion: Exclusion) -> None:
    """The next step of an exclusion."""
    tx.run(Q.save_exclusion, **asdict(exclusion))


def drop_open_exclusion(tx: Tx, member_id: str) -> None:
    """A procedure against somebody who is no member any more ends."""
    tx.run(Q.drop_open_exclusion, member_id=member_id)
