"""From gross to net: social security, work bonus, tax, special contribution, each line explained.

The quote and the pay run call the same function with the same rules. Several contracts of one month are worked out
by the strategy that the country's tables name; see `SeveralContractsUndecided` for why there is no default.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from services.payroll.countries.be.social_security import (
    ContributionRule,
    SpecialContributionRule,
    WorkBonusRule,
    contribution,
    special_contribution,
    work_bonus,
)
from services.payroll.countries.be.withholding import WithholdingRule, withhold
from services.payroll.wages.errors import StrategyUnknown
from services.payroll.wages.rules.lines import Line, Rule, amount_of, result
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.wages.rules.pay import Creditor, GrossToNet, MonthSoFar
from services.payroll.workers.rules import Household
from shared.money import Money, total

MONTH, CUMULATIVE, DAY_RULE, FLAT = "month", "month_cumulative", "day_rule_20", "flat"
DAYS_IN_REFERENCE_MONTH = 20
COUNTED = ("gross", "onss_employee", "work_bonus_a", "work_bonus_b", "withholding", "special_contribution")
OWED_TO = {
    "onss_employee": Creditor.SOCIAL_SECURITY, "onss_holiday": Creditor.SOCIAL_SECURITY,
    "work_bonus_a": Creditor.SOCIAL_SECURITY, "work_bonus_b": Creditor.SOCIAL_SECURITY,
    "special_contribution": Creditor.SOCIAL_SECURITY,
    "carried_over": Creditor.SOCIAL_SECURITY, "carried_in": Creditor.SOCIAL_SECURITY,
    "withholding": Creditor.TAX_AUTHORITY,
}
CARRIED = Rule(id="net_not_negative", source="Law of 12/4/1965: what is withheld never exceeds the pay")
KEPT_BY_OTHERS = frozenset({*COUNTED, "special_base", "work_bonus_a_month", "work_bonus_b_month"}) - {"withholding"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PayRules:
    """Every dated rule between gross and net, and the strategy by which tax is withheld."""

    contribution: ContributionRule
    work_bonus: WorkBonusRule
    special_contribution: SpecialContributionRule
    withholding: WithholdingRule
    strategy: str
    strategy_rule: Rule
    flat_rate: Decimal | None = None  # of the strategy `flat`


def gross_to_net(
    gross: Money, *, household: Household, occupation: Occupation, rules: PayRules, so_far: MonthSoFar | None = None,
    carried: Money | None = None, least: Money | None = None,
) -> GrossToNet:
    """Work out the net of one pay.

    Alone in its month it is a month's pay (`month`). After others of the same month, social security is worked out on
    the calendar month less what was taken before; tax likewise (`month_cumulative`) or on this contract's days alone
    (`day_rule_20`).
    """
    if rules.strategy not in (MONTH, CUMULATIVE, DAY_RULE, FLAT):
        raise StrategyUnknown(strategy=rules.strategy)
    whole = gross if so_far is None else gross + amount_of(so_far.lines, "gross")
    together = occupation if so_far is None else _joined(so_far.occupation, occupation)
    lines = _social_security(whole, together, rules)
    lines += _tax(lines, household, rules)
    lines.append(special_contribution(amount_of(lines, "special_base"), rules.special_contribution))
    if so_far is not None:
        lines = list(_less(lines, so_far.lines))
    if rules.strategy == DAY_RULE:
        lines = _by_days(lines, household, occupation, rules)
    if rules.flat_rate is not None:
        lines = _flat(lines, rules.flat_rate, rules)
    lines += carry(lines, carried or Money.zero(gross.currency))
    return GrossToNet(lines=tuple(lines), strategy=rules.strategy, least=least)


def compared(wage: GrossToNet) -> dict[str, Money]:
    """The figures of a pay by which calculators are compared."""
    def of(*codes: str) -> Money:
        return total((line.amount for line in wage.lines if line.code in codes), wage["gross"].currency)

    return {"onss": of("onss_employee"), "work_bonus_a": of("work_bonus_a"), "work_bonus_b": of("work_bonus_b"),
            "taxable": of("taxable"), "fiscal_bonus": of("fiscal_bonus_a", "fiscal_bonus_b"),
            "withholding": of("withholding"), "special_contribution": of("special_contribution")}


def carry(lines: list[Line], owed: Money) -> list[Line]:
    """A net is never below nothing: what it cannot bear is left to a later pay, which bears what it can of it."""
    net = result(lines, owed.currency)
    if net.cents < 0:
        return [Line(code="carried_over", label="Left to a later pay", amount=-net, effect="adds", rule=CARRIED)]
    taken = min(owed, net)
    return [Line(code="carried_in", label="Left over from an earlier pay", amount=taken, base=owed, limit=net,
                 effect="takes", rule=CARRIED)] if taken else []


def _social_security(gross: Money, occupation: Occupation, rules: PayRules) -> list[Line]:
    own = contribution(gross, rules.contribution)
    bonus = work_bonus(gross, own.amount, occupation, rules.work_bonus)
    base = gross.times(rules.contribution.base_factor)
    return [
        Line(code="gross", label="Gross wage", amount=gross, effect="adds", rule=rules.strategy_rule),
        own, *bonus,
        Line(code="special_base", label="Base of the special contribution", amount=base, base=gross,
             rate=rules.contribution.base_factor, rule=rules.contribution.rule),
    ]


def _tax(lines: list[Line], household: Household, rules: PayRules) -> list[Line]:
    bonus_a, bonus_b = amount_of(lines, "work_bonus_a"), amount_of(lines, "work_bonus_b")
    taxable = _taxable(lines)
    return [
        Line(code="taxable", label="Taxable pay", amount=taxable, rule=rules.withholding.rule),
        *withhold(taxable, bonus_a, bonus_b, household, rules.withholding),
    ]


def _joined(earlier: Occupation, now: Occupation) -> Occupation:
    """The time worked on all contracts of the month; shares of different units are added as shares."""
    return Occupation(worked=earlier.share + now.share, full=now.full / now.full, days=earlier.days + now.days)


def _less(lines: Iterable[Line], earlier: tuple[Line, ...]) -> Iterable[Line]:
    """The month's counted lines less what was taken or given before; the steps stay those of the whole month."""
    before = {line.code: line.amount for line in earlier}
    for line in lines:
        if line.code in COUNTED and line.code in before:
            yield _less_earlier(line, before[line.code])
        else:
            yield line


