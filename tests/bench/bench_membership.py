"""What membership can carry: yearly calls, an old register taken over, holdings as of a day, the register, its proof.

Run as a script; prints each figure and writes them to `var/bench/bench-membership.json`. Everything is measured in one
run on one machine, on an embedded PostgreSQL with its usual durability; the rows are made by SQL, the measured work is
the product's own. Beside it stands the bare statement that does the same work (the ceiling). Targets in seconds mean
the quiet machine of `calibration.json` and are scaled to this one.
"""

import json
import os
import platform
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402
import structlog  # noqa: E402
from psycopg.rows import tuple_row  # noqa: E402

from deploy.local.postgres import EmbeddedPostgres, fresh_name  # noqa: E402
from services.membership.advisors.use_cases import assign_advisors  # noqa: E402
from services.membership.imports.use_cases import import_register  # noqa: E402
from services.membership.register.reads import broken_chain, get_holding, get_register, verify_register  # noqa: E402
from services.membership.register.rules import Holder  # noqa: E402
from services.membership.register.use_cases import seal_register  # noqa: E402
from services.membership.service import Membership  # noqa: E402
from services.membership.shares.use_cases.calls import call_yearly_shares  # noqa: E402
from shared.definitions import ServiceDefinition, definition_of  # noqa: E402
from shared.migrations import migrate  # noqa: E402
from shared.postgres import Database  # noqa: E402
from tests.bench.calibration import Calibration, calibrate  # noqa: E402

SWEEP = date(2027, 12, 15)
TODAY = date(2030, 1, 1)
MEMBERS_SMALL, MEMBERS_LARGE = 20_000, 200_000
HOLDERS, MOVEMENTS_EACH = 50_000, 10
QUESTIONS, ROUNDS = 400, 5
OLD_MOVEMENTS = 5 * MEMBERS_SMALL
TAKEN_OVER = ("registrations", "members", "contacts", "holders", "share_movements", "register_unsealed")
HOME = definition_of(Membership)

PEOPLE = """
insert into registrations (id, applicant, state, given_name, family_name, national_number, street, postcode, town,
                           country, email, phone, language, activity, city, drafted_on)
select 'reg_' || md5(n::text), 'x', 'accepted', 'Ada', 'Peeters', n::text, 'Rue 1', '1000', 'Bruxelles', 'BE',
       'a@b.be', '', 'fr', 'design', 'Bruxelles', '2020-01-01' from generate_series(1, %(count)s) n;
insert into members (id, registration_id, national_number, language, accepted_on, admitted_on, shares)
select 'mbr_' || md5(n::text), 'reg_' || md5(n::text), n::text, 'fr', '2020-01-01', '2020-01-01', %(shares)s
from generate_series(1, %(count)s) n;
"""
ORDERS = """
insert into member_orders (order_id, member_id, signed_on)
select 'ord_' || md5(n::text), 'mbr_' || md5(n::text), '2027-03-01' from generate_series(1, %(count)s) n;
"""
MOVEMENTS = """
insert into holders (id, member_id, given_name, family_name, street, postcode, town, country, effective_on, recorded_at,
                     actor, reason, salt, digest)
select 'hol_' || md5(n::text), 'mbr_' || md5(n::text), 'Ada', 'Peeters', 'Rue ' || n, '1000', 'Bruxelles', 'BE',
       '2020-01-01', '2020-01-01', 'x', 'accepted', md5(n::text), md5('d' || n) from generate_series(1, %(count)s) n;
insert into share_movements (id, member_id, share_class, kind, shares, cents, currency, effective_on, recorded_at,
                             cause, actor)
select 'shm_' || md5(n || '/' || y), 'mbr_' || md5(n::text), 'A', 'paid', 1, 3000, 'EUR',
       make_date(2019 + y, 3, 1 + n %% 28), make_date(2019 + y, 3, 1 + n %% 28), 'pay_' || n || '/' || y, 'bank'
from generate_series(1, %(each)s) y, generate_series(1, %(count)s) n;
insert into standings (member_id, effective_on, recorded_at, voting, suspended_shares, reason)
select 'mbr_' || md5(n::text), '2024-05-01', '2024-05-01', false, 5, 'share_in_arrears'
from generate_series(1, %(count)s, 10) n;
insert into register_unsealed (entry_id, kind) select id, 'movement' from share_movements;
insert into register_unsealed (entry_id, kind) select id, 'holder' from holders;
insert into register_unsealed (entry_id, kind) select id::text, 'standing' from standings;
"""
ADVISORS = """
insert into advisors (id, subject, name, languages, cities, specialities, working_share, active_from)
select 'adr_' || md5(n::text), 'a' || n, 'Advisor ' || n, '{fr,nl}', '{Bruxelles,Gent}', '{}', 1, '2020-01-01'
from generate_series(1, 50) n;
"""
BARE_ASSIGNMENTS = """
insert into assignments (id, member_id, advisor_id, from_on, reason)
select 'asg_' || md5(m.id), m.id, 'adr_' || md5((1 + row_number() over () % 50)::text), '2027-12-15', 'sweep'
from members m
"""
BARE_CALLS = """
insert into share_calls (id, member_id, reason, year, shares, cents, currency, structured_communication, called_on,
                         due_on, recorded_at)
select 'shc_' || md5(id), id, 'yearly', 2027, 1, 3000, 'EUR', lpad(row_number() over ()::text, 12, '0'), '2027-12-15',
       '2028-01-14', now() from members
"""

