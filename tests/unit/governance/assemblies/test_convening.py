"""Calling an assembly at the boundary of its notice, and what a second call may put again."""

from dataclasses import replace
from datetime import date

import pytest

from services.governance.assemblies.errors import (
    CollegeEmptied,
    CollegeWithoutMembers,
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
    assert_colleges_known,
    assert_may_freeze,
    assert_no_college_emptied,
    convene,
    items_without_quorum,
    together,
)
from services.governance.elections.rules.majority import DecisionKind

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


def in_colleges(*found: tuple[Outcome, str, int | None]) -> list[tuple[Outcome, str]]:
    """What becomes of one item on which as many colleges voted, each with its own outcome, reason and who may vote."""
    items = [replace(item(place, ""), outcome=outcome, reason=reason, entitled=entitled, college=f"c{place}",
                     voted_with="rsl_1") for place, (outcome, reason, entitled) in enumerate(found, start=1)]
    return [(one.outcome, one.reason) for one in together([*items, item(9, "majority_not_reached")])[:-1]]


YES, NO = (Outcome.ADOPTED, "", 9), (Outcome.REJECTED, "majority_not_reached", 9)
WAITS, EMPTY = (Outcome.UNDECIDED, "", None), (Outcome.REJECTED, "no_votes_cast", 0)


def test_an_item_is_adopted_when_every_college_that_votes_apart_adopts_it_and_not_by_all_but_one() -> None:
    assert in_colleges(YES, YES, YES) == [(Outcome.ADOPTED, "")] * 3
    assert in_colleges(YES, YES, NO) == [(Outcome.REJECTED, "not_in_every_college")] * 2 + [NO[:2]]
    assert in_colleges(YES, WAITS) == [(Outcome.UNDECIDED, "")] * 2
    assert in_colleges(NO, WAITS) == [NO[:2], WAITS[:2]]


def test_a_college_that_nobody_may_vote_in_stands_in_no_way_and_decides_nothing_alone() -> None:
    assert in_colleges(YES, EMPTY) == [(Outcome.ADOPTED, "")] * 2
    assert in_colleges(NO, EMPTY) == [NO[:2], (Outcome.REJECTED, "not_in_every_college")]
    assert in_colleges(EMPTY, EMPTY) == [EMPTY[:2]] * 2


def test_a_quorum_missed_in_one_college_puts_the_item_again_in_all_of_them() -> None:
    missed = (Outcome.REJECTED, "quorum_not_reached", 9)
    assert in_colleges(YES, missed, NO) == [missed[:2]] * 3
    assert in_colleges((Outcome.WITHDRAWN, "Not needed.", None), missed) == [(Outcome.WITHDRAWN, "Not needed."),
                                                                             missed[:2]]


def test_a_college_is_known_by_its_members_and_votes_once_on_an_item() -> None:
    assert_colleges_known([["users", "team"], []], ["team", "users"], on=HELD)
    for named in (["stars"], ["users", "users"]):
        with pytest.raises(CollegeWithoutMembers):
            assert_colleges_known([named], ["team", "users"], on=HELD)


def test_a_college_whose_item_was_set_aside_votes_again_with_the_others() -> None:
    missed = replace(item(2, "quorum_not_reached"), college="users", voted_with="rsl_1")
    aside = replace(item(1, "Not needed."), outcome=Outcome.WITHDRAWN, college="team", voted_with="rsl_1")
    assert items_without_quorum(detail(1, aside, missed, item(3, ""))) == [aside, missed]


def test_nobody_decides_without_a_college_by_moving_its_members_before_the_roll_is_frozen() -> None:
    apart = [replace(item(place, ""), outcome=Outcome.UNDECIDED, college=college, voted_with="rsl_1")
             for place, college in enumerate(("users", "partners"), start=1)]
    assert_no_college_emptied(apart, {"users", "partners", ""}, on=HELD)
    with pytest.raises(CollegeEmptied, match="partners"):
        assert_no_college_emptied(apart, {"users", ""}, on=HELD)
    assert_no_college_emptied([apart[0], replace(apart[1], outcome=Outcome.WITHDRAWN)], {"users"}, on=HELD)
