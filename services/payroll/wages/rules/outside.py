"""A pay as the partner's own payroll worked it out: its lines in the two halves that every pay has."""

from collections.abc import Mapping

from services.payroll.outside_payroll.rules import GROSS, DeclaredLine, GivenLine, PayAnswer, PaySide, side_sums
from services.payroll.wages.rules.budget import GIVEN, BudgetShares
from services.payroll.wages.rules.lines import Effect, Line, Rule
from services.payroll.wages.rules.pay import GrossToNet, Pay
from shared.money import Money

STRATEGY = "outside_payroll"
ANSWERED = Rule(id=STRATEGY, source="What the partner's own payroll answered, line by line below")
SUMS = {  # the codes under which every country's budget is divided, and their words
    PaySide.LEFT_OVER: ("variable_share", "Variable share to the mutual fund"),
    PaySide.CONTRIBUTION: ("employer_contributions", "Employer's social security"),
    PaySide.CHARGE: ("other_charges", "Insurance and other charges"),
}


def pay_of(answer: PayAnswer, budget: Money, declared: Mapping[str, DeclaredLine]) -> Pay:
    """The pay that a checked answer is: what of the budget is gross, and what is withheld of that."""
    sums, none = side_sums(answer.lines, declared, budget.currency), Money.zero(budget.currency)
    gross = sums[PaySide.GROSS]
    given = {side: [one for one in answer.lines if declared[one.code].side is side] for side in PaySide}
    divided = [line for side in SUMS for line in _divided(side, sums[side], given[side], declared)]
    shares = BudgetShares(
        budget=budget, gross=gross, contributions=sums[PaySide.CONTRIBUTION], holiday=none, other=sums[PaySide.CHARGE],
        variable=sums[PaySide.LEFT_OVER],
        lines=(Line(code="budget", label="Employment budget", amount=budget, effect="adds", rule=GIVEN), *divided,
               Line(code="budget_gross", label="Gross wage that the budget pays", amount=gross, rule=ANSWERED)))
    withheld = [_line(declared[one.code], one.amount, "takes") for one in given[PaySide.WITHHELD]]
    return Pay(shares=shares,
               wage=GrossToNet(strategy=STRATEGY, lines=(_line(declared[GROSS], gross, "adds"), *withheld)))


def _divided(
    side: PaySide, amount: Money, given: list[GivenLine], declared: Mapping[str, DeclaredLine],
) -> list[Line]:
    """What a side takes of the budget, under the code that it has everywhere, and the lines that it comes from."""
    code, label = SUMS[side]
    return [Line(code=code, label=label, amount=amount, effect="takes", rule=ANSWERED),
            *(_line(declared[one.code], one.amount, "explains") for one in given)]


def _line(declared: DeclaredLine, amount: Money, effect: Effect) -> Line:
    return Line(code=declared.code, label=declared.label, amount=amount, effect=effect,
                rule=Rule(id=f"{STRATEGY}.{declared.code}", source=declared.source))
