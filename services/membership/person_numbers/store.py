"""Changes of numbers and who is to be told."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.membership.members.errors import PersonKnown
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {"members_one_per_person": PersonKnown}


def save_change(
    tx: Tx, *, member_id: str, before: str, number: str, effective_on: date, reason: str, tell: Sequence[str],
) -> str:
    """Another number from a day on, and who is to be told of it; the change's id."""
    change_id = new_id("pnc")
    tx.run(Q.set_number, member_id=member_id, number=number)
    tx.run(Q.add_change, id=change_id, member_id=member_id, before=before, number=number, effective_on=effective_on,
           reason=reason, on=tx.on, at=tx.at, actor=tx.actor)
    tx.run_many(Q.add_telling, [{"change_id": change_id, "recipient": recipient} for recipient in tell])
    return change_id


def save_told(tx: Tx, change_id: str, recipient: str) -> bool:
    """Somebody was told; whether that is news."""
    return tx.run(Q.save_told, change_id=change_id, recipient=recipient, on=tx.on, actor=tx.actor) == 1
