"""The board of directors: calls, candidacies, elections, co-optations, resignations, interests, meetings."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from services.governance.assemblies.reads import get_assembly
from services.governance.directors import reads, store
from services.governance.directors.errors import (
    AssemblyNotHeld,
    BoardUndecided,
    ElectionUndeclared,
    SeatTaken,
    StandsBefore,
)
from services.governance.directors.reads import SeatedBoard
from services.governance.directors.rules import election, mandates
from services.governance.directors.rules.co_optation import CoOptation, sitting
from services.governance.directors.rules.election import BoardCall, Candidacy, Elected, Voted
from services.governance.directors.rules.mandates import End, Mandate, Origin
from services.governance.directors.rules.motions import Person
from services.governance.events import BoardElected, MandateEnded, MandateEndReason, MandateGiven
from services.governance.rolls.reads import find_entry_on
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Tx


def call_for_candidacies(tx: Tx, *, closes_on: date, seed_digest: str) -> BoardCall:
    """Call for candidacies until with a day; the seed behind the digest orders the candidates, and equals."""
    store.lock_board(tx)
    waiting = reads.list_open_calls(tx)
    declared = max((one.closes_on for one in reads.list_calls(tx) if one not in waiting), default=None)
    election.assert_leaves_time(closes_on, declared=declared, on=tx.on,
                                call_days=reads.get_statute(tx, on=tx.on).call_days)
    call = BoardCall(call_id=new_id("bcl"), called_on=tx.on, closes_on=closes_on, seed_digest=seed_digest)
    store.add_call(tx, call)
    return reads.get_call(tx, call.call_id)


def stand_for_board(
    tx: Tx, *, member_id: str, name: str, representative: str, college: str, traits: Sequence[str],
    statements: Mapping[str, str],
) -> Candidacy:
    """A member stands; after the closing day of a call the candidacy is kept for the next one."""
    store.lock_board(tx)
    statute = reads.get_statute(tx, on=tx.on)
    election.assert_may_stand(statute, college=college, eligible=_is_eligible(tx, member_id, on=tx.on),
                              member_id=member_id, on=tx.on)
    for known in reads.list_candidacies(tx):
        if known.person.member_id == member_id and not known.withdrawn_on and not reads.is_decided(tx, known):
            raise StandsBefore(member_id=member_id, candidacy_id=known.candidacy_id)
    candidacy = Candidacy(
        candidacy_id=new_id("cdd"), person=Person(member_id=member_id, name=name, representative=representative),
        college=college, traits=tuple(sorted(set(traits))), statements=tuple(sorted(statements.items())),
        stood_on=tx.on)
    store.add_candidacy(tx, candidacy)
    return candidacy


def _is_eligible(tx: Tx, member_id: str, *, on: date) -> bool:
    entry = find_entry_on(tx, member_id, on=on)
    return entry is not None and entry.voting_shares > 0


def withdraw_candidacy(tx: Tx, *, candidacy_id: str, member_id: str) -> None:
    """A candidate stands no more; where the vote was put already, its item is withdrawn, too."""
    store.lock_board(tx)
    candidacy = reads.get_candidacy(tx, candidacy_id)
    if candidacy.person.member_id != member_id:
        raise NotFound(kind="own candidacy", id=candidacy_id)
    election.assert_may_withdraw(candidacy, decided=reads.is_decided(tx, candidacy))
    store.add_withdrawal(tx, candidacy_id)


def declare_board(tx: Tx, *, assembly_id: str, seed: str) -> SeatedBoard:
    """Declare what an assembly decided about the board, once: who is elected, whose mandate ended.

    It is an election where candidates of an open call were put to the vote; then all who stood in time must have been.
    """
    store.lock_board(tx)
    assembly = get_assembly(tx, assembly_id)
    if tx.on < assembly.held_on:
        raise AssemblyNotHeld(assembly_id=assembly_id, held_on=assembly.held_on)
    _assert_declared(tx, until=assembly.held_on - timedelta(days=1))
    before = reads.get_board_on(tx, on=assembly.held_on)
    if before.deciding.is_open_on(assembly.held_on):
        raise BoardUndecided(assembly_id=assembly_id)
    found = _count(tx, assembly_id, seed=seed, board=before)
    store.add_declaration(tx, assembly_id, held_on=assembly.held_on, call_id=found[0] if found else None, seed=seed)
    for elected in found[1] if found else ():
        if elected.candidacy:
            mandate = Mandate(mandate_id=new_id("mdt"), seat=elected.seat, person=elected.candidacy.person,
                              starts_on=assembly.held_on, renewed_in=elected.renewed_in, origin=Origin.ELECTED)
            store.add_mandate(tx, mandate, assembly_id=assembly_id)
            tx.announce(_given(mandate))
    after = reads.get_board_on(tx, on=assembly.held_on)
    _announce_ends(tx, after, on=assembly.held_on)
    if found:
        tx.announce(BoardElected(
            assembly_id=assembly_id, elected_on=assembly.held_on,
            elected=sum(one.candidacy is not None for one in found[1]),
            vacant=sum(one.mandate is None for one in after.directors)))
    return after


def _assert_declared(tx: Tx, *, until: date) -> None:
    """Refuse to give seats while an earlier assembly gave some that are not written down.

    One to which not all who stood were put gave none: it cannot be declared, and keeps nobody waiting.
    """
    for call in reads.list_open_calls(tx):
        for assembly_id, held_on in reads.list_assemblies_put(tx, reads.list_candidacies(tx, call), until=until):
            voted = _votes(tx, call, assembly_id=assembly_id, on=held_on)
            if voted and all(one.verdict for one in voted):
                raise ElectionUndeclared(assembly_id=assembly_id, held_on=held_on)


def _votes(tx: Tx, call: BoardCall, *, assembly_id: str, on: date) -> list[Voted]:
    """What an assembly voted on each who stands in an election and could still be elected on its day."""
    return reads.list_votes(tx, [one for one in reads.list_candidacies(tx, call) if one.withdrawn_on is None
                                 and _is_eligible(tx, one.person.member_id, on=on)], assembly_id=assembly_id)


def _count(tx: Tx, assembly_id: str, *, seed: str, board: SeatedBoard) -> tuple[str, list[Elected]] | None:
    """The call whose candidates were put to this assembly and who gets which seat, or nothing where none was."""
    on = board.on
    for call in reads.list_open_calls(tx):
        voted = _votes(tx, call, assembly_id=assembly_id, on=on)
        if any(one.verdict for one in voted):
            election.assert_all_put(voted, assembly_id=assembly_id)
            renewed = [one for one in board.directors if one.mandate is None or one.mandate.renewed_in == on.year]
            sits = {one.mandate.person.member_id for one in board.directors if one.mandate and one not in renewed}
            known = set(board.statute.seats)
            return call.call_id, election.elect(
                board.statute, call, voted, vacant=[one.seat for one in renewed if one.seat in known], barred=sits,
                seed=seed, on=on)
    return None


def _given(mandate: Mandate) -> MandateGiven:
    return MandateGiven(mandate_id=mandate.mandate_id, member_id=mandate.person.member_id,
                        starts_on=mandate.starts_on, until=mandate.latest)


def _announce_ends(tx: Tx, board: SeatedBoard, *, on: date) -> None:
    """Say which mandates ended on this day before their latest one."""
    for mandate in board.mandates:
        end = mandates.end_of(mandate, board.deciding)
        if end.on == on and end.on < mandate.latest:
            tx.announce(_ended(mandate, end))


def _ended(mandate: Mandate, end: End) -> MandateEnded:
    return MandateEnded(mandate_id=mandate.mandate_id, member_id=mandate.person.member_id, ended_on=end.on,
                        reason=end.reason)


def resign_from_board(tx: Tx, *, mandate_id: str, member_id: str, from_on: date) -> SeatedBoard:
    """A director resigns, from today or a later day on; the seat is vacant from then."""
    store.lock_board(tx)
    mandate = reads.get_own_mandate(tx, mandate_id, member_id)
    end = mandates.end_of(mandate, reads.get_board_on(tx, on=tx.on).deciding)
    store.add_resignation(tx, mandate_id, from_on=mandates.resign(mandate, end, from_on=from_on, on=tx.on))
    tx.announce(MandateEnded(mandate_id=mandate_id, member_id=member_id, ended_on=from_on,
                             reason=MandateEndReason.RESIGNED))
    return reads.get_board_on(tx, on=from_on)


def co_opt(tx: Tx, taken: CoOptation, *, meeting_id: str, held_on: date) -> None:
    """The board took somebody in at a meeting, on a vacant seat: they sit from that day, however late it is approved.

    Where an assembly was held since, which could not confirm what it did not know, they sat until that day.
    """
    store.lock_board(tx)
    _assert_declared(tx, until=tx.on)
    board = reads.get_board_on(tx, on=held_on)
    sitting(board.directors, board.statute, on=held_on).assert_all_free([taken])
    for on in (held_on, tx.on):
        election.assert_may_stand(board.statute, college=taken.seat.college, member_id=taken.person.member_id, on=on,
                                  eligible=_is_eligible(tx, taken.person.member_id, on=on))
    renewed = any(day.year == held_on.year and day <= held_on for day in board.deciding.elections)
    mandate = Mandate(
        mandate_id=new_id("mdt"), seat=taken.seat, person=taken.person, starts_on=held_on, origin=Origin.CO_OPTED,
        renewed_in=board.statute.renewed_in(taken.seat, year=held_on.year + renewed))
    if mandates.is_in_the_way(mandate, board.mandates, board.deciding):
        raise SeatTaken(college=taken.seat.college, number=taken.seat.number, on=held_on)
    store.add_mandate(tx, mandate, meeting_id=meeting_id)
    tx.announce(_given(mandate))
    end = mandates.end_of(mandate, board.deciding)
    if end.on <= tx.on:
        tx.announce(_ended(mandate, end))
