"""Explained lines: every amount with its base, its rate, the rule that made it and where that rule is written."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from shared.money import Money, total

Effect = Literal["adds", "takes", "explains"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A dated rule: its id (parameter, kind, first day in force), its source, and whether it is only an estimate."""

    id: str
    source: str
    provisional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a calculation. `adds` and `takes` make the result; `explains` shows a step on the way.

    Its amount follows from what it shows: `(base - over) x rate + plus - less`, kept within `least` and `limit`, half
    up to the cent; divided by the rate where it `divides`. A line without base shows a figure of a table.
    """

    code: str
    label: str
    amount: Money
    rule: Rule
    base: Money | None = None
    rate: Decimal | None = None
    effect: Effect = "explains"
    over: Money | None = None
    plus: Money | None = None
    less: Money | None = None
    least: Money | None = None
    limit: Money | None = None
    divides: bool = False

    @property
    def unbounded(self) -> Money:
        """What base, rate, plus and less come to."""
        nothing = Money.zero(self.amount.currency)
        start = ((self.base or nothing) - (self.over or nothing)).amount
        rate = Decimal(1) if self.rate is None else self.rate
        product = start / rate if self.divides else start * rate
        found = product + (self.plus or nothing).amount - (self.less or nothing).amount
        return Money.rounded(found, self.amount.currency)

    @property
    def follows(self) -> bool:
        """Whether the amount follows from what the line shows."""
        if self.base is None:
            return True
        found = self.unbounded if self.least is None else max(self.unbounded, self.least)
        return self.amount == (found if self.limit is None else min(found, self.limit))


def with_rest(line: Line) -> Line:
    """The line with what rounding or dividing left, as an amount added to it."""
    rest = line.amount - line.unbounded
    return replace(line, plus=(line.plus or Money.zero(line.amount.currency)) + rest) if rest else line


def result(lines: Iterable[Line], currency: str) -> Money:
    """What the lines come to: everything that adds less everything that takes."""
    counted = [line for line in lines if line.effect != "explains"]
    added = total((line.amount for line in counted if line.effect == "adds"), currency)
    return added - total((line.amount for line in counted if line.effect == "takes"), currency)


def amount_of(lines: Iterable[Line], code: str) -> Money:
    """The amount of the line with this code; each code occurs once."""
    (found,) = [line.amount for line in lines if line.code == code]
    return found


class Section(StrEnum):
    """The two halves of a pay: how the budget was divided, and how the gross wage came to its net."""

    BUDGET = "budget"
    WAGE = "wage"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A line in its section of a pay."""

    section: Section
    line: Line
