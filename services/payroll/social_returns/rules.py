"""A return to social security: what of each worker is stated, what is owed, what had been booked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Self

from services.payroll.dues.rules import ReturnPeriod, ReturnState
from services.payroll.social_returns.errors import (
    CorrectionOfCorrection,
    CorrectionsAreEntered,
    NobodyInPlace,
    NothingToCorrect,
    ReturnToBeSeen,
    SocialReturnUnderWay,
    TooManyToPreview,
    WorkersLeftOut,
)
from services.payroll.workers.rules import Household
from shared.errors import Refusal
from shared.money import Money, total

MOST_PREVIEWED = 2_000
SUMS = ("gross", "contributions", "reductions", "special", "withheld", "owed", "before", "booked")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodWage:
    """A wage as a return sees it: its employment, its time, its gross, the sums of the lines that count."""

    wage_id: str
    order_id: str
    contract: str
    starts_on: date
    ends_on: date
    gross: Money
    days: int
    worked_days: int
    hours: Decimal
    booked: Money
    lines: Mapping[str, Money]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPeriod:
    """All wages of one worker in a period, and who lives from them on its last day."""

    member_id: str
    household: Household
    wages: tuple[PeriodWage, ...]

    @property
    def gross(self) -> Money:
        """What they come to."""
        return self._sum(wage.gross for wage in self.wages)

    @property
    def booked(self) -> Money:
        """What they had put on the account of social security."""
        return self._sum(wage.booked for wage in self.wages)

    def line(self, code: str) -> Money:
        """The sum of a line over all wages."""
        return self._sum(wage.lines[code] for wage in self.wages if code in wage.lines)

    def _sum(self, amounts: Iterable[Money]) -> Money:
        return total(amounts, self.wages[0].gross.currency)

    @property
    def by_contract(self) -> dict[str, Self]:
        """The worker's period in each kind of contract."""
        return {kind: replace(self, wages=tuple(wage for wage in self.wages if wage.contract == kind))
                for kind in sorted({wage.contract for wage in self.wages})}

    @property
    def by_employment(self) -> list[tuple[PeriodWage, ...]]:
        """The wages of each employment."""
        ordered = sorted(self.wages, key=lambda wage: (wage.starts_on, wage.order_id))
        return [tuple(wages) for _, wages in groupby(ordered, key=lambda wage: wage.order_id)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStatement:
    """What a return states of a worker: the record in the country's form, and its sums.

    `special` is the contribution settled on the period, among the contributions; `withheld` what the wages bore of it.
    """

    record: Mapping[str, Any]
    gross: Money
    contributions: Money
    reductions: Money
    special: Money
    withheld: Money

    @property
    def owed(self) -> Money:
        """What is owed for the worker."""
        return self.contributions - self.reductions


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedWorker:
    """A worker in a return: under which place, with which wages, and what was stated of them before."""

    place: int
    worker: WorkerPeriod
    statement: WorkerStatement
    before: Money
    undeclared: tuple[str, ...]
    booked: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A worker who cannot be declared, and why."""

    member_id: str
    code: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialFigures:
    """What a return comes to: `difference` is what the wages' estimates were short of it (negative: beyond it)."""

    workers: int
    gross: Money
    contributions: Money
    reductions: Money
    special: Money
    withheld: Money
    owed: Money
    before: Money
    booked: Money

    @classmethod
    def nothing(cls, currency: str) -> Self:
        """Nobody yet."""
        return cls(workers=0, **dict.fromkeys(SUMS, Money.zero(currency)))

    def plus(self, stated: StatedWorker) -> "SocialFigures":
        """With one more worker."""
        found = stated.statement
        return replace(
            self, workers=self.workers + 1, gross=self.gross + found.gross,
            contributions=self.contributions + found.contributions, reductions=self.reductions + found.reductions,
            special=self.special + found.special, withheld=self.withheld + found.withheld,
            owed=self.owed + found.owed, before=self.before + stated.before, booked=self.booked + stated.booked)

    @property
    def net(self) -> Money:
        """What is owed beyond what an earlier declaration of the period stated."""
        return self.owed - self.before

    @property
    def difference(self) -> Money:
        """What the mutual fund bears (negative: gains) because the wages had estimated."""
        return self.net - self.booked


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialReturn:
    """One entity's return for a period, as it would be closed now or as it was closed."""

    entity: str
    period: ReturnPeriod
    due_on: date
    figures: SocialFigures
    left_out: Sequence[LeftOut]
    late: int = 0
    provisional: Sequence[str] = ()
    return_id: str = ""
    refers_to: str | None = None
    state: ReturnState | None = None
    attempt: int = 1
    reference: str = ""
    refused_because: str = ""
    held_because: str = ""
    open_anomalies: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """A return that is being stated: until which worker, how many stand in it, how many it may leave out."""

    return_id: str
    entity: str
    period: ReturnPeriod
    leaving_out: int | None
    round: int
    stated_until: str
    workers: int


def left_out(worker: WorkerPeriod, refusal: Refusal) -> LeftOut:
    """A worker whom a rule cannot declare: the others are declared none the less."""
    return LeftOut(member_id=worker.member_id, code=refusal.code, why=refusal.message)


def assert_previewed(count: int) -> None:
    """A preview states its workers while somebody waits for it."""
    if count > MOST_PREVIEWED:
        raise TooManyToPreview(count=str(count))


def assert_named(found: Sequence[LeftOut], *, leaving_out: int | None, workers: int) -> None:
    """Whoever closes a return that leaves workers out says how many, so that nobody overlooks them; or looks first."""
    if leaving_out is None:
        raise ReturnToBeSeen(workers=str(workers), count=str(len(found)))
    if len(found) != leaving_out:
        first = f"{found[0].member_id}: {found[0].why}" if found else "nobody"
        raise WorkersLeftOut(count=str(len(found)), first=first)


def assert_stated(places: Sequence[int], *, last: int) -> None:
    """What the authority finds wrong is with a worker whom the return states, or with the whole (place 0)."""
    if places and max(places) > last:
        raise NobodyInPlace(place=str(max(places)), last=str(last))


def assert_declared(found: SocialReturn) -> None:
    """Nothing is corrected that is not declared yet."""
    if found.state is ReturnState.CLOSING:
        raise SocialReturnUnderWay(return_id=found.return_id)


def assert_first(found: SocialReturn) -> None:
    """A correction refers to the first return of its period."""
    if found.refers_to:
        raise CorrectionOfCorrection(return_id=found.return_id, refers_to=found.refers_to)


def assert_file(found: SocialReturn) -> None:
    """Only a first return leaves as a file."""
    if found.refers_to:
        raise CorrectionsAreEntered(return_id=found.return_id)


def assert_corrects(found: SocialReturn) -> None:
    """A correction states at least one worker otherwise than before."""
    if not found.figures.workers:
        raise NothingToCorrect(return_id=str(found.refers_to))
