"""What invoicing can carry: numbers without gaps, e-invoices, official rules, papers, a day of the bank.

    python -m tests.bench.bench_invoicing [--short]      (--short: a tenth of everything)

Prints each figure and writes them to `var/bench/bench-invoicing.json`. The ceiling beside a figure does the same work
by hand, in the same run, on an embedded PostgreSQL with its usual durability. Targets in seconds mean the quiet machine
of `calibration.json` and are scaled to this one; shares of a ceiling are not.
"""

import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402

from services.invoicing.bank.use_cases.statements import take_in_file  # noqa: E402
from services.invoicing.clients.reads import get_client  # noqa: E402
from services.invoicing.countries.be.words import words_of  # noqa: E402
from services.invoicing.invoices.documents.ubl import write_ubl  # noqa: E402
from services.invoicing.invoices.use_cases import issue_invoice  # noqa: E402
from services.invoicing.orders.use_cases import order_for_work  # noqa: E402
from services.invoicing.papers.documents.official_rules import judge  # noqa: E402
from services.invoicing.papers.documents.paper import write_paper  # noqa: E402
from services.invoicing.service import Invoicing  # noqa: E402
from shared.auth import Tokens, new_key, sign_token  # noqa: E402
from shared.bus.dispatch import Dispatcher, ReceivedCall  # noqa: E402
from shared.definitions import definition_of  # noqa: E402
from tests.bench.bench_membership import Bench, Figure, at_least, at_most, run_bench, timed  # noqa: E402
from tests.bench.calibration import Calibration  # noqa: E402
from tests.integration.invoicing.bank_files import Moved, camt  # noqa: E402
from tests.unit.invoicing.documents import invoice  # noqa: E402

DAY, PAID = date(2026, 9, 12), date(2026, 10, 2)
WRITERS, ROUNDS, PARTS, A_STATEMENT = 8, 5, 100, 1_000
HOME = definition_of(Invoicing)

PEOPLE = """
insert into members values ('mbr_' || repeat('1', 32), '2020-01-01');
insert into activities values ('act_' || repeat('1', 32), 'mbr_' || repeat('1', 32), 'Regie', '2020-01-01');
insert into clients (client_id, kind, name, country, enterprise_number, vat_number, vat_check, street, postcode, city,
                     email, language, registered_on)
values ('cli_' || repeat('1', 32), 'company', 'Coin SRL', 'BE', '0403019261', 'BE0403019261', 'format_only', 'Rue 1',
        '4000', 'Liege', '', 'fr', '2020-01-01');
insert into orders (order_id, number, activity_id, member_id, client_id, client_country, title, client_reference,
                    contract, state, drafted_on, signed_on, signed_by, signature_reference)
select 'ord_' || md5(n::text), '2026-' || n, 'act_' || repeat('1', 32), 'mbr_' || repeat('1', 32),
       'cli_' || repeat('1', 32), 'BE', 'Festival', 'PO 17', 'white_collar', 'signed', '2026-09-01', '2026-09-01', 'A',
       'r' from generate_series(1, %(orders)s) n;
insert into order_parts (order_id, part, description, starts_on, ends_on, days, hours, cents, currency)
select 'ord_' || md5(n::text), p, 'Direction technique', '2026-09-10', '2026-09-11', 2, 15.20, 100000, 'EUR'
from generate_series(1, %(orders)s) n, generate_series(1, %(parts)s) p;
insert into order_lines (order_id, part, line, description, quantity, unit, unit_price, discount, supply)
select order_id, part, 1, description, 1, 'lump_sum', cents / 100.0, 0, 'service' from order_parts;
"""
CLAIMS = """
insert into invoice_series values ('2026', %(count)s, '2026-09-12', '', 'main');
insert into invoices (invoice_id, kind, series, place, number, order_id, part, activity_id, member_id, client_id,
                      issued_on, supplied_on, due_on, currency, net_cents, vat_cents, total_cents,
                      structured_communication, content, ubl, salt, content_digest, digest)
select 'inv_' || md5(n::text), 'invoice', '2026', n, '2026/' || lpad(n::text, 6, '0'),
       'ord_' || md5((1 + (n - 1) / %(parts)s)::text), 1 + (n - 1) %% %(parts)s, 'act_' || repeat('1', 32),
       'mbr_' || repeat('1', 32), 'cli_' || repeat('1', 32), '2026-09-12', '2026-09-11', '2026-10-12', 'EUR', 1000, 210,
       1210, base || lpad((case when base::bigint %% 97 = 0 then 97 else base::bigint %% 97 end)::text, 2, '0'),
       '{}', '', '', '', ''
from (select n, '2' || lpad(n::text, 9, '0') as base from generate_series(1, %(count)s) n) numbers;
insert into receivables (invoice_id, due_on, currency, total_cents)
select invoice_id, due_on, currency, total_cents from invoices;
"""
BARE_COUNTER = """
create table bare_counter (last int not null);
insert into bare_counter values (0);
create table bare_invoices (number int primary key, content text not null, ubl text not null);
"""
WRITTEN = ("bank_accounts", "bank_files", "bank_statements", "bank_movements", "bank_movement_reports", "payments",
           "ledger_entries", "ledger_postings", "ledger_unsealed", "event_log", "outbox_pending", "aggregates")
