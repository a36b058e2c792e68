"""The house runs its jobs by itself: each day once, one scheduler at a time, failures told and tried again."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from prometheus_client import REGISTRY

from shared.countries import Country
from shared.definitions import Advance, Job
from shared.errors import Refusal
from shared.parameters import Tables
from shared.postgres import Database
from shared.schedule import Missed, Schedule
from shared.scheduler import Scheduler
from tests.builders import FreshDatabase

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TODAY = NOON.date()


class NoPaper(Refusal):
    sentence = "The printer has no paper."


class Work:
    """Two jobs that write down their days; the first fails while it is told to."""

    def __init__(self) -> None:
        self.days: list[tuple[str, date]] = []
        self.fails = False

    def jobs(self, **schedule: Any) -> dict[str, Job]:
        return {"first": Job("first", "First.", self._first, Schedule(**schedule)),
                "second": Job("second", "Second.", self._second, Schedule(after=("first",), **schedule)),
                "by_hand": Job("by_hand", "By hand.", self._second)}

    def _first(self, _database: Database, on: date, advance: Advance) -> str:
        if self.fails:
            raise NoPaper
        self.days.append(("first", on))
        advance(3, 3)
        return "3 printed"

    def _second(self, _database: Database, on: date, _advance: Advance) -> str:
        self.days.append(("second", on))
        return "done"


@pytest.fixture
def database(fresh_database: FreshDatabase) -> Iterator[Database]:
    opened = Database(fresh_database("shared.bus"), country=Country(Tables("BE", {}))).open()
    yield opened
    opened.close()


def scheduler(database: Database, work: Work, **schedule: Any) -> Scheduler:
    return Scheduler("printing", database, work.jobs(**schedule), zone="Europe/Brussels")


def rows(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.connection() as conn:
        return [tuple(row.values()) for row in conn.execute(statement)]  # type: ignore[call-overload]


def test_each_scheduled_job_runs_once_a_day_in_its_order_and_leaves_a_row(database: Database) -> None:
    work = Work()
    found = scheduler(database, work)
    assert found.run_due(NOON) == [f"first {TODAY}", f"second {TODAY}"]
    assert found.run_due(NOON + timedelta(hours=1)) == []
    assert work.days == [("first", TODAY), ("second", TODAY)]
    assert rows(database, "select state, done, total, outcome from job_runs where job = 'first'") == [
        ("done", 3, 3, "3 printed")]


def test_a_house_that_stood_still_catches_up(database: Database) -> None:
    work = Work()
    found = scheduler(database, work, missed=Missed.EACH)
    found.run_due(NOON)
    work.days.clear()
    found.run_due(NOON + timedelta(days=3))
    assert [day for name, day in work.days if name == "first"] == [TODAY + timedelta(days=n) for n in (1, 2, 3)]


def test_a_job_waits_for_the_one_before_it_and_a_failure_is_tried_again_later(database: Database) -> None:
    work = Work()
    work.fails = True
    found = scheduler(database, work)
    assert found.run_due(NOON) == [f"first {TODAY}"]
    assert rows(database, "select job, state, outcome from job_runs") == [
        ("first", "failed", "The printer has no paper.")]
    work.fails = False
    now = datetime.now(UTC)
    with database.connection() as conn:
        conn.execute("update job_runs set ended_at = %s", [NOON])
    assert found.run_due(NOON + timedelta(minutes=4)) == []
    assert found.run_due(NOON + timedelta(minutes=5)) == [f"first {TODAY}", f"second {TODAY}"]
    assert rows(database, "select attempts, state from job_runs where job = 'first'") == [(2, "done")]
    assert now


def test_only_one_scheduler_works_and_one_that_hangs_is_replaced(database: Database) -> None:
    work = Work()
    with database.connection() as conn:
        conn.execute("update job_lease set holder = 'another', until = now() + interval '1 minute'")
    assert scheduler(database, work).run_due(NOON) == []
    with database.connection() as conn:
        conn.execute("update job_lease set until = now() - interval '1 second'")
    assert len(scheduler(database, work).run_due(NOON)) == 2


def test_a_run_whose_process_ended_is_begun_again(database: Database) -> None:
    work = Work()
    with database.connection() as conn:
        conn.execute("insert into job_runs (job, business_on, state, attempts, begun_at) "
                     "values ('first', %s, 'running', 1, now())", [TODAY])
    scheduler(database, work).run_due(NOON)
    assert rows(database, "select attempts, state from job_runs where job = 'first'") == [(2, "done")]


def test_a_job_of_every_few_minutes_runs_again_and_again(database: Database) -> None:
    work = Work()
    found = scheduler(database, work, every_minutes=10)
    found.run_due(NOON)
    with database.connection() as conn:
        conn.execute("update job_runs set ended_at = %s", [NOON])
    assert found.run_due(NOON + timedelta(minutes=9)) == []
    assert found.run_due(NOON + timedelta(minutes=10)) == [f"first {TODAY}", f"second {TODAY}"]


def test_a_scheduler_says_how_late_each_job_is_even_after_a_restart(database: Database) -> None:
    work, late = Work(), partial(REGISTRY.get_sample_value, "sharedco_job_late_seconds")
    work.fails = True
    found = scheduler(database, work)
    found.run_due(NOON)
    found.tell_lateness(NOON)
    assert late({"service": "printing", "job": "first"}) == 7 * 3600  # since six in the morning, civil time
    work.fails = False
    with database.connection() as conn:
        conn.execute("update job_runs set ended_at = %s", [NOON])
    found.run_due(NOON + timedelta(minutes=6))
    scheduler(database, work).tell_lateness(NOON + timedelta(minutes=6))
    assert late({"service": "printing", "job": "first"}) == 0
    assert late({"service": "printing", "job": "by_hand"}) is None
    assert REGISTRY.get_sample_value("sharedco_job_done_at_seconds", {"service": "printing", "job": "first"})
