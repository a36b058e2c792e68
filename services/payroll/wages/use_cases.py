"""Quoting pay and working out wages: one function, with the rules of the days named."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.payroll.countries.protocol import law
from services.payroll.declarations.reads import undeclared_parts
from services.payroll.orders.rules import Block, PartId, bank_day_on_or_after, pay_day
from services.payroll.outside_payroll.errors import PayNotWorkedOutHere, WageAwaitsOutsidePayroll
from services.payroll.outside_payroll.reads import answer_of_quote, answers_of_parts
from services.payroll.outside_payroll.rules import PayRequest, RequestKind
from services.payroll.wages import reads, store
from services.payroll.wages.errors import BelowMinimumPay, SeveralContractsUndecided
from services.payroll.wages.postings import wage_worked_out
from services.payroll.wages.rules.budget import budget_for
from services.payroll.wages.rules.occupation import NO_DAYS, assert_lawful_days
from services.payroll.wages.rules.outside import pay_of
from services.payroll.wages.rules.pay import Book, DuePart, Pay, PayFacts, Quote, Wage, work_out
from services.payroll.workers.errors import WorkerNotRegistered
from services.payroll.workers.reads import household_on
from services.payroll.workers.rules import Household
from services.payroll.workers.use_cases import lock_workers_on, record_household
from services.payroll.working_time.reads import limits
from shared.errors import ParameterMissing, Refusal
from shared.identifiers import new_id
from shared.ledger import post_all
from shared.money import Money
from shared.postgres import Tx


def quote_pay(
    tx: Tx, *, contract: str, household: Household | None, ends_on: date, hours: Mapping[date, Decimal],
    member_id: str = "", budget: Money | None = None, gross: Money | None = None,
) -> Quote:
    """What a budget pays, or what budget a gross wage needs, for work that ends on a day.

    Alone in its month, or for a known member after what they were paid for the month before; without a household named,
    theirs as the books have it on that day. Refused where a day is longer than the law lets it be
    (`longest_working_day`), with what they were paid for on it before.
    """
    for limit in limits(tx, ends_on):
        assert_lawful_days(hours, beside=reads.paid_hours(tx, member_id, hours), limit=limit)
    day = pay_day(law(tx).due_on(tx.tables, ends_on), law(tx).bank_closing_days(ends_on), known_on=ends_on)
    if law(tx).outside_lines:
        return _quote_of_partner(tx, PayRequest(
            pay_request_id="", kind=RequestKind.QUOTE, member_id=member_id, contract=contract, ends_on=ends_on,
            due_on=day.due_on, pay_on=day.pay_on, budget=budget or Money.zero(), hours=hours))
    occupation = law(tx).occupation(tx.tables, hours, contract=(min(hours), max(hours)))
    month = f"{ends_on:%Y-%m}"
    earlier = reads.months_so_far(tx, {member_id: month}, law(tx).counted, law(tx).alone) if member_id else {}
    so_far = earlier.get((member_id, month))
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


def _quote_of_partner(tx: Tx, question: PayRequest) -> Quote:
    """What the partner's own payroll answered to the same question; nothing else can be said here."""
    answer = answer_of_quote(tx, question)
    if answer is None:
        raise PayNotWorkedOutHere(country=tx.tables.country)
    return Quote(pay=pay_of(answer, question.budget, law(tx).outside_lines), due_on=question.due_on,
                 pay_on=question.pay_on)


def work_out_parts(tx: Tx, parts: Sequence[PartId]) -> tuple[list[Wage], dict[PartId, Block]]:
    """Work out the wages of parts of different workers, each once; and why those are not that cannot be for certain.

    Of what was worked out before, or is at this moment, nothing comes back. What is refused stays to be paid.
    """
    due = [_not_in_the_past(tx, one) for one in store.lock_parts_to_pay(tx, parts)]
    book = _open_book(tx, due)
    wages, blocked = [], {}
    for one in due:
        try:
            wages.append(_work_out_one(tx, one, book))
        except Refusal as refusal:
            blocked[one.id] = Block(refusal.code, refusal.message)
    store.add_wages(tx, wages)
    store.add_low_pay(tx, [wage for wage in wages if wage.is_low])
    post_all(tx, [wage_worked_out(wage, law(tx).owed_to, tx.on) for wage in wages])
    return wages, blocked


def _open_book(tx: Tx, due: Sequence[DuePart]) -> Book:
    """Read for all workers at once what their wages need; nobody else works out one of theirs until commit."""
    last_days, parts = {one.member_id: one.last_worked for one in due}, [one.id for one in due]
    if len(last_days) != len(due):
        raise ValueError("the second wage of a worker needs the first one in the book")
    return Book(
        workers=lock_workers_on(tx, last_days), employments=reads.count_employments(tx, last_days),
        so_far=reads.months_so_far(tx, {member: f"{day:%Y-%m}" for member, day in last_days.items()}, law(tx).counted,
                                      law(tx).alone),
        carried=reads.carried_over(tx, last_days), undeclared=undeclared_parts(tx, parts),
        answers=answers_of_parts(tx, parts) if law(tx).outside_lines else {})


def _work_out_one(tx: Tx, due: DuePart, book: Book) -> Wage:
    if due.member_id not in book.workers:
        raise WorkerNotRegistered(member_id=due.member_id)
    occupation = NO_DAYS if due.exit_pay else law(tx).occupation(
        tx.tables, due.hours, contract=(due.starts_on, due.ends_on))
    pay = _answered(tx, due, book) if law(tx).outside_lines else _by_law(tx, due, book.facts(due, occupation))
    return Wage(wage_id=new_id("wag"), due=due, occupation=occupation, pay=pay, undeclared=due.id in book.undeclared)


def _answered(tx: Tx, due: DuePart, book: Book) -> Pay:
    """The pay as the partner's own payroll worked it out for the month of payment."""
    answer = book.answers.get(due.id)
    if answer is None:
        raise WageAwaitsOutsidePayroll(order_id=due.order_id, part=due.part)
    answer.assert_for(due.pay_on)
    return pay_of(answer, due.budget, law(tx).outside_lines)


def _by_law(tx: Tx, due: DuePart, facts: PayFacts) -> Pay:
    try:
        return _work_out(tx, due.budget, facts)
    except ParameterMissing as missing:
        if not missing.details["parameter"].startswith("several_contracts"):
            raise
        raise SeveralContractsUndecided(member_id=due.member_id, month=due.month) from None


def _work_out(tx: Tx, budget: Money, facts: PayFacts) -> Pay:
    rule = (law(tx).exit_budget_rule(tx.tables, facts.exit_pay, on=facts.worked_on) if facts.exit_pay else
            law(tx).budget_rule(tx.tables, contract=facts.contract, on=facts.worked_on))
    return work_out(budget, rule=rule, to_net=lambda gross: law(tx).gross_to_net(tx.tables, gross, facts))


def _not_in_the_past(tx: Tx, due: DuePart) -> DuePart:
    """A wage that could not be paid on its day is paid on the next bank day, by the rules of that day."""
    if due.pay_on >= tx.on:
        return due
    return replace(due, pay_on=bank_day_on_or_after(tx.on, law(tx).bank_closing_days(tx.on)), late=True)


def change_household(tx: Tx, member_id: str, household: Household, valid_from: date) -> list[str]:
    """A worker's household changed on a day; the wages for days since then, whose payslips are to be corrected."""
    record_household(tx, member_id, household, valid_from)
    return reads.wages_since(tx, member_id, valid_from)
