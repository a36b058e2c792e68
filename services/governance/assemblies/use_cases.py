"""Calling an assembly, for the first and for the second time."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.governance import reads, store
from services.governance.assemblies import rules as assemblies
from services.governance.assemblies.rules import Assembly
from services.governance.polls.errors import NothingToCallAgain
from services.governance.polls.rules.decision import QUORUM_NOT_REACHED
from shared.identifiers import new_id
from shared.postgres import Tx


def convene_assembly(
    tx: Tx, *, title: str, held_on: date, record_on: date, agenda: Sequence[Mapping[str, Any]],
    documents: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    """Call an assembly with its agenda. Refuses a notice that is too short (CSA art. 6:70)."""
    assembly = Assembly(assembly_id=new_id("asm"), title=title, convened_on=tx.on, held_on=held_on, record_on=record_on)
    for item in agenda:
        tx.tables.row("decision", tx.on, item["decision"])
    return _convene(tx, assembly, [{**item, "resolution_id": new_id("rsl")} for item in agenda], documents)


def convene_second_call(tx: Tx, *, assembly_id: str, held_on: date, record_on: date) -> dict[str, Any]:
    """Call again for the resolutions that missed their quorum; it needs none then (CSA art. 6:85)."""
    first = reads.get_assembly(tx, assembly_id=assembly_id)
    missed = [item for item in first["agenda"] if item["reason"] == QUORUM_NOT_REACHED]
    if not missed or first["call"] != 1:
        raise NothingToCallAgain(assembly_id=assembly_id)
    second = Assembly(assembly_id=new_id("asm"), title=first["title"], convened_on=tx.on, held_on=held_on,
                      record_on=record_on, call=2, follows=assembly_id)
    agenda = [
        {"resolution_id": new_id("rsl"), "follows": item["resolution_id"], "title": item["title"],
         "question": item["question"], "decision": item["decision"]}
        for item in missed
    ]
    return _convene(tx, second, agenda, first["documents"])


def _convene(
    tx: Tx, assembly: Assembly, agenda: Sequence[Mapping[str, Any]], documents: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    assembly, events = assemblies.convene(assembly, notice_days=tx.tables.integer("notice_days", tx.on))
    store.add_assembly(tx, assembly)
    store.add_agenda(tx, assembly.assembly_id, agenda)
    store.add_documents(tx, assembly.assembly_id, documents)
    tx.announce_all(events)
    return reads.get_assembly(tx, assembly_id=assembly.assembly_id)
