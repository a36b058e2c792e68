"""Calling an assembly, for the first and for the second time; freezing its roll."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.governance.assemblies import reads, rules, store
from services.governance.assemblies.rules import Assembly, AssemblyDetail, AssemblyDocument, DecisionKind, Resolution
from services.governance.countries.protocol import law
from services.governance.rolls import use_cases as rolls
from services.governance.rolls.rules import FrozenRoll
from shared.identifiers import new_id
from shared.postgres import Tx


def convene_assembly(
    tx: Tx, *, title: str, held_on: date, record_on: date, agenda: Sequence[Mapping[str, Any]],
    documents: Sequence[Mapping[str, str]],
) -> AssemblyDetail:
    """Call an assembly with its agenda. Refuses a notice that is too short (CSA art. 6:70)."""
    assembly = Assembly(assembly_id=new_id("asm"), title=title, convened_on=tx.on, held_on=held_on, record_on=record_on)
    resolutions = [
        Resolution(resolution_id=new_id("rsl"), assembly_id=assembly.assembly_id, place=place, title=item["title"],
                   question=item["question"], decision=DecisionKind(item["decision"]))
        for place, item in enumerate(agenda, start=1)
    ]
    return _convene(tx, assembly, resolutions, [AssemblyDocument(**document) for document in documents])


def convene_second_call(tx: Tx, *, assembly_id: str, held_on: date, record_on: date) -> AssemblyDetail:
    """Call again for the resolutions that missed their quorum; it needs none then (CSA art. 6:85)."""
    first = reads.get_assembly_detail(tx, assembly_id=assembly_id)
    second = Assembly(assembly_id=new_id("asm"), title=first.title, convened_on=tx.on, held_on=held_on,
                      record_on=record_on, call=2, follows=assembly_id)
    resolutions = [
        Resolution(resolution_id=new_id("rsl"), assembly_id=second.assembly_id, place=place, title=item.title,
                   question=item.question, decision=item.decision, follows=item.resolution_id)
        for place, item in enumerate(rules.items_without_quorum(first), start=1)
    ]
    return _convene(tx, second, resolutions, first.documents)


def _convene(
    tx: Tx, assembly: Assembly, agenda: Sequence[Resolution], documents: Sequence[AssemblyDocument],
) -> AssemblyDetail:
    first_day = law(tx).first_day_to_meet(tx.tables, notified_on=tx.on)
    for resolution in agenda:  # a decision without a rule on this day is refused now, not on the day of the vote
        law(tx).rule_of(tx.tables, decision=resolution.decision, convened_on=tx.on, call=assembly.call)
    assembly, events = rules.convene(assembly, first_day=first_day)
    store.add_assembly(tx, assembly, agenda, documents)
    tx.announce_all(events)
    return reads.get_assembly_detail(tx, assembly_id=assembly.assembly_id)


def freeze_roll(tx: Tx, *, assembly_id: str) -> FrozenRoll:
    """Fix who may vote at an assembly, as of its record day."""
    assembly = reads.get_assembly(tx, assembly_id)
    rules.assert_may_freeze(assembly, on=tx.on)
    return rolls.freeze_roll(tx, assembly_id=assembly_id, record_on=assembly.record_on)
