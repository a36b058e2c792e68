"""What payroll can carry: a month's wages worked out, booked, numbered, told and in the bank file; and their papers.

    python -m tests.bench.bench_payroll [--short]      (--short: a twentieth of everything)

Prints each figure and writes them to `var/bench/bench-payroll.json`. The ceiling beside the run is a bare loop of the
same arithmetic and a COPY of the very rows that the run wrote, in the same run, on an embedded PostgreSQL with its
usual durability. Targets in seconds mean the quiet machine of `calibration.json` and are scaled to this one; shares of
a ceiling are not.
"""

import resource
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402
from psycopg import sql  # noqa: E402

from services.payroll.countries.protocol import law  # noqa: E402
from services.payroll.invoices.rules import Invoice  # noqa: E402
from services.payroll.orders.postings import budget_received  # noqa: E402
from services.payroll.orders.rules import Allocation, Order  # noqa: E402
from services.payroll.payslips.use_cases import print_payslips  # noqa: E402
from services.payroll.runs.use_cases import pay_wages  # noqa: E402
from services.payroll.service import Payroll  # noqa: E402
from services.payroll.wages.rules.pay import DuePart, Pay, PayFacts, work_out  # noqa: E402
from services.payroll.workers.rules import Household  # noqa: E402
from shared.definitions import definition_of  # noqa: E402
from shared.ledger import post_all  # noqa: E402
from shared.money import Money  # noqa: E402
from shared.postgres import Database, Tx  # noqa: E402
from tests.bench.bench_membership import Bench, Figure, at_most, nothing, run_bench, timed  # noqa: E402
from tests.bench.calibration import Calibration  # noqa: E402

WAGES, SHORT, A_PAGE = 20_000, 20, 2_000
FIRST, LAST, ALLOCATED, PAY_DAY = date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 30), date(2026, 10, 6)
BUDGET, INVOICED = Money(478_120, "EUR"), Money(618_743, "EUR")
HOME = definition_of(Payroll)
WRITTEN = ("wages", "wage_lines", "payslips", "payslips_to_print", "wage_payments", "wage_batches", "batch_wages",
           "wage_transfers", "advances", "advance_steps", "ledger_entries", "ledger_postings", "event_log",
           "outbox_pending", "outgoing_documents")

PEOPLE = """
insert into employers values ('2020-01-01', 'Shared Company SC', 'Rue Emile Feron', '70', '1060', 'Saint-Gilles', 'BE',
    '0403019261', '100006', 'BE71096123456769', 'GKCCBEBB', 'Ethias', '7001', '2020-01-01');
insert into members select 'mbr_' || md5(n::text), '2020-01-01', 'fr' from generate_series(1, %(count)s) n;
insert into workers (member_id, first_name, last_name, national_number, iban, household, children, disabled_children,
                     dependants_over_65, language, registered_on)
select 'mbr_' || md5(n::text), 'Ada', 'Peeters ' || n, n::text, 'BE68539007547034', 'single', 0, 0, 0, 'fr',
       '2020-01-01' from generate_series(1, %(count)s) n;
insert into worker_households (member_id, valid_from, place, household, children, disabled_children, dependants_over_65,
                               recorded_on, recorded_by)
select member_id, '2020-01-01', 1, 'single', 0, 0, 0, '2020-01-01', 'bench' from workers;
"""
WORK = """
insert into orders (order_id, activity_id, member_id, client_id, client_country, contract, signed_on, starts_on,
                    ends_on, cents, currency)
select 'ord_' || md5(n::text), 'act_' || md5(n::text), 'mbr_' || md5(n::text), 'cli_' || md5((n %% 500)::text), 'BE',
       'white_collar', '2026-08-22', '2026-09-01', '2026-09-30', 511358, 'EUR' from generate_series(1, %(count)s) n;
insert into parts (order_id, part, starts_on, ends_on, completed_on, registered_on, due_on, pay_on)
select order_id, 1, starts_on, ends_on, '2026-09-30', '2026-09-30', '2026-10-07', '2026-10-06' from orders;
insert into worked_days select order_id, 1, day, 7.6 from orders,
    generate_series('2026-09-01'::date, '2026-09-30', '1 day') day where extract(isodow from day) < 6;
insert into declarations (declaration_id, order_id, member_id, starts_on, ends_on, state, late, sent_on, sent_at,
                          reference, reason)
select 'dec_' || substr(order_id, 5), order_id, member_id, starts_on, ends_on, 'accepted', false, '2026-08-22',
       '2026-08-22', '1', '' from orders;
insert into invoices (invoice_id, client_id, total_cents, currency, due_on)
select 'inv_' || substr(order_id, 5), client_id, 618743, 'EUR', '2026-10-30' from orders;
insert into allocations (allocation_id, order_id, part, invoice_id, cents, currency, allocated_on)
select 'alc_' || substr(order_id, 5), order_id, 1, 'inv_' || substr(order_id, 5), 478120, 'EUR', '2026-09-30'
from orders;
insert into guaranteed_orders select order_id, cents, currency from orders;
insert into guarantee_totals
select scope, whose, currency, hashtext(order_id) & 15, sum(cents) from orders
cross join lateral (values ('client', client_id), ('member', member_id), ('country', client_country))
    as scopes (scope, whose)
group by 1, 2, 3, 4;
"""


