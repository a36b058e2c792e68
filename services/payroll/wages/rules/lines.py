"""Explained lines: every amount with its base, its rate, the rule that made it and where that rule is written."""

from collections.abc import Iterable
from dataclasses import dataclass
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
    """One line of a calculation. `adds` and `takes` make the result; `explains` shows a step on the way."""

    code: str
    label: str
    amount: Money
    rule: Rule
    base: Money | None = None
    rate: Decimal | None = None
    effect: Effect = "explains"


def result(lines: Iterable[Line], currency: str) -> Money:
    """What the lines come to: everything that adds less everything that takes."""
    signed = {"adds": 1, "takes": -1, "explains": 0}
    return total((Money(signed[line.effect] * line.amount.cents, line.amount.currency) for line in lines), currency)


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