BARE_SUM = """
select sum(shares) from share_movements
where member_id = %s and effective_on <= '2025-06-30' and recorded_at < '2026-01-02'
"""
BARE_HOLDING = """
select id, share_class, kind, shares, cents, currency, effective_on, recorded_at, counterpart,
       (select voting from standings s where s.member_id = m.member_id and effective_on <= '2025-06-30'
        and recorded_at < '2026-01-02' order by effective_on desc, id desc limit 1)
from share_movements m
where member_id = %s and effective_on <= '2025-06-30' and recorded_at < '2026-01-02'
order by effective_on, recorded_at, id
"""
BARE_SUMS = """
select member_id, sum(shares) from share_movements
where effective_on <= '2025-06-30' and recorded_at < '2026-01-02' group by member_id
"""
BARE_REGISTER = """
select m.member_id, m.shares, m.cents, h.given_name, h.family_name, h.street, h.postcode, h.town, h.country, s.voting
from (select member_id, sum(shares) as shares, sum(cents) as cents from share_movements
      where effective_on <= '2025-06-30' and recorded_at < '2026-01-02' group by member_id) m
left join (select distinct on (member_id) * from holders where effective_on <= '2025-06-30'
           and recorded_at < '2026-01-02' order by member_id, effective_on desc, recorded_at desc, id desc) h
    using (member_id)
left join (select distinct on (member_id) * from standings where effective_on <= '2025-06-30'
           and recorded_at < '2026-01-02' order by member_id, effective_on desc, id desc) s using (member_id)
order by m.member_id
"""


@dataclass(frozen=True)
class Figure:
    """One measured figure beside its target and, where there is one, the bare statement that does the same."""

    value: float
    unit: str
    target: str
    holds: bool
    ceiling: float | None = None
    share_of_ceiling: float | None = None

    def shown(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value is not None}


def at_most(value: float, unit: str, target: float, ceiling: float | None = None) -> Figure:
    """A time, or a factor, that may not be longer."""
    share = round(ceiling / value, 3) if ceiling else None
    return Figure(round(value, 2), unit, f"<= {target:.4g}", value <= target, ceiling and round(ceiling, 2), share)


def at_least(value: float, unit: str, target: float, ceiling: float) -> Figure:
    """A rate that may not be lower."""
    held = value >= target
    return Figure(round(value), unit, f">= {target:.0f}", held, round(ceiling), round(value / ceiling, 3))


def at_most_times(value: float, bare: float, target: float | None, unit: str = "s") -> Figure:
    """How many times as long as the bare statement it takes; without a target for information."""
    times = value / bare
    return Figure(round(times, 2), f"x of {bare:.4g} {unit}", f"<= {target}" if target else "",
                  not target or times <= target, float(f"{bare:.4g}"), round(1 / times, 3))


def at_least_share(value: float, target: float) -> Figure:
    """A part of what a bare loop does in the same run that may not be smaller."""
    return Figure(round(value, 3), "of bare loop", f">= {target}", value >= target)


