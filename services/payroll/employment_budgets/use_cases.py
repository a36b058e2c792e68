"""Keeping employments without an end: fed by what is worked in them, paid month by month, warned of beforehand."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import structlog

from services.payroll.absences.reads import touched_days, unpaid_days
from services.payroll.countries.protocol import law
from services.payroll.departures.use_cases import settle_holiday_pay
from services.payroll.employment_budgets import reads, rules, store
from services.payroll.employment_budgets.errors import NothingToSpread
from services.payroll.employment_budgets.postings import fed, given_back, lent
from services.payroll.employment_budgets.rules import BudgetWarning, Feed, Funds, Lent, Month, PlannedMonth
from services.payroll.employment_contracts.reads import bounds_of, find_standing, get_employment, list_to_lapse
from services.payroll.employment_contracts.rules import OpenEndedEmployment, Party, Terms, TermsState
from services.payroll.employment_contracts.use_cases import (
    give_notice,
    hold_other_terms,
    lapse_terms,
    lock_employment,
    record_worked_out,
)
from services.payroll.events import (
    EmploymentBudgetShort,
    EmploymentChangedBecause,
    EmploymentEndedBecause,
    EmploymentRemedy,
)
from services.payroll.fund.use_cases import open_behind
from services.payroll.orders.rules import Block, CompletedWork, OrderedPart, pay_day
from services.payroll.orders.use_cases import block_parts, record_month, wait_for_clients
from services.payroll.wages.rules.budget import BudgetRule, budget_for, divide
from services.payroll.wages.rules.occupation import Occupation
from services.payroll.wages.rules.pay import Pay, PayFacts, work_out
from services.payroll.workers.reads import household_on
from services.payroll.workers.rules import ContractKind
from shared.definitions import Advance
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.ledger import MAIN_ENTITY, post_all
from shared.money import Money
from shared.postgres import Database, Tx, is_away

KEEPER = "job:keep_employments"
NOTHING_STOPS = Block("", "")
log = structlog.get_logger()


def keep_employments(database: Database, on: date, advance: Advance) -> str:
    """Let unsigned terms lapse; feed each employment, work out its months that are over, warn, do what was announced.

    Each employment is a transaction of its own: one that cannot be worked out waits with its reason and stops no other.
    """
    with database.reading(on=on, actor=KEEPER) as tx:
        lapsing, kept = list_to_lapse(tx), reads.list_to_keep(tx, on)
    for employment_id in lapsing:
        with database.transaction(on=on, actor=KEEPER) as tx:
            lapse_terms(tx, employment_id)
    months = stopped = 0
    for done, employment_id in enumerate(kept, start=1):
        found = _kept(database, on, employment_id)
        months, stopped = months + (found or 0), stopped + (found is None)
        advance(done, len(kept))
    return f"{len(kept)} employments, {months} months worked out, {stopped} wait, {len(lapsing)} terms lapsed"


def _kept(database: Database, on: date, employment_id: str) -> int | None:
    try:
        with database.transaction(on=on, actor=KEEPER) as tx:
            return keep(tx, employment_id)
    except Refusal as refusal:
        block = Block(refusal.code, refusal.message)
    except Exception as error:
        if is_away(error):
            raise
        log.exception("employment_failed", employment=employment_id)
        block = Block("internal_error", "A fault of ours: see the log.")
    with database.transaction(on=on, actor=KEEPER) as tx:
        store.save_blocked(tx, employment_id, block)
    return None


def keep(tx: Tx, employment_id: str) -> int:
    """Bring one employment up to the day; how many of its months were worked out."""
    employment = lock_employment(tx, employment_id)
    _feed(tx, employment)
    months = _pay_owed_late(tx, employment)
    while (days := rules.next_days(employment)) is not None and days[1] < tx.on:
        months += _work_out_month(tx, employment, days)
        employment = replace(employment, worked_out_until=days[1])
    if employment.is_running():
        _look_ahead(tx, employment)
    elif employment.last_on is not None and (employment.worked_out_until or date.min) >= employment.last_on:
        settle_holiday_pay(tx, employment, employment.last_on)
    store.save_blocked(tx, employment_id, NOTHING_STOPS)
    return months


def _feed(tx: Tx, employment: OpenEndedEmployment) -> None:
    """What was worked inside the employment feeds it, unless it waits for its client; what was lent is given back."""
    inside = store.lock_inside(tx, employment)
    waiting = wait_for_clients(tx, [row["id"] for row in inside])
    free = [row for row in inside if row["id"] not in waiting]
    block_parts(tx, {**{row["id"]: waiting[row["id"]] for row in inside
                        if row["id"] in waiting and row["pay_on"] <= tx.on},
                     **{row["id"]: NOTHING_STOPS for row in free}})
    _take(tx, employment, [(Feed(
        feed_id=new_id("fed"), from_order_id=row["order_id"], from_part=row["part"], invoice_id=row["invoice_id"],
        left=row["amount"]), {"activity": row["activity_id"], "order": row["order_id"], "member": row["member_id"]})
        for row in free])
    for earlier_id in reads.earlier_employments(tx, employment):
        earlier = lock_employment(tx, earlier_id)
        _take(tx, employment, [(replace(feed, feed_id=new_id("fed"), from_feed_id=feed.feed_id), earlier.keys)
                               for feed in reads.feeds_of(tx, earlier.order_id) if feed.left])
    _give_back(tx, employment)


def _take(tx: Tx, employment: OpenEndedEmployment, feeds: Sequence[tuple[Feed, Mapping[str, str]]]) -> None:
    store.add_feeds(tx, employment, [feed for feed, _ in feeds])
    post_all(tx, [fed(feed.feed_id, feed.left, from_keys=keys, to=employment, on=tx.on) for feed, keys in feeds])


def _give_back(tx: Tx, employment: OpenEndedEmployment) -> None:
    """What nothing brought when a month was worked out is brought now, the oldest month first."""
    feeds, brought = reads.feeds_of(tx, employment.order_id), []
    for need in reads.lent_of(tx, employment.order_id):
        slices, _, feeds = rules.slice_up(need, feeds)
        brought += slices
    store.add_slices(tx, employment, brought)
    post_all(tx, [given_back(employment, one, tx.on) for one in brought])
    open_behind(tx, {one.invoice_id for one in brought})


def _pay_owed_late(tx: Tx, employment: OpenEndedEmployment) -> int:
    """Days of months worked out that an absence took from them, and that are owed after all, are paid now."""
    touched = touched_days(tx, employment.member_id)
    if not touched or employment.worked_out_until is None:
        return 0
    paid, unpaid = reads.paid_days(tx, employment.order_id), unpaid_days(tx, employment.member_id)
    spans = rules.owed_late(employment, touched, unpaid=unpaid, paid=paid)
    return sum(_add_month(tx, employment, days, {*unpaid, *paid}) for days in spans)


def _work_out_month(tx: Tx, employment: OpenEndedEmployment, days: tuple[date, date]) -> int:
    """A month is over: its wage is owed, its budget is taken from what fed the employment, or lent; 0 when on leave."""
    added = _add_month(tx, employment, days, unpaid_days(tx, employment.member_id))
    record_worked_out(tx, employment, days[1])
    return added


def _add_month(
    tx: Tx, employment: OpenEndedEmployment, days: tuple[date, date], unpaid: Collection[date],
) -> int:
    month = rules.plan_month(employment, *days, wage_of=_least_or_agreed(tx), unpaid=unpaid)
    if month is not None:
        part, feeds = reads.next_month(tx, employment.order_id), reads.feeds_of(tx, employment.order_id)
        budget = _cost(tx, employment, month)
        if employment.pays_out and rules.pays_last(employment, days[1], unpaid):
            budget = max(budget, rules.sum_of(feeds, budget.currency))
        slices, lacking, _ = rules.slice_up(Lent(part=part, starts_at=0, amount=budget), feeds)
        record_month(tx, OrderedPart(part=part, starts_on=month.first, ends_on=month.last), CompletedWork(
            order_id=employment.order_id, part=part, completed_on=month.last, registered_on=tx.on, hours=month.hours),
            budget)
        store.add_slices(tx, employment, slices)
        post_all(tx, [lent(employment, lacking, tx.on)] if lacking.amount else [])
    return int(month is not None)


def _least_or_agreed(tx: Tx) -> Callable[[Terms, date], Money]:
    """The monthly gross of terms on a day: as agreed, or the guaranteed minimum where that has become more."""
    full = bounds_of(tx).full_hours

    def wage_of(terms: Terms, day: date) -> Money:
        share = Occupation(worked=terms.weekly_hours, full=full, days=1)
        return max(terms.gross, law(tx).least_gross(tx.tables, share, day))

    return wage_of


def _rule(tx: Tx, employment: OpenEndedEmployment, day: date) -> BudgetRule:
    return law(tx).budget_rule(tx.tables, contract=employment.contract, on=day)


def _cost(tx: Tx, employment: OpenEndedEmployment, month: Month) -> Money:
    """The budget that a month's wage needs."""
    return budget_for(month.gross, _rule(tx, employment, month.last_paid))


