"""Rows of petitions."""

import json
from dataclasses import asdict

from services.governance.petitions.errors import PetitionAnswered
from services.governance.petitions.rules import Petition
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {"petitions_answered_once": PetitionAnswered}


def lock_petition(tx: Tx, petition_id: str) -> None:
    """One change of a petition at a time, until commit."""
    tx.single(Q.lock_petition, petition_id=petition_id)


def add_petition(tx: Tx, petition: Petition) -> None:
    """Write what members ask for."""
    tx.run(Q.add_petition, petition_id=petition.petition_id, title=petition.title, reason=petition.reason,
           items=json.dumps([asdict(item) for item in petition.items]), started_by=petition.started_by,
           started_on=petition.started_on)


def add_signature(tx: Tx, petition: Petition, member_id: str, *, signs: bool = True) -> None:
    """Write that a member signs, or takes it back; and that it was enough."""
    tx.run(Q.add_signature, petition_id=petition.petition_id, member_id=member_id, signs=signs, signed_on=tx.on)
    if petition.reached:
        tx.run(Q.add_reached, petition_id=petition.petition_id, **asdict(petition.reached))


def add_answer(tx: Tx, petition_id: str, assembly_id: str, *, by_members: bool) -> None:
    """Write which assembly was convened for a petition, and by whom."""
    tx.run(Q.add_answer, petition_id=petition_id, assembly_id=assembly_id, by_members=by_members, answered_on=tx.on)
