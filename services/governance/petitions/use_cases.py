"""Members ask for an assembly; the board convenes it in time, or they do."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.governance.assemblies import reads as assemblies
from services.governance.assemblies import use_cases as convening
from services.governance.assemblies.rules import AssemblyDetail
from services.governance.countries.protocol import law
from services.governance.petitions import reads, rules, store
from services.governance.petitions.rules import Petition, PetitionItem, PetitionOnDay
from services.governance.rolls.reads import list_entries_on
from shared.identifiers import new_id
from shared.postgres import Tx


def start_petition(
    tx: Tx, *, member_id: str, title: str, reason: str, items: Sequence[Mapping[str, str]],
) -> PetitionOnDay:
    """A member asks for an assembly with these items, and signs first."""
    petition = Petition(petition_id=new_id("pet"), title=title, reason=reason, started_by=member_id, started_on=tx.on,
                        items=tuple(PetitionItem(**item) for item in items))
    signed = _signed(tx, petition, member_id)
    store.add_petition(tx, petition)
    store.add_signature(tx, signed, member_id)
    return _shown(tx, petition.petition_id)


def sign_petition(tx: Tx, *, petition_id: str, member_id: str) -> PetitionOnDay:
    """One more member signs; with enough of them the board's time begins."""
    store.lock_petition(tx, petition_id)
    store.add_signature(tx, _signed(tx, reads.get_petition(tx, petition_id), member_id), member_id)
    return _shown(tx, petition_id)


def _signed(tx: Tx, petition: Petition, member_id: str) -> Petition:
    return rules.sign(petition, member_id, register=list_entries_on(tx, on=tx.on),
                      rule=law(tx).petitions_of(tx.tables, on=tx.on), on=tx.on)


def _shown(tx: Tx, petition_id: str) -> PetitionOnDay:
    return reads.list_petitions(tx, petition_id=petition_id)[0]


def withdraw_signature(tx: Tx, *, petition_id: str, member_id: str) -> PetitionOnDay:
    """A member takes their signature back, while too few signed."""
    store.lock_petition(tx, petition_id)
    petition = reads.get_petition(tx, petition_id)
    rules.assert_may_take_back(petition, member_id)
    store.add_signature(tx, petition, member_id, signs=False)
    return _shown(tx, petition_id)


def answer_petition(tx: Tx, *, petition_id: str, assembly_id: str) -> PetitionOnDay:
    """The board convened: the agenda has every item word by word, and nobody takes one off again."""
    store.lock_petition(tx, petition_id)
    _answer(tx, reads.get_petition(tx, petition_id), assemblies.get_assembly_detail(tx, assembly_id=assembly_id))
    return _shown(tx, petition_id)


def _answer(tx: Tx, petition: Petition, assembly: AssemblyDetail, *, by_members: bool = False) -> None:
    found = rules.items_in(petition, assembly)
    store.add_answer(tx, petition.petition_id, assembly.assembly_id, by_members=by_members)
    convening.keep_requested(tx, found)


def convene_by_petition(
    tx: Tx, *, petition_id: str, member_id: str, held_on: date, record_on: date, key_bits: int,
) -> AssemblyDetail:
    """The board let its time pass: one of those who signed convenes, with what they asked for."""
    store.lock_petition(tx, petition_id)
    petition = reads.get_petition(tx, petition_id)
    rules.assert_signed(petition, member_id)
    rules.assert_board_is_late(petition, on=tx.on)
    agenda: list[dict[str, Any]] = [
        {"title": item.title, "question": item.question, "decision": item.decision, "sealing": None, "colleges": ()}
        for item in petition.items]
    assembly = convening.convene_assembly(
        tx, title=petition.title, held_on=held_on, record_on=record_on, agenda=agenda, documents=(), opens_at=None,
        closes_at=None, closers=(), key_bits=key_bits)
    _answer(tx, petition, assembly, by_members=True)
    return assembly
