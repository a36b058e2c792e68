"""Transactions: what commits together, which promise speaks, and how long anything may wait."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from psycopg_pool import PoolTimeout

from shared import postgres as plumbing
from shared.countries import Country
from shared.errors import Refusal
from shared.parameters import Tables
from shared.postgres import SESSION, Busy, ConstraintViolated, Database, Tx
from tests.builders import DAY, FreshDatabase
from tests.patience import PATIENT, stretched

TABLES = """
create function refuse_unbalanced() returns trigger language plpgsql as $$
begin
    if (select sum(cents) from lines) <> 0 then
        raise exception 'lines do not balance' using errcode = 'check_violation', constraint = 'lines_balance';
    end if;
    return null;
end $$;
create table rooms (id int primary key, name text constraint rooms_named_once unique, beds int);
alter table rooms add constraint rooms_have_beds check (beds > 0);
alter table rooms add constraint rooms_beds_said check (beds is not null);
create table guests (room_id int, constraint guests_have_a_room foreign key (room_id) references rooms
                     deferrable initially deferred);
create table lines (cents int not null);
create constraint trigger lines_balance after insert on lines deferrable initially deferred
    for each row execute function refuse_unbalanced();
create table notes (words text);
create trigger notes_append_only before update or delete or truncate on notes
    for each statement execute function refuse_change();
