"""The register: what enters it, who may open it (RD 29-4-2019 7:12, 7:13), what its chain is made of."""

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from enum import StrEnum

from services.membership.register.errors import (
    ActBeforeItsCause,
    AssuranceTooLow,
    DayNotOver,
    DaysOfTheDesk,
    KnownBeforeItHappened,
    NameNotVerified,
    PurposeMissing,
    SharesMissing,
)
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
    RESTORED = "restored"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A movement of the register: shares and what is paid on them, positive when they come, negative when they go.

    lot: the call by which the shares were subscribed, which they keep through every hand. refers_to: the movement that
    this one corrects.
    """

    member_id: str
    kind: MovementKind
    lot: str
    shares: int
    amount: Money
    effective_on: date
    cause: str
    counterpart: str = ""
    refers_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Shares that came or went on a day, of a lot, with what was paid on them."""

    effective_on: date
    shares: int
    amount: Money
    lot: str = ""
    kind: MovementKind = MovementKind.PAID

    @property
    def is_subscription(self) -> bool:
        """Whether a payment, or its return, moved them; not an exit or a transfer."""
        return self.kind in {MovementKind.PAID, MovementKind.REVERSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Shares of one subscription in one hand: what was paid in on them, since when, and when they last moved."""

    name: str
    shares: int
    paid_in: Money
    since: date
    moved_on: date

    def part(self, shares: int) -> "Lot":
        """Some of its shares, with their part of what was paid in."""
        rest = self.shares - shares
        return replace(self, shares=shares, paid_in=self.paid_in.split((shares, rest))[0] if rest else self.paid_in)


def lots_of(holdings: Iterable[Holding]) -> list[Lot]:
    """What somebody holds now, lot by lot, the oldest first.

    Shares that left before lots had names (of no lot) are taken from the oldest.
    """
    lots: dict[str, Lot] = {}
    nameless: list[Holding] = []
    for held in _evenings(holdings):
        lot = lots.get(held.lot)
        if lot is None and held.shares > 0:
            lots[held.lot] = Lot(name=held.lot, shares=held.shares, paid_in=held.amount, since=held.effective_on,
                                 moved_on=held.effective_on)
        elif lot is None:
            nameless.append(held)
        else:
            lots[held.lot] = replace(lot, shares=lot.shares + held.shares, paid_in=lot.paid_in + held.amount,
                                     moved_on=max(lot.moved_on, held.effective_on))
    kept = sorted((lot for lot in lots.values() if lot.shares), key=lambda lot: (lot.since, lot.name))
    for held in nameless:
        kept = _without(kept, take_from(kept, -held.shares))
    return kept


def _evenings(holdings: Iterable[Holding]) -> list[Holding]:
    """What came or went of each lot by the evening of each day: what came back on the day on which it went did not."""
    nets: dict[tuple[date, str], Holding] = {}
    for held in holdings:
        known = nets.get((held.effective_on, held.lot))
        nets[held.effective_on, held.lot] = held if known is None else replace(
            known, shares=known.shares + held.shares, amount=known.amount + held.amount)
    return [held for held in nets.values() if held.shares or held.amount]


def take_from(lots: Sequence[Lot], shares: int) -> list[Lot]:
    """So many shares, the oldest first, each with what was paid in on it."""
    taken: list[Lot] = []
    for lot in lots:
        if shares:
            part = lot.part(min(shares, lot.shares))
            taken.append(part)
            shares -= part.shares
    if shares:
        raise SharesMissing(missing=shares)
    return taken


def _without(lots: Sequence[Lot], taken: Iterable[Lot]) -> list[Lot]:
    gone = {lot.name: lot for lot in taken}
    rest = [replace(lot, shares=lot.shares - gone[lot.name].shares, paid_in=lot.paid_in - gone[lot.name].paid_in)
            if lot.name in gone else lot for lot in lots]
    return [lot for lot in rest if lot.shares]


def is_negative_on_some_day(holdings: Iterable[Holding]) -> bool:
    """Whether on the evening of some day fewer shares than none, or less paid in on them, would be there."""
    by_day: dict[date, tuple[int, int]] = {}
    for held in holdings:
        shares, cents = by_day.get(held.effective_on, (0, 0))
        by_day[held.effective_on] = shares + held.shares, cents + held.amount.cents
    shares, cents = 0, 0
    for day in sorted(by_day):
        shares, cents = shares + by_day[day][0], cents + by_day[day][1]
        if shares < 0 or cents < 0:
            return True
    return False


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
        return f"{self.given_name} {self.family_name}".strip() if self.family_name else ERASED

    @property
    def domicile(self) -> str:
        """The domicile in one line."""
        return f"{self.street}, {self.postcode} {self.town}, {self.country}" if self.street else ERASED

    def digest(self, salt: str) -> str:
        """What enters the chain: without the salt nobody can try names against it."""
        return salted_digest(salt, *(str(part) for part in astuple(self)))


NOBODY = Holder(given_name=None, family_name=None, street=None, postcode=None, town=None, country=None)


def assert_same_name(holder: Holder, known: Holder) -> None:
    """Who moves house says so themself; a new name is recorded by a clerk who saw the document."""
    if holder.name != known.name:
        raise NameNotVerified


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDays:
    """When a legal act happened and when the company knew of it; the day on which it is recorded is today."""

    happened_on: date
    known_on: date


def days_of_act(*, happened_on: date | None, known_on: date | None, today: date, records_for_others: bool) -> ActDays:
    """The days of an act: known today and happened when it was known, where nobody says otherwise.

    Past days are for those who record what others did: whoever acts for themselves acts today.
    """
    known = known_on or today
    happened = happened_on or known
    assert_known_day(known, today=today)
    if happened > known:
        raise KnownBeforeItHappened(happened_on=happened.isoformat(), known_on=known.isoformat())
    if happened < today and not records_for_others:
        raise DaysOfTheDesk(happened_on=happened.isoformat())
    return ActDays(happened_on=happened, known_on=known)


def assert_after(day: date, cause: date | None) -> None:
    """An act follows the one that it answers."""
    if cause and day < cause:
        raise ActBeforeItsCause(day=day.isoformat(), cause_on=cause.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class CausedMovement:
    """A movement as an act caused it, to be undone by another."""

    id: str
    member_id: str
    kind: MovementKind
    lot: str
    shares: int
    amount: Money
    effective_on: date
    counterpart: str
