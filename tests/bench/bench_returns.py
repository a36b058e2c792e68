"""What returns can carry: a quarter of 20,000 workers with three wages each, declared whole; a month, and a year.

    python -m tests.bench.bench_returns [--short]      (--short: a twentieth of everything)

Prints each figure and writes them to `var/bench/bench-returns.json`. The wages are made by SQL from the lines of one
that the product worked out; the measured work is the product's own: every worker stated, written, booked, in the file.
Beside it stands the bare query that only reads what a return needs. Targets in seconds mean the quiet machine of
`calibration.json` and are scaled to this one.
"""

import resource
import sys
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402
from lxml import etree  # noqa: E402

from services.payroll.orders.rules import PartId  # noqa: E402
from services.payroll.runs.use_cases import pay_parts  # noqa: E402
from services.payroll.service import Payroll  # noqa: E402
from services.payroll.social_returns.reads import get_return  # noqa: E402
from services.payroll.social_returns.use_cases import close_social_return, close_social_returns  # noqa: E402
from services.payroll.tax_returns.use_cases import close_tax_year, close_withholding_return  # noqa: E402
from shared.definitions import definition_of  # noqa: E402
from shared.postgres import Database  # noqa: E402
from tests.bench.bench_membership import Bench, Figure, at_most, run_bench, timed  # noqa: E402
from tests.bench.bench_payroll import filled  # noqa: E402
from tests.bench.calibration import Calibration  # noqa: E402

WORKERS, SHORT, MONTHS = 20_000, 20, 3
PAY_DAY, CLOSED, YEAR_OVER = date(2026, 10, 6), date(2026, 11, 2), date(2027, 1, 4)
HOME = definition_of(Payroll)

# Three months of everybody: the wage that the product worked out for one worker, copied with its lines and booking.
MANY = """
insert into parts (order_id, part, starts_on, ends_on)
select order_id, part, starts_on, ends_on from orders, generate_series(2, 3) part;
insert into worked_days (order_id, part, day, hours)
select order_id, part, day, 7.6 from orders, generate_series(2, 3) part,
    generate_series('2026-09-01'::date, '2026-09-30', '1 day') day where extract(isodow from day) < 6;
create temporary table made as
select 'wag_' || md5(o.order_id || n) as wage_id, o.order_id, n as part, o.member_id, w.wage_id as like_id
from orders o cross join generate_series(1, 3) n cross join wages w where not exists (
    select from wages k where k.order_id = o.order_id and k.part = n);
insert into wages select m.wage_id, m.order_id, m.part, m.member_id,
    to_char(date '2026-06-01' + m.part * interval '1 month', 'YYYY-MM'), w.budget_cents, w.gross_cents, w.cost_cents,
    w.net_cents, w.currency, w.worked, w.full_time, w.days, w.strategy, w.due_on, w.pay_on, w.late, w.worked_out_on,
    w.undeclared from made m join wages w on w.wage_id = m.like_id;
insert into wage_lines select m.wage_id, l.place, l.section, l.code, l.label, l.base_cents, l.rate, l.cents, l.currency,
    l.effect, l.rule, l.source, l.provisional, l.over_cents, l.plus_cents, l.less_cents, l.least_cents, l.limit_cents,
    l.divides from made m join wage_lines l on l.wage_id = m.like_id;
insert into ledger_entries (id, journal, document, text, event_on, booked_on, recorded_at, actor)
select md5(m.wage_id)::uuid, e.journal, m.wage_id, e.text, e.event_on, e.booked_on, e.recorded_at, e.actor
from made m join ledger_entries e on e.document = m.like_id and e.journal = 'wages';
insert into ledger_postings (entry_id, line, account, cents, currency, activity, order_ref, member)
select md5(m.wage_id)::uuid, p.line, p.account, p.cents, p.currency, p.activity, m.order_id, m.member_id
from made m join ledger_entries e on e.document = m.like_id and e.journal = 'wages'
join ledger_postings p on p.entry_id = e.id;
"""
BARE = """
select w.member_id, sum(w.gross_cents), sum(t.hours), sum(l.cents)
from wages w
join lateral (select sum(hours) as hours from worked_days d where d.order_id = w.order_id and d.part = w.part) t on true
join lateral (select sum(cents) as cents from wage_lines l where l.wage_id = w.wage_id and l.effect <> 'explains') l
  on true
where w.month between '2026-07' and '2026-09' group by w.member_id
"""