"""


class NameTaken(Refusal):
    """Two rooms have one name."""

    sentence = "The name is taken."


class NoSuchRoom(Refusal):
    """A guest needs a room that is there."""

    sentence = "There is no such room ({constraint})."


class NotBalanced(Refusal):
    """The lines do not add up to nothing."""

    sentence = "The lines do not balance."


CONSTRAINTS = {"rooms_named_once": NameTaken, "guests_have_a_room": NoSuchRoom, "lines_balance": NotBalanced}


@pytest.fixture
def database(fresh_database: FreshDatabase) -> Iterator[Database]:
    url = fresh_database("shared.bus")
    with psycopg.connect(url) as conn:
        conn.execute(TABLES)
    database = Database(url, country=Country(Tables("BE", {})), constraints=CONSTRAINTS, most_connections=4).open()
    yield database
    database.close()


def carry_out(database: Database, *statements: str) -> None:
    with database.transaction(on=DAY, actor="test") as tx:
        for statement in statements:
            tx.run(statement)


def count(database: Database, table: str) -> int:
    with database.reading(on=DAY, actor="test") as tx:
        return len(tx.all(f"select 1 from {table}"))


@pytest.mark.parametrize(
    ("statements", "refusal"),
    [
        (["insert into rooms values (1, 'a', 1), (2, 'a', 1)"], NameTaken),
        (["insert into guests values (9)"], NoSuchRoom),
        (["insert into lines values (1)", "insert into lines values (1)"], NotBalanced),
    ],
)
def test_a_broken_promise_is_refused_by_its_own_name_also_when_it_is_checked_at_commit(
    database: Database, statements: list[str], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        carry_out(database, "insert into notes values ('also undone')", *statements)
    assert count(database, "rooms") == count(database, "lines") == count(database, "notes") == 0


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("insert into rooms values (1, 'a', 0)", "rooms_have_beds"),
        ("insert into rooms values (1, 'a', 1), (1, 'b', 1)", "rooms_pkey"),
        ("delete from notes", "table notes is append-only"),
        ("truncate notes", "table notes is append-only"),
    ],
)
def test_a_promise_that_no_rule_names_is_refused_with_the_constraint_s_name(
    database: Database, statement: str, name: str
) -> None:
    with pytest.raises(ConstraintViolated) as refused:
        carry_out(database, statement)
    assert refused.value.details == {"constraint": name}


def test_promises_that_hold_at_commit_may_be_open_on_the_way(database: Database) -> None:
    carry_out(database, "insert into guests values (1)", "insert into rooms values (1, 'a', 1)")
    carry_out(database, "insert into lines values (5)", "insert into lines values (-5)")
    assert count(database, "guests") == 1


def test_any_exception_undoes_everything(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction(on=DAY, actor="test") as tx:
        tx.run("insert into notes values ('x')")
        raise ZeroDivisionError
    assert count(database, "notes") == 0


def test_one_row_or_none_is_an_answer_and_two_are_a_defect(database: Database) -> None:
    carry_out(database, "insert into notes values ('a'), ('b')")
    with database.reading(on=DAY, actor="test") as tx:
        assert tx.one("select words from notes where words = %(words)s", words="a") == {"words": "a"}
        assert tx.one("select words from notes where words = %(words)s", words="z") is None
        with pytest.raises(LookupError):
            tx.one("select words from notes")


def test_many_rows_are_written_and_no_rows_are_no_statement(database: Database) -> None:
    with database.transaction(on=DAY, actor="test") as tx:
        tx.run_many("insert into notes values (%(words)s)", [{"words": str(n)} for n in range(50)])
        tx.run_many("insert into ghosts values (%(words)s)", [])
        assert tx.run("insert into notes select words from notes") == 50
    assert count(database, "notes") == 100


def test_a_reader_sees_one_moment_and_cannot_write(database: Database) -> None:
    with database.reading(on=DAY, actor="test") as tx:
        assert tx.all("select * from notes") == []
        carry_out(database, "insert into notes values ('meanwhile')")
        assert tx.all("select * from notes") == []
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            tx.run("insert into notes values ('x')")


HOW = "select current_setting('transaction_read_only') as ro, current_setting('transaction_isolation') as level"


def test_one_connection_serves_readers_and_writers_in_turn(database: Database) -> None:
    asked = "select current_setting('transaction_read_only') as ro, current_setting('transaction_isolation') as level"
    alone = Database(database.url, country=Country(Tables("BE", {})), most_connections=1).open()
    for _ in range(3):
        with alone.reading(on=DAY, actor="test") as tx:
            assert tx.one(asked) == {"ro": "on", "level": "repeatable read"}
        with alone.transaction(on=DAY, actor="test") as tx:
            assert tx.one(asked) == {"ro": "off", "level": "read committed"}
            tx.run("insert into notes values ('x')")
    alone.close()
    assert count(database, "notes") == 3


def test_a_reader_that_asks_nothing_takes_no_connection() -> None:
    database = Database("postgresql://nobody@localhost:1/nowhere", country=Country(Tables("BE", {})))
    with database.reading(on=DAY, actor="test") as tx:
        assert tx.on == DAY


def test_a_reader_that_failed_gives_its_connection_back_clean(database: Database) -> None:
    for _ in range(8):
        with pytest.raises(psycopg.errors.UndefinedTable), database.reading(on=DAY, actor="test") as tx:
            tx.all("select * from ghosts")
    carry_out(database, "insert into notes values ('x')")
    assert count(database, "notes") == 1


def test_every_session_has_its_limits(database: Database) -> None:
    with database.reading(on=DAY, actor="test") as tx:
        found = {name: tx.one("select current_setting(%(name)s) as value", name=name) for name in SESSION}
    expected = {**SESSION, "idle_in_transaction_session_timeout": "1min"}
    assert found == {name: {"value": value} for name, value in expected.items()}


def test_a_lock_that_is_not_had_in_time_is_busy_and_may_be_tried_again(database: Database) -> None:
    carry_out(database, "insert into rooms values (1, 'a', 1)")
    with database.transaction(on=DAY, actor="first") as first:
        first.run("update rooms set beds = 2")
        with pytest.raises(Busy) as refused, database.transaction(on=DAY, actor="second") as second:
            second.run("set local lock_timeout = '50ms'")
            second.run("update rooms set beds = 3")
    assert refused.value.retryable


def test_two_writers_that_wait_for_each_other_in_a_circle_are_told_apart(database: Database) -> None:
    carry_out(database, "insert into rooms values (1, 'a', 1), (2, 'b', 1)")
    outcomes: list[str] = []
    both_hold = threading.Barrier(2)

    def write(first: int, second: int) -> None:
        try:
            with database.transaction(on=DAY, actor="test") as tx:
                tx.run("update rooms set beds = beds + 1 where id = %(id)s", id=first)
                both_hold.wait(PATIENT)
                tx.run("update rooms set beds = beds + 1 where id = %(id)s", id=second)
            outcomes.append("done")
        except Busy:
            outcomes.append("busy")

    threads = [threading.Thread(target=write, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENT)
    assert sorted(outcomes) == ["busy", "done"]


def test_a_connection_that_the_server_ended_is_replaced(database: Database) -> None:
    carry_out(database, "insert into notes values ('a')")
    with psycopg.connect(database.url, autocommit=True) as conn:
        conn.execute("select pg_terminate_backend(pid) from pg_stat_activity "
                     "where datname = current_database() and application_name = 'sharedco'")
    deadline = time.monotonic() + PATIENT
    while time.monotonic() < deadline:
        try:
            carry_out(database, "insert into notes values ('b')")
            break
        except psycopg.OperationalError:
            continue
    assert count(database, "notes") == 2


def test_events_without_a_way_to_write_them_are_a_defect_and_nothing_is_written(database: Database) -> None:
    with pytest.raises(TypeError), database.transaction(on=DAY, actor="test") as tx:
        tx.run("insert into notes values ('x')")
        tx.announce(object())
    assert count(database, "notes") == 0


def test_the_same_transaction_can_be_seen_with_another_day(database: Database) -> None:
    with database.transaction(on=DAY, actor="test") as tx:
        other: Tx = tx.seen_as(actor="job")
        other.run("insert into notes values ('x')")
        assert (other.actor, other.on, tx.actor) == ("job", DAY, "test")
    assert count(database, "notes") == 1


def test_a_database_that_comes_back_is_found_at_once_however_long_it_was_away(
    fresh_database: FreshDatabase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plumbing, "PATIENCE_S", stretched(0.5))
    url = fresh_database("shared.bus")
    folder = parse_qs(urlsplit(url).query).get("host", [""])[0]
    if not folder.startswith("/"):
        pytest.skip("the server is not reached through a folder that could be taken away")
    way = tmp_path / "way"
    database = Database(url.replace(folder, str(way)), country=Country(Tables("BE", {}))).open()
    until = time.monotonic() + stretched(3.2)
    while time.monotonic() < until:
        with pytest.raises(PoolTimeout), database.connection():
            pass
    way.symlink_to(folder)
    with database.connection() as conn:
        assert conn.execute("select 1 as one").fetchone() == {"one": 1}
    database.close()
