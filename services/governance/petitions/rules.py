"""When enough members ask for an assembly, by the register of the day; what the board then does, and by when."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from services.governance.assemblies.rules import SETTLEMENTS, AssemblyDetail
from services.governance.petitions.errors import (
    AgendaLacksItem,
    BoardHasTime,
    ConvenedBefore,
    NotOnTheRegister,
    NotSigned,
    PetitionNotReached,
    PetitionReached,
    SignedBefore,
)
from services.governance.rolls.rules import RollEntry


class PetitionBase(StrEnum):
    """What signatures are counted by: the shares that were issued, or members."""

    SHARES = "shares"
    MEMBERS = "members"


class PetitionState(StrEnum):
    """Where a petition stands."""

    COLLECTING = "collecting"
    DUE = "due"
    LATE = "late"
    CONVENED = "convened"


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionRule:
    """Which fraction of what has an assembly convened, and within how many days the board does it."""

    base: PetitionBase
    numerator: int
    denominator: int
    days: int

    def weigh(self, entries: Sequence[RollEntry]) -> int:
        """What these members are counted as. Suspended shares are issued all the same."""
        return sum(entry.shares for entry in entries) if self.base == PetitionBase.SHARES else len(entries)

    def is_enough(self, signed: int, entitled: int) -> bool:
        """Exactly the fraction is enough."""
        return signed > 0 and self.denominator * signed >= self.numerator * entitled


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionItem:
    """What the agenda is to ask, word by word."""

    title: str
    question: str
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """The day on which enough had signed, by the register of that day, and the last day for the board to convene."""

    reached_on: date
    signed: int
    entitled: int
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Petition:
    """What members ask for, who signed, when it was enough (none: not yet), and the assembly convened for it."""

    petition_id: str
    title: str
    reason: str
    items: tuple[PetitionItem, ...]
    started_by: str
    started_on: date
    signers: frozenset[str] = frozenset()
    reached: Reached | None = None
    assembly_id: str | None = None
    by_members: bool = False

    def state_on(self, day: date) -> PetitionState:
        """Where it stands on a day: late from the day after the board's last."""
        if self.assembly_id:
            return PetitionState.CONVENED
        if self.reached is None:
            return PetitionState.COLLECTING
        return PetitionState.LATE if day > self.reached.due_on else PetitionState.DUE


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionOnDay:
    """A petition as everybody sees it: how much of what signed; nobody's name."""

    petition: Petition
    state: PetitionState
    signatures: int
    signed: int
    entitled: int


def sign(
    petition: Petition, member_id: str, *, register: Sequence[RollEntry], rule: PetitionRule, on: date,
) -> Petition:
    """One more signature; with it the petition may be reached, by the register of this day.

    Who signed and left, or holds no share any more, is counted no more.
    """
    _assert_collecting(petition)
    if member_id in petition.signers:
        raise SignedBefore(petition_id=petition.petition_id, member_id=member_id)
    if not any(entry.member_id == member_id and entry.shares for entry in register):
        raise NotOnTheRegister(member_id=member_id, on=on)
    signed = replace(petition, signers=petition.signers | {member_id})
    have, of = weight(signed.signers, register, rule)
    if not rule.is_enough(have, of):
        return signed
    return replace(signed, reached=Reached(reached_on=on, signed=have, entitled=of, due_on=on + timedelta(rule.days)))


def weight(signers: Collection[str], register: Sequence[RollEntry], rule: PetitionRule) -> tuple[int, int]:
    """How much signed, of how much there is on the register."""
    return rule.weigh([entry for entry in register if entry.member_id in signers]), rule.weigh(register)


def assert_may_take_back(petition: Petition, member_id: str) -> None:
    """Refuse to take back what was not signed, or what has set the board's time running."""
    _assert_collecting(petition)
    assert_signed(petition, member_id)


def _assert_collecting(petition: Petition) -> None:
    if petition.reached:
        raise PetitionReached(petition_id=petition.petition_id, reached_on=petition.reached.reached_on,
                              due_on=petition.reached.due_on)


def assert_signed(petition: Petition, member_id: str) -> None:
    """Refuse who did not sign."""
    if member_id not in petition.signers:
        raise NotSigned(petition_id=petition.petition_id, member_id=member_id)


def items_in(petition: Petition, assembly: AssemblyDetail) -> list[str]:
    """The items of an agenda that a petition asked for; refused while one is missing, or asked in other words.

    One that was set aside already is missing, and so is one on which colleges vote apart: that asks for more.
    """
    if petition.reached is None:
        raise PetitionNotReached(petition_id=petition.petition_id)
    if assembly.convened_on < petition.reached.reached_on:
        raise ConvenedBefore(assembly_id=assembly.assembly_id, convened_on=assembly.convened_on)
    asked = {(item.question, str(item.decision)): item.resolution_id for item in assembly.agenda
             if item.outcome not in SETTLEMENTS and not item.college}
    for item in petition.items:
        if (item.question, item.decision) not in asked:
            raise AgendaLacksItem(assembly_id=assembly.assembly_id, question=item.question)
    return [asked[item.question, item.decision] for item in petition.items]


def assert_board_is_late(petition: Petition, *, on: date) -> None:
    """Refuse members who convene while the board has time, or before enough signed."""
    if petition.reached is None:
        raise PetitionNotReached(petition_id=petition.petition_id)
    if on <= petition.reached.due_on:
        raise BoardHasTime(petition_id=petition.petition_id, due_on=petition.reached.due_on)
