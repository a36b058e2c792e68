"""Calling an assembly at the boundary of its notice, and what a second call may put again."""

from dataclasses import replace
from datetime import date

import pytest

from services.governance.assemblies.errors import (
    NothingToCallAgain,
    NoticeTooShort,
    RecordDayAfterAssembly,
    RecordDayNotReached,
)
from services.governance.assemblies.rules import (
    AgendaItem,
    Assembly,
    AssemblyDetail,
    Outcome,
    assert_may_freeze,
    convene,
    items_without_quorum,
)
from services.governance.polls.rules.decision import DecisionKind

HELD = date(2026, 6, 20)
ASSEMBLY = Assembly(assembly_id="asm_1", title="General assembly", convened_on=date(2026, 6, 5), held_on=HELD,
                    record_on=date(2026, 6, 10))


def item(place: int, reason: str) -> AgendaItem:
    return AgendaItem(
        resolution_id=f"rsl_{place}", assembly_id="asm_1", place=place, title="Statutes", question="Change them?",
        decision=DecisionKind.STATUTES, poll_id="pol_1", paper_digest="ab" * 32,
        outcome=Outcome.REJECTED if reason else Outcome.ADOPTED,
        reason=reason, votes_for=1, votes_against=0, abstentions=0)


def detail(call: int, *agenda: AgendaItem) -> AssemblyDetail:
    return AssemblyDetail(
        assembly_id="asm_1", title="General assembly", convened_on=date(2026, 6, 5), held_on=HELD, record_on=HELD,
        call=call, follows=None, agenda=agenda, documents=(), roll=None, present=0)


def test_an_assembly_is_held_on_the_first_day_that_its_notice_allows_and_not_before() -> None:
    _, events = convene(ASSEMBLY, first_day=HELD)
    assert [event.held_on for event in events] == [HELD]
    with pytest.raises(NoticeTooShort, match="15 days after its notice; at least 16"):
        convene(ASSEMBLY, first_day=date(2026, 6, 21))


def test_the_record_day_is_the_day_of_the_assembly_at_the_latest() -> None:
    convene(replace(ASSEMBLY, record_on=HELD), first_day=HELD)
    with pytest.raises(RecordDayAfterAssembly):
        convene(replace(ASSEMBLY, record_on=date(2026, 6, 21)), first_day=HELD)


def test_a_roll_is_frozen_on_its_record_day_and_not_before() -> None:
    assert_may_freeze(ASSEMBLY, on=date(2026, 6, 10))
    with pytest.raises(RecordDayNotReached):
        assert_may_freeze(ASSEMBLY, on=date(2026, 6, 9))


def test_a_second_call_puts_again_what_missed_its_quorum_and_nothing_else() -> None:
    missed, lost = item(1, "quorum_not_reached"), item(2, "majority_not_reached")
    assert items_without_quorum(detail(1, missed, lost, item(3, ""))) == [missed]
    for unrepeatable in (detail(1, lost), detail(2, missed)):
        with pytest.raises(NothingToCallAgain):
            items_without_quorum(unrepeatable)