def _ahead(tx: Tx, employment: OpenEndedEmployment, funds: Funds, horizon: int = rules.HORIZON) -> list[PlannedMonth]:
    return rules.look_ahead(
        employment, funds.whole, since=rules.next_days(employment), wage_of=_least_or_agreed(tx), horizon=horizon,
        cost_of=lambda month: _cost(tx, employment, month), unpaid=unpaid_days(tx, employment.member_id))


def _look_ahead(tx: Tx, employment: OpenEndedEmployment) -> None:
    """Warn before the budget is short, take the warning back when it is not, or do what was announced."""
    holds = employment.terms_on(max(tx.on, employment.starts_on))
    if holds is None:
        return
    funds = reads.funds_of(tx, employment, holds.gross.currency)
    if holds.is_leave:
        _end_leave(tx, employment, holds, funds)
        return
    short = rules.short_from(_ahead(tx, employment, funds))
    warning = reads.open_warning(tx, employment.employment_id)
    if warning is not None and short is None:
        store.lift_warning(tx, employment.employment_id, warning)
    elif warning is not None and tx.on >= warning.effective_on:
        store.save_applied(tx, employment.employment_id, warning)
        _apply(tx, employment, warning, holds, funds)
    elif warning is None and short is not None:
        _warn(tx, employment, short)


