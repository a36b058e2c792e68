"""Calling an assembly, for the first and for the second time; freezing its roll."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from services.governance.assemblies import reads, rules, store
from services.governance.assemblies.rules import (
    AgendaItem,
    Assembly,
    AssemblyDetail,
    AssemblyDocument,
    Outcome,
    Resolution,
    Settlement,
)
from services.governance.countries.protocol import law
from services.governance.elections.rules.majority import DecisionKind
from services.governance.polls.reads import get_poll
from services.governance.polls.rules.paper import Sealing, Window
from services.governance.polls.rules.poll import assert_nobody_votes
from services.governance.polls.use_cases import steps as polls
from services.governance.rolls import use_cases as rolls
from services.governance.rolls.reads import list_colleges, list_entries_on
from services.governance.rolls.rules import FrozenRoll
from shared.approval import approve, ask_approval, get_approval, refuse, use_approval, withdraw
from shared.identifiers import new_id
from shared.postgres import Tx

SETTLING = "settle_item"  # the act that a second person approves


def convene_assembly(
    tx: Tx, *, title: str, held_on: date, record_on: date, agenda: Sequence[Mapping[str, Any]],
    documents: Sequence[Mapping[str, str]], opens_at: datetime | None, closes_at: datetime | None,
    closers: Sequence[str], key_bits: int,
) -> AssemblyDetail:
    """Call an assembly with its agenda. Refuses a notice that is too short (CSA art. 6:70)."""
    assembly = Assembly(assembly_id=new_id("asm"), title=title, convened_on=tx.on, held_on=held_on, record_on=record_on)
    resolutions = _resolutions(tx, assembly, agenda)
    window = _window(tx, assembly, opens_at, closes_at)
    return _convene(tx, assembly, resolutions, [AssemblyDocument(**document) for document in documents],
                    window=window, key_bits=key_bits, closers=closers, sealings=_sealings(
                        [one["sealing"] for item in agenda for one in item["colleges"] or [item]]))


def _resolutions(tx: Tx, assembly: Assembly, agenda: Sequence[Mapping[str, Any]]) -> list[Resolution]:
    """The items in their order; one on which colleges vote apart stands once for each, all with the first."""
    named = [[one["name"] for one in item["colleges"]] for item in agenda]
    rules.assert_colleges_known(named, list_colleges(tx, on=assembly.record_on), on=assembly.record_on)
    found: list[Resolution] = []
    for item, colleges in zip(agenda, named, strict=True):
        whole = Resolution(resolution_id=new_id("rsl"), assembly_id=assembly.assembly_id, place=0, title=item["title"],
                           question=item["question"], decision=DecisionKind(item["decision"]))
        found += [replace(whole, resolution_id=new_id("rsl") if number else whole.resolution_id, college=college,
                          title=f"{whole.title} ({college})", voted_with=whole.resolution_id)
                  for number, college in enumerate(colleges)] or [whole]
    return [replace(resolution, place=place) for place, resolution in enumerate(found, start=1)]


def convene_second_call(
    tx: Tx, *, assembly_id: str, held_on: date, record_on: date, key_bits: int, sealings: Sequence[Mapping[str, Any]],
) -> AssemblyDetail:
    """Call again for the resolutions that missed their quorum; it needs none then (CSA art. 6:85)."""
    first = reads.get_assembly_detail(tx, assembly_id=assembly_id)
    second = Assembly(assembly_id=new_id("asm"), title=first.title, convened_on=tx.on, held_on=held_on,
                      record_on=record_on, call=2, follows=assembly_id)
    missed = rules.items_without_quorum(first)
    again = {item.resolution_id: new_id("rsl") for item in missed}
    resolutions = [
        Resolution(resolution_id=again[item.resolution_id], assembly_id=second.assembly_id, place=place,
                   title=item.title, question=item.question, decision=item.decision, follows=item.resolution_id,
                   college=item.college, voted_with=again.get(item.voted_with or ""))
        for place, item in enumerate(missed, start=1)
    ]
    return _convene(tx, second, resolutions, first.documents, window=_window(tx, second, None, None),
                    key_bits=key_bits, sealings=_sealings(sealings) or [None] * len(resolutions),
                    closers=get_poll(tx, str(first.agenda[0].poll_id)).paper.closers)


def _sealings(given: Sequence[Mapping[str, Any] | None]) -> list[Sealing | None]:
    return [Sealing(key=one["key"], threshold=one["threshold"], shares=tuple(one["shares"])) if one else None
            for one in given]


def _window(tx: Tx, assembly: Assembly, opens_at: datetime | None, closes_at: datetime | None) -> Window:
    """When the polls are open: what the convening says, within what the statutes allow (CSA art. 6:75 par. 4)."""
    earliest = law(tx).first_day_to_vote(tx.tables, held_on=assembly.held_on, convened_on=assembly.convened_on)
    usual = law(tx).window_of(tx.tables, first_day=max(earliest, assembly.record_on), held_on=assembly.held_on,
                              convened_on=assembly.convened_on)
    window = Window(opens_at=opens_at or usual.opens_at, closes_at=closes_at or usual.closes_at)
    rules.assert_not_too_early(window, earliest=earliest)
    return window


def _convene(
    tx: Tx, assembly: Assembly, agenda: Sequence[Resolution], documents: Sequence[AssemblyDocument], *, window: Window,
    key_bits: int, sealings: Sequence[Sealing | None], closers: Sequence[str],
) -> AssemblyDetail:
    first_day = law(tx).first_day_to_meet(tx.tables, notified_on=tx.on)
    assembly, events = rules.convene(assembly, first_day=first_day)
    rules.assert_sealed_apart(agenda, sealings)
    store.add_assembly(tx, assembly, agenda, documents)
    for resolution, sealing in zip(agenda, sealings, strict=True):
        rule = replace(law(tx).rule_of(tx.tables, decision=resolution.decision, convened_on=tx.on, call=assembly.call),
                       college=resolution.college)
        polls.prepare_poll(tx, assembly_id=assembly.assembly_id, resolution_id=resolution.resolution_id,
                           question=resolution.question, rule=rule, window=window, key_bits=key_bits, sealing=sealing,
                           closers=closers)
    tx.announce_all(events)
    return reads.get_assembly_detail(tx, assembly_id=assembly.assembly_id)


def repeat_poll(
    tx: Tx, *, poll_id: str, opens_at: datetime, closes_at: datetime, sealing: Mapping[str, Any] | None, key_bits: int,
) -> AssemblyDetail:
    """Put a cancelled vote again on the same roll; the first hours that the statutes allow bind it, too."""
    cancelled = get_poll(tx, poll_id)
    assembly = reads.get_assembly(tx, cancelled.assembly_id)
    window = Window(opens_at=opens_at, closes_at=closes_at)
    rules.assert_not_too_early(window, earliest=law(tx).first_day_to_vote(
        tx.tables, held_on=assembly.held_on, convened_on=assembly.convened_on))
    polls.prepare_again(tx, cancelled, window=window, sealing=_sealings([sealing])[0], key_bits=key_bits)
    return reads.get_assembly_detail(tx, assembly_id=assembly.assembly_id)


def freeze_roll(tx: Tx, *, assembly_id: str) -> FrozenRoll:
    """Fix who may vote at an assembly, as of its record day."""
    assembly = reads.get_assembly(tx, assembly_id)
    rules.assert_may_freeze(assembly, on=tx.on)
    rules.assert_no_college_emptied(
        reads.get_assembly_detail(tx, assembly_id=assembly_id).agenda,
        {entry.college for entry in list_entries_on(tx, on=assembly.record_on)}, on=assembly.record_on)
    return rolls.freeze_roll(tx, assembly_id=assembly_id, record_on=assembly.record_on)


def settle_item(tx: Tx, *, resolution_id: str, how: Outcome, reason: str) -> AssemblyDetail:
    """Take note of an item, withdraw or adjourn it; behind the close of its vote only propose so, or to annul it.

    The reason goes into the minutes. Refused while it is voted on: one person does not do what needs two.
    """
    item, settlement, voted_on = _settlement(tx, resolution_id, how=how, reason=reason)
    if voted_on:
        lasts = timedelta(days=tx.tables.integer("consent_days", tx.on))
        proposal_id = ask_approval(tx, act=SETTLING, about=resolution_id, content=settlement.content, lasts=lasts)
        store.add_proposal(tx, proposal_id, settlement)
    else:
        store.add_settlement(tx, settlement)
    return reads.get_assembly_detail(tx, assembly_id=item.assembly_id)


def _settlement(tx: Tx, resolution_id: str, *, how: Outcome, reason: str) -> tuple[AgendaItem, Settlement, bool]:
    """An item, how it would be settled today, and whether its vote, or another college's on it, is closed."""
    item = reads.get_item(tx, resolution_id)
    poll = get_poll(tx, str(item.poll_id))
    assert_nobody_votes(poll)
    voted_on = poll.is_voted or any(get_poll(tx, str(one.poll_id)).is_voted for one in reads.list_voted_with(tx, item))
    return item, rules.settle(item, how=how, reason=reason, on=tx.on, voted_on=voted_on), voted_on


