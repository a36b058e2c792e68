"""Shapes of the returning officer's desk."""

from services.governance.officer.rules import Duty, StepState
from shared.fields import Count, Day, Id, OneOf, Shape, Text


class GetChecklist(Shape):
    """Name the assembly whose checklist is asked for."""

    assembly_id = Id("asm", required=True)


class ChecklistStep(Shape):
    """One step of an assembly: `left` is how many of its items are still to be done, by `who`, from `due_on`."""

    task = OneOf(*Duty, required=True)
    state = OneOf(*StepState, required=True)
    due_on = Day(required=True)
    left = Count(required=True)
    who = Text(required=True)


class ListToRemind(Shape):
    """Ask for members to be reminded of an open poll, after a cursor (the last member of the page before)."""

    poll_id = Id("pol", required=True)
    after = Text(load_default="", shortest=0, longest=40)
    limit = Count(load_default=200, least=1, limit=1000)


class MemberToRemind(Shape):
    """A member who may vote and has not taken their credential."""

    member_id = Id("mbr", required=True)