def _warn(tx: Tx, employment: OpenEndedEmployment, short: date) -> None:
    weeks = tx.tables.integer("budget_warning_weeks", tx.on)
    effective_on = rules.effective_day(short, weeks=weeks, on=tx.on)
    if effective_on is not None:
        store.add_warning(tx, employment.employment_id, short_from=short, effective_on=effective_on,
                          remedy=employment.when_short)
        tx.announce(EmploymentBudgetShort(
            employment_id=employment.employment_id, member_id=employment.member_id, short_from=short,
            remedy=employment.when_short, effective_on=effective_on, warned_on=tx.on))


def _apply(tx: Tx, employment: OpenEndedEmployment, warning: BudgetWarning, holds: Terms, funds: Funds) -> None:
    """Do what was agreed and announced: fewer hours, unpaid leave where too few would be left, or notice."""
    if warning.remedy is EmploymentRemedy.NOTICE:
        give_notice(tx, employment.employment_id, Party.COOPERATIVE, EmploymentEndedBecause.BUDGET_EMPTY)
        return
    fewer = _fewer_hours(tx, employment, holds, funds) if warning.remedy is EmploymentRemedy.LOWER_HOURS else None
    hours, gross = fewer or (Decimal(0), Money.zero(holds.gross.currency))
    hold_other_terms(tx, employment.employment_id, from_on=_from_day(tx, employment, warning.effective_on),
                     weekly_hours=hours, gross=gross, because=EmploymentChangedBecause.BUDGET_SHORT)


def _fewer_hours(tx: Tx, employment: OpenEndedEmployment, holds: Terms, funds: Funds) -> tuple[Decimal, Money] | None:
    """The hours that what is there carries for some months."""
    carried = _carried(tx, employment, funds, tx.tables.integer("budget_remedy_months", tx.on))
    return rules.lower_hours(holds, carried, least_hours=bounds_of(tx).least_hours) if carried else None