def filled(bench: Bench, count: int) -> Database:
    """A house with so many completed parts of September, their budgets booked, nothing paid yet."""
    database = bench.database(PEOPLE, WORK, count=count)
    with database.transaction(on=ALLOCATED, actor="bench") as tx:
        orders = tx.all("select order_id, activity_id, member_id, client_id from orders order by order_id")
        for start in range(0, count, A_PAGE):
            post_all(tx, [_budget(row) for row in orders[start:start + A_PAGE]])
    with psycopg.connect(database.url, autocommit=True) as conn:
        conn.execute("vacuum analyze")
    return database


def _budget(row: dict[str, Any]) -> Any:
    order = Order(**row, client_country="BE", contract="white_collar", signed_on=FIRST, starts_on=FIRST, ends_on=LAST,
                  amount=BUDGET)
    invoice = Invoice(invoice_id=f"inv_{order.order_id[4:]}", client_id=order.client_id, total=INVOICED,
                      prepaid=Money(0), due_on=PAY_DAY)
    return budget_received(Allocation(allocation_id=f"alc_{order.order_id[4:]}", order_id=order.order_id, part=1,
                                      amount=BUDGET, invoice=invoice), order, ALLOCATED)


def pay_run(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """The job itself, every wage proven afterwards; beside it arithmetic and COPY alone."""
    count = WAGES // bench.share
    database = filled(bench, count)
    seconds = timed(lambda: pay_wages(database, PAY_DAY, nothing))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    _assert_paid(database, count)
    with database.reading(on=PAY_DAY, actor="bench") as tx:
        arithmetic = timed(lambda: [_pay(tx) for _ in range(count)])
    with psycopg.connect(database.url) as conn:
        bare = arithmetic + sum(_copied(conn, table) for table in WRITTEN)
    database.close()
    longest = calibration.at_most(20 * count / WAGES)
    return {
        f"run_of_{count}_wages": at_most(seconds, "s", longest, bare),
        "run_beside_the_bare_loop": Figure(round(seconds / bare, 2), "x bare", "<= 3", seconds / bare <= 3),
        "wages_paid": Figure(round(count / seconds), "wages/s", "", holds=True),
        "memory_at_most": Figure(round(peak), "MB", "< 300", peak < 300),
    }


def _assert_paid(database: Database, count: int) -> None:
    with psycopg.connect(database.url) as conn:
        found = conn.execute("""
            select (select count(*) from wages), (select max(number) from payslips),
                   (select count(*) from wage_payments where state = 'sent'), (select sum(count) from wage_batches),
                   (select count(*) from event_log where type = 'payslip_issued')""").fetchone()
    if found != (count, count, count, count, count):
        raise AssertionError(f"not every wage is in slip, file and event: {found}")
    faults = [fault for check in HOME.checks for fault in check.run(database)]
    if faults:
        raise AssertionError(faults[0])


def _due() -> DuePart:
    hours = {date(2026, 9, day): Decimal("7.6") for day in range(1, 31) if date(2026, 9, day).weekday() < 5}
    return DuePart(order_id="o", part=1, activity_id="a", member_id="m", contract="white_collar", starts_on=FIRST,
                   ends_on=LAST, due_on=PAY_DAY, pay_on=PAY_DAY, late=False, budget=BUDGET, hours=hours)


def _pay(tx: Tx) -> Pay:
    """The arithmetic of one wage and nothing else."""
    due = _due()
    occupation = law(tx).occupation(tx.tables, due.hours, contract=(due.starts_on, due.ends_on))
    facts = PayFacts(contract=due.contract, household=Household(), occupation=occupation,
                     worked_on=due.last_worked, paid_on=due.pay_on)
    rule = law(tx).budget_rule(tx.tables, contract=due.contract, on=due.last_worked)
    return work_out(due.budget, rule=rule, to_net=lambda gross: law(tx).gross_to_net(tx.tables, gross, facts))


def _copied(conn: Any, table: str) -> float:
    """Seconds to copy the rows of a table into its bare like, and to commit them."""
    name, bare = sql.Identifier(table), sql.Identifier(f"bare_{table}")
    conn.execute(sql.SQL("create table {} (like {} including indexes)").format(bare, name))
    with conn.cursor().copy(sql.SQL("copy {} to stdout").format(name)) as copy:
        rows = [bytes(block) for block in copy]
    conn.commit()

    def copy_in() -> None:
        with conn.cursor().copy(sql.SQL("copy {} from stdin").format(bare)) as copy:
            for row in rows:
                copy.write(row)
        conn.commit()

    return timed(copy_in)


def papers(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """The job that prints, as one worker: from the content that was chained to the paper that is kept."""
    count = 400 // min(bench.share, 4)
    database = filled(bench, count)
    pay_wages(database, PAY_DAY, nothing)
    seconds = timed(lambda: print_payslips(database, PAY_DAY, nothing))
    with psycopg.connect(database.url) as conn:
        printed = conn.execute("select count(*) from payslip_papers").fetchone()
    database.close()
    if printed != (count,):
        raise AssertionError(f"of {count} payslips {printed} were printed")
    least = calibration.at_least(40, "python")
    return {"payslips_printed_by_a_worker": Figure(round(count / seconds, 1), "papers/s", f">= {least:.0f}",
                                                   count / seconds >= least)}


if __name__ == "__main__":
    run_bench("payroll", Bench(HOME, share=SHORT if "--short" in sys.argv else 1), pay_run, papers)
