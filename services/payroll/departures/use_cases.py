"""Settling what is owed when an employment without an end is over."""

from datetime import date

from services.payroll.absences.reads import leave_of_year
from services.payroll.countries.protocol import law
from services.payroll.departures import reads, store
from services.payroll.departures.postings import provision_used
from services.payroll.departures.rules import Exercise, ExerciseOwed, still_owed
from services.payroll.employment_contracts.rules import OpenEndedEmployment, TermsState
from services.payroll.orders.rules import CompletedWork, OrderedPart
from services.payroll.orders.use_cases import record_month
from services.payroll.wages.rules.budget import budget_for, divide
from services.payroll.wages.rules.pay import together
from shared.ledger import post
from shared.money import Money
from shared.postgres import Tx

MONTHS = 12


def settle_holiday_pay(tx: Tx, employment: OpenEndedEmployment, last_on: date) -> None:
    """What an employment that is over owes as holiday pay falls due with its last wage: once, however often asked.

    It is paid from what every wage set aside. Days that turn out to be owed later bring what is owed of them.
    """
    normal = _normal_year(employment)
    owed = [ExerciseOwed(exercise=one, pay=law(tx).exit_holiday_pay(
        tx.tables, earned=one.earned, untaken=one.untaken, normal=normal, on=last_on))
        for one in _exercises(tx, employment, last_on)]
    left = still_owed(owed, reads.settled_by_year(tx, employment.order_id))
    if not left:
        return
    pay, part = together([one.pay for one in left]), reads.next_part(tx, employment.order_id)
    budget = budget_for(pay.gross, law(tx).exit_budget_rule(tx.tables, pay, on=last_on))
    record_month(tx, OrderedPart(part=part, starts_on=last_on, ends_on=last_on), CompletedWork(
        order_id=employment.order_id, part=part, completed_on=last_on, registered_on=tx.on, hours={}), budget)
    store.add_settled(tx, employment.order_id, part, left)
    post(tx, provision_used(employment, part, budget, tx.on))


def _exercises(tx: Tx, employment: OpenEndedEmployment, last_on: date) -> list[Exercise]:
    """The years of the employment, with the leave that each gave for the year after it."""
    earned = reads.earned_by_year(tx, employment.order_id)
    for last_paid, budget in reads.budgets_to_come(tx, employment.order_id):
        rule = law(tx).budget_rule(tx.tables, contract=employment.contract, on=last_paid)
        gross = divide(budget, rule).gross
        earned[last_paid.year] = earned.get(last_paid.year, Money.zero(gross.currency)) + gross
    return [_exercise(tx, employment.member_id, year, gross, last_on) for year, gross in sorted(earned.items())]


def _exercise(tx: Tx, member_id: str, year: int, earned: Money, last_on: date) -> Exercise:
    if year == last_on.year:
        return Exercise(year=year, earned=earned)
    right, taken = leave_of_year(tx, member_id, year + 1)
    return Exercise(year=year, earned=earned, leave_days=right, taken_days=taken)


def _normal_year(employment: OpenEndedEmployment) -> Money:
    """The normal gross of twelve months: what was agreed last, without leave."""
    last = max((one for one in employment.terms if one.state is TermsState.AGREED and not one.is_leave),
               key=lambda one: (one.from_on, one.place))
    return last.gross.times(MONTHS)
