"""What social security takes from a gross wage: contribution, work bonus, special contribution."""

from dataclasses import dataclass, replace
from decimal import Decimal

from services.payroll.wages.rules.lines import Line, Rule, with_rest
from services.payroll.wages.rules.occupation import Occupation
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionRule:
    """The employee's contribution: rate, and the factor on gross that makes its base."""

    rate: Decimal
    base_factor: Decimal
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusPart:
    """One part of the work bonus: full up to `lower`, falling with `slope`, nothing above `upper`."""

    limit: Money
    lower: Money
    upper: Money
    slope: Decimal

    def at(self, reference: Money) -> Money:
        """The reduction for a full-time monthly wage; the result is rounded, never the product."""
        if reference <= self.lower:
            return self.limit
        if reference > self.upper:
            return Money.zero(reference.currency)
        falling = self.limit.amount - self.slope * (reference - self.lower).amount
        return max(Money.zero(reference.currency), Money.rounded(falling, reference.currency))


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkBonusRule:
    """Parts A and B of the work bonus."""

    a: BonusPart
    b: BonusPart
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A band of the special contribution: `fixed` and `rate` on what exceeds `over`, kept within least and most."""

    up_to: Money | None
    below: Money | None
    fixed: Money
    rate: Decimal
    over: Money
    least: Money | None
    limit: Money | None

    def holds(self, pay: Money) -> bool:
        """Whether the pay falls in this band (bands are tried from the lowest)."""
        return (self.up_to is None or pay <= self.up_to) and (self.below is None or pay < self.below)

    def times(self, months: int) -> "Band":
        """The band of so many months: every amount so many times, the same rate."""
        def many(amount: Money | None) -> Money | None:
            return amount and amount.times(months)

        return replace(self, up_to=many(self.up_to), below=many(self.below), fixed=self.fixed.times(months),
                       over=self.over.times(months), least=many(self.least), limit=many(self.limit))

    def on(self, pay: Money) -> Money:
        """The contribution of this band."""
        due = Money.rounded(self.fixed.amount + self.rate * (pay - self.over).amount, pay.currency)
        due = max(due, self.least) if self.least else due
        return min(due, self.limit) if self.limit else due


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialContributionRule:
    """The monthly advance of the special contribution, for one kind of household."""

    bands: tuple[Band, ...]
    rule: Rule


def contribution(gross: Money, rule: ContributionRule) -> Line:
    """The employee's contribution, without ceiling."""
    base = gross.times(rule.base_factor)
    return Line(code="onss_employee", label="Employee's social security", base=base, rate=rule.rate,
                amount=base.times(rule.rate), effect="takes", rule=rule.rule)


def work_bonus(gross: Money, due: Money, occupation: Occupation, rule: WorkBonusRule) -> list[Line]:
    """Parts A and B on the full-time reference wage, times the share worked; together at most the contribution due.

    When the contribution is smaller than both, B is cut first.
    """
    reference = occupation.full_time(gross)
    part_a = min(occupation.part_of(rule.a.at(reference)), due)
    part_b = min(occupation.part_of(rule.b.at(reference)), due - part_a)
    return [
        *_bonus("a", rule.a, rule.rule, reference=reference, amount=part_a, limit=due, occupation=occupation),
        *_bonus("b", rule.b, rule.rule, reference=reference, amount=part_b, limit=due - part_a, occupation=occupation),
    ]


def _bonus(
    part: str, rule: BonusPart, source: Rule, *, reference: Money, amount: Money, limit: Money, occupation: Occupation,
) -> list[Line]:
    """The bonus of a full month on the reference wage, and the share of it that was worked, at most what is due."""
    name, full = part.upper(), rule.at(reference)
    month = Line(code=f"work_bonus_{part}_month", label=f"Work bonus of a full month, part {name}", base=reference,
                 over=rule.lower, rate=-rule.slope, plus=rule.limit, least=Money.zero(limit.currency), limit=rule.limit,
                 amount=full, rule=source)
    given = Line(code=f"work_bonus_{part}", label=f"Work bonus, part {name}", base=full, rate=occupation.shown_share,
                 amount=occupation.part_of(full), effect="adds", rule=source)
    return [month, replace(with_rest(given), amount=amount, limit=limit)]


def special_contribution(pay: Money, rule: SpecialContributionRule) -> Line:
    """The special social security contribution on the month's pay (for blue-collar workers: on 108 % of it)."""
    band = next(band for band in rule.bands if band.holds(pay))
    return Line(code="special_contribution", label="Special social security contribution", base=pay, over=band.over,
                rate=band.rate, plus=band.fixed, least=band.least, limit=band.limit, amount=band.on(pay),
                effect="takes", rule=rule.rule)
