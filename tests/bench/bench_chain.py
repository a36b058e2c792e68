"""The whole chain: orders from the client's signature to the wage on its way, over RabbitMQ, all services and relays.

    python -m tests.bench.bench_chain [--short]      (--short: 200 orders instead of 2,000)

The stack is started as `make up` starts it. Orders are drafted and sent to their clients beforehand; then each is
signed, declared, answered by the authority, completed, invoiced and paid, through public methods and the job alone.
The ceiling is the very rows that the run left (outbox and inbox included), inserted by hand in one process with the
commits that each order needs: no rule, no read, no update, no broker. Then the papers are made, 17 of 100 clients are
reminded and all pay. Figures go to `var/bench/bench-chain.json`, with what an order leaves in every table, and what a
year of 200,000 invoices would.
"""

import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from rich.console import Console

from deploy.local.demo.phone import Phone
from deploy.local.demo.scenario import read_scenario, weekdays
from deploy.local.demo.stage import euro, plain
from deploy.local.keys import development_keys
from deploy.local.stack import LOCAL, Stack
from shared.bus.client import BusClient
from shared.cli.working import find_job
from shared.settings import Settings
from tests.bench.bench_membership import Figure, write_report
from tests.bench.bench_payroll import PEOPLE
from tests.bench.calibration import calibrate
from tests.bench.chain_year import live_on

ORDERS, SHORT, CALLERS, A_YEAR, LEAST_SHARE = 2_000, 200, 8, 200_000, 0.5
PATIENCE_S = 600.0
SERVICES = ("membership", "invoicing", "payroll")
COMMITS = {"invoicing": 3, "payroll": 4, "membership": 2}  # of one order: commands, events consumed, its wage
APPLIED = "select distinct source, type from inbox where outcome = 'applied' order by 1, 2"
MEMBERS = """
insert into members select 'mbr_' || md5(n::text), '2020-01-01' from generate_series(1, %(count)s) n;
insert into activities select 'act_' || md5(n::text), 'mbr_' || md5(n::text), 'Stage design', '2020-01-01'
from generate_series(1, %(count)s) n;
"""
TABLES = "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"
Rows = list[tuple[Any, ...]]


