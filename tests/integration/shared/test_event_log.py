"""Rendered events: in the deciding transaction, dense and in one chain per aggregate, in their published shape only."""

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, ClassVar

import psycopg
import pytest
from psycopg.rows import dict_row

from shared.bus.event_log import GENESIS, EventWriter, canonical, event_digest
from shared.countries import Country
from shared.errors import Refusal
from shared.fields import Count, MoneyField, Shape, Text
from shared.money import Money
from shared.parameters import Tables
from shared.postgres import Cause, Database
from tests.builders import DAY, INSTANT, FreshDatabase


@dataclass(frozen=True, kw_only=True)
class BreadSold:
    AGGREGATE: ClassVar[str] = "bread"
    bread: str
    pieces: int
    price: Money = Money(250)


class SoldShape(Shape):
    bread = Text(required=True)
    pieces = Count(required=True)
    price = MoneyField(required=True)


class OvenCold(Refusal):
    """Nothing can be sold."""


@pytest.fixture
def database(fresh_database: FreshDatabase) -> Iterator[Database]:
    voice = EventWriter({"bread_sold": SoldShape})
    database = Database(fresh_database("shared.bus"), country=Country(Tables("BE", {})),
                        write_events=voice.write).open()
    yield database
    database.close()


def sell(database: Database, *breads: str, **facts: Any) -> None:
    with database.transaction(on=DAY, actor="baker", at=INSTANT, **facts) as tx:
        tx.announce_all(BreadSold(bread=bread, pieces=n) for n, bread in enumerate(breads))


def log(database: Database) -> list[dict[str, Any]]:
    with psycopg.connect(database.url, row_factory=dict_row) as conn:
        return conn.execute("select * from event_log order by aggregate, version").fetchall()


def broken_chains(rows: list[dict[str, Any]]) -> list[str]:
    """The ids of the rows that do not follow from the row before: what `verify` will have to find."""
    ends: dict[str, tuple[int, str]] = {}
    broken = []
    for row in rows:
        version, digest = ends.get(row["aggregate"], (0, GENESIS))
        expected = event_digest(
            digest,
            str(row["id"]),
            row["type"],
            row["aggregate"],
            row["version"],
            str(row["event_on"]),
            row["recorded_at"].isoformat(),
            row["body"],
        )
        if row["version"] != version + 1 or row["digest"] != expected:
            broken.append(str(row["id"]))
        ends[row["aggregate"]] = (row["version"], row["digest"])
    return broken


def test_an_event_leaves_in_its_shape_with_day_instant_and_cause(database: Database) -> None:
    sell(database, "rye", cause=Cause(correlation="c1", traceparent="t1"))
    row = log(database)[0]
    assert json.loads(row["body"]) == {"bread": "rye", "pieces": 0, "price": {"amount": "2.50", "currency": "EUR"}}
    assert (row["type"], row["aggregate"], row["version"]) == ("bread_sold", "rye", 1)
    assert (row["event_on"], row["recorded_at"], row["correlation"], row["traceparent"]) == (DAY, INSTANT, "c1", "t1")


def test_events_of_one_transaction_keep_their_order_and_wait_in_it(database: Database) -> None:
    sell(database, "rye", "spelt", "rye", "rye")
    assert [(row["aggregate"], row["version"]) for row in log(database)] == [
        ("rye", 1),
        ("rye", 2),
        ("rye", 3),
        ("spelt", 1),
    ]
    with psycopg.connect(database.url) as conn:
        waiting = conn.execute(
            "select l.body::json->>'pieces' from outbox_pending p join event_log l on l.id = p.event_id order by seq"
        ).fetchall()
    assert waiting == [("0",), ("1",), ("2",), ("3",)]


def test_versions_are_dense_and_chains_whole_under_writers_at_once(database: Database) -> None:
    breads = ["rye", "spelt", "oat", "barley"]

    def write(seed: int) -> None:
        order = random.Random(seed).choices(breads, k=3)  # noqa: S311 - an order to write in, not a secret
        sell(database, *order)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(60)))
    rows = log(database)
    assert len(rows) == 180
    for bread in breads:
        versions = [row["version"] for row in rows if row["aggregate"] == bread]
        assert versions == list(range(1, len(versions) + 1))
    assert broken_chains(rows) == []


def test_a_transaction_that_fails_says_nothing_and_leaves_no_gap(database: Database) -> None:
    sell(database, "rye")
    with pytest.raises(OvenCold), database.transaction(on=DAY, actor="baker") as tx:
        tx.announce(BreadSold(bread="rye", pieces=9))
        database.flush(tx)
        raise OvenCold
    sell(database, "rye")
    assert [row["version"] for row in log(database)] == [1, 2]
    assert broken_chains(log(database)) == []


@pytest.mark.parametrize("column", ["body", "type", "event_on", "recorded_at", "digest", "version"])
def test_a_row_that_was_changed_behind_our_back_breaks_its_chain(database: Database, column: str) -> None:
    sell(database, "rye", "rye", "rye")
    changed = {
        "body": "body || ' '",
        "type": "'bread_given'",
        "event_on": "event_on - 1",
        "version": "7",
        "recorded_at": "recorded_at + interval '1 ms'",
        "digest": "repeat('0', 64)",
    }[column]
    with psycopg.connect(database.url) as conn:
        conn.execute("alter table event_log disable trigger event_log_append_only")
        row = conn.execute(f"update event_log set {column} = {changed} where version = 2 returning id").fetchone()
    assert row
    assert str(row[0]) in broken_chains(log(database))


@pytest.mark.parametrize("statement", ["update event_log set body = ''", "delete from event_log", "truncate event_log"])
def test_what_was_said_is_never_changed(database: Database, statement: str) -> None:
    sell(database, "rye")
    with psycopg.connect(database.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
        conn.execute(statement)


def test_a_type_without_a_published_shape_never_leaves_the_house(database: Database) -> None:
    @dataclass(frozen=True)
    class BreadBurnt:
        AGGREGATE: ClassVar[str] = "bread"
        bread: str

    with pytest.raises(TypeError, match="bread_burnt"), database.transaction(on=DAY, actor="baker") as tx:
        tx.announce(BreadBurnt("rye"))
    assert log(database) == []


def test_an_event_that_lacks_a_published_field_never_leaves_the_house(database: Database) -> None:
    @dataclass(frozen=True)
    class BreadSold:
        AGGREGATE: ClassVar[str] = "bread"
        bread: str

    with pytest.raises(TypeError, match="pieces"), database.transaction(on=DAY, actor="baker") as tx:
        tx.announce(BreadSold("rye"))
    assert log(database) == []


def test_json_has_one_spelling() -> None:
    assert canonical({"b": [1, "é"], "a": None}) == canonical({"a": None, "b": [1, "é"]}) == '{"a":null,"b":[1,"é"]}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("nan"))
