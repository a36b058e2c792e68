"""Questions about petitions."""

import json
from typing import Any

from services.governance.countries.protocol import law
from services.governance.petitions.rules import Petition, PetitionItem, PetitionOnDay, Reached, weight
from services.governance.rolls.reads import list_entries_on
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
REACHED = ("reached_on", "signed", "entitled", "due_on")


def get_petition(tx: Tx, petition_id: str) -> Petition:
    """A petition, or a refusal."""
    refusal = NotFound(kind="petition", id=petition_id)
    return _petition(tx.require(Q.petitions, refusal, petition_id=petition_id, after="", limit=1))


def list_petitions(tx: Tx, *, after: str = "", limit: int = 50, petition_id: str = "") -> list[PetitionOnDay]:
    """Petitions as they stand today, the last started first; what is not reached is weighed by today's register."""
    rule, register = law(tx).petitions_of(tx.tables, on=tx.on), list_entries_on(tx, on=tx.on)
    found = []
    for row in tx.all(Q.petitions, petition_id=petition_id, after=after, limit=limit):
        one = _petition(row)
        have, of = (one.reached.signed, one.reached.entitled) if one.reached else weight(one.signers, register, rule)
        found.append(PetitionOnDay(petition=one, state=one.state_on(tx.on), signatures=len(one.signers), signed=have,
                                   entitled=of))
    return found


def _petition(row: dict[str, Any]) -> Petition:
    reached = {name: row.pop(name) for name in REACHED}
    kept = {"items": tuple(PetitionItem(**item) for item in json.loads(row["items"])),
            "signers": frozenset(json.loads(row["signers"]))}
    return Petition(**{**row, **kept}, reached=Reached(**reached) if reached["reached_on"] else None)