def worked(bench: Bench) -> Database:
    """A house in which everybody was paid three wages of one quarter."""
    database = filled(bench, WORKERS // bench.share)
    with database.transaction(on=PAY_DAY, actor="bench") as tx:
        first = tx.single("select order_id from orders order by order_id limit 1")["order_id"]
        pay_parts(tx, [PartId(first, 1)])
    with psycopg.connect(database.url) as conn:
        conn.execute(MANY)
    with psycopg.connect(database.url, autocommit=True) as conn:
        conn.execute("vacuum analyze")
    return database


def returns(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """The quarter, a month and the year of everybody, each proven afterwards."""
    count, database = WORKERS // bench.share, worked(bench)
    with psycopg.connect(database.url) as conn:
        bare = timed(lambda: conn.execute(BARE).fetchall())
    before = _memory()
    quarter = timed(lambda: _closed(database, count))
    peak = _memory()
    month = timed(lambda: _month(database, count))
    year = timed(lambda: _year(database, count))
    size = _assert_whole(database, count)
    database.close()
    return {
        f"quarter_of_{count}_workers": at_most(quarter, "s", calibration.at_most(60 * count / WORKERS), bare),
        "quarter_file": Figure(round(size / 1e6, 1), "MB", "", holds=True),
        "memory_before": Figure(before, "MB", "", holds=True),
        "memory_at_most": Figure(peak, "MB", "< 300", peak < 300),
        f"month_of_{MONTHS * count}_wages": at_most(month, "s", calibration.at_most(10 * count / WORKERS), None),
        f"year_of_{count}_workers": at_most(year, "s", calibration.at_most(30 * count / WORKERS), None),
    }


def _memory() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024)


def _closed(database: Database, count: int) -> None:
    with database.transaction(on=CLOSED, actor="bench") as tx:
        begun = close_social_return(tx, entity="main", leaving_out=0)
    close_social_returns(database, CLOSED, lambda done, of: None)
    with database.reading(on=CLOSED, actor="bench") as tx:
        closed = get_return(tx, begun.return_id)
    if (closed.figures.workers, closed.left_out, closed.late) != (count, [], 0):
        raise AssertionError(f"not every worker is in the return: {closed.figures}")


def _month(database: Database, count: int) -> None:
    with database.transaction(on=CLOSED, actor="bench") as tx:
        closed = close_withholding_return(tx, entity="main")
    if not closed.agrees or closed.figures.wages != MONTHS * count:
        raise AssertionError(f"the month does not agree: {closed}")


def _year(database: Database, count: int) -> None:
    with database.transaction(on=YEAR_OVER, actor="bench") as tx:
        for _ in range(2):
            close_withholding_return(tx, entity="main")
        if close_tax_year(tx, entity="main", year=2026) != count:
            raise AssertionError("not every worker's year is stated")


def _assert_whole(database: Database, count: int) -> int:
    """Every worker stands in the file, and every proof of the returns holds; the size of the file."""
    with psycopg.connect(database.url) as conn:
        (content,) = conn.execute("select content from outgoing_documents where channel = 'onss'").fetchone() or (b"",)
    tree: Any = etree.fromstring(content)
    if sum(1 for _ in tree.iter("NaturalPerson")) != count:
        raise AssertionError("not every worker is in the file")
    faults = [fault for check in HOME.checks if check.name.startswith("returns") for fault in check.run(database)]
    if faults:
        raise AssertionError(faults[0])
    return len(content)


if __name__ == "__main__":
    run_bench("returns", Bench(HOME, share=SHORT if "--short" in sys.argv else 1), returns)
