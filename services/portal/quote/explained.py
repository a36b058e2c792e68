"""A calculation as people read it: where the money goes, and each line with what it follows from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.portal.frame.words import DESTINATIONS, LineWords, line_words

BAR = 1000  # units of the bar's width
GIVEN_BACK = ("work_bonus_a", "work_bonus_b")
OWN_SOCIAL = ("onss_employee", "special_contribution")
DIVIDED = frozenset({"budget_gross"})  # the gross is what is left divided by one and the employer's rates
FROM_BUDGET = ("employer_contributions", "holiday_provision", "other_charges", "variable_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A destination of the money: its words, amount, part of the whole, and place on the bar."""

    code: str
    label: str
    amount: dict[str, str]
    part: Decimal
    x: Decimal
    width: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A line: its words, what it follows from, and since when its rule is in force."""

    code: str
    words: LineWords
    base: dict[str, str] | None
    rate: str | None
    amount: dict[str, str]
    effect: str
    since: date | None
    provisional: bool

    @property
    def divides(self) -> bool:
        """Whether the amount is the base divided by the rate."""
        return self.code in DIVIDED


def destinations(answer: Mapping[str, Any], fee: Mapping[str, str] | None = None) -> list[Share]:
    """Where a budget (and the fee before it) goes; destinations of nothing are left out.

    The worker's social security is what is withheld, less the work bonus that is given back, with the special
    contribution.
    """
    lines = {line["code"]: _amount(line["amount"]) for line in answer["lines"]}
    sums = {"net": _amount(answer["net"]), "withholding": lines.get("withholding", Decimal(0)),
            "employee_social_security": sum((lines.get(code, Decimal(0)) for code in OWN_SOCIAL), Decimal(0))
            - sum((lines.get(code, Decimal(0)) for code in GIVEN_BACK), Decimal(0))}
    sums |= {code: lines.get(code, Decimal(0)) for code in FROM_BUDGET}
    if fee:
        sums["fee"] = _amount(fee)
    return _on_a_bar(sums, answer["net"]["currency"])


def explained(lines: Sequence[Mapping[str, Any]], section: str) -> list[Explained]:
    """The lines of one section, in reading order."""
    return [Explained(code=line["code"], words=line_words(line["code"]), base=line["base"], rate=line["rate"],
                      amount=line["amount"], effect=line["effect"], since=_since(line["rule"]),
                      provisional=line["provisional"])
            for line in lines if line["section"] == section]


def _on_a_bar(sums: Mapping[str, Decimal], currency: str) -> list[Share]:
    whole = sum((value for value in sums.values() if value > 0), Decimal(0))
    shares: list[Share] = []
    x = Decimal(0)
    for code, value in sums.items():
        if value > 0:
            width = (BAR * value / whole).quantize(Decimal("0.01"))
            shares.append(Share(code=code, label=DESTINATIONS[code], part=value / whole, x=x, width=width,
                                amount={"amount": str(value), "currency": currency}))
            x += width
    return shares


def _since(rule: str) -> date | None:
    day = rule.partition("@")[2]
    return date.fromisoformat(day) if day else None


def _amount(money: Mapping[str, str]) -> Decimal:
    return Decimal(money["amount"])
