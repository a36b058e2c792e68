"""What others may ask of petitions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from services.governance.ballots.use_cases.keys import BITS
from services.governance.petitions import reads, schemas, use_cases
from services.governance.petitions.rules import PetitionOnDay
from shared.bus import allow, command, query
from shared.postgres import Tx

SELF = allow(self_by="member_id")
CONVENERS = allow("board", "returning_officer")
READERS = allow("member", "returning_officer", "board", "auditor")


class PetitionHandlers:
    """Members who together have an assembly convened."""

    key_bits = BITS

    @command(schemas.StartPetition, response=schemas.PetitionShape, allow=SELF)
    def start_petition(
        self, tx: Tx, *, member_id: str, title: str, reason: str, items: Sequence[Mapping[str, str]],
    ) -> dict[str, Any]:
        """Ask for an assembly with items of one's own; it is due once members with one tenth signed (CSA art. 6:70)."""
        return _shown(use_cases.start_petition(tx, member_id=member_id, title=title, reason=reason, items=items))

    @command(schemas.SignPetition, response=schemas.PetitionShape, allow=SELF)
    def sign_petition(self, tx: Tx, *, petition_id: str, member_id: str) -> dict[str, Any]:
        """Sign a petition; with enough signatures the board's time to convene begins."""
        return _shown(use_cases.sign_petition(tx, petition_id=petition_id, member_id=member_id))

    @command(schemas.WithdrawSignature, response=schemas.PetitionShape, allow=SELF)
    def withdraw_signature(self, tx: Tx, *, petition_id: str, member_id: str) -> dict[str, Any]:
        """Take one's signature back, while too few signed."""
        return _shown(use_cases.withdraw_signature(tx, petition_id=petition_id, member_id=member_id))

    @command(schemas.AnswerPetition, response=schemas.PetitionShape, allow=CONVENERS)
    def answer_petition(self, tx: Tx, *, petition_id: str, assembly_id: str) -> dict[str, Any]:
        """Say which assembly was convened for a petition: its agenda has every item that was asked for."""
        return _shown(use_cases.answer_petition(tx, petition_id=petition_id, assembly_id=assembly_id))

    @command(schemas.ConveneByPetition, response=schemas.ConvenedByPetition, allow=SELF)
    def convene_by_petition(
        self, tx: Tx, *, petition_id: str, member_id: str, held_on: date, record_on: date,
    ) -> dict[str, str]:
        """Convene what the board let pass, as one of those who signed."""
        convened = use_cases.convene_by_petition(tx, petition_id=petition_id, member_id=member_id, held_on=held_on,
                                                 record_on=record_on, key_bits=self.key_bits)
        return {"assembly_id": convened.assembly_id}

    @query(schemas.ListPetitions, response=schemas.PetitionShape, allow=READERS, many=True)
    def list_petitions(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """Petitions, the last started first: how much signed, by when the board convenes, whether it is late."""
        return [_shown(one) for one in reads.list_petitions(tx, after=after, limit=limit)]


def _shown(found: PetitionOnDay) -> dict[str, Any]:
    one, reached = found.petition, found.petition.reached
    return {**asdict(one), "state": found.state, "signatures": found.signatures, "signed": found.signed,
            "entitled": found.entitled, "reached_on": reached and reached.reached_on,
            "due_on": reached and reached.due_on}
