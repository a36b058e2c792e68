"""The returning officer's checklist: what is done, due and late, on each day of an assembly."""

from dataclasses import replace
from datetime import date

import pytest

from services.governance.assemblies.rules import Outcome
from services.governance.officer.rules import Duty, Step, StepState, checklist
from services.governance.polls.rules.paper import Sealing
from services.governance.polls.rules.poll import PollDetail, PollState
from tests.unit.governance.minutes.test_the_printed_minutes import ASSEMBLY, POLLS, UNVOTED, item

CONVENED, RECORD, HELD = date(2026, 5, 20), date(2026, 6, 10), date(2026, 6, 20)
FRESH = replace(ASSEMBLY, agenda=[item(1, Outcome.UNDECIDED)], roll=None)


def in_state(state: PollState, *refusals: str, sealed: bool = False) -> PollDetail:
    sealing = Sealing(key="k", threshold=2, shares=("a", "b")) if sealed else None
    poll = replace(UNVOTED.poll, state=state, paper=replace(UNVOTED.poll.paper, sealing=sealing))
    return replace(UNVOTED, poll=poll, refusals=refusals)


def steps(detail: PollDetail, on: date, *, minuted: bool = False) -> dict[Duty, Step]:
    assembly = replace(FRESH, roll=ASSEMBLY.roll if on >= RECORD else None)
    return {step.task: step for step in checklist(assembly, [detail], minuted=minuted, on=on)}


@pytest.mark.parametrize(("on", "state"), [
    (CONVENED, StepState.WAITING), (RECORD, StepState.DUE), (date(2026, 6, 11), StepState.LATE),
])
def test_a_step_waits_for_its_day_is_due_on_it_and_late_after_it(on: date, state: StepState) -> None:
    found = {step.task: step for step in checklist(FRESH, [in_state(PollState.PREPARED)], minuted=False, on=on)}
    assert found[Duty.FREEZE_ROLL].state == state
    assert found[Duty.CONVENE].state == StepState.DONE


@pytest.mark.parametrize(("detail", "task"), [
    (in_state(PollState.PREPARED), Duty.OPEN_POLLS), (in_state(PollState.OPENING), Duty.OPEN_POLLS),
    (in_state(PollState.OPEN), Duty.CLOSE_POLLS), (in_state(PollState.CLOSING), Duty.CLOSE_POLLS),
    (in_state(PollState.SEALED, sealed=True), Duty.OPEN_BALLOTS),
    (in_state(PollState.OPENING, "open_poll: canary_failed"), Duty.MEND_BALLOT_BOX),
])
def test_every_unfinished_poll_is_on_the_list_with_who_leads_it_on(detail: PollDetail, task: Duty) -> None:
    assert steps(detail, HELD)[task].left == 1
    assert steps(detail, HELD)[task].who


def test_a_poll_nobody_opened_is_settled_after_the_meeting() -> None:
    assert Duty.SETTLE_ITEMS not in steps(in_state(PollState.PREPARED), HELD)
    assert steps(in_state(PollState.PREPARED), date(2026, 6, 21))[Duty.SETTLE_ITEMS].state == StepState.LATE


def test_when_all_is_done_nothing_is_left() -> None:
    found = steps(in_state(PollState.CLOSED), date(2026, 7, 1), minuted=True)
    assert {step.state for step in found.values()} == {StepState.DONE}
    assert list(found) == [Duty.CONVENE, Duty.FREEZE_ROLL, Duty.OPEN_POLLS, Duty.CLOSE_POLLS, Duty.DRAW_UP_MINUTES]


def test_a_missed_quorum_puts_the_second_call_on_the_list_of_the_first_only() -> None:
    missed = replace(ASSEMBLY, agenda=[replace(ASSEMBLY.agenda[1], reason="quorum_not_reached")])
    for call, wanted in ((1, True), (2, False)):
        found = checklist(replace(missed, call=call), [POLLS[1]], minuted=True, on=HELD)
        assert any(step.task == Duty.CONVENE_SECOND_CALL for step in found) == wanted
