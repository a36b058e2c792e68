"""Returns of what was withheld, and workers' years, as rows."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.payroll.tax_returns.errors import MonthClosed, YearClosed
from services.payroll.tax_returns.rules import WithholdingReturn, YearlyStatement
from shared.errors import NotFound, Refusal
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

A_PAGE = 5_000
CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "withholding_returns_one_per_period": MonthClosed, "yearly_statements_one_per_worker": YearClosed,
}


def add_return(tx: Tx, closed: WithholdingReturn) -> None:
    """A person closed a month: what was paid in it and stands in no return is declared, each wage once for ever."""
    scope = {"entity": closed.entity, "currency": closed.withheld.currency, "ends_before": closed.period.ends_before}
    tx.run(Q.add_return, **scope, return_id=closed.return_id, starts_on=closed.period.starts_on, due_on=closed.due_on,
           on=tx.on, by=tx.actor, wages=closed.figures.wages, cents=closed.withheld.cents)
    while tx.run(Q.add_wages, **scope, return_id=closed.return_id, limit=A_PAGE):
        pass  # page by page: no statement may last long


def save_answer(tx: Tx, return_id: str, reference: str) -> None:
    """The authority took a return under its reference; once."""
    if not tx.run(Q.save_answer, return_id=return_id, reference=reference, on=tx.on):
        raise NotFound(kind="return without an answer", id=return_id)


def add_statements(tx: Tx, entity: str, year: int, codes: Sequence[str]) -> int:
    """State what each worker was paid in a year; how many workers."""
    return tx.run(Q.add_statements, entity=entity, year=year, codes=list(codes), first=date(year, 1, 1),
                  after=date(year + 1, 1, 1), on=tx.on, by=tx.actor)


def add_paper(tx: Tx, statement: YearlyStatement, pdf: bytes) -> None:
    """Keep the paper of a worker's year."""
    tx.run(Q.add_paper, entity=statement.entity, year=statement.year, member_id=statement.member_id, pdf=pdf, on=tx.on)