def timed(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def nothing(done: int, total: int) -> None:
    """No progress is shown."""


class Bench:
    """Fresh databases of one service on one server, dropped at the end; `share`: of all, do this fraction."""

    def __init__(self, home: ServiceDefinition, *, share: int = 1) -> None:
        self.server = EmbeddedPostgres(ROOT / ".local" / "postgres-bench")
        self.home, self.share = home, share
        self.names: list[str] = []

    def url(self, *scripts: str, **params: int) -> str:
        self.names.append(fresh_name("bench"))
        url = self.server.create(self.names[-1])
        migrate(url, self.home.migrations)
        with psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) as conn:
            for script in scripts:
                conn.execute(script, params)
            conn.execute("vacuum analyze")
        return url

    def database(self, *scripts: str, **params: int) -> Database:
        return self.home.database(self.url(*scripts, **params), "BE").open()

    def calibrate(self) -> Calibration:
        self.names.append(fresh_name("bench"))
        return calibrate(self.server.create(self.names[-1]))

    def drop(self) -> None:
        for name in self.names:
            self.server.drop(name)


def yearly_calls(bench: Bench, members: int) -> tuple[float, float]:
    """Seconds for the yearly call of so many members, and for the bare rows of the same calls."""
    database = bench.database(PEOPLE, ORDERS, count=members, shares=1)
    with psycopg.connect(database.url) as conn:
        bare = timed(lambda: conn.execute(BARE_CALLS))
        conn.rollback()
    seconds = timed(lambda: call_yearly_shares(database, SWEEP, nothing))
    with psycopg.connect(database.url) as conn:
        called = conn.execute("select count(*), count(distinct member_id) from share_calls").fetchone()
        published = conn.execute("select count(*) from outbox_pending").fetchone()
    if called != (members, members) or published != (members,):
        raise AssertionError(f"called {called}, said {published}, members {members}")
    database.close()
    return seconds, bare


