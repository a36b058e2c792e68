"""The ledger on a real database: balance, floors, closed periods, append-only rows, a chain that shows every change."""

from collections.abc import Iterator
from datetime import date
from threading import Thread

import psycopg
import pytest

from shared.bus.event_log import EventWriter
from shared.countries import Country
from shared.errors import Refusal
from shared.ledger import (
    CONSTRAINTS,
    Entry,
    balance,
    close_period,
    credit,
    debit,
    post,
    post_all,
    seal_all,
    verify_ledger,
)
from shared.ledger.book import AccountUnknown, DocumentBookedBefore, FloorReached, KeyMissing, PeriodClosedBefore
from shared.ledger.entries import AmountNotPositive, EntryUnbalanced
from shared.money import CurrencyMismatch, Money
from shared.parameters import Row, Tables
from shared.postgres import Database, Tx
from tests.builders import DAY, FreshDatabase


def account(key: str, floor: str = "") -> tuple[tuple[str, str], list[Row]]:
    return ("account", key), [Row("account", date(2020, 1, 1), None, "test", {"key": key, "number": key,
                                                                              "floor": floor})]


OF_SALE_3 = "entry_id in (select id from ledger_entries where document = 'sale 3')"
TABLES = Tables("BE", dict([account("400"), account("705"), account("4890", "activity")]))


@pytest.fixture
def database(fresh_database: FreshDatabase) -> Iterator[Database]:
    opened = Database(fresh_database("shared.bus", "shared.ledger"), country=Country(TABLES), constraints=CONSTRAINTS,
                      write_events=EventWriter({}).write).open()
    yield opened
    opened.close()


def entry(document: str, *postings: object, on: date = DAY) -> Entry:
    return Entry(journal="test", document=document, text=document, event_on=on, postings=postings)  # type: ignore[arg-type]


def sale(document: str, cents: int = 1000, on: date = DAY) -> Entry:
    return entry(document, debit("400", Money(cents)), credit("705", Money(cents)), on=on)


def book(database: Database, *entries: Entry) -> None:
    with database.transaction(on=DAY, actor="test") as tx:
        post_all(tx, entries)


def read(database: Database, account: str, **key: str) -> Money:
    with database.reading(on=DAY, actor="test") as tx:
        return balance(tx, account, **key)


def test_an_entry_is_booked_on_both_sides(database: Database) -> None:
    book(database, sale("a"), sale("b", 250))
    assert (read(database, "400"), read(database, "705")) == (Money(1250), Money(-1250))


def test_an_entry_that_does_not_balance_is_not_even_made() -> None:
    with pytest.raises(EntryUnbalanced):
        entry("a", debit("400", Money(1000)), credit("705", Money(999)))
    with pytest.raises(EntryUnbalanced):
        entry("a", debit("400", Money(1000, "EUR")), credit("705", Money(1000, "SEK")))
    with pytest.raises(AmountNotPositive):
        debit("400", Money(0))


def test_the_database_refuses_unbalanced_rows_whoever_writes_them(database: Database) -> None:
    book(database, sale("a"))
    with psycopg.connect(database.url) as conn, pytest.raises(psycopg.errors.CheckViolation):
        conn.execute("insert into ledger_postings select entry_id, 9, account, 5, currency, '', '', '' "
                     "from ledger_postings limit 1")
        conn.commit()
    with psycopg.connect(database.url) as conn, pytest.raises(psycopg.errors.CheckViolation):
        conn.execute("insert into ledger_entries select gen_random_uuid(), journal, 'empty', text, event_on, "
                     "booked_on, recorded_at, actor from ledger_entries limit 1")
        conn.commit()


def test_a_document_is_booked_once_per_journal(database: Database) -> None:
    book(database, sale("a"))
    with pytest.raises(DocumentBookedBefore):
        book(database, sale("a"))
    assert read(database, "400") == Money(1000)


def test_an_account_outside_the_chart_is_refused(database: Database) -> None:
    with pytest.raises(AccountUnknown):
        book(database, entry("a", debit("999", Money(1)), credit("705", Money(1))))


def give(document: str, cents: int, activity: str = "act_1") -> Entry:
    return entry(document, debit("400", Money(cents)), credit("4890", Money(cents), activity=activity))


def take(document: str, cents: int, activity: str = "act_1") -> Entry:
    return entry(document, debit("4890", Money(cents), activity=activity), credit("705", Money(cents)))


def test_a_floored_account_gives_what_it_has_and_not_a_cent_more(database: Database) -> None:
    book(database, give("in", 1000))
    with pytest.raises(FloorReached):
        book(database, take("too much", 1001))
    book(database, take("all", 1000))
    assert read(database, "4890", activity="act_1") == Money(0)
    with pytest.raises(FloorReached):
        book(database, take("one more", 1))


