"""Questions about returns to social security: what is not declared yet, what was, and what was found wrong in it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from services.payroll.countries.protocol import law
from services.payroll.dues.reads import due_cents, paid_so_far
from services.payroll.dues.rules import ReturnPeriod, ReturnState
from services.payroll.social_returns.rules import SUMS, LeftOut, PeriodWage, SocialFigures, SocialReturn, WorkerPeriod
from services.payroll.wages.rules.pay import Creditor
from services.payroll.workers.rules import Household
from shared.errors import NotFound
from shared.ledger import balance
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
A_PAGE = 250  # records are large: two pages of them are in memory beside the file
Found = tuple[WorkerPeriod, Money, tuple[str, ...]]


def next_start(tx: Tx, entity: str) -> date:
    """A day of the period after the last closed one; at first of that with the first wage, or today."""
    closed: date | None = tx.single(Q.last_closed, entity=entity)["ends_before"]
    month = tx.single(Q.first_month, entity=entity)["month"]
    return closed or (date.fromisoformat(f"{month}-01") if month else tx.on)


def list_worker_page(
    tx: Tx, entity: str, period: ReturnPeriod, *, after: str, limit: int, members: Sequence[str] = (),
    beside: str = "",
) -> list[Found]:
    """A page of workers with undeclared wages of a period (and of these workers) who do not stand in a return beside.

    With each what an earlier return of the period stated as owed for them, and which of their wages none has declared.
    """
    rows = tx.all(
        Q.list_worker_wages, entity=entity, currency=str(tx.tables.value("currency", period.last_day)),
        months=period.months, starts_on=period.starts_on, last_day=period.last_day, members=list(members), after=after,
        limit=limit, return_id=beside, codes=list(law(tx).social_returns().codes), owed=owed_codes(tx))
    return [_worker_of(member_id, list(found)) for member_id, found in groupby(rows, key=lambda row: row["member_id"])]


def list_worker_periods(
    tx: Tx, entity: str, period: ReturnPeriod, members: Sequence[str] = (),
) -> Iterator[Found]:
    """All of them, page by page."""
    after = ""
    while page := list_worker_page(tx, entity, period, after=after, limit=A_PAGE, members=members):
        yield from page
        after = page[-1][0].member_id


def find_closing(tx: Tx, entity: str) -> str | None:
    """The return of an entity that is being closed."""
    row = tx.one(Q.closing_return, entity=entity)
    return row["return_id"] if row else None


def list_closing(tx: Tx) -> dict[str, int]:
    """Returns that are being closed and that nothing holds, with how many workers are still to be stated."""
    return {row["return_id"]: count_to_state(
        tx, row["entity"], ReturnPeriod(starts_on=row["starts_on"], ends_before=row["ends_before"]),
        after=row["stated_until"]) for row in tx.all(Q.list_closing)}


def count_to_state(tx: Tx, entity: str, period: ReturnPeriod, *, after: str = "") -> int:
    """How many workers have wages of a period that no return has, after one of them."""
    return int(tx.single(Q.count_to_state, entity=entity, months=period.months, after=after)["count"])


def list_to_send_again(tx: Tx) -> list[str]:
    """Returns that were refused and are to leave again."""
    return [row["return_id"] for row in tx.all(Q.list_to_send_again)]


def owed_codes(tx: Tx) -> list[str]:
    """The lines of a wage that are owed to social security."""
    return [code for code, creditor in law(tx).owed_to.items() if creditor is Creditor.SOCIAL_SECURITY]


def _worker_of(member_id: str, rows: list[dict[str, Any]]) -> Found:
    wages = tuple(
        PeriodWage(
            **{name: row[name] for name in ("wage_id", "order_id", "contract", "starts_on", "ends_on", "days",
                                            "worked_days", "hours")},
            gross=Money.from_row(row, "gross"), booked=Money.from_row(row, "booked"),
            lines={code: Money(cents, row["currency"]) for code, cents in row["lines"].items()})
        for row in rows)
    return (WorkerPeriod(member_id=member_id, household=Household.from_fields(rows[0]), wages=wages),
            Money.from_row(rows[0], "before"), tuple(row["wage_id"] for row in rows if row["undeclared"]))


def count_undeclared(tx: Tx, entity: str, *, since: str = "", before: date) -> int:
    """How many wages of the months before a day (and since one) no return has declared."""
    return int(tx.single(Q.count_undeclared, entity=entity, since=since, before=f"{before:%Y-%m}")["count"])


def get_return(tx: Tx, return_id: str) -> SocialReturn:
    """One return, or a refusal."""
    row = tx.require(Q.get_return, NotFound(kind="social return", id=return_id), return_id=return_id)
    period = ReturnPeriod(starts_on=row["starts_on"], ends_before=row["ends_before"])
    figures = SocialFigures(workers=row["workers"], **{name: Money(row[name], row["currency"]) for name in SUMS})
    kept = {name: row[name] for name in ("return_id", "entity", "due_on", "refers_to", "attempt", "reference",
                                         "refused_because", "held_because", "open_anomalies")}
    return SocialReturn(
        **kept, period=period, figures=figures, left_out=list_left_out(tx, return_id), state=ReturnState(row["state"]),
        late=count_undeclared(tx, row["entity"], since=period.months[0], before=period.ends_before),
        provisional=law(tx).social_returns().provisional(tx.tables, period))


def list_left_out(tx: Tx, return_id: str) -> list[LeftOut]:
    """Whom a return leaves out, and why."""
    return [LeftOut(**row) for row in tx.all(Q.list_left_out, return_id=return_id)]


def list_returns(tx: Tx, *, entity: str, before: date, limit: int) -> list[SocialReturn]:
    """Returns of an entity, latest period first."""
    rows = tx.all(Q.list_returns, entity=entity, before=before, limit=limit)
    return [get_return(tx, row["return_id"]) for row in rows]


def list_workers(tx: Tx, *, return_id: str, after: int, limit: int) -> list[dict[str, Any]]:
    """What a return states of its workers: the record in the country's form, and its sums."""
    get_return(tx, return_id)
    return [{**row, **{name: Money.from_row(row, name) for name in SUMS}}
            for row in tx.all(Q.list_workers, return_id=return_id, after=after, limit=limit)]