def write_old_register(folder: Path) -> None:
    """The files of a register that is taken over: each member bought a share in each of five years."""
    rows: dict[str, list[str]] = {
        "members.csv": [("number,given_name,family_name,street,postcode,town,country,email,language,activity,city,"
                        "accepted_on,admitted_on")],
        "movements.csv": ["number,lot,kind,shares,amount,effective_on"],
        "calls.csv": ["number,reason,year,shares,amount,called_on,due_on"],
        "totals.csv": ["members,shares,paid_in,calls,called",
                       f"{MEMBERS_SMALL},{OLD_MOVEMENTS},{OLD_MOVEMENTS * 30}.00,0,0.00"]}
    for number in range(1, MEMBERS_SMALL + 1):
        day = f"03-{1 + number % 28:02d}"
        rows["members.csv"].append(f"{number},Ada,Peeters{number},Rue {number},1000,Bruxelles,BE,a{number}@b.be,fr,"
                                   f"design,Bruxelles,2017-01-01,2017-{day}")
        rows["movements.csv"] += [f"{number},{year},paid,1,30.00,{year}-{day}" for year in range(2017, 2022)]
    for name, lines in rows.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def import_figures(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """An old register taken over whole, beside the bare COPY of the rows that it wrote."""
    database = bench.database()
    with TemporaryDirectory() as folder:
        write_old_register(Path(folder))
        seconds = timed(lambda: taken_over(database, Path(folder)))
    bare = bare_copy(database.url, bench.url())
    database.close()
    return {"import_20000_members_100000_movements": at_most(seconds, "s", calibration.at_most(60, "python", "sql"),
                                                             bare)}


def taken_over(database: Database, folder: Path) -> None:
    report = import_register(database, folder, on=TODAY, dry_run=False, advance=nothing)
    if not report.written:
        raise AssertionError(f"{report.refused[:3]} {report.differences}")


def bare_copy(source: str, target: str) -> float:
    """Seconds to COPY the rows of a register into an empty database, committed at once."""
    with psycopg.connect(source) as old:
        rows = {}
        for table in TAKEN_OVER:
            with old.cursor().copy(f"copy {table} to stdout") as copy:
                rows[table] = list(copy)

    def copy_in() -> None:
        with psycopg.connect(target) as new:
            for table, lines in rows.items():
                with new.cursor().copy(f"copy {table} from stdin") as copy:
                    for line in lines:
                        copy.write(line)

    return timed(copy_in)


def assignment_figures(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """An advisor for each of 20,000 members, among fifty who speak two languages in two cities."""
    database = bench.database(PEOPLE, ADVISORS, count=MEMBERS_SMALL, shares=1)
    with psycopg.connect(database.url) as conn:
        bare = timed(lambda: conn.execute(BARE_ASSIGNMENTS))
        conn.rollback()
    seconds = timed(lambda: assign_advisors(database, SWEEP, nothing))
    with psycopg.connect(database.url) as conn:
        given = conn.execute("select count(*), count(distinct member_id) from assignments").fetchone()
    if given != (MEMBERS_SMALL, MEMBERS_SMALL):
        raise AssertionError(f"given {given}")
    database.close()
    return {"assignment_20000_members": at_most(seconds, "s", calibration.at_most(60, "python", "sql"), bare)}


def register_figures(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """Holdings, the whole register and its proof among half a million movements."""
    entries = HOLDERS * (MOVEMENTS_EACH + 1) + HOLDERS // 10
    database = bench.database(PEOPLE, MOVEMENTS, count=HOLDERS, shares=MOVEMENTS_EACH, each=MOVEMENTS_EACH)
    write_digests(database.url)
    sealing = timed(lambda: seal_register(database))
    with database.reading(on=TODAY, actor="bench") as tx:
        whole_register(tx)
        registers = interleaved(ROUNDS, lambda: whole_register(tx), lambda: tx.conn.execute(BARE_REGISTER).fetchall(),
                                lambda: tx.conn.execute(BARE_SUMS).fetchall())
        ids = [row["id"] for row in tx.all("select id from members order by id")]
        holdings = interleaved(QUESTIONS, lambda: holding(tx, ids), lambda: bare_holding(tx.conn, BARE_HOLDING, ids),
                               lambda: bare_holding(tx.conn, BARE_SUM, ids))
        proof, fetch = map(median, interleaved(
            3, lambda: prove(tx.conn),
            lambda: tx.conn.execute("select count(md5(m::text)) from share_movements m").fetchone()))
        verification, loop = map(median, interleaved(3, lambda: prove_all(database), lambda: bare_loop(tx.conn)))
    database.close()
    whole, bare_whole, bare_sums = map(median, registers)
    one, bare_one, bare_sum = (median(seconds) * 1_000 for seconds in holdings)
    last = int(QUESTIONS * 0.99)
    return {
        "holding_as_of_a_day_p99": at_most(sorted(holdings[0])[last] * 1_000, "ms", calibration.at_most(5, "sql"),
                                           sorted(holdings[1])[last] * 1_000),
        "holding_beside_bare_statement": at_most_times(one, bare_one, 2, "ms"),
        "holding_beside_a_sum_alone": at_most_times(one, bare_sum, None, "ms"),
        "whole_register_as_of_a_day": at_most(whole, "s", calibration.at_most(3, "python", "sql"), bare_whole),
        "register_beside_bare_statement": at_most_times(whole, bare_whole, 2),
        "register_beside_sums_alone": at_most_times(whole, bare_sums, None),
        "register_verified": at_least(entries / proof, "entries/s", calibration.at_least(50_000, "python", "sql"),
                                      entries / fetch),
        "whole_verification": at_least_share(loop / verification, 0.5),
        "register_sealed": Figure(round(entries / sealing), "entries/s", "", True),
    }


def interleaved(rounds: int, *works: Callable[[], Any]) -> list[list[float]]:
    """Seconds of each, one after the other in every round, so that a machine whose speed drifts harms all alike."""
    return [list(seconds) for seconds in zip(*([timed(work) for work in works] for _ in range(rounds)), strict=True)]


def whole_register(tx: Any) -> None:
    page = get_register(tx, on=date(2025, 6, 30), known_on=date(2026, 1, 1))
    if len(page["rows"]) != HOLDERS or page["shares"] != HOLDERS * 6:
        raise AssertionError("the register does not show what it should")


def holding(tx: Any, ids: list[str]) -> None:
    found = get_holding(tx, member_id=random.choice(ids), on=date(2025, 6, 30), known_on=date(2026, 1, 1))  # noqa: S311
    if found["shares"] != 6:
        raise AssertionError("a holding is not what it should be")


def bare_holding(conn: Any, statement: str, ids: list[str]) -> None:
    conn.execute(statement, [random.choice(ids)]).fetchall()  # noqa: S311


def prove(conn: Any) -> None:
    if faults := list(broken_chain(conn)):
        raise AssertionError(faults[0])


def write_digests(url: str) -> None:
    """Give every name and domicile the digest that it was recorded with."""
    with psycopg.connect(url) as conn:
        conn.execute("set session_replication_role = replica")  # rows of holders are erased, never changed
        rows = conn.execute("select id, salt, given_name, family_name, street, postcode, town, country from holders")
        particulars = [field.name for field in fields(Holder)]
        conn.execute("create temp table digests (id text, digest text)")
        with conn.cursor().copy("copy digests from stdin") as copy:
            for holder_id, salt, *values in rows.fetchall():
                holder = Holder(**dict(zip(particulars, values, strict=True)))
                copy.write_row((holder_id, holder.digest(salt)))
        conn.execute("update holders h set digest = d.digest from digests d where d.id = h.id")


def prove_all(database: Database) -> None:
    """The whole proof of the register, as `verify` asks it: the chain, particulars, holdings, negative days."""
    if faults := list(verify_register(database)):
        raise AssertionError(faults[0])


def bare_loop(conn: Any) -> None:
    """Read the same rows, and hash each: what no proof of them can do without."""
    for table in ("register_chain", "share_movements", "holders", "standings"):
        with conn.cursor("bare_loop", row_factory=tuple_row) as cursor:
            cursor.itersize = 20_000
            for row in cursor.execute(f"select * from {table}"):
                sha256(repr(row).encode()).digest()


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    bench = Bench(HOME)
    try:
        calibration = bench.calibrate()
        small, bare = yearly_calls(bench, MEMBERS_SMALL)
        large, bare_large = yearly_calls(bench, MEMBERS_LARGE)
        factor = large / small / (MEMBERS_LARGE / MEMBERS_SMALL)
        figures = {
            "yearly_call_20000_members": at_most(small, "s", calibration.at_most(20), bare),
            "yearly_call_200000_members": at_most(large, "s", calibration.at_most(200), bare_large),
            "yearly_call_growth": at_most(factor, "x of linear", 1.25),
            **register_figures(bench, calibration),
            **import_figures(bench, calibration),
            **assignment_figures(bench, calibration),
        }
    finally:
        bench.drop()
    write_report("membership", figures, calibration)


def run_bench(name: str, bench: Bench, *measures: Callable[[Bench, Calibration], dict[str, Figure]]) -> None:
    """Calibrate, measure one after another, write the report; whatever was made is dropped."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    figures = dict[str, Figure]()
    try:
        calibration = bench.calibrate()
        for measure in measures:
            print(f"measuring: {measure.__name__} ...", flush=True)  # noqa: T201 - its purpose
            figures |= measure(bench, calibration)
    finally:
        bench.drop()
    write_report(name, figures, calibration, short=bench.share > 1)


def write_report(name: str, figures: dict[str, Figure], calibration: Calibration, **facts: Any) -> None:
    """The figures to `var/bench/bench-<name>.json`, and on the screen."""
    report = {"figures": {name: figure.shown() for name, figure in figures.items()}, **facts,
              "calibration": calibration.shown(), "machine": machine()}
    path = ROOT / "var" / "bench" / f"bench-{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    for title, figure in figures.items():
        held = "holds" if figure.holds else "MISSED"
        beside = f"bare {figure.ceiling}" if figure.ceiling else ""
        print(f"{title:34} {figure.value:>12} {figure.unit:12} {figure.target:10} {held:7} {beside}")  # noqa: T201


def machine() -> dict[str, Any]:
    return {"taken_at": datetime.now(UTC).isoformat(timespec="seconds"), "load_before": round(os.getloadavg()[0], 2),
            "cores": os.cpu_count(), "processor": platform.machine(), "system": platform.platform(),
            "python": platform.python_version()}


if __name__ == "__main__":
    main()
