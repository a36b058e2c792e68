"""One pay, whole: from the employment budget to the net. Quote and pay run are this one function."""

from dataclasses import dataclass

from services.payroll.domain.budget import BudgetRule, BudgetShares, divide
from services.payroll.domain.gross_to_net import GrossToNet, MonthSoFar, PayRules, gross_to_net
from services.payroll.domain.household import Household
from services.payroll.domain.lines import Line
from services.payroll.domain.occupation import Occupation
from shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """A budget divided and its gross brought to net."""

    shares: BudgetShares
    wage: GrossToNet

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in reading order: the budget's, then the wage's."""
        return (*self.shares.lines, *self.wage.lines)


def work_out(
    budget: Money, *, household: Household, occupation: Occupation, budget_rule: BudgetRule, rules: PayRules,
    so_far: MonthSoFar | None = None,
) -> Pay:
    """Work out what a budget pays: to the worker, to social security, to the tax, to the funds."""
    shares = divide(budget, budget_rule)
    wage = gross_to_net(shares.gross, household=household, occupation=occupation, rules=rules, so_far=so_far)
    return Pay(shares=shares, wage=wage)
