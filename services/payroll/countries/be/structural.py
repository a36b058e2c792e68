"""The structural reduction of employer's contributions: R x mu x beta of each occupation, never below nothing."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from shared.money import Money
from shared.parameters import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class StructuralRule:
    """R = F + alpha x (S0 - S) + gamma x (S2 - S), where S is below; what a share of a quarter (mu) leaves of it."""

    fixed: Money
    alpha: Decimal
    s0: Money
    gamma: Decimal
    s2: Money
    least: Decimal
    middle: Decimal
    full: Decimal
    factor: Decimal
    slope: Decimal
    weeks: Decimal

    def reduction(self, gross: Money, share: Decimal, whole: Decimal) -> Money:
        """The reduction of an occupation with this share of a quarter, of a worker whose occupations make the whole."""
        if not share or whole < self.least:
            return Money.zero(gross.currency)
        reference = Money.rounded(gross.amount / share, gross.currency)
        amount = self.fixed + self._below(self.s0, reference, self.alpha) + self._below(self.s2, reference, self.gamma)
        return Money.rounded(amount.amount * share * self.beta(whole), gross.currency)

    def beta(self, whole: Decimal) -> Decimal:
        """By how much the reduction of a worker with this share of a quarter is raised."""
        if whole < self.least:
            return Decimal(0)
        if whole >= self.full:
            return 1 / whole
        return self.factor + max(whole - self.middle, Decimal(0)) * self.slope

    def _below(self, limit: Money, reference: Money, rate: Decimal) -> Money:
        """A term of R: rounded to the cent, never negative."""
        return max(limit - reference, Money.zero(limit.currency)).times(rate)


@lru_cache(maxsize=100)  # a category and quarter each
def structural_rule(tables: Tables, on: date, category: str) -> StructuralRule:
    """The rule of a day. A category whose third term (high wages) is not nothing is not in the tables."""
    row, fraction = tables.row("structural_reduction", on, category), tables.row("structural_fraction", on)
    currency = str(tables.value("currency", on))
    return StructuralRule(
        fixed=Money.of(row["f"], currency), alpha=row.decimal("alpha"), s0=Money.of(row["s0"], currency),
        gamma=row.decimal("gamma"), s2=Money.of(row["s2"], currency), least=fraction.decimal("least"),
        middle=fraction.decimal("middle"), full=fraction.decimal("full"), factor=fraction.decimal("fixed"),
        slope=fraction.decimal("slope"), weeks=fraction.decimal("weeks"))