def _flat(lines: list[Line], rate: Decimal, rules: PayRules) -> list[Line]:
    """Tax at one rate on the taxable pay of this contract, without scale or reductions."""
    kept = [line for line in lines if line.code in KEPT_BY_OTHERS]
    taxable = _taxable(kept)
    return [
        *kept,
        Line(code="taxable", label="Taxable pay", amount=taxable, rule=rules.strategy_rule),
        Line(code="withholding", label="Withholding tax", base=taxable, rate=rate, amount=taxable.times(rate),
             effect="takes", rule=rules.strategy_rule),
    ]


def _taxable(lines: list[Line]) -> Money:
    bonus = amount_of(lines, "work_bonus_a") + amount_of(lines, "work_bonus_b")
    return amount_of(lines, "gross") - (amount_of(lines, "onss_employee") - bonus)


def _less_earlier(line: Line, earlier: Money) -> Line:
    """A line of the month, of which a part was paid before: the month's amount is its base then."""
    return replace(line, base=line.amount, rate=None, over=None, plus=None, least=None, limit=None, less=earlier,
                   amount=line.amount - earlier, label=f"{line.label}, month less earlier pay")


def _by_days(lines: list[Line], household: Household, occupation: Occupation, rules: PayRules) -> list[Line]:
    """Tax on this pay alone: raised to a month of 20 days, taxed as a month, brought back to the days paid."""

    def to_month(amount: Money) -> Money:
        return Money.rounded(amount.amount * DAYS_IN_REFERENCE_MONTH / occupation.days, amount.currency)

    kept = [line for line in lines if line.code in KEPT_BY_OTHERS]
    bonus_a, bonus_b = amount_of(kept, "work_bonus_a"), amount_of(kept, "work_bonus_b")
    taxable = _taxable(kept)
    steps = withhold(to_month(taxable), to_month(bonus_a), to_month(bonus_b), household, rules.withholding)
    month = steps[-1].amount
    due = Money.rounded(month.amount * occupation.days / DAYS_IN_REFERENCE_MONTH, month.currency)
    return [
        *kept,
        Line(code="taxable", label="Taxable pay", amount=taxable, rule=rules.strategy_rule),
        *steps[:-1],
        Line(code="withholding", label="Withholding tax, by days of a month of 20", base=month, amount=due,
             rate=Decimal(occupation.days) / DAYS_IN_REFERENCE_MONTH, effect="takes", rule=rules.strategy_rule),
    ]