class Chain:
    """A house with people in it, and the orders that go through it."""

    def __init__(self, settings: Settings, count: int) -> None:
        self.settings, self.count = settings, count
        self.scenario = read_scenario()
        self.order = self.scenario.orders["labels"]
        self.orders: list[str] = []
        self.calls: dict[str, list[float]] = {}

    @contextmanager
    def callers(self) -> Iterator[Callable[[str, date, Sequence[dict[str, Any]]], list[Any]]]:
        """`call(target, on, requests)`: so many callers at once, each on a connection of its own; the answers."""
        with ExitStack() as stack:
            phones = [Phone(stack.enter_context(BusClient(self.settings.amqp_uri, seconds=30, name="bench")),
                            development_keys(LOCAL / "keys")) for _ in range(CALLERS)]
            pool = stack.enter_context(ThreadPoolExecutor(CALLERS))

            def work(phone: Phone, target: str, on: date, requests: Sequence[dict[str, Any]]) -> list[Any]:
                by = "payroll_clerk" if target.startswith("payroll") else "advisor"
                return [tell(phone, target, on, by, request) for request in requests]

            def tell(phone: Phone, target: str, on: date, by: str, request: dict[str, Any]) -> Any:
                begun = time.perf_counter()
                answer = phone.tell(target, on=on, by=by, **request)
                self.calls.setdefault(target, []).append(time.perf_counter() - begun)
                return answer

            def call(target: str, on: date, requests: Sequence[dict[str, Any]]) -> list[Any]:
                shares = [pool.submit(work, phone, target, on, requests[place::CALLERS])
                          for place, phone in enumerate(phones)]
                return [answer for share in shares for answer in share.result()]

            yield call

    def fill(self, call: Callable[..., list[Any]]) -> None:
        """People by SQL; one client; every order drafted and sent to it."""
        with psycopg.connect(self.settings.migration_url("invoicing")) as conn:
            psycopg.ClientCursor(conn).execute(MEMBERS, {"count": self.count})
        with psycopg.connect(self.settings.migration_url("payroll")) as conn:
            psycopg.ClientCursor(conn).execute(PEOPLE, {"count": self.count})
        on = self.scenario.day("orders")
        client = call("invoicing.register_client", on, [plain(dict(self.scenario.clients["brewery"]["registration"]))])
        drafts = [{"activity_id": activity, "client_id": client[0]["client_id"], "title": self.order["title"],
                   "client_reference": self.order["client_reference"], "contract": "white_collar",
                   "parts": [self._part()]}
                  for (activity,) in self.ask("invoicing", "select activity_id from activities")]
        self.orders = [answer["order_id"] for answer in call("invoicing.draft_order", on, drafts)]
        call("invoicing.send_order", on, self._each())

    def _part(self) -> dict[str, Any]:
        days = weekdays(self.order["starts_on"], self.order["ends_on"])
        return {"description": self.order["description"], "starts_on": self.order["starts_on"].isoformat(),
                "ends_on": self.order["ends_on"].isoformat(), "days": len(days),
                "amount": euro(self.order["amount"]), "hours": str(len(days) * 7.6)}

    def _each(self, **fields: Any) -> list[dict[str, Any]]:
        return [{"order_id": order_id, **fields} for order_id in self.orders]

    def run(self, call: Callable[..., list[Any]]) -> dict[str, float]:
        """From the signatures to the wages sent; seconds of each step."""
        day, seconds = self.scenario.day, {}
        signing, declaring, done = day("orders"), day("declaration"), day("work_done")
        worked = [{"on": one.isoformat(), "hours": "7.6"} for one in weekdays(self.order["starts_on"], done)]
        begun = time.perf_counter()

        def lap(name: str) -> None:
            seconds[name] = time.perf_counter() - begun - sum(seconds.values())

        call("invoicing.sign_order", signing, self._each(
            signed_by="Els Wouters", signed_on=signing.isoformat(), reference="bench"))
        self.until("payroll", "select count(*) from declarations where state = 'sent'")
        lap("signed_and_declared")
        call("payroll.record_declaration_answer", declaring, [
            {"declaration_id": declaration, "result": "accepted", "reference": f"{number:012d}"} for number, (
                declaration,) in enumerate(self.ask("payroll", "select declaration_id from declarations"), start=1)])
        self.until("invoicing", "select count(*) from inbox where type = 'cover_opened'")
        lap("accepted_and_insured")
        call("invoicing.complete_work", done, self._each(part=1, completed_on=done.isoformat(), days=worked))
        self.until("payroll", "select count(*) from allocations")
        lap("completed_and_invoiced")
        self._pay(day("wage_day"))
        self.until("payroll", "select count(*) from wage_payments")
        lap("paid")
        return seconds

    def _pay(self, on: date) -> None:
        definition, job = find_job("pay_wages")
        database = definition.database(self.settings.database_url("payroll"), self.settings.country).open()
        try:
            job.run(database, on, lambda _done, _all: None)
        finally:
            database.close()

    def ask(self, service: str, statement: str) -> Rows:
        """What a service's database answers."""
        with psycopg.connect(self.settings.migration_url(service)) as conn:
            return conn.execute(statement.encode()).fetchall()

    def until(self, service: str, statement: str) -> None:
        """Wait until a count has come to the number of orders."""
        end = time.monotonic() + PATIENCE_S
        while (found := self.ask(service, statement)[0][0]) < self.count:
            if time.monotonic() > end:
                raise TimeoutError(f"{found} of {self.count}: {statement}")
            time.sleep(0.1)

    def assert_whole(self) -> None:
        """Everything left, nothing is set aside, and every wage is there once."""
        for service in SERVICES:
            self.until_empty(service, "select (select count(*) from outbox_pending) + (select count(*) from held)")
            assert self.ask(service, "select count(*) from parked")[0][0] == 0, f"{service} has parked messages"
        wages = self.ask("payroll", "select count(distinct order_id), count(*) from wages")[0]
        assert wages == (self.count, self.count), wages

    def until_empty(self, service: str, statement: str) -> None:
        """Wait until a count has come to nothing."""
        while self.ask(service, statement)[0][0]:
            time.sleep(0.1)

    def hop(self, source: str, kind: str, consumer: str) -> dict[str, float]:
        """Milliseconds from an event's transaction to its effect in the consumer."""
        sent = dict(self.ask(source, f"select id::text, recorded_at from event_log where type = '{kind}'"))
        taken = self.ask(consumer, f"select event_id, heard_at from inbox where type = '{kind}'")
        return _spread([(at - sent[event_id]).total_seconds() for event_id, at in taken if event_id in sent])

    def hops(self) -> dict[str, dict[str, float]]:
        """Every event that has an effect somewhere, and how long that takes."""
        return {f"{source}.{kind} to {consumer}": self.hop(source, kind, consumer)
                for consumer in SERVICES for source, kind in self.ask(consumer, APPLIED) if source in SERVICES}


