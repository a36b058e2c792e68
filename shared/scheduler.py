"""The scheduler: runs the jobs of a service when they are due, each day once, and catches up what was missed.

One scheduler works per database, by a lease that it renews while it works; others stand by. Each run is a row with its
progress and its outcome. A run that failed is tried again, later and later, and told; one whose process ended is begun
again: a job repeats nothing.
"""

import os
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Event, Thread
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import structlog
from prometheus_client import Counter, Gauge

from shared import clock
from shared.bus.event_log import Q
from shared.bus.parking import describe
from shared.definitions import Job
from shared.identifiers import new_uuid7
from shared.postgres import Database
from shared.schedule import due_days, late_since

log = structlog.get_logger()

LEASE_S = 60.0
RENEW_S = 15.0
PAUSES = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))  # before trying again
RUNS = Counter("sharedco_job_runs", "Runs of jobs, by outcome: done or failed.", ["service", "job", "outcome"])
DONE_AT = Gauge("sharedco_job_done_at_seconds", "When a job last ended well, as unix time.", ["service", "job"])
LATE = Gauge("sharedco_job_late_seconds", "How long the oldest due run of a job waits to end well; 0 when none is.",
             ["service", "job"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run of a job that is due."""

    job: Job
    on: date


class Scheduler:
    """Runs the scheduled jobs of one service; `now` is the instant, for tests."""

    def __init__(self, service: str, database: Database, jobs: Mapping[str, Job], *, zone: str) -> None:
        self._service = service
        self._database = database
        self._jobs = {name: job for name, job in jobs.items() if job.schedule}
        self._zone = zone
        self._name = f"{socket.gethostname()}-{os.getpid()}-{new_uuid7().hex[-8:]}"

    def run(self, leave: Event, *, every: float = 5.0) -> None:
        """Run what is due until `leave` is set; a database that is away is tried again."""
        while not leave.wait(every):
            try:
                self.tell_lateness(clock.now())
                self.run_due(clock.now())
            except psycopg.Error as error:
                log.warning("scheduler_interrupted", service=self._service, reason=type(error).__name__)
            except Exception:  # the next round tries again; the log tells
                log.exception("scheduler_failed", service=self._service)

    def run_due(self, now: datetime) -> list[str]:
        """Run everything that is due, unless another scheduler works; what was run, as `job day`."""
        if not self._jobs or not self._lead():
            return []
        ran: list[str] = []
        with self._leading():
            while (run := next(self.due(now, but=ran), None)) is not None:
                self._carry_out(run)
                ran.append(f"{run.job.name} {run.on}")
        return ran

    def tell_lateness(self, now: datetime) -> None:
        """Say of every job how late it is and when it last ended well, whoever ran it and however long ago."""
        here = now.astimezone(ZoneInfo(self._zone))
        last = {row["job"]: row for row in self._ask(Q.last_runs)}
        for name, job in self._jobs.items():
            assert job.schedule is not None  # noqa: S101 - only scheduled jobs are looked at
            row = last.get(name, {"last_done": None, "done_at": None})
            late = late_since(job.schedule, here, row["last_done"], row["done_at"])
            LATE.labels(self._service, name).set((here - late).total_seconds() if late else 0)
            if row["done_at"]:
                DONE_AT.labels(self._service, name).set(row["done_at"].timestamp())

    def due(self, now: datetime, *, but: list[str] = []) -> Iterator[Run]:  # noqa: B006 - it is only read
        """What is due at an instant, in the order in which it is to be run."""
        here = now.astimezone(ZoneInfo(self._zone))
        last = {row["job"]: row for row in self._ask(Q.last_runs)}
        for name, job in sorted(self._jobs.items(), key=lambda named: len(named[1].schedule.after)):  # type: ignore[union-attr]
            for on in self._days(job, here, last.get(name)):
                if f"{name} {on}" not in but and self._is_free(job, on, now):
                    yield Run(job=job, on=on)

    def _days(self, job: Job, here: datetime, last: dict[str, Any] | None) -> list[date]:
        schedule = job.schedule
        assert schedule is not None  # noqa: S101 - only scheduled jobs are looked at
        if schedule.every_minutes and last and last["done_at"]:
            rested = here.astimezone(UTC) - last["done_at"] >= timedelta(minutes=schedule.every_minutes)
            return [here.date()] if rested and here.time() >= schedule.at and schedule.falls_on(here.date()) else []
        return due_days(schedule, here, last["last_done"] if last else None)

    def _is_free(self, job: Job, on: date, now: datetime) -> bool:
        """Whether those before it are done for the day, and it has not failed too recently or too often."""
        runs = {row["job"]: row for row in self._ask(Q.runs_of_day, on=on)}
        for before in job.schedule.after if job.schedule else ():
            earlier = self._jobs[before].schedule if before in self._jobs else None
            if earlier and earlier.falls_on(on) and (before not in runs or runs[before]["state"] != "done"):
                return False
        own = runs.get(job.name)
        if own is None or own["state"] != "failed":
            return True
        return bool(own["attempts"] <= len(PAUSES)) and bool( now - own["ended_at"] >= PAUSES[own["attempts"] - 1])

    def _carry_out(self, run: Run) -> None:
        facts = {"job": run.job.name, "on": run.on}
        attempt = self._ask(Q.begin_run, **facts)[0]["attempts"]
        log.info("job_begun", service=self._service, job=run.job.name, on=run.on.isoformat(), attempt=attempt)
        told = [0.0]

        def advance(done: int, total: int) -> None:
            if time.monotonic() - told[0] > 1.0 or done == total:
                told[0] = time.monotonic()
                self._do(Q.note_progress, **facts, done=done, total=total)

        try:
            outcome, state = run.job.run(self._database, run.on, advance), "done"
        except Exception as error:
            log.exception("job_failed", service=self._service, job=run.job.name, on=run.on.isoformat(),
                          told=run.job.schedule.told if run.job.schedule else "")
            outcome, state = describe(error)[1], "failed"
        self._do(Q.end_run, **facts, state=state, outcome=outcome[:1000])
        RUNS.labels(self._service, run.job.name, state).inc()
        if state == "done":
            log.info("job_done", service=self._service, job=run.job.name, on=run.on.isoformat(), outcome=outcome)

    def _lead(self) -> bool:
        return bool(self._ask(Q.lead_jobs, holder=self._name, seconds=LEASE_S))

    @contextmanager
    def _leading(self) -> Iterator[None]:
        """Renew the lease for as long as the block lasts, however long a job is; then leave it to the next."""
        ended = Event()
        renewing = Thread(target=self._renew, args=(ended,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            ended.set()
            renewing.join()
            self._do(Q.leave_jobs, holder=self._name)

    def _renew(self, ended: Event) -> None:
        while not ended.wait(RENEW_S):
            try:
                self._lead()
                self.tell_lateness(clock.now())  # a job that runs for hours makes others late
            except psycopg.Error as error:
                log.warning("job_lease_not_renewed", service=self._service, reason=type(error).__name__)

    def _ask(self, statement: Any, **params: Any) -> list[dict[str, Any]]:
        with self._database.connection() as conn:
            return conn.execute(statement, params).fetchall()

    def _do(self, statement: Any, **params: Any) -> None:
        with self._database.connection() as conn:
            conn.execute(statement, params)