def confirm_settlement(tx: Tx, *, proposal_id: str) -> AssemblyDetail:
    """Another person than who proposed it settles an item behind the close; its result stays published.

    Refused when the item was settled or decided in the meantime: what was confirmed is exactly what is done.
    """
    proposed = reads.get_proposal(tx, proposal_id)
    item, settlement, _ = _settlement(tx, proposed.resolution_id, how=proposed.how, reason=proposed.reason)
    approve(tx, proposal_id)
    use_approval(tx, proposal_id, act=SETTLING, about=proposed.resolution_id, content=settlement.content)
    store.add_settlement(tx, settlement)
    return reads.get_assembly_detail(tx, assembly_id=item.assembly_id)


def keep_requested(tx: Tx, items: Sequence[str]) -> None:
    """Note the items for which members asked: nobody takes them off the agenda again."""
    store.add_requested(tx, items)


def refuse_settlement(tx: Tx, *, proposal_id: str, reason: str) -> AssemblyDetail:
    """Another person refuses a proposal, or who made it takes it back: the item stays as it was voted."""
    item = reads.get_item(tx, reads.get_proposal(tx, proposal_id).resolution_id)
    end = withdraw if get_approval(tx, proposal_id).asked_by == tx.actor else refuse
    end(tx, proposal_id, reason=reason)
    return reads.get_assembly_detail(tx, assembly_id=item.assembly_id)