def _spread(seconds: list[float]) -> dict[str, float]:
    waits = sorted(each * 1_000 for each in seconds)
    return {"count": len(waits), "median_ms": round(statistics.median(waits), 1),
            "p99_ms": round(waits[int(len(waits) * 0.99)], 1)}


def sizes(chain: Chain) -> dict[str, dict[str, int]]:
    """Bytes of each table with its indexes, by service."""
    return {service: {name: chain.ask(service, f"select pg_total_relation_size('{name}')")[0][0]
                      for (name,) in chain.ask(service, TABLES)} for service in SERVICES}


def counts(chain: Chain) -> dict[str, dict[str, int]]:
    """Rows of each table, by service."""
    return {service: {name: chain.ask(service, f"select count(*) from {name}")[0][0]
                      for (name,) in chain.ask(service, TABLES)} for service in SERVICES}


def processor_seconds(stack: Stack, names: Sequence[str]) -> dict[str, float]:
    """Seconds of processor that each process of the house has had."""
    found = {}
    for name in names:
        if process := stack.process(name):
            fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            found[name] = (int(fields[11]) + int(fields[12])) / 100
    return found


def by_hand(chain: Chain, before: dict[str, dict[str, int]]) -> float:
    """Seconds to insert the rows of the run again, order by order, in one process."""
    with ExitStack() as stack:
        hands = [stack.enter_context(_hand(chain, service, before[service])) for service in SERVICES]
        begun = time.perf_counter()
        for order in range(chain.count):
            for write in hands:
                write(order)
        return time.perf_counter() - begun


@contextmanager
def _hand(chain: Chain, service: str, before: dict[str, int]) -> Iterator[Callable[[int], None]]:
    """Writes the rows of one order into copies of a service's tables, with the commits of an order."""
    rows: dict[str, Rows] = {name: chain.ask(service, f"select * from {name} order by ctid offset {known}")
                             for name, known in before.items()}
    with psycopg.connect(chain.settings.migration_url(service)) as conn:
        conn.execute("create schema by_hand")
        filled = {name: found for name, found in rows.items() if found}
        for name in filled:
            conn.execute(sql.SQL("create table by_hand.{0} (like public.{0} including all excluding identity "
                                 "excluding generated)").format(sql.Identifier(name)))
        conn.execute("create table by_hand.outbox_pending (like public.outbox_pending including all)")
        conn.commit()
        yield partial(_write_order, conn, filled, chain.count, COMMITS[service])
        conn.rollback()
        conn.execute("drop schema by_hand cascade")


