"""Rows of the board of directors."""

import json
from dataclasses import asdict
from datetime import date

from services.governance.directors.errors import BoardMoved, DeclaredBefore
from services.governance.directors.rules.election import BoardCall, Candidacy
from services.governance.directors.rules.mandates import Mandate
from shared.errors import Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: dict[str, type[Refusal]] = {
    "board_calls_close_apart": BoardMoved, "candidacies_withdrawn_once": BoardMoved,
    "board_declared_once": DeclaredBefore, "board_elected_once": DeclaredBefore,
    "mandates_one_a_seat_and_day": BoardMoved, "mandates_one_a_person_and_day": BoardMoved,
    "mandates_resigned_once": BoardMoved,
}


def lock_board(tx: Tx) -> None:
    """One change of the board at a time, until commit."""
    tx.single(Q.lock_board)


def add_call(tx: Tx, call: BoardCall) -> None:
    """Write a call for candidacies."""
    tx.run(Q.add_call, call_id=call.call_id, called_on=call.called_on, closes_on=call.closes_on,
           seed_digest=call.seed_digest)


def add_candidacy(tx: Tx, candidacy: Candidacy) -> None:
    """Write that somebody stands."""
    tx.run(Q.add_candidacy, candidacy_id=candidacy.candidacy_id, **asdict(candidacy.person), college=candidacy.college,
           traits=json.dumps(candidacy.traits), statements=json.dumps(candidacy.statements),
           stood_on=candidacy.stood_on)


def add_withdrawal(tx: Tx, candidacy_id: str) -> None:
    """Write that a candidacy is withdrawn."""
    tx.run(Q.add_withdrawal, candidacy_id=candidacy_id, on=tx.on)


def add_declaration(tx: Tx, assembly_id: str, *, held_on: date, call_id: str | None, seed: str) -> None:
    """Write that what an assembly decided about the board is declared."""
    tx.run(Q.add_declaration, assembly_id=assembly_id, held_on=held_on, call_id=call_id, seed=seed)


def add_mandate(tx: Tx, mandate: Mandate, *, assembly_id: str | None = None, meeting_id: str | None = None) -> None:
    """Write a seat given by an assembly, or at a meeting of the board."""
    tx.run(Q.add_mandate, mandate_id=mandate.mandate_id, college=mandate.seat.college, number=mandate.seat.number,
           **asdict(mandate.person), starts_on=mandate.starts_on, renewed_in=mandate.renewed_in, origin=mandate.origin,
           assembly_id=assembly_id, meeting_id=meeting_id)


def add_resignation(tx: Tx, mandate_id: str, *, from_on: date) -> None:
    """Write that a director resigns."""
    tx.run(Q.add_resignation, mandate_id=mandate_id, from_on=from_on, on=tx.on)
