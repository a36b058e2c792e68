"""Quoting pay and working out wages: one function, with the rules of the days named."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.payroll.countries.protocol import law
from services.payroll.declarations.reads import is_undeclared
from services.payroll.orders.rules import bank_day_on_or_after, pay_day
from services.payroll.wages import reads, store
from services.payroll.wages.errors import BelowMinimumPay, SeveralContractsUndecided
from services.payroll.wages.postings import wage_worked_out
from services.payroll.wages.rules.budget import budget_for
from services.payroll.wages.rules.pay import DuePart, Pay, PayFacts, Quote, Wage, work_out
from services.payroll.workers.reads import household_on
from services.payroll.workers.rules import Household
from services.payroll.workers.use_cases import lock_household, record_household
from shared.errors import ParameterMissing
from shared.identifiers import new_id
from shared.ledger import post
from shared.money import Money
from shared.postgres import Tx


def quote_pay(
    tx: Tx, *, contract: str, household: Household | None, ends_on: date, hours: Mapping[date, Decimal],
    member_id: str = "", budget: Money | None = None, gross: Money | None = None,
) -> Quote:
    """What a budget pays, or what budget a gross wage needs, for work that ends on a day.

    Alone in its month, or for a known member after what they were paid for the month before; without a household named,
    theirs as the books have it on that day.
    """
    day = pay_day(law(tx).due_on(tx.tables, ends_on), law(tx).bank_closing_days(ends_on), known_on=ends_on)
    occupation = law(tx).occupation(tx.tables, hours, contract=(min(hours), max(hours)))
    so_far = reads.month_so_far(tx, member_id, f"{ends_on:%Y-%m}", law(tx).counted) if member_id else None
    facts = PayFacts(contract=contract, household=household or household_on(tx, member_id, ends_on),
                     occupation=occupation, worked_on=ends_on, paid_on=day.pay_on, so_far=so_far,
                     several=so_far is not None)
    rule = law(tx).budget_rule(tx.tables, contract=contract, on=ends_on)
    if budget is None and gross is not None:
        budget = budget_for(gross, rule)
    if budget is None:
        raise TypeError("the shape lets either a budget or a gross wage through")
    pay, least = _work_out(tx, budget, facts), law(tx).least_gross(tx.tables, occupation, ends_on)
    if pay.shares.gross < least:
        raise BelowMinimumPay(gross=str(pay.shares.gross), least=str(least), budget=str(budget_for(least, rule)))
    return Quote(pay=pay, due_on=day.due_on, pay_on=day.pay_on)


def work_out_part(tx: Tx, order_id: str, part: int) -> Wage | None:
    """Work out the wage of a part, once; nothing when it was worked out before or is at this moment.

    Refuses what cannot be worked out for certain: then nothing is written and the part stays to be paid.
    """
    due = store.lock_part_to_pay(tx, order_id, part)
    if due is None:
        return None
    due = _not_in_the_past(tx, due)
    household = lock_household(tx, due.member_id, due.last_worked)
    occupation = law(tx).occupation(tx.tables, due.hours, contract=(due.starts_on, due.ends_on))
    facts = PayFacts(
        contract=due.contract, household=household, occupation=occupation, worked_on=due.last_worked,
        paid_on=due.pay_on, several=_several(tx, due),
        so_far=reads.month_so_far(tx, due.member_id, due.month, law(tx).counted),
        carried=reads.carried_over(tx, due.member_id, due.budget.currency))
    try:
        pay = _work_out(tx, due.budget, facts)
    except ParameterMissing as missing:
        if not missing.details["parameter"].startswith("several_contracts"):
            raise
        raise SeveralContractsUndecided(member_id=due.member_id, month=due.month) from None
    wage = Wage(wage_id=new_id("wag"), due=due, occupation=occupation, pay=pay,
                undeclared=is_undeclared(tx, order_id, part))
    store.add_wage(tx, wage)
    post(tx, wage_worked_out(wage, law(tx).owed_to, tx.on))
    return wage


def _work_out(tx: Tx, budget: Money, facts: PayFacts) -> Pay:
    rule = law(tx).budget_rule(tx.tables, contract=facts.contract, on=facts.worked_on)
    return work_out(budget, rule=rule, to_net=lambda gross: law(tx).gross_to_net(tx.tables, gross, facts))


def _not_in_the_past(tx: Tx, due: DuePart) -> DuePart:
    """A wage that could not be paid on its day is paid on the next bank day, by the rules of that day."""
    if due.pay_on >= tx.on:
        return due
    return replace(due, pay_on=bank_day_on_or_after(tx.on, law(tx).bank_closing_days(tx.on)), late=True)


def _several(tx: Tx, due: DuePart) -> bool:
    first = due.last_worked.replace(day=1)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return reads.count_employments_in_month(tx, due.member_id, first, last) > 1


def change_household(tx: Tx, member_id: str, household: Household, valid_from: date) -> list[str]:
    """A worker's household changed on a day; the wages for days since then, whose payslips are to be corrected."""
    record_household(tx, member_id, household, valid_from)
    return reads.wages_since(tx, member_id, valid_from)
