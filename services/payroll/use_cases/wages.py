"""Working out wages: one transaction per part, from its budget to its payslip, ledger entry and advance."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.payroll import store
from services.payroll.domain.errors import SeveralContractsUndecided
from services.payroll.domain.events import PayslipIssued
from services.payroll.domain.gross_to_net import PayRules
from services.payroll.domain.household import Household
from services.payroll.domain.occupation import Occupation, month_of, occupation_of
from services.payroll.domain.pay import Pay, work_out
from services.payroll.domain.pay_day import bank_day_on_or_after
from services.payroll.use_cases import advances, payslips
from services.payroll.use_cases.calendar import bank_closing_days, public_holidays
from services.payroll.use_cases.people import locked_worker
from services.payroll.use_cases.rules import budget_rule, pay_rules
from shared.errors import ParameterMissing
from shared.identifiers import new_id
from shared.ledger import Entry, Posting, credit, debit, post
from shared.money import Money
from shared.postgres import Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A part as it was worked: its hours by day, the month to which the pay relates, the share of that month."""

    hours: dict[date, Decimal]
    month: str
    occupation: Occupation

    @property
    def last(self) -> date:
        """The last day worked."""
        return max(self.hours)


def list_due(tx: Tx, day: date) -> list[tuple[str, int]]:
    """The parts (order, part) whose wage is to be paid by a day and was not worked out yet."""
    return store.parts_to_pay(tx, day)


def pay_part(tx: Tx, order_id: str, part: int) -> str | None:
    """Work out the wage of a part, once; its id, or nothing when it was worked out before or is at this moment.

    Refuses what cannot be worked out for certain: then nothing is written and the part stays to be paid.
    """
    due = store.lock_part_to_pay(tx, order_id, part)
    if due is None:
        return None
    due = _not_in_the_past(tx, due)
    worker = locked_worker(tx, due["member_id"])
    worked = _worked(tx, due)
    pay = _work_out(tx, due, store.household_of(worker), worked)
    wage_id = new_id("wag")
    _save(tx, due, worked, pay, wage_id)
    number = payslips.issue(
        tx, wage_id=wage_id, worker=worker, hours=worked.hours, days=worked.occupation.days, pay=pay,
        pay_on=due["pay_on"], late=due["late"])
    _book(tx, due, pay, wage_id)
    tx.announce(PayslipIssued(
        order_id=order_id, part=part, wage_id=wage_id, member_id=due["member_id"], number=number,
        gross=pay.shares.gross, net=pay.wage.net, due_on=due["due_on"], issued_on=tx.on))
    advances.open_for_wage(tx, order_id, part)
    return wage_id


def block_part(tx: Tx, order_id: str, part: int, *, code: str, why: str) -> None:
    """Note why a wage could not be worked out, so that somebody sees it; the next run tries again."""
    store.note_blocked(tx, order_id, part, code, why)


def _not_in_the_past(tx: Tx, due: dict[str, Any]) -> dict[str, Any]:
    """A wage that could not be paid on its day is paid on the next bank day, by the rules of that day."""
    if due["pay_on"] >= tx.on:
        return due
    closed = bank_closing_days(tx.tables.country, tx.on)
    return {**due, "pay_on": bank_day_on_or_after(tx.on, closed), "late": True}


def _worked(tx: Tx, due: dict[str, Any]) -> Worked:
    hours = store.worked_days(tx, due["order_id"], due["part"])
    occupation = occupation_of(
        hours, contract=(due["starts_on"], due["ends_on"]),
        public_holidays=public_holidays(tx.tables.country, due["completed_on"]),
        weekly=tx.tables.decimal("full_time_weekly_hours", due["completed_on"]))
    return Worked(hours=hours, month=month_of(min(hours), max(hours)), occupation=occupation)


def _work_out(tx: Tx, due: dict[str, Any], household: Household, worked: Worked) -> Pay:
    rules = _rules(tx, due, household, worked)
    return work_out(
        Money(due["budget_cents"], due["currency"]), household=household, occupation=worked.occupation,
        budget_rule=budget_rule(tx.tables, contract=due["contract"], on=worked.last), rules=rules,
        so_far=store.month_so_far(tx, due["member_id"], worked.month, rules.strategy_rule))


def _rules(tx: Tx, due: dict[str, Any], household: Household, worked: Worked) -> PayRules:
    first = worked.last.replace(day=1)
    last = worked.last.replace(day=monthrange(first.year, first.month)[1])
    several = store.count_contracts_in_month(tx, due["member_id"], first, last) > 1
    try:
        return pay_rules(tx.tables, contract=due["contract"], household=household, worked_on=worked.last,
                         paid_on=due["pay_on"], several=several)
    except ParameterMissing as missing:
        if not missing.details["parameter"].startswith("several_contracts"):
            raise
        raise SeveralContractsUndecided(member_id=due["member_id"], month=worked.month) from None


def _save(tx: Tx, due: dict[str, Any], worked: Worked, pay: Pay, wage_id: str) -> None:
    wage = {name: due[name] for name in ("order_id", "part", "member_id", "due_on", "pay_on", "late", "currency")}
    store.add_wage(tx, {
        **wage, "wage_id": wage_id, "month": worked.month, "budget_cents": pay.shares.budget.cents,
        "gross_cents": pay.shares.gross.cents, "cost_cents": pay.shares.cost.cents, "net_cents": pay.wage.net.cents,
        "worked": worked.occupation.worked, "full_time": worked.occupation.full, "days": worked.occupation.days,
        "strategy": pay.wage.strategy,
    }, [*(("budget", line) for line in pay.shares.lines), *(("wage", line) for line in pay.wage.lines)])


def _book(tx: Tx, due: dict[str, Any], pay: Pay, wage_id: str) -> None:
    """Spend the budget: the wage and its charges are owed, the variable share goes to the mutual fund."""
    keys = {"activity": due["activity_id"], "order": due["order_id"], "member": due["member_id"]}
    shares, wage = pay.shares, pay.wage
    owed_to_social_security = (
        wage["onss_employee"] - wage["work_bonus_a"] - wage["work_bonus_b"] + wage["special_contribution"]
        + shares.contributions)
    debits = {"employment_budgets": shares.budget, "gross_wages": shares.gross,
              "employer_social_security": shares.contributions, "holiday_pay": shares.holiday,
              "other_charges": shares.other}
    credits_ = {"wages_to_pay": wage.net, "withholding_tax_to_pay": wage["withholding"],
                "social_security_to_pay": owed_to_social_security, "holiday_pay_provision": shares.holiday,
                "other_charges_to_pay": shares.other, "mutual_fund": shares.variable,
                "employment_budgets_used": shares.cost}
    lines = [line for account, amount in debits.items() for line in _side(account, amount, keys)]
    lines += [line for account, amount in credits_.items() for line in _side(account, -amount, keys)]
    post(tx, Entry(journal="wages", document=wage_id, text=f"Wage of part {due['part']}", event_on=tx.on,
                   postings=tuple(lines)))


def _side(account: str, amount: Money, keys: dict[str, str]) -> list[Posting]:
    """A line for a signed amount (debit positive); none for nothing."""
    if not amount:
        return []
    return [debit(account, amount, **keys) if amount.cents > 0 else credit(account, -amount, **keys)]
