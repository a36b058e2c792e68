"""What was withheld: a month closed by a person, a worker's year stated from its months."""

from contextlib import suppress
from datetime import date

import structlog

from services.payroll.countries.protocol import law
from services.payroll.dues.rules import ReturnPeriod, assert_over, period_around
from services.payroll.dues.use_cases import owe
from services.payroll.events import WithholdingReturnFiled
from services.payroll.tax_returns import reads, store
from services.payroll.tax_returns.errors import YearClosed
from services.payroll.tax_returns.rules import WithholdingReturn, YearlyPaper, YearlyStatement, assert_months_closed
from services.payroll.wages.rules.pay import Creditor
from services.payroll.workers.reads import parties_on
from shared.definitions import Advance
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.ledger import close_period
from shared.ledger.book import PeriodClosedBefore
from shared.papers import print_paper
from shared.postgres import Database, Tx

BATCH, PRINTER = 20, "job:print_yearly_papers"
log = structlog.get_logger()


def preview_withholding_return(tx: Tx, *, entity: str) -> WithholdingReturn:
    """The next month of an entity as it would be closed now; a month that is not over shows what there is so far."""
    return _return(tx, entity, _next_period(tx, entity), "")


def close_withholding_return(tx: Tx, *, entity: str) -> WithholdingReturn:
    """Close the next month of an entity: what was paid by its end and stands in no return is declared once for ever.

    The books are closed first: no wage is worked out while what is there is read and declared. In which form the
    authority takes a month's file is not known to us: a person enters the sum and records its reference.
    """
    period = _next_period(tx, entity)
    assert_over(period, on=tx.on)
    with suppress(PeriodClosedBefore):  # its quarter was closed for social security before: its days are shut already
        close_period(tx, period.last_day, entity=entity)
    closed = _return(tx, entity, period, new_id("wht"))
    store.add_return(tx, closed)
    owe(tx, creditor=Creditor.TAX_AUTHORITY, return_id=closed.return_id, entity=entity, amount=closed.withheld,
        due_on=closed.due_on)
    tx.announce(WithholdingReturnFiled(
        return_id=closed.return_id, entity=entity, starts_on=period.starts_on, ends_on=period.last_day,
        due_on=closed.due_on, wages=closed.figures.wages, withheld=closed.withheld, filed_on=tx.on))
    return reads.get_return(tx, closed.return_id)


def record_withholding_answer(tx: Tx, *, return_id: str, reference: str) -> WithholdingReturn:
    """The authority took a month's return under its reference."""
    store.save_answer(tx, return_id, reference)
    return reads.get_return(tx, return_id)


def close_tax_year(tx: Tx, *, entity: str, year: int) -> int:
    """State what each worker was paid in a calendar year, once each of its months was closed; how many workers."""
    assert_months_closed(year, reads.last_closed(tx, entity))
    if reads.is_stated(tx, entity, year):
        raise YearClosed
    return store.add_statements(tx, entity, year, law(tx).tax_returns().yearly_codes)


def print_yearly_papers(database: Database, on: date, advance: Advance) -> str:
    """Print every worker's year that has no paper yet, in the worker's language; one that fails stops no other."""
    made, failed, after = 0, 0, None
    while True:
        with database.transaction(on=on, actor=PRINTER) as tx:
            batch = reads.list_to_print(tx, after, BATCH)
            printed = sum(_print(tx, statement) for statement in batch)
        if not batch:
            return f"{made} papers of workers' years were printed, {failed} not"
        made, failed, after = made + printed, failed + len(batch) - printed, batch[-1]
        advance(made + failed, made + failed)


def _print(tx: Tx, statement: YearlyStatement) -> bool:
    try:
        employer, worker = parties_on(tx, statement.member_id, statement.closed_on,
                                      entity=statement.entity)
        paper = law(tx).tax_returns().yearly_paper(YearlyPaper(statement=statement, employer=employer, worker=worker))
        store.add_paper(tx, statement, print_paper(paper))
    except Refusal as refusal:  # the next run tries it again
        log.warning("yearly_paper_not_printed", member=statement.member_id, code=refusal.code)
        return False
    return True


def _next_period(tx: Tx, entity: str) -> ReturnPeriod:
    return period_around(reads.last_closed(tx, entity) or reads.first_pay_day(tx, entity) or tx.on, months=1)


def _return(tx: Tx, entity: str, period: ReturnPeriod, return_id: str) -> WithholdingReturn:
    figures = reads.figures_due(tx, entity, period)
    return WithholdingReturn(entity=entity, period=period, due_on=law(tx).tax_returns().due_on(tx.tables, period),
                             withheld=figures.payslips, figures=figures, return_id=return_id)