def list_records(tx: Tx, return_id: str) -> Iterator[Mapping[str, Any]]:
    """What is written into the file, worker by worker."""
    after = 0
    while rows := tx.all(Q.list_records, return_id=return_id, after=after, limit=A_PAGE):
        yield from rows
        after = rows[-1]["place"]


def last_place(tx: Tx, return_id: str) -> int:
    """The last worker's place in a return."""
    return int(tx.single(Q.last_place, return_id=return_id)["place"])


def list_anomalies(tx: Tx, return_id: str) -> list[dict[str, Any]]:
    """What the authority found wrong in a return, worker by worker."""
    get_return(tx, return_id)
    return tx.all(Q.list_anomalies, return_id=return_id)


def prove_social_returns(tx: Tx) -> Iterator[str]:
    """The account of social security stands at what was declared and not paid, and at what is not declared yet."""
    currency = str(tx.tables.value("currency", tx.on))
    owed = {row["return_id"]: row["cents"] for row in tx.all(Q.owed_by_return, currency=currency)}
    undeclared = tx.single(Q.undeclared_booked, currency=currency, owed=owed_codes(tx))["cents"]
    paid = paid_so_far(tx, Creditor.SOCIAL_SECURITY, currency)
    expected = Money(-sum(owed.values()) - undeclared, currency) + paid
    found = balance(tx, "social_security_to_pay", currency=currency)
    if found != expected:
        yield f"payroll: the account of social security stands at {found}, what is declared or not yet at {expected}"
    for return_id, cents in owed.items():
        if due_cents(tx, return_id) != cents:
            yield f"payroll: social return {return_id} owes {cents} cents, its due is {due_cents(tx, return_id)}"
    yield from _records_agree(tx)


def _records_agree(tx: Tx) -> Iterator[str]:
    where = {"return_id": "", "after": 0}
    while rows := tx.all(Q.all_records, **where, limit=A_PAGE):
        for row in rows:
            if law(tx).social_returns().sums(row["record"]) != (row["contributions_cents"], row["reductions_cents"]):
                yield f"payroll: worker {row['place']} of social return {row['return_id']} is stated in other amounts"
        where = {"return_id": rows[-1]["return_id"], "after": rows[-1]["place"]}