def test_one_activity_never_spends_the_money_of_another(database: Database) -> None:
    book(database, give("in", 1000, "act_1"))
    with pytest.raises(FloorReached):
        book(database, take("theirs", 1, "act_2"))
    with pytest.raises(KeyMissing):
        book(database, take("nobody's", 1, ""))


def test_fifty_takers_at_once_take_exactly_what_is_there(database: Database) -> None:
    book(database, give("in", 1000))
    outcomes: list[str] = []

    def try_to_take(number: int) -> None:
        try:
            book(database, take(f"take {number}", 100))
            outcomes.append("taken")
        except Refusal as refusal:
            outcomes.append(refusal.code)

    threads = [Thread(target=try_to_take, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(set(outcomes)) == ["floor_reached", "taken"]
    assert outcomes.count("taken") == 10
    assert read(database, "4890", activity="act_1") == Money(0)


def test_what_comes_late_counts_on_the_first_open_day_and_keeps_its_own(database: Database) -> None:
    with database.transaction(on=DAY, actor="test") as tx:
        close_period(tx, date(2026, 8, 31))
        post(tx, sale("late", on=date(2026, 8, 15)))
        post(tx, sale("in time", on=date(2026, 9, 1)))
    with psycopg.connect(database.url) as conn:
        rows = conn.execute("select document, event_on, booked_on from ledger_entries order by document").fetchall()
    assert rows == [("in time", date(2026, 9, 1), date(2026, 9, 1)), ("late", date(2026, 8, 15), date(2026, 9, 1))]


def test_periods_close_forward_only(database: Database) -> None:
    def close(day: date) -> None:
        with database.transaction(on=DAY, actor="test") as tx:
            close_period(tx, day)

    close(date(2026, 6, 30))
    with pytest.raises(PeriodClosedBefore):
        close(date(2026, 6, 30))
    close(date(2026, 7, 1))


@pytest.mark.parametrize("table", ["ledger_entries", "ledger_postings", "ledger_chain", "ledger_closings"])
@pytest.mark.parametrize("change", ["update {} set ctid = ctid", "delete from {}", "truncate {} cascade"])
def test_what_is_booked_is_never_changed(database: Database, table: str, change: str) -> None:
    if change.startswith("update"):
        column = {"ledger_closings": "actor", "ledger_chain": "digest", "ledger_postings": "member"}.get(table, "text")
        change = f"update {{}} set {column} = {column}"
    with psycopg.connect(database.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
        conn.execute(change.format(table))  # type: ignore[arg-type]


def tampered(database: Database, change: str) -> list[str]:
    with psycopg.connect(database.url) as conn:
        conn.execute("set session_replication_role = replica")  # as somebody with every right would
        conn.execute(change)  # type: ignore[arg-type]
    return list(verify_ledger(database))


def test_an_untouched_ledger_proves_itself(database: Database) -> None:
    book(database, *[sale(f"sale {n}") for n in range(10)], give("in", 100))
    assert seal_all(database) == 11
    assert seal_all(database) == 0
    book(database, take("out", 50))
    assert seal_all(database) == 1
    assert list(verify_ledger(database)) == []


@pytest.mark.parametrize(("change", "fault"), [
    ("update ledger_entries set text = 'another' where document = 'sale 3'", "chain breaks at place 4"),
    (f"update ledger_postings set cents = cents * 2 where {OF_SALE_3}", "chain breaks at place 4"),
    (f"update ledger_postings set cents = cents + 1 where line = 1 and {OF_SALE_3}", "does not sum to zero"),
    (f"delete from ledger_postings where {OF_SALE_3}", "chain breaks at place 4"),
    ("delete from ledger_chain where place = 4", "chain breaks at place 4"),
    ("delete from ledger_chain where place = 10", "neither in the chain nor waiting"),
    ("update ledger_floors set cents = cents - 1", "differs from its lines"),
])
def test_every_planted_change_is_named(database: Database, change: str, fault: str) -> None:
    book(database, *[sale(f"sale {n}") for n in range(9)], give("in", 100))
    seal_all(database)
    assert any(fault in sentence for sentence in tampered(database, change))


def test_money_of_two_currencies_never_meets() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1, "EUR") + Money(1, "SEK")


def test_a_refusal_in_the_transaction_leaves_nothing_booked(database: Database) -> None:
    def book_and_fail(tx: Tx) -> None:
        post(tx, sale("a"))
        post(tx, take("nothing there", 1))

    with pytest.raises(FloorReached), database.transaction(on=DAY, actor="test") as tx:
        book_and_fail(tx)
    assert read(database, "400") == Money(0)