BARE_MATCH = """
update receivables r set paid_cents = paid_cents + m.cents, settled_on = m.booked_on
from bank_movements m join invoices i using (structured_communication)
where i.invoice_id = r.invoice_id
"""


Prepared = Callable[[str, int, int], Callable[[], None]]


def _at_once(work: Prepared, url: str, each: int) -> float:
    """Invoices per second of all writers together, each a process with a connection of its own."""
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(WRITERS + 1)
    writers = [context.Process(target=_writer, args=(ready, work, url, number, each)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    ready.wait()
    seconds = timed(lambda: [writer.join() for writer in writers])
    if any(writer.exitcode for writer in writers):
        raise AssertionError("a writer failed")
    return WRITERS * each / seconds


def _writer(ready: Any, work: Prepared, url: str, number: int, each: int) -> None:
    go = work(url, number, each)
    ready.wait()
    go()


def _issue(url: str, number: int, each: int) -> Callable[[], None]:
    database = HOME.database(url, "BE", most_connections=1).open()
    places = range(number * each, (number + 1) * each)
    with database.transaction(on=DAY, actor="bench") as tx:
        names = [row["order_id"] for row in tx.all("select order_id from orders order by number")]
        client = get_client(tx, client_id="cli_" + "1" * 32)
        orders = {name: order_for_work(tx, name)[0] for name in {names[place // PARTS] for place in places}}

    def go() -> None:
        for place in places:
            order = orders[names[place // PARTS]]
            with database.transaction(on=DAY, actor="bench") as tx:
                issue_invoice(tx, order, client, part=place % PARTS + 1, worked_on=[date(2026, 9, 10)],
                              hours=order.parts[0].hours, supplied_on=date(2026, 9, 11))
        database.close()

    return go


def _bare(url: str, _number: int, each: int) -> Callable[[], None]:
    texts, conn = ("x" * 1_500, "y" * 6_000), psycopg.connect(url)

    def go() -> None:
        for _ in range(each):
            row = conn.execute("update bare_counter set last = last + 1 returning last").fetchone()
            conn.execute("insert into bare_invoices values (%s, %s, %s)", [*(row or ()), *texts])
            conn.commit()

    return go


def issuing(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """Eight writers share one series; the ceiling moves the same counter and inserts the same texts."""
    each = 200 // bench.share
    url = bench.url(PEOPLE, BARE_COUNTER, orders=ROUNDS * WRITERS * each // PARTS + WRITERS * ROUNDS, parts=PARTS)
    ours, bare = [], []
    for turn in range(ROUNDS):
        ours.append(_at_once(lambda u, n, e, turn=turn: _issue(u, n + turn * WRITERS, e), url, each))
        bare.append(_at_once(_bare, url, each))
    with psycopg.connect(url) as conn:
        found = conn.execute("select count(*), max(place), count(distinct place) from invoices").fetchone()
    issued = ROUNDS * WRITERS * each
    if found != (issued, issued, issued):
        raise AssertionError(f"the series has gaps: {found}")
    rate, ceiling = statistics.median(ours), statistics.median(bare)
    return {"invoices_issued_by_8_writers": at_least(rate, "invoices/s", calibration.at_least(500), ceiling),
            "issued_of_the_bare_loop": Figure(round(rate / ceiling, 3), "of bare", ">= 0.45", rate / ceiling >= 0.45)}


def documents(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """E-invoice, official rules and paper of one document after another, in one worker."""
    shown, words, count = invoice(), words_of("fr"), 400 // bench.share
    ubl = write_ubl(shown)
    judge(ubl.encode())
    write_paper(shown, ubl, words)
    writing = timed(lambda: [write_ubl(shown) for _ in range(count)]) / count
    judging = timed(lambda: [judge(ubl.encode()) for _ in range(count)]) / count
    printing = timed(lambda: [write_paper(invoice(number=f"2026/{n:06d}"), ubl, words) for n in range(count)]) / count
    return {
        "e_invoice_written": at_most(writing * 1_000, "ms", calibration.at_most(2, "python")),
        "e_invoices_judged": Figure(round(1 / judging), "invoices/s", f">= {calibration.at_least(80, 'python'):.0f}",
                                    1 / judging >= calibration.at_least(80, "python")),
        "papers_printed": Figure(round(1 / printing), "papers/s", f">= {calibration.at_least(40, 'python'):.0f}",
                                 1 / printing >= calibration.at_least(40, "python")),
    }


def bank_file(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """A file of many statements; the ceiling copies the rows that came of it and joins them with what is owed.

    Their shares are medians of shorter files that take turns with their copies: the machine's speed drifts.
    """
    count = 100_000 // bench.share
    seconds, bare, _ = _file_taken_in(bench, count)
    turns = [_file_taken_in(bench, count // 10) for _ in range(ROUNDS)]
    share = statistics.median(copied / ours for ours, copied, _ in turns)
    alone = statistics.median(movements / ours for ours, _, movements in turns)
    longest = calibration.at_most(60 * count / 100_000)
    return {f"bank_file_of_{count}_movements": at_most(seconds, "s", longest, bare),
            "bank_file_of_the_bare_copy": Figure(round(share, 3), "of bare", ">= 0.4", share >= 0.4),
            "bank_file_of_movements_alone": Figure(round(alone, 3), "of bare", "no target", holds=True)}


def _file_taken_in(bench: Bench, count: int) -> tuple[float, float, float]:
    """Seconds for a file of so many movements, to copy all rows that came of it, and to copy its movements alone."""
    url = _claims(bench, count)
    with psycopg.connect(url) as conn:
        references = [row[0] for row in conn.execute("select structured_communication from invoices order by place")]
    database = HOME.database(url, "BE").open()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bank.xml"
        file.write_text(_statements(references), encoding="utf-8")
        seconds = timed(lambda: take_in_file(database, file, on=PAID))
    with psycopg.connect(url) as conn:
        found = conn.execute("select count(*), count(settled_on) from receivables").fetchone()
    if found != (count, count):
        raise AssertionError(f"not every invoice was paid: {found}")
    faults = [fault for check in HOME.checks if check.name == "bank balance" for fault in check.run(database)]
    database.close()
    if faults:
        raise AssertionError(faults[0])
    return (seconds, *_bare_bank(url, _claims(bench, count)))


def _claims(bench: Bench, count: int) -> str:
    return bench.url(PEOPLE, CLAIMS, orders=count // PARTS, parts=PARTS, count=count)


def _statements(references: list[str]) -> str:
    whole, at = [], 0
    for start in range(0, len(references), A_STATEMENT):
        page = references[start:start + A_STATEMENT]
        moved = [Moved(amount="12.10", structured=reference) for reference in page]
        text = camt(*moved, identity=f"2026-10-02/{start}", opening=f"{at / 100:.2f}")
        whole.append(text[text.index("<Stmt>"):text.index("</Stmt>") + len("</Stmt>")])
        at += 1_210 * len(page)
    return f"{text[:text.index('<Stmt>')]}{''.join(whole)}</BkToCstmrStmt></Document>"


def _bare_bank(source: str, target: str) -> tuple[float, float]:
    """Seconds to copy the rows that came of a file into their tables, with the matching join, committed at once.

    And to copy its movements alone, into a table without a constraint, with the same join.
    """
    with psycopg.connect(source) as old, psycopg.connect(target) as new:
        rows = {table: _rows(old, table) for table in WRITTEN}
        new.execute("delete from aggregates")
        new.execute("create table bare_movements (like bank_movements)")
        new.commit()
        alone = timed(lambda: _copied(new, {"bare_movements": rows["bank_movements"]},
                                      BARE_MATCH.replace("bank_movements", "bare_movements")))
        new.execute("update receivables set paid_cents = 0, settled_on = null")
        new.commit()
        return timed(lambda: _copied(new, rows, BARE_MATCH)), alone


def _rows(conn: psycopg.Connection[Any], table: str) -> list[Any]:
    with conn.cursor().copy(f"copy {table} to stdout") as copy:
        return list(copy)


def _copied(conn: psycopg.Connection[Any], rows: dict[str, list[Any]], match: str) -> None:
    for table, lines in rows.items():
        with conn.cursor().copy(f"copy {table} from stdin") as copy:
            for line in lines:
                copy.write(line)
    conn.execute(match)
    conn.commit()


def answering(bench: Bench, calibration: Calibration) -> dict[str, Figure]:
    """A service answers while a worker beside it judges e-invoices without a pause."""
    database = bench.database(PEOPLE, orders=1, parts=1)
    private, public = new_key()
    dispatcher = Dispatcher(Invoicing(), database, Tokens({"k": public}, "BE"), zone="Europe/Brussels")
    token = sign_token(private, key_id="k", subject="clerk", roles=("advisor",), country="BE")
    call = ReceivedCall(method="get_client", kwargs={"client_id": "cli_" + "1" * 32}, token=token)
    worker = multiprocessing.get_context("spawn").Process(target=judge_for_ever, daemon=True)
    worker.start()
    time.sleep(3)  # until it judges
    seconds = sorted(timed(lambda: _answered(dispatcher, call)) for _ in range(2_000 // bench.share))
    worker.kill()
    worker.join()
    database.close()
    p99 = seconds[int(len(seconds) * 0.99)] * 1_000
    return {"answer_while_judging_p99": at_most(p99, "ms", calibration.at_most(50, "python", "sql"))}


def _answered(dispatcher: Dispatcher, call: ReceivedCall) -> None:
    if dispatcher.answer(call)["error"]:
        raise AssertionError("no answer")


def judge_for_ever() -> None:
    """What the worker beside the service does."""
    ubl = write_ubl(invoice()).encode()
    while True:
        judge(ubl)


if __name__ == "__main__":
    run_bench("invoicing", Bench(HOME, share=10 if "--short" in sys.argv else 1),
              documents, answering, issuing, bank_file)
