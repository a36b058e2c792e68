"""Questions about the board of directors."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.governance.assemblies.reads import list_decided
from services.governance.countries.protocol import law
from services.governance.directors.rules import election, mandates
from services.governance.directors.rules.co_optation import Sitting, sitting
from services.governance.directors.rules.election import BoardCall, Candidacy, Voted
from services.governance.directors.rules.mandates import VERDICTS, Deciding, Director, Mandate, Origin, Verdict
from services.governance.directors.rules.motions import Motion, Person
from services.governance.directors.rules.statute import BoardStatute, Seat
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatedBoard:
    """The board on a day: its statute, every seat, and what has been known of it."""

    on: date
    statute: BoardStatute
    directors: Sequence[Director]
    mandates: Sequence[Mandate]
    deciding: Deciding

    @property
    def gap(self) -> int:
        """How many directors are missing at the least number of the statutes."""
        return max(0, self.statute.least - len(mandates.seated(self.directors)))


def get_statute(tx: Tx, *, on: date) -> BoardStatute:
    """What the statutes say of the board on a day."""
    return law(tx).board_of(tx.tables, on=on)


def get_board_on(tx: Tx, *, on: date) -> SeatedBoard:
    """Who sits on a day, by all that is known now."""
    known = list_mandates(tx)
    deciding = _deciding(tx, known)
    statute = get_statute(tx, on=on)
    return SeatedBoard(on=on, statute=statute, mandates=known, deciding=deciding,
                 directors=mandates.board_on(statute, known, deciding, on=on))


def _deciding(tx: Tx, known: Sequence[Mandate]) -> Deciding:
    """The verdicts of each day; what was put twice, in whatever languages, was decided the first time."""
    alike = {question: one.asked(motion) for one in known for motion in (Motion.CONFIRM, Motion.DISMISS)
             for question in one.asked(motion)}
    decided, verdicts = list_decided(tx, list(alike)), dict[tuple[date, str], Verdict]()
    for item in sorted(decided.items, key=lambda item: item.set_aside):
        for question in alike[item.question]:
            verdicts.setdefault((item.held_on, question), VERDICTS[item.adopted])
    return Deciding(days=decided.days, elections=frozenset(row["held_on"] for row in tx.all(Q.elections)),
                    verdicts=verdicts)


def get_sitting(tx: Tx, *, on: date) -> Sitting:
    """The board as it meets on a day."""
    board = get_board_on(tx, on=on)
    return sitting(board.directors, board.statute, on=on)


def list_mandates(tx: Tx) -> list[Mandate]:
    """Every mandate that was given, with who resigned."""
    return [Mandate(mandate_id=row["mandate_id"], seat=Seat(college=row["college"], number=row["number"]),
                    person=_person(row), starts_on=row["starts_on"], renewed_in=row["renewed_in"],
                    origin=Origin(row["origin"]), resigned_on=row["resigned_on"]) for row in tx.all(Q.mandates)]


def _person(row: dict[str, Any]) -> Person:
    return Person(member_id=row["member_id"], name=row["name"], representative=row["representative"])


def get_mandate(tx: Tx, mandate_id: str) -> Mandate:
    """A mandate, or a refusal."""
    found = next((one for one in list_mandates(tx) if one.mandate_id == mandate_id), None)
    if found is None:
        raise NotFound(kind="mandate", id=mandate_id)
    return found


def get_own_mandate(tx: Tx, mandate_id: str, member_id: str) -> Mandate:
    """A mandate of this member, or a refusal."""
    mandate = get_mandate(tx, mandate_id)
    if mandate.person.member_id != member_id:
        raise NotFound(kind="own mandate", id=mandate_id)
    return mandate


def list_calls(tx: Tx) -> list[BoardCall]:
    """Every call for candidacies, in the order in which they close."""
    return [BoardCall(**row) for row in tx.all(Q.calls)]


def get_call(tx: Tx, call_id: str) -> BoardCall:
    """A call for candidacies, or a refusal."""
    found = next((one for one in list_calls(tx) if one.call_id == call_id), None)
    if found is None:
        raise NotFound(kind="call for candidacies", id=call_id)
    return found


def list_candidacies(tx: Tx, call: BoardCall | None = None) -> list[Candidacy]:
    """Every candidacy, or those that stand in an election."""
    found = [Candidacy(candidacy_id=row["candidacy_id"], person=_person(row), college=row["college"],
                       traits=tuple(json.loads(row["traits"])), stood_on=row["stood_on"],
                       statements=tuple((one, text) for one, text in json.loads(row["statements"])),
                       withdrawn_on=row["withdrawn_on"]) for row in tx.all(Q.candidacies)]
    return [one for one in found if call is None or call.takes(one)]


def get_candidacy(tx: Tx, candidacy_id: str) -> Candidacy:
    """A candidacy, or a refusal."""
    found = next((one for one in list_candidacies(tx) if one.candidacy_id == candidacy_id), None)
    if found is None:
        raise NotFound(kind="candidacy", id=candidacy_id)
    return found


def list_open_calls(tx: Tx) -> list[BoardCall]:
    """The calls whose election is not declared."""
    declared = {row["call_id"] for row in tx.all(Q.declared_calls)}
    return [call for call in list_calls(tx) if call.call_id not in declared]


def is_declared(tx: Tx, assembly_id: str) -> bool:
    """Whether what an assembly decided about the board is declared."""
    return tx.one(Q.declaration_of, assembly_id=assembly_id) is not None


def is_decided(tx: Tx, candidacy: Candidacy) -> bool:
    """Whether the election in which a candidacy stands is declared."""
    calls = {call.call_id for call in list_calls(tx) if call.takes(candidacy)}
    return bool(calls - {call.call_id for call in list_open_calls(tx)})


def list_candidates(tx: Tx, *, call_id: str, seed: str) -> list[Candidacy]:
    """Who stands in an election, in the order of the lot once its seed is out."""
    call = get_call(tx, call_id)
    standing = [one for one in list_candidacies(tx, call) if one.withdrawn_on is None]
    known = election.digest_of_seed(seed) == call.seed_digest
    return election.order_of(call, standing, seed=seed) if known else standing


def list_assemblies_put(tx: Tx, candidates: Sequence[Candidacy], *, until: date) -> list[tuple[str, date]]:
    """The assemblies up to (and with) a day to which candidates were put and that are not declared, with their days."""
    items = list_decided(tx, [question for one in candidates for question in one.asked]).items
    put = dict.fromkeys((item.assembly_id, item.held_on) for item in items if item.held_on <= until)
    return [(assembly_id, held_on) for assembly_id, held_on in put if not is_declared(tx, assembly_id)]


def list_standing(tx: Tx) -> list[Candidacy]:
    """Everybody who stands now: not withdrawn, not decided."""
    return [one for one in list_candidacies(tx) if one.withdrawn_on is None and not is_decided(tx, one)]


def list_votes(tx: Tx, candidates: Sequence[Candidacy], *, assembly_id: str) -> list[Voted]:
    """What an assembly voted on each candidacy; of those that were not put, or set aside again, there is no verdict.

    Of one that was put twice, in whatever languages, the first vote counts: nobody votes until it suits the chair.
    """
    items = [item for item in list_decided(tx, [question for one in candidates for question in one.asked]).items
             if item.assembly_id == assembly_id and not item.set_aside]
    found = []
    for one in candidates:
        item = next((item for item in items if item.question in one.asked), None)
        found.append(Voted(candidacy=one, verdict=VERDICTS[item.adopted], votes_for=item.votes_for,
                           votes_against=item.votes_against, resolution_id=item.resolution_id)
                     if item else Voted(candidacy=one, verdict=None))
    return found
