"""A year's close: its days read for ever as they ended, the next year begins without results, each result once."""

from collections.abc import Iterator
from datetime import date

import pytest

from shared.bus.event_log import EventWriter
from shared.countries import Country
from shared.errors import Refusal
from shared.ledger import CONSTRAINTS, Entry, balance, close_period, credit, debit, post, verify_ledger
from shared.ledger.trial import AccountBalance, trial_balance_on
from shared.ledger.year import YearBeforeOpen, YearClosedBefore, YearNotOver, close_year
from shared.money import Money
from shared.parameters import Row, Tables
from shared.postgres import Database
from tests.builders import FreshDatabase

CHART = {"clients": "", "sales": "result", "losses": "result", "capital": "equity", "result_to_appropriate": "equity"}
NUMBERS = {"clients": "400", "sales": "705", "losses": "642", "capital": "110", "result_to_appropriate": "1400"}
TABLES = Tables("BE", {
    ("currency", ""): [Row("currency", date(2020, 1, 1), None, "test", {"value": "EUR"})],
    **{("account", key): [Row("account", date(2020, 1, 1), None, "test", {
        "key": key, "number": NUMBERS[key], "name": key, "counts_as": kind})] for key, kind in CHART.items()}})
LAST, NEXT = date(2026, 12, 31), date(2027, 1, 15)


@pytest.fixture
def database(fresh_database: FreshDatabase) -> Iterator[Database]:
    opened = Database(fresh_database("shared.bus", "shared.ledger"), country=Country(TABLES), constraints=CONSTRAINTS,
                      write_events=EventWriter({}).write).open()
    yield opened
    opened.close()


def book(database: Database, document: str, cents: int, on: date, *, to: str = "sales", entity: str = "main") -> None:
    with database.transaction(on=on, actor="test") as tx:
        post(tx, Entry(journal="test", document=document, text=document, event_on=on, entity=entity,
                       postings=(debit("clients", Money(cents)), credit(to, Money(cents)))))


def lose(database: Database, document: str, cents: int, on: date) -> None:
    with database.transaction(on=on, actor="test") as tx:
        post(tx, Entry(journal="test", document=document, text=document, event_on=on,
                       postings=(debit("losses", Money(cents)), credit("clients", Money(cents)))))


def close(database: Database, year: int, on: date = NEXT, entity: str = "main") -> tuple[Money, Money]:
    with database.transaction(on=on, actor="test") as tx:
        closed = close_year(tx, entity=entity, year=year)
    return closed.result, closed.net_assets


def stands(database: Database, account: str, until: date) -> int:
    return sum(one.amount.cents for one in table(database, until, entity="") if one.account == NUMBERS[account])


def table(database: Database, on: date, entity: str = "main") -> list[AccountBalance]:
    with database.reading(on=on, actor="test") as tx:
        return trial_balance_on(tx, as_of=on, entity=entity)


def refused(database: Database, year: int, on: date = NEXT) -> type[Refusal]:
    with pytest.raises(Refusal) as error:
        close(database, year, on)
    return type(error.value)


def test_each_year_has_its_own_result_and_reads_as_it_ended(database: Database) -> None:
    book(database, "shares", 3000, date(2025, 3, 1), to="capital")
    book(database, "a", 1000, date(2025, 12, 31))
    assert refused(database, 2025, date(2025, 12, 31)) is YearNotOver
    book(database, "b", 700, date(2026, 1, 1))
    lose(database, "c", 1700, LAST)
    book(database, "other", 55, LAST, entity="trainers")
    assert refused(database, 2026) is YearBeforeOpen
    assert close(database, 2025) == (Money(1000), Money(4000))
    before = table(database, LAST)
    assert close(database, 2026) == (Money(-1000), Money(3000))
    assert refused(database, 2026) is YearClosedBefore
    assert table(database, LAST) == before, "nothing was booked in the year that is closed"
    assert [stands(database, role, NEXT) for role in ("sales", "losses", "result_to_appropriate")] == [-55, 0, 0]
    book(database, "late", 40, date(2026, 12, 30))
    assert (stands(database, "sales", LAST), stands(database, "sales", NEXT)) == (-755, -95)
    assert close(database, 2026, entity="trainers") == (Money(55), Money(55))
    assert close(database, 2027, date(2028, 2, 1)) == (Money(40), Money(3040))
    with database.reading(on=NEXT, actor="test") as tx:
        assert balance(tx, "sales") == Money(-1795), "of all years together nothing is taken away"
    assert list(verify_ledger(database)) == []


def test_a_year_whose_january_was_declared_already_begins_the_next_on_the_first_open_day(database: Database) -> None:
    book(database, "a", 1000, LAST)
    book(database, "b", 70, date(2027, 1, 4))
    with database.transaction(on=date(2027, 2, 10), actor="test") as tx:
        close_period(tx, date(2027, 1, 31))
    assert close(database, 2026, date(2027, 2, 11)) == (Money(1000), Money(1000))
    assert [stands(database, "sales", day) for day in (date(2027, 1, 31), date(2027, 2, 1))] == [-1070, -70]
    assert close(database, 2027, date(2028, 1, 2)) == (Money(70), Money(1070))
