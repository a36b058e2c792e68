"""What was withheld: a month closed by a person, a worker's year stated from its months."""

from contextlib import suppress

from services.payroll.countries.protocol import law
from services.payroll.dues.rules import ReturnPeriod, assert_over, period_around
from services.payroll.dues.use_cases import owe
from services.payroll.events import WithholdingReturnFiled
from services.payroll.tax_returns import reads, store
from services.payroll.tax_returns.errors import YearClosed
from services.payroll.tax_returns.rules import WithholdingReturn, assert_months_closed
from services.payroll.wages.rules.pay import Creditor
from shared.identifiers import new_id
from shared.ledger import close_period
from shared.ledger.book import PeriodClosedBefore
from shared.postgres import Tx


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


def _next_period(tx: Tx, entity: str) -> ReturnPeriod:
    return period_around(reads.last_closed(tx, entity) or reads.first_pay_day(tx, entity) or tx.on, months=1)


def _return(tx: Tx, entity: str, period: ReturnPeriod, return_id: str) -> WithholdingReturn:
    figures = reads.figures_due(tx, entity, period)
    return WithholdingReturn(entity=entity, period=period, due_on=law(tx).tax_returns().due_on(tx.tables, period),
                             withheld=figures.payslips, figures=figures, return_id=return_id)