def _carried(tx: Tx, employment: OpenEndedEmployment, funds: Funds, months: int) -> Money:
    """The monthly gross that what is there carries for so many months; nothing when it carries none."""
    share = Money(max(funds.whole.cents, 0) // months, funds.held.currency)
    try:
        return divide(share, _rule(tx, employment, max(tx.on, employment.starts_on))).gross
    except Refusal:
        return Money.zero(share.currency)


def _from_day(tx: Tx, employment: OpenEndedEmployment, day: date) -> date:
    """Never before today, nor before what is worked out."""
    done = employment.worked_out_until
    return max([day, tx.on, *([done + rules.ONE_DAY] if done else [])])


def _end_leave(tx: Tx, employment: OpenEndedEmployment, leave: Terms, funds: Funds) -> None:
    """A leave that began for want of budget is over when the budget carries some months of the terms before it."""
    if leave.because is not EmploymentChangedBecause.BUDGET_SHORT:
        return
    before = max((one for one in employment.terms if not one.is_leave and one.place < leave.place),
                 key=lambda one: one.place)
    first = rules.month_around(tx.on)[1] + rules.ONE_DAY
    back = employment.with_terms(replace(before, place=leave.place + 1, from_on=first, state=leave.state))
    months = tx.tables.integer("budget_remedy_months", tx.on)
    ahead = rules.look_ahead(
        back, funds.whole, since=rules.month_around(first), wage_of=_least_or_agreed(tx), horizon=months,
        cost_of=lambda month: _cost(tx, employment, month), unpaid=unpaid_days(tx, employment.member_id))
    if rules.short_from(ahead) is None:
        hold_other_terms(tx, employment.employment_id, from_on=first, weekly_hours=before.weekly_hours,
                         gross=before.gross, because=EmploymentChangedBecause.LEAVE_OVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentQuote:
    """What an employment would pay, how long the budget carries it, and which wage it would carry for some months."""

    funds: Funds
    first_month: PlannedMonth
    pay: Pay
    ahead: list[PlannedMonth]
    carried_months: int
    short_from: date | None
    months: int
    carries: Money
    least: Money


def quote_employment(
    tx: Tx, *, member_id: str, starts_on: date, weekly_hours: Decimal, gross: Money, months: int,
) -> EmploymentQuote:
    """What-if: the same months, budgets and pay as are worked out and paid; of the budget that there is on the day.

    A worker who has an employment is told of it with these terms from that day on.
    """
    employment = _as_if(tx, member_id, starts_on, weekly_hours, gross)
    funds = reads.funds_of(tx, employment, gross.currency)
    ahead = _ahead(tx, employment, funds)
    if not ahead:
        raise NothingToSpread(funds=str(funds.whole))
    shown = next((one for one in ahead if one.month.first.day == 1 and one.month.first >= starts_on), ahead[0])
    share = Occupation(worked=weekly_hours, full=bounds_of(tx).full_hours, days=1)
    return EmploymentQuote(
        funds=funds, first_month=shown, pay=_pay(tx, employment, shown), ahead=ahead,
        carried_months=sum(one.carried for one in ahead), short_from=rules.short_from(ahead), months=months,
        carries=_carried(tx, employment, funds, months), least=law(tx).least_gross(tx.tables, share, starts_on))


def _as_if(tx: Tx, member_id: str, starts_on: date, weekly_hours: Decimal, gross: Money) -> OpenEndedEmployment:
    """The employment that the worker has, with other terms from a day on; or one that begins then."""
    held = find_standing(tx, member_id, MAIN_ENTITY)
    employment = get_employment(tx, held) if held else None
    if employment is None or not employment.is_running():
        employment = OpenEndedEmployment(
            employment_id="", order_id="", member_id=member_id, activity_id="", entity=MAIN_ENTITY,
            contract=ContractKind.WHITE_COLLAR, work="", when_short=EmploymentRemedy.NOTICE, starts_on=starts_on,
            asked_on=tx.on, agreed_on=tx.on)
    return employment.with_terms(Terms(
        place=len(employment.terms) + 1, from_on=starts_on, weekly_hours=weekly_hours, gross=gross,
        state=TermsState.AGREED, asked_on=tx.on, asked_by=tx.actor))


def _pay(tx: Tx, employment: OpenEndedEmployment, planned: PlannedMonth) -> Pay:
    """A month's pay, by the function that pays."""
    month = planned.month
    day = pay_day(law(tx).due_on(tx.tables, month.last), law(tx).bank_closing_days(month.last), known_on=month.last)
    facts = PayFacts(
        contract=employment.contract, household=household_on(tx, employment.member_id, month.last_paid),
        occupation=law(tx).occupation(tx.tables, month.hours, contract=(month.first, month.last)),
        worked_on=month.last_paid, paid_on=day.pay_on)
    return work_out(planned.budget, rule=_rule(tx, employment, month.last_paid),
                    to_net=lambda gross: law(tx).gross_to_net(tx.tables, gross, facts))


def get_budget(tx: Tx, employment_id: str) -> dict[str, Any]:
    """What fed an employment, what its months took, what is left and how long that lasts."""
    employment = get_employment(tx, employment_id)
    funds = reads.funds_of(tx, employment, employment.terms[0].gross.currency)
    return {
        "employment_id": employment_id, "funds": funds, "fed_by": reads.fed_by(tx, employment.order_id),
        "worked_out": reads.months_of(tx, employment.order_id), "warning": reads.open_warning(tx, employment_id),
        "ahead": _ahead(tx, employment, funds) if employment.agreed_on else []}
