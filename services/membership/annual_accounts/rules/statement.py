"""The annual accounts as a balance sheet and an income statement: every account of every ledger in one rubric.

Which rubric takes which accounts is the country's (`annual_rubric`). What two ledgers keep for each other is nothing
together; what is left was under way between them at the year's end, and stands in a rubric of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from services.membership.annual_accounts.errors import RubricUnknown, StatementDisagrees
from services.membership.annual_accounts.rules import AnnualAccounts, Balance, LedgerYear
from shared.money import Money, total

BETWEEN_LEDGERS = "mirror"  # stands for a number where a rubric takes what was under way between ledgers


class Side(StrEnum):
    """Where a rubric stands; what is ours and what was spent are debits, the others credits."""

    ASSETS = "assets"
    EQUITY = "equity"
    DEBTS = "debts"
    INCOME = "income"
    CHARGES = "charges"


DEBITS = frozenset({Side.ASSETS, Side.CHARGES})
OWED = (Side.EQUITY, Side.DEBTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricRule:
    """Which accounts a rubric takes, by the beginnings of their numbers; the result of the year joins one of them.

    An account that stands on the other side (a supplier paid too much) goes to the rubric `otherwise`: nothing that is
    owed is hidden behind what is ours. A rubric without `otherwise` shows it as a negative amount.
    """

    rubric: str
    side: Side
    accounts: Sequence[str]
    names: Mapping[str, str]
    otherwise: str = ""
    takes_result: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """A line of the accounts (as its side counts: a debt of 5 is 5), with the accounts that make it up."""

    rubric: str
    side: Side
    names: Mapping[str, str]
    amount: Money
    before: Money | None
    balances: Sequence[Balance]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Balance sheet and income statement of a year; `before` of a rubric is what it was a year ago, where known."""

    accounts: AnnualAccounts
    rubrics: Sequence[Rubric]

    def sum_of(self, *sides: Side) -> Money:
        """What some sides come to."""
        return total((one.amount for one in self.rubrics if one.side in sides), self.accounts.result.currency)


def draw_up(
    accounts: AnnualAccounts, rules: Sequence[RubricRule], before: Statement | None = None,
) -> Statement:
    """Every balance in its rubric; what balances and what the ledgers told of the result must agree."""
    placed = _placed(joined(accounts.ledgers), rules)
    was = {one.rubric: one.amount for one in before.rubrics} if before else {}
    rubrics = [_rubric(rule, placed[rule.rubric], accounts, was.get(rule.rubric)) for rule in rules]
    drawn = Statement(accounts=accounts, rubrics=[one for one in rubrics if one.balances or one.amount or one.before])
    assets, owed = drawn.sum_of(Side.ASSETS), drawn.sum_of(*OWED)
    result = drawn.sum_of(Side.INCOME) - drawn.sum_of(Side.CHARGES)
    if assets != owed or result != accounts.result:
        raise StatementDisagrees(assets=str(assets), owed=str(owed), result=str(result), told=str(accounts.result))
    return drawn


def joined(ledgers: Iterable[LedgerYear]) -> list[Balance]:
    """Each account over all ledgers, and what was under way between them; nothing that comes to nothing."""
    found: dict[tuple[str, str], Balance] = {}
    for one in (balance for ledger in ledgers for balance in ledger.balances):
        account = BETWEEN_LEDGERS if one.mirror else one.account
        seen = found.setdefault((account, one.amount.currency), replace(
            one, account=account, name="" if one.mirror else one.name, amount=Money.zero(one.amount.currency)))
        found[account, one.amount.currency] = replace(seen, amount=seen.amount + one.amount)
    return [found[key] for key in sorted(found) if found[key].amount]


def _placed(balances: Iterable[Balance], rules: Sequence[RubricRule]) -> Mapping[str, list[Balance]]:
    placed: dict[str, list[Balance]] = defaultdict(list)
    for balance in balances:
        rule = _rule_of(balance.account, rules)
        turned = rule.otherwise and (balance.amount.cents > 0) != (rule.side in DEBITS)
        placed[rule.otherwise if turned else rule.rubric].append(balance)
    return placed


def _rule_of(account: str, rules: Sequence[RubricRule]) -> RubricRule:
    """The rubric whose beginning of a number fits longest."""
    fitting = [(len(start), place) for place, rule in enumerate(rules) for start in rule.accounts
               if account.startswith(start)]
    if not fitting:
        raise RubricUnknown(account=account)
    return rules[max(fitting)[1]]


def _rubric(
    rule: RubricRule, balances: Sequence[Balance], accounts: AnnualAccounts, before: Money | None,
) -> Rubric:
    debited = total((one.amount for one in balances), accounts.result.currency)
    amount = (debited if rule.side in DEBITS else -debited)
    return Rubric(rubric=rule.rubric, side=rule.side, names=rule.names, balances=balances, before=before,
                  amount=amount + accounts.result if rule.takes_result else amount)