def _write_order(conn: psycopg.Connection, rows: dict[str, Rows], count: int, commits: int, order: int) -> None:
    statements = []
    for name, found in rows.items():
        part = found[len(found) * order // count:len(found) * (order + 1) // count]
        marks = sql.SQL(", ").join([sql.Placeholder()] * len(found[0]))
        insert = sql.SQL("insert into by_hand.{} values ({})").format(sql.Identifier(name), marks)
        statements += [(insert, row) for row in part]
    events = [row[0] for name, found in rows.items() if name == "event_log"
              for row in found[len(found) * order // count:len(found) * (order + 1) // count]]
    for place in range(commits):
        with conn.pipeline():
            for insert, row in statements[place::commits]:
                conn.execute(insert, row, prepare=True)
            for event in events[place::commits]:
                conn.execute("insert into by_hand.outbox_pending (event_id) values (%s)", [event], prepare=True)
        conn.commit()
    if events:
        conn.execute("delete from by_hand.outbox_pending where event_id = any(%s)", [events], prepare=True)
        conn.commit()


def measure(stack: Stack, settings: Settings, count: int, console: Console) -> dict[str, Any]:
    """Everything that is written down."""
    chain = Chain(settings, count)
    names = [*SERVICES, "governance", "housekeeper", *(f"{service}-relay" for service in SERVICES)]
    with chain.callers() as call:
        console.print(f"{count} orders are drafted and sent to their client ...")
        chain.fill(call)
        rows, bytes_before, busy = counts(chain), sizes(chain), processor_seconds(stack, names)
        console.print("... and go from the signature to the wage ...")
        seconds = chain.run(call)
    chain.assert_whole()
    busy = {name: used - busy[name] for name, used in processor_seconds(stack, names).items()}
    rows_after = counts(chain)
    console.print("... and their rows are written by hand ...")
    ceiling, total = count / by_hand(chain, rows), sum(seconds.values())
    console.print("... then papers are made, clients reminded, and all pay.")
    begun = time.perf_counter()
    live_on(chain, chain.scenario.day("work_done"))
    chain.assert_whole()
    seconds["papers_reminders_and_payment"] = time.perf_counter() - begun
    grown = {service: {name: (size - bytes_before[service][name]) / count for name, size in tables.items()
                       if size > bytes_before[service][name]} for service, tables in sizes(chain).items()}
    return {
        "figures": {"orders_a_second": _figure(count / total, ceiling)},
        "orders": count, "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "processor_ms_an_order": {name: round(used * 1_000 / count, 2) for name, used in busy.items()},
        "calls": {target: _spread(seconds) for target, seconds in chain.calls.items()}, "hops": chain.hops(),
        "rows_an_order": {service: {name: round((rows_after[service][name] - known) / count, 2)
                                    for name, known in tables.items() if rows_after[service][name] > known}
                          for service, tables in rows.items()},
        "bytes_an_order": {service: {name: round(size) for name, size in sorted(
            tables.items(), key=lambda each: -each[1])} for service, tables in grown.items()},
        "a_year": {
            "orders": A_YEAR,
            "gigabytes": {service: round(sum(tables.values()) * A_YEAR / 1e9, 2) for service, tables in grown.items()},
            "hours_of_work": round(A_YEAR * sum(seconds.values()) / count / 3_600, 1)},
    }


def _figure(rate: float, ceiling: float) -> Figure:
    share = round(rate / ceiling, 3)
    return Figure(round(rate, 1), "orders/s", f">= {LEAST_SHARE} of by hand", share >= LEAST_SHARE, round(ceiling, 1),
                  share)


def main(arguments: list[str]) -> int:
    """Measure, print, write down; 0 when the target holds."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended from outside, it leaves no house behind
    console = Console()
    stack = Stack(LOCAL / "bench-stack", prefix="chain_", fresh=True)
    stack.down()
    short = "--short" in arguments
    try:
        with console.status("The house is started ..."):
            settings = stack.up()
        found = measure(stack, settings, SHORT if short else ORDERS, console)
        calibration = calibrate(settings.migration_url("governance"))
    finally:
        stack.down()
    figures = found.pop("figures")
    write_report("chain", figures, calibration, short=short, **found)
    console.print_json(data={name: found[name] for name in ("seconds", "hops", "a_year")})
    return 0 if figures["orders_a_second"].holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
