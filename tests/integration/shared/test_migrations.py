"""Migrations: each file once, forward only, whoever runs them at the same time and whoever is killed."""

import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from deploy.local.postgres import PostgresServer, fresh_name
from shared.migrations import LOCK, MigrationRefused, find_migrations, migrate, missing_migrations
from tests.patience import PATIENT

Plant = Callable[..., str]


@pytest.fixture
def url(postgres: PostgresServer) -> Iterator[str]:
    name = fresh_name("m")
    yield postgres.create(name)
    postgres.drop(name)


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """`plant(**{"0001_rooms": "create table ..."})`: the name of a package with these migrations."""

    def write(package: str = "", **files: str) -> str:
        package = package or f"planted_{uuid.uuid4().hex}"
        folder = tmp_path / package / "migrations"
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / package / "__init__.py").touch()
        for name, text in files.items():
            (folder / f"{name}.sql").write_text(text)
        return package

    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return write


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as conn:
        return conn.execute(query).fetchall()


def test_files_are_applied_once_and_in_order(url: str, plant: Plant) -> None:
    package = plant(**{"0002_beds": "alter table rooms add beds int;", "0001_rooms": "create table rooms (id int);"})
    assert [m.name for m in missing_migrations(url, [package])] == ["rooms", "beds"]
    assert [m.name for m in migrate(url, [package])] == ["rooms", "beds"]
    assert migrate(url, [package]) == missing_migrations(url, [package]) == []
    assert ask(url, "select source, number, name from migrations order by number") == [
        (package, 1, "rooms"),
        (package, 2, "beds"),
    ]


def test_a_new_file_is_applied_on_top_of_the_old_ones(url: str, plant: Plant) -> None:
    package = plant(**{"0001_rooms": "create table rooms (id int);"})
    migrate(url, [package])
    plant(package, **{"0002_beds": "alter table rooms add beds int;"})
    assert [m.number for m in migrate(url, [package])] == [2]


def test_several_packages_keep_numbers_of_their_own(url: str, plant: Plant) -> None:
    packages = [plant(**{"0001_first": f"create table t{n} (id int);"}) for n in range(3)]
    assert [m.source for m in migrate(url, packages)] == packages


@pytest.mark.parametrize(
    "files",
    [{"0002_beds": ""}, {"0001_rooms": "", "0003_beds": ""}, {"0001_rooms": "", "0001_beds": ""}, {"0000_rooms": ""}],
)
def test_a_gap_or_a_doubled_number_is_refused_before_anything_is_done(
    url: str, plant: Plant, files: dict[str, str]
) -> None:
    package = plant(**files)
    with pytest.raises(MigrationRefused, match=package):
        migrate(url, [package])
    assert ask(url, "select * from migrations") == []


def test_a_file_that_changed_after_it_was_applied_is_refused_and_later_ones_wait(url: str, plant: Plant) -> None:
    package = plant(**{"0001_rooms": "create table rooms (id int);"})
    migrate(url, [package])
    plant(package, **{"0001_rooms": "create table rooms (id bigint);", "0002_beds": "create table beds (id int);"})
    with pytest.raises(MigrationRefused, match="0001 changed"):
        migrate(url, [package])
    assert ask(url, "select to_regclass('beds')") == [(None,)]


def test_a_file_that_fails_leaves_nothing_of_itself_and_keeps_the_ones_before(url: str, plant: Plant) -> None:
    package = plant(
        **{"0001_rooms": "create table rooms (id int);", "0002_beds": "create table beds (id int); select 1/0;"}
    )
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(url, [package])
    assert ask(url, "select to_regclass('rooms') is null, to_regclass('beds') is null") == [(False, True)]
    plant(package, **{"0002_beds": "create table beds (id int);"})
    assert [m.number for m in migrate(url, [package])] == [2]


def test_runs_that_meet_apply_each_file_once(url: str, plant: Plant) -> None:
    package = plant(**{f"{n:04d}_step": f"create table t{n} (id int); select pg_sleep(0.02);" for n in range(1, 9)})
    with ThreadPoolExecutor(6) as pool:
        applied = list(pool.map(lambda _: migrate(url, [package]), range(6)))
    assert sorted(m.number for run in applied for m in run) == list(range(1, 9))


def test_a_run_that_is_killed_in_the_middle_of_a_file_can_be_repeated(url: str, plant: Plant, tmp_path: Path) -> None:
    package = plant(
        **{"0001_rooms": "create table rooms (id int);", "0002_slow": "create table slow (id int); select pg_sleep(3);"}
    )
    program = f"from shared.migrations import migrate; migrate({url!r}, [{package!r}])"
    killed = subprocess.Popen([sys.executable, "-c", program], env={"PYTHONPATH": f"{tmp_path}:{Path.cwd()}"})
    wait_until(
        lambda: bool(
            ask(url, "select 1 from pg_stat_activity where query like '%pg_sleep(3)%' and pid <> pg_backend_pid()")
        )
    )
    killed.kill()
    killed.wait()
    assert [m.number for m in migrate(url, [package])] == [2]
    assert ask(url, "select count(*) from migrations") == [(2,)]


def wait_until(holds: Callable[[], bool], seconds: float = PATIENT) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def test_a_table_lock_that_is_not_had_is_given_up_so_that_traffic_never_queues_behind_a_migration(
    url: str, plant: Plant
) -> None:
    migrate(url, [plant(**{"0001_rooms": "create table rooms (id int);"})])
    impatient = plant(**{"0001_beds": "set local lock_timeout = '200ms'; alter table rooms add beds int;"})
    with psycopg.connect(url) as busy:
        busy.execute("select * from rooms")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            migrate(url, [impatient])
    assert [m.name for m in migrate(url, [impatient])] == ["beds"]


def test_the_lock_is_given_back_after_success_and_after_failure(url: str, plant: Plant) -> None:
    migrate(url, [plant(**{"0001_rooms": "create table rooms (id int);"})])
    with pytest.raises(psycopg.errors.SyntaxError):
        migrate(url, [plant(**{"0001_wrong": "this is no sql;"})])
    with psycopg.connect(url) as conn:
        assert conn.execute("select pg_try_advisory_lock(%s)", [LOCK]).fetchone() == (True,)


def test_a_percent_sign_and_several_statements_are_plain_sql(url: str, plant: Plant) -> None:
    text = "create table rooms (name text check (name like '%s%')); insert into rooms values ('100 % suite');"
    migrate(url, [plant(**{"0001_rooms": text})])
    assert ask(url, "select name from rooms") == [("100 % suite",)]


def test_other_files_beside_migrations_are_not_migrations(plant: Plant) -> None:
    assert [m.number for m in find_migrations(plant(**{"0001_rooms": "", "notes": "", "1_short": ""}))] == [1]
