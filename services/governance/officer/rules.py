"""The checklist of an assembly: each step, whether it is done, due or late, how much is left, and who can do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.governance.assemblies.rules import SETTLEMENTS, AssemblyDetail
from services.governance.events import RejectionReason
from services.governance.polls.rules.poll import PollDetail, PollState
from services.governance.polls.rules.signed_steps import Ending

WAITS_FOR_TELLERS = ": papers_uncounted"  # what the box's answer waits for, of which nothing is to be mended


class Duty(StrEnum):
    """What is done on the way from convening to minutes, in this order."""

    CONVENE = "convene"
    FREEZE_ROLL = "freeze_roll"
    OPEN_POLLS = "open_polls"
    MEND_BALLOT_BOX = "mend_ballot_box"
    CLOSE_POLLS = "close_polls"
    CONFIRM_CLOSING = "confirm_closing"
    COUNT_PAPERS = "count_papers"
    REPEAT_POLLS = "repeat_polls"
    OPEN_BALLOTS = "open_ballots"
    SETTLE_ITEMS = "settle_items"
    DRAW_UP_MINUTES = "draw_up_minutes"
    CONVENE_SECOND_CALL = "convene_second_call"

UNCLOSED = (PollState.PREPARED, PollState.OPENING, PollState.OPEN, PollState.CLOSING)


class StepState(StrEnum):
    """Where a step stands; one that is not needed is not on the list."""

    DONE = "done"
    WAITING = "waiting"
    DUE = "due"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: from which day it can be done, of how many items it is left, and which role can do it."""

    task: Duty
    state: StepState
    due_on: date
    left: int
    who: str


def checklist(
    assembly: AssemblyDetail, polls: Sequence[PollDetail], *, minuted: bool, uncounted: int = 0, on: date,
) -> list[Step]:
    """Every step that this assembly needs, in its order; `uncounted` polls wait for the tellers.

    A poll closes on the day that its paper says; ballots are opened, and items without a vote settled, from that day.
    """
    settled = {item.poll_id for item in assembly.agenda if item.outcome in SETTLEMENTS}
    living = [detail for detail in polls if detail.poll.poll_id not in settled]
    opens, closes = _window(living, assembly.held_on)
    sealed = _count(living, PollState.SEALED)
    refused = sum(any(not one.endswith(WAITS_FOR_TELLERS) for one in detail.refusals) for detail in living)
    unvoted = _count(living, PollState.PREPARED)
    again = [item for item in assembly.agenda if item.reason == RejectionReason.QUORUM_NOT_REACHED]
    steps = [
        _step(Duty.CONVENE, assembly.convened_on, 0, "board", on),
        _step(Duty.FREEZE_ROLL, assembly.record_on, int(assembly.roll is None), "returning_officer", on),
        _step(Duty.OPEN_POLLS, opens, unvoted + _count(living, PollState.OPENING), "returning_officer", on),
        _step(Duty.CLOSE_POLLS, closes, _count(living, *UNCLOSED), "returning_officer", on),
    ]
    if halfway := sum(any(one.ending == Ending.CLOSE for one in detail.consents) for detail in living
                      if detail.poll.state == PollState.OPEN):
        steps.append(_step(Duty.CONFIRM_CLOSING, closes, halfway, "second_person", on))
    if cancelled := _count(living, PollState.CANCELLED):
        steps.append(_step(Duty.REPEAT_POLLS, on, cancelled, "returning_officer", on))
    if uncounted:
        steps.append(_step(Duty.COUNT_PAPERS, closes, uncounted, "tellers", on))
    if refused:
        steps.append(_step(Duty.MEND_BALLOT_BOX, on, refused, "returning_officer", on))
    if any(detail.poll.paper.sealing for detail in living):
        steps.append(_step(Duty.OPEN_BALLOTS, closes, sealed, "scrutineers", on))
    if unvoted and on > assembly.held_on:
        steps.append(_step(Duty.SETTLE_ITEMS, assembly.held_on, unvoted, "returning_officer", on))
    steps.append(_step(Duty.DRAW_UP_MINUTES, assembly.held_on, int(not minuted), "returning_officer", on))
    if again and assembly.call == 1:
        steps.append(_step(Duty.CONVENE_SECOND_CALL, assembly.held_on, len(again), "board", on))
    return sorted(steps, key=lambda step: list(Duty).index(step.task))


def _window(polls: Sequence[PollDetail], held_on: date) -> tuple[date, date]:
    """The first day on which a poll may open, and the last on which one closes."""
    papers = [detail.poll.paper for detail in polls]
    opens = min((datetime.fromisoformat(paper.opens_at).date() for paper in papers), default=held_on)
    return opens, max((datetime.fromisoformat(paper.closes_at).date() for paper in papers), default=held_on)


def _count(polls: Sequence[PollDetail], *states: PollState) -> int:
    return sum(detail.poll.state in states for detail in polls)


def _step(task: Duty, due_on: date, left: int, who: str, on: date) -> Step:
    if not left:
        state = StepState.WAITING if on < due_on else StepState.DONE
    elif on < due_on:
        state = StepState.WAITING
    else:
        state = StepState.DUE if on == due_on else StepState.LATE
    return Step(task=task, state=state, due_on=due_on, left=left, who=who)
