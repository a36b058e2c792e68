"""What becomes of a turnover: the fee of the cooperative, the expenses of the activity, the employment budget.

The quote and the completion of work call the same function, so a quote is a promise.
"""

from dataclasses import dataclass
from decimal import Decimal

from services.invoicing.budgets.errors import ExpensesTooLarge
from shared.money import Money


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """One line of a calculation: what, of what, at which rate, how much, by which rule, and where that is written."""

    label: str
    base: Money
    rate: Decimal
    amount: Money
    rule: str
    source: str


@dataclass(frozen=True, kw_only=True)
class FeeRule:
    """The share that every activity contributes, and where it was decided."""

    rate: Decimal
    source: str


@dataclass(frozen=True, kw_only=True)
class Budget:
    """A turnover without VAT, divided to the cent: fee + expenses + budget = net."""

    net: Money
    fee: Money
    expenses: Money
    budget: Money
    rule: FeeRule

    def with_deposit(self, deposit: "Budget") -> "Budget":
        """Both together: what the invoice of the work and a deposit that it takes off bring."""
        return Budget(net=self.net + deposit.net, fee=self.fee + deposit.fee, budget=self.budget + deposit.budget,
                      expenses=self.expenses + deposit.expenses, rule=self.rule)

    @property
    def lines(self) -> list[BudgetLine]:
        """The division, explained."""
        one = Decimal(1)
        return [
            BudgetLine(label="Fee of the cooperative", base=self.net, rate=self.rule.rate, amount=self.fee,
                      rule="fee_rate", source=self.rule.source),
            BudgetLine(label="Expenses of the activity", base=self.expenses, rate=one, amount=self.expenses,
                      rule="expenses", source="Approved expenses of the order"),
            BudgetLine(label="Employment budget", base=self.net, rate=one, amount=self.budget,
                      rule="net - fee - expenses", source="All that is left is for the work"),
        ]


def divide_turnover(net: Money, *, rule: FeeRule, expenses: Money) -> Budget:
    """Fee on the turnover without VAT, rounded half up; what is left after expenses is for employment."""
    fee = net.times(rule.rate)
    left = net - fee
    if expenses > left:
        raise ExpensesTooLarge(expenses=expenses, available=left)
    return Budget(net=net, fee=fee, expenses=expenses, budget=left - expenses, rule=rule)


def kept_back(net: Money, *, rule: FeeRule, approved: Money, there: Money, share: Decimal) -> Money:
    """What approved expenses take of a turnover: what they lack, at most a share of what is left after the fee."""
    lacking = max(approved - there, Money.zero(net.currency))
    return min(lacking, (net - net.times(rule.rate)).times(share))


def fee_back(net: Money, *, before: Money, rate: Decimal) -> Money:
    """The fee that goes back with a credit note after earlier ones: all together give back the fee of the whole."""
    return (before + net).times(rate) - before.times(rate)
