"""What others may ask of the board of directors."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from services.governance.directors import reads, schemas
from services.governance.directors.reads import SeatedBoard
from services.governance.directors.rules.election import BoardCall, Candidacy
from services.governance.directors.rules.mandates import Director
from services.governance.directors.rules.motions import Motion
from services.governance.directors.use_cases import seats
from shared.bus import allow, command, query
from shared.postgres import Tx

OFFICER = allow("returning_officer")
CALLERS = allow("board", "returning_officer")
READERS = allow("member", "returning_officer", "board", "auditor")
SELF = allow(self_by="member_id")


class DirectorHandlers:
    """The board of directors."""

    @command(schemas.CallForCandidacies, response=schemas.BoardCallShape, allow=CALLERS)
    def call_for_candidacies(self, tx: Tx, *, closes_on: date, seed_digest: str) -> BoardCall:
        """Call for candidacies for the board; who comes later stands in the next election."""
        return seats.call_for_candidacies(tx, closes_on=closes_on, seed_digest=seed_digest)

    @command(schemas.StandForBoard, response=schemas.CandidateShape, allow=SELF)
    def stand_for_board(
        self, tx: Tx, *, member_id: str, name: str, representative: str, college: str, traits: Sequence[str],
        statements: Sequence[Mapping[str, str]],
    ) -> dict[str, Any]:
        """Stand for the board, with a statement; only a member with a share that votes can."""
        return _candidate(seats.stand_for_board(
            tx, member_id=member_id, name=name, representative=representative, college=college, traits=traits,
            statements={one["language"]: one["words"] for one in statements}), "en")

    @command(schemas.WithdrawCandidacy, allow=SELF)
    def withdraw_candidacy(self, tx: Tx, *, candidacy_id: str, member_id: str) -> None:
        """Stand no more."""
        seats.withdraw_candidacy(tx, candidacy_id=candidacy_id, member_id=member_id)

    @query(schemas.ListCandidates, response=schemas.CandidateShape, allow=READERS, many=True)
    def list_candidates(self, tx: Tx, *, call_id: str, seed: str, language: str) -> list[dict[str, Any]]:
        """Who stands in an election, in the order of the lot, with the question that the agenda asks about each."""
        return [_candidate(one, language) for one in reads.list_candidates(tx, call_id=call_id, seed=seed)]

    @query(schemas.GetCandidacies, response=schemas.CandidaciesShape, allow=READERS)
    def get_candidacies(self, tx: Tx, *, language: str) -> dict[str, Any]:
        """The open calls for candidacies and who stands, in which election or for the next one."""
        calls, standing = reads.list_open_calls(tx), reads.list_standing(tx)
        return {"calls": calls, "candidates": [
            {**_candidate(one, language), "call_id": next((call.call_id for call in calls if call.takes(one)), None)}
            for one in standing]}

    @query(schemas.GetMotion, response=schemas.MotionShape, allow=READERS)
    def get_motion(self, tx: Tx, *, mandate_id: str, motion: str, language: str) -> dict[str, str]:
        """The question with which an assembly confirms or dismisses a director."""
        return {"mandate_id": mandate_id,
                "question": reads.get_mandate(tx, mandate_id).question(Motion(motion), language)}

    @command(schemas.DeclareBoard, response=schemas.BoardOnDay, allow=CALLERS)
    def declare_board(self, tx: Tx, *, assembly_id: str, seed: str) -> dict[str, Any]:
        """Declare what an assembly decided about the board: who is elected, whose mandate ended."""
        return _whole(seats.declare_board(tx, assembly_id=assembly_id, seed=seed))

    @query(schemas.GetDirectors, response=schemas.BoardOnDay, allow=READERS)
    def get_directors(self, tx: Tx, *, day: date | None) -> dict[str, Any]:
        """Who sits on the board on a day, on which seat, since and until when; and which seats are vacant."""
        return _whole(reads.get_board_on(tx, on=day or tx.on))

    @command(schemas.ResignFromBoard, response=schemas.BoardOnDay, allow=SELF)
    def resign_from_board(self, tx: Tx, *, mandate_id: str, member_id: str, from_on: date) -> dict[str, Any]:
        """Resign from the board, from today or a later day on."""
        return _whole(seats.resign_from_board(tx, mandate_id=mandate_id, member_id=member_id, from_on=from_on))


def _candidate(one: Candidacy, language: str) -> dict[str, Any]:
    return {"candidacy_id": one.candidacy_id, **asdict(one.person), "college": one.college, "traits": one.traits,
            "statements": [{"language": key, "words": words} for key, words in one.statements],
            "stood_on": one.stood_on, "question": one.question(language)}


def _whole(board: SeatedBoard) -> dict[str, Any]:
    seats = [_seat(one) for one in board.directors]
    return {"day": board.on, "seated": sum(one.mandate is not None for one in board.directors),
            "least": board.statute.least, "gap": board.gap, "directors": seats}


def _seat(one: Director) -> dict[str, Any]:
    mandate, end = one.mandate, one.end
    who = asdict(mandate.person) if mandate else {"member_id": None, "name": "", "representative": ""}
    return {**asdict(one.seat), **who, "mandate_id": mandate and mandate.mandate_id,
            "origin": mandate and mandate.origin, "since": mandate and mandate.starts_on, "until": end and end.on,
            "ends_by": end and end.reason, "to_confirm": one.to_confirm}
