"""An assembly: called in time, held on a day, deciding about its agenda."""

from dataclasses import dataclass
from datetime import date

from services.governance.events import AssemblyConvened
from services.governance.polls.errors import (
    MinutesTooEarly,
    NoticeTooShort,
    RecordDayAfterAssembly,
    RecordDayNotReached,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembly:
    """An assembly as it was convened. `call` is 1, or 2 for the second call that follows another assembly."""

    assembly_id: str
    title: str
    convened_on: date
    held_on: date
    record_on: date
    call: int = 1
    follows: str | None = None


def convene(assembly: Assembly, *, notice_days: int) -> tuple[Assembly, list[AssemblyConvened]]:
    """Call an assembly: notice in time (CSA art. 6:70), record day not after it."""
    days = (assembly.held_on - assembly.convened_on).days
    if days < notice_days:
        raise NoticeTooShort(days=days, least=notice_days)
    if assembly.record_on > assembly.held_on:
        raise RecordDayAfterAssembly(record_on=assembly.record_on, held_on=assembly.held_on)
    return assembly, [AssemblyConvened(
        assembly_id=assembly.assembly_id, convened_on=assembly.convened_on, held_on=assembly.held_on)]


def assert_may_freeze(assembly: Assembly, *, on: date) -> None:
    """Refuse to freeze a roll as of a day that is not here yet."""
    if on < assembly.record_on:
        raise RecordDayNotReached(record_on=assembly.record_on, on=on)


def assert_may_minute(assembly: Assembly, *, undecided: int, on: date) -> None:
    """Refuse minutes before the day of the assembly, or while a resolution is without result."""
    if on < assembly.held_on:
        raise MinutesTooEarly(assembly_id=assembly.assembly_id, why=f"it is held on {assembly.held_on}")
    if undecided:
        raise MinutesTooEarly(assembly_id=assembly.assembly_id, why=f"{undecided} resolutions have no result")
