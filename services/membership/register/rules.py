"""The register: what enters it, who may open it (RD 29-4-2019 7:12, 7:13), what its chain is made of."""

from dataclasses import astuple, dataclass
from datetime import date
from enum import StrEnum

from services.membership.register.errors import AssuranceTooLow, DayNotOver, PurposeMissing
from shared.chain import salted_digest
from shared.money import Money

ERASED = "(erased)"


class MovementKind(StrEnum):
    """Why shares come or go."""

    PAID = "paid"
    REVERSED = "reversed"
    REDEEMED = "redeemed"
    TRANSFERRED_OUT = "transferred_out"
    TRANSFERRED_IN = "transferred_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A movement of the register: shares and what is paid on them, positive when they come, negative when they go."""

    member_id: str
    kind: MovementKind
    shares: int
    amount: Money
    effective_on: date
    cause: str
    counterpart: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Shares that came or went on a day."""

    effective_on: date
    shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Name and domicile as the register must show them (art. 6:25, 2); nothing where they were erased."""

    given_name: str | None
    family_name: str | None
    street: str | None
    postcode: str | None
    town: str | None
    country: str | None

    @property
    def name(self) -> str:
        """The name in one line."""
        return f"{self.given_name} {self.family_name}" if self.family_name else ERASED

    @property
    def domicile(self) -> str:
        """The domicile in one line."""
        return f"{self.street}, {self.postcode} {self.town}, {self.country}" if self.street else ERASED

    def digest(self, salt: str) -> str:
        """What enters the chain: without the salt nobody can try names against it."""
        return salted_digest(salt, *(str(part) for part in astuple(self)))


NOBODY = Holder(given_name=None, family_name=None, street=None, postcode=None, town=None, country=None)


def assert_may_read(*, assurance: str, needed: str, purpose: str) -> None:
    """`needed` is empty for an extract that the company delivers: then only the purpose is asked for."""
    if needed:
        assert_may_enter(assurance=assurance, needed=needed)
    if not purpose.strip():
        raise PurposeMissing


def assert_may_enter(*, assurance: str, needed: str) -> None:
    """The level of identification is the one that is needed, no other."""
    if assurance != needed:
        raise AssuranceTooLow(needed=needed, given=assurance or "none")


def assert_known_day(day: date, *, today: date) -> None:
    """Nothing is known of days to come."""
    if day > today:
        raise DayNotOver(day=day.isoformat(), today=today.isoformat())
