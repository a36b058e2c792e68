"""The ladder of reminders: which step is next and when, what holds it back, what the law lets be asked on top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from services.invoicing.clients.rules import ClientKind
from services.invoicing.reminders.errors import PlanNotWhole
from shared.money import Money, total

YEAR_DAYS = 365
AGES = (30, 60, 90)  # days late at which an older class begins


class StepName(StrEnum):
    """A step of the ladder."""

    REMINDER = "reminder"
    MEMBER_ASKED = "member_asked"
    FORMAL_DEMAND = "formal_demand"
    COLLECTOR = "collector"


class Charges(StrEnum):
    """What a letter asks on top of what is open: nothing, what the law gives, or what was agreed, up to its cap."""

    NONE = "none"
    LAW = "law"
    AGREED = "agreed"


class Hold(StrEnum):
    """Why nothing is sent to a client about an invoice."""

    HANDED_OVER = "handed_over"
    DISPUTED = "disputed"
    PLAN_KEPT = "plan_kept"
    MONEY_IN_SUSPENSE = "money_in_suspense"
    MEMBER_WAITS = "member_waits"


class Answer(StrEnum):
    """What the member says before the formal demand: go on, wait until a day, or the client disputes the work."""

    GO_ON = "go_on"
    WAIT = "wait"
    DISPUTED = "disputed"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step for a kind of client: so many days late at least, and so many days after the step before."""

    name: StepName
    days_late: int
    wait_days: int
    charges: Charges


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """A part of a payment plan."""

    due_on: date
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Late:
    """An invoice that is open after its due day, with all that decides what happens next."""

    invoice_id: str
    number: str
    client_id: str
    client_kind: ClientKind
    member_id: str
    due_on: date
    open: Money
    done: Mapping[StepName, date] = field(default_factory=dict)
    answer: Answer | None = None
    wait_until: date | None = None
    disputed: bool = False
    plan: Sequence[Instalment] = ()
    paid_since_plan: Money | None = None
    money_in_suspense: bool = False
    handed_over: bool = False
    first_letter_by_mail: bool = True


def is_kept(plan: Sequence[Instalment], paid: Money, *, on: date) -> bool:
    """Whether every instalment whose day has passed was paid."""
    return total((one.amount for one in plan if one.due_on < on), paid.currency) <= paid


def hold_on(late: Late, *, on: date) -> Hold | None:
    """Why nothing is sent about an invoice today."""
    plan_kept = bool(late.plan) and late.paid_since_plan is not None and is_kept(late.plan, late.paid_since_plan, on=on)
    holds = ((Hold.HANDED_OVER, late.handed_over), (Hold.DISPUTED, late.disputed), (Hold.PLAN_KEPT, plan_kept),
             (Hold.MONEY_IN_SUSPENSE, late.money_in_suspense),
             (Hold.MEMBER_WAITS, late.wait_until is not None and on <= late.wait_until))
    return next((hold for hold, there in holds if there), None)


def next_step(late: Late, ladder: Sequence[Step]) -> tuple[Step, date] | None:
    """The first step that was not taken, and the day on which it falls due; nothing at the end of the ladder.

    A run that was missed moves the steps behind it: two never fall closer together than the ladder says. A member who
    has answered needs not be waited for.
    """
    before: Step | None = None
    for step in ladder:
        if step.name not in late.done:
            day = late.due_on + timedelta(days=step.days_late)
            if before and not (before.name == StepName.MEMBER_ASKED and late.answer):
                day = max(day, late.done[before.name] + timedelta(days=step.wait_days))
            return step, day
        before = step
    return None


def due_step(late: Late, ladder: Sequence[Step], *, on: date) -> Step | None:
    """The step that is taken today, if any: it is due, and nothing holds it back."""
    following = next_step(late, ladder)
    return following[0] if following and following[1] <= on and hold_on(late, on=on) is None else None


@dataclass(frozen=True, kw_only=True)
class InterestLine:
    """Interest of one period at one rate, on what is open."""

    starts_on: date
    ends_on: date
    base: Money
    rate: Decimal
    amount: Money
    source: str


@dataclass(frozen=True, kw_only=True)
class InterestRate:
    """A yearly rate from its day on, in a share of one."""

    valid_from: date
    rate: Decimal
    source: str


def interest(open_: Money, due_on: date, until: date, rates: Sequence[InterestRate]) -> list[InterestLine]:
    """Simple interest by day from the day after the due day until a day, itself included, period by period.

    `rates`: oldest first, the first in force on the day after the due day. It is reckoned on what is open today: what
    was paid late before bears none, so that never too much is asked.
    """
    lines, starts_on = [], due_on + timedelta(days=1)
    for place, rate in enumerate(rates):
        following = rates[place + 1].valid_from if place + 1 < len(rates) else until + timedelta(days=1)
        ends_on = min(until, following - timedelta(days=1))
        if ends_on >= starts_on:
            days = (ends_on - starts_on).days + 1
            amount = Money.rounded(open_.amount * rate.rate * days / YEAR_DAYS, open_.currency)
            lines.append(InterestLine(starts_on=starts_on, ends_on=ends_on, base=open_, rate=rate.rate, amount=amount,
                                      source=rate.source))
            starts_on = ends_on + timedelta(days=1)
    return lines


@dataclass(frozen=True, kw_only=True)
class Slice:
    """A slice of the cap of what a consumer pays at most: so much, and a share of what is above its beginning."""

    above: Money
    plus: Money
    share: Decimal


def consumer_cap(open_: Money, slices: Sequence[Slice], limit: Money) -> Money:
    """The most that a consumer may be asked as a lump sum (art. XIX.4 CEL); `slices` oldest beginning first."""
    fitting = [one for one in slices if open_ > one.above] or list(slices[:1])
    best = fitting[-1]
    return min(limit, best.plus + Money.rounded((open_ - best.above).amount * best.share, open_.currency))


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a letter asks for one invoice."""

    late: Late
    lines: Sequence[InterestLine]
    lump_sum: Money

    @property
    def interest(self) -> Money:
        """All interest."""
        return total((one.amount for one in self.lines), self.late.open.currency)

    @property
    def whole(self) -> Money:
        """What is open, with interest and lump sum."""
        return self.late.open + self.interest + self.lump_sum


def asked_of_consumer(
    late: Late, *, charged_from: date, on: date, rates: Sequence[InterestRate], cap: Money,
) -> Asked:
    """What a consumer is asked: interest begins when the time after the first, free reminder is over, not before.

    `rates`: oldest first, the first in force on `charged_from`.
    """
    lines = interest(late.open, charged_from - timedelta(days=1), on, rates)
    return Asked(late=late, lines=lines, lump_sum=cap)


def assert_whole(invoice_id: str, open_: Money, plan: Sequence[Instalment], *, on: date) -> None:
    """A plan pays what is open to the cent, on days that follow one another."""
    days = [one.due_on for one in plan]
    if total((one.amount for one in plan), open_.currency) != open_ or days != sorted(set(days)) or days[0] < on:
        raise PlanNotWhole(invoice_id=invoice_id, open=open_, on=on)


def age_of(days_late: int) -> str:
    """The class of ageing: not due, up to 30, 60, 90 days late, or more."""
    if days_late <= 0:
        return "not_due"
    return next((f"until_{limit}" for limit in AGES if days_late <= limit), f"above_{AGES[-1]}")
