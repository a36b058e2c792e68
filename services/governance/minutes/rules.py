"""When minutes may be drawn up."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.governance.assemblies.rules import AssemblyDetail
from services.governance.minutes.errors import MinutesTooEarly


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """The minutes as text, and printed (PDF in base64)."""

    assembly_id: str
    drawn_up_on: date
    words: str
    document_id: str
    content: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attending:
    """A member on the attendance list: how they take part, the shares they vote with, and whose they are (by proxy)."""

    member_id: str
    manner: str
    voting_shares: int
    holder_id: str = ""


class Role(StrEnum):
    """As what somebody of the bureau signs."""

    CHAIR = "chair"
    SECRETARY = "secretary"
    TELLER = "teller"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Somebody of the bureau, who signs the minutes (CSA art. 6:79)."""

    name: str
    role: Role


def assert_may_minute(assembly: AssemblyDetail, *, on: date) -> None:
    """Refuse minutes before the day of the assembly. No item holds them up: what has no result is said so."""
    if on < assembly.held_on:
        raise MinutesTooEarly(assembly_id=assembly.assembly_id, why=f"it is held on {assembly.held_on}")
