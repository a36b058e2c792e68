"""Questions about what was withheld: in a month, of a worker in a year; and the proofs that it agrees."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from services.payroll.countries.protocol import law
from services.payroll.dues.reads import due_cents, paid_so_far
from services.payroll.dues.rules import ReturnPeriod
from services.payroll.tax_returns.errors import YearlyPaperNotPrinted
from services.payroll.tax_returns.rules import WithholdingFigures, WithholdingReturn, YearlyStatement
from services.payroll.wages.rules.pay import Creditor
from shared.errors import NotFound
from shared.ledger import balance, numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
ACCOUNT = "withholding_tax_to_pay"


def currency_of(tx: Tx) -> str:
    """The country's currency."""
    return str(tx.tables.value("currency", tx.on))


def last_closed(tx: Tx, entity: str) -> date | None:
    """The day after an entity's last closed month."""
    found: date | None = tx.single(Q.last_closed, entity=entity)["ends_before"]
    return found


def first_pay_day(tx: Tx, entity: str) -> date | None:
    """The first day on which an entity paid a wage."""
    found: date | None = tx.single(Q.first_pay_day, entity=entity)["pay_on"]
    return found


def figures_due(tx: Tx, entity: str, period: ReturnPeriod) -> WithholdingFigures:
    """What wages paid by the end of a month, that no return has, withheld."""
    return _figures(tx, tx.single(Q.figures_due, entity=entity, currency=currency_of(tx),
                                  ends_before=period.ends_before, **_scope(tx)))


def _scope(tx: Tx) -> dict[str, list[str]]:
    owed = [code for code, creditor in law(tx).owed_to.items() if creditor is Creditor.TAX_AUTHORITY]
    return {"owed": owed, "accounts": numbers_of(tx, ACCOUNT)}


def _figures(tx: Tx, row: Mapping[str, Any]) -> WithholdingFigures:
    currency = currency_of(tx)
    return WithholdingFigures(wages=row["wages"], payslips=Money(row["payslips"], currency),
                              ledger=Money(row["ledger"], currency))


def get_return(tx: Tx, return_id: str) -> WithholdingReturn:
    """One return, or a refusal."""
    row = tx.require(Q.get_return, NotFound(kind="withholding return", id=return_id), return_id=return_id)
    kept = {name: row[name] for name in ("return_id", "entity", "due_on", "reference", "answered_on")}
    return WithholdingReturn(
        **kept, period=ReturnPeriod(starts_on=row["starts_on"], ends_before=row["ends_before"]),
        withheld=Money.from_row(row, "withheld"),
        figures=_figures(tx, tx.single(Q.figures_of, return_id=return_id, **_scope(tx))))


def list_returns(tx: Tx, *, entity: str, before: date, limit: int) -> list[WithholdingReturn]:
    """Returns of an entity, latest month first."""
    rows = tx.all(Q.list_returns, entity=entity, before=before, limit=limit)
    return [get_return(tx, row["return_id"]) for row in rows]


def is_stated(tx: Tx, entity: str, year: int) -> bool:
    """Whether an entity's year was stated."""
    return bool(tx.single(Q.year_is_stated, entity=entity, year=year)["stated"])


def get_statement(tx: Tx, *, entity: str, year: int, member_id: str) -> YearlyStatement:
    """A worker's year, or a refusal."""
    missing = NotFound(kind="yearly statement", id=f"{year}/{member_id}")
    return _statement(tx.require(Q.get_statement, missing, entity=entity, year=year, member_id=member_id))


def get_paper(tx: Tx, statement: YearlyStatement) -> str:
    """A worker's year as PDF in base 64, or a refusal while it is not printed yet."""
    row = tx.require(Q.get_paper, YearlyPaperNotPrinted(year=str(statement.year)), entity=statement.entity,
                     year=statement.year, member_id=statement.member_id)
    return b64encode(row["pdf"]).decode()


def list_to_print(tx: Tx, after: YearlyStatement | None, limit: int) -> list[YearlyStatement]:
    """Workers' years that have no paper yet, after one of them."""
    where = {"entity": "", "year": 0, "member_id": ""} if after is None else {
        "entity": after.entity, "year": after.year, "member_id": after.member_id}
    return [_statement(row) for row in tx.all(Q.list_to_print, **where, limit=limit)]


def yearly_file(tx: Tx, *, entity: str, year: int) -> str:
    """The file of a stated year for the authority in base 64, or a refusal where its form is not known to us."""
    if not is_stated(tx, entity, year):
        raise NotFound(kind="stated year", id=str(year))
    return b64encode(law(tx).tax_returns().yearly_file(year)).decode()


def list_statements(tx: Tx, *, entity: str, year: int, after: int, limit: int) -> list[YearlyStatement]:
    """The workers' years, in the order of their numbers."""
    return [_statement(row) for row in tx.all(Q.list_statements, entity=entity, year=year, after=after, limit=limit)]


def _statement(row: Mapping[str, Any]) -> YearlyStatement:
    kept = {name: row[name] for name in ("entity", "year", "member_id", "number", "wages", "first_on", "last_on",
                                         "closed_on")}
    return YearlyStatement(**kept, figures={
        code: Money(cents, row["currency"]) for code, cents in sorted(row["figures"].items())})


def prove_tax_returns(tx: Tx) -> Iterator[str]:
    """The account stands at what was declared and not paid, and at what is not yet; each month and year adds up."""
    currency, scope = currency_of(tx), _scope(tx)
    declared = {row["return_id"]: row["cents"] for row in tx.all(Q.list_all, currency=currency)}
    undeclared = tx.single(Q.undeclared, currency=currency, owed=scope["owed"])["cents"]
    paid = paid_so_far(tx, Creditor.TAX_AUTHORITY, currency)
    expected, found = Money(-sum(declared.values()) - undeclared, currency) + paid, balance(
        tx, ACCOUNT, currency=currency)
    if found != expected:
        yield f"payroll: the account of what is withheld stands at {found}, returns and what is in none at {expected}"
    for return_id, cents in declared.items():
        if not get_return(tx, return_id).agrees or due_cents(tx, return_id) != cents:
            yield f"payroll: withholding return {return_id} is not what payslips, ledger and due have"
    for row in tx.all(Q.years_beside_months, currency=currency, owed=scope["owed"]):
        yield f"payroll: the workers' {row['year']} comes to {row['cents']} cents, its months to {row['months']}"
