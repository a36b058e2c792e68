"""Commands that work on a service's own database: `migrate` and `job`."""

import getpass
import os
import time
from datetime import date

import click
import psycopg
import structlog

from shared import clock
from shared.cli.days import DAY
from shared.cli.progress import shown_progress
from shared.cli.settings import here
from shared.definitions import Job, ServiceDefinition, installed_definition, installed_definitions, installed_names
from shared.errors import Refusal
from shared.logs import configure_logs
from shared.migrations import migrate as apply_migrations
from shared.migrations import missing_migrations
from shared.postgres import Database
from shared.roles import grant_work, role_of
from shared.schedule import bank_days_apart
from shared.settings import Settings

log = structlog.get_logger()


WAIT_S = 600.0  # for a migration that another process runs
FURTHEST_DAY = 3  # bank days from the clock for which a job may be run without a second person


class DayTooFar(Refusal):
    """The business day is far from the clock, and nobody else answers for it."""

    sentence = (
        "{day} is more than {most} bank days from {today}; another person than you must answer for it: --force PERSON.")


class JobUnknown(Refusal):
    """No installed service has a job of this name."""

    sentence = "There is no job {job}; there are: {jobs}."


class NotMigrated(Refusal):
    """Nobody brought the database up to date while this process waited."""

    sentence = "{service} still lacks {missing} after {seconds} seconds: its migration has not run, or failed."


@click.command()
@click.argument("services", nargs=-1)
@click.option("--wait", is_flag=True, help="Apply nothing: wait until another process has, for ten minutes at most.")
def migrate(services: tuple[str, ...], wait: bool) -> None:  # noqa: FBT001 - click's own
    """Bring the databases of SERVICES (else: of all installed) up to date, and give each service's role its rights.

    Works as the owner of the tables (MIGRATION_URL_<SERVICE>); the role in DATABASE_URL_<SERVICE> may then read and
    add everywhere, but neither change nor delete what is append-only.
    """
    settings = here()
    for name in services or installed_names():
        if wait:
            await_migrations(installed_definition(name), settings.database_url(name))
            click.echo(f"{name}: up to date")
            continue
        applied = migrate_service(installed_definition(name), settings)
        click.echo(f"{name}: {_told(applied)}")


def migrate_service(definition: ServiceDefinition, settings: Settings) -> list[str]:
    """Apply what one service's database lacks, and grant its role; the names of what was applied."""
    owner, worker = settings.migration_url(definition.name), settings.database_url(definition.name)
    applied = apply_migrations(owner, definition.migrations)
    if (role := role_of(worker)) and role != role_of(owner):
        grant_work(owner, role)
    return [f"{m.source} {m.number:04d} {m.name}" for m in applied]


def await_migrations(definition: ServiceDefinition, url: str, *, seconds: float = WAIT_S) -> None:
    """Return once a database is as new as the code here, whoever brings it there. Refuses with `NotMigrated`."""
    end = time.monotonic() + seconds
    while missing := _missing(definition, url):
        if time.monotonic() > end:
            raise NotMigrated(service=definition.name, missing=missing, seconds=int(seconds))
        time.sleep(1.0)


def _missing(definition: ServiceDefinition, url: str) -> str:
    """What a database lacks, in words; one that does not answer yet lacks everything."""
    try:
        return ", ".join(f"{m.source} {m.number:04d}" for m in missing_migrations(url, definition.migrations))
    except psycopg.OperationalError:
        return "a database that answers"


def _told(applied: list[str]) -> str:
    return f"{len(applied)} applied ({', '.join(applied)})" if applied else "up to date"


@click.command()
@click.argument("name")
@click.option("--on", type=DAY, help="The business day (today where the country is).")
@click.option("--force", "second", metavar="PERSON", help="A second person answers for a day far from today.")
def job(name: str, on: date | None, second: str | None) -> None:
    """Run the long work NAME for a business day, with its progress. Killed and run again, it repeats nothing."""
    settings = here()
    configure_logs(settings.environment)
    os.environ.update(settings.variables)  # a job reads what only it needs by itself, wherever our settings came from
    definition, found = find_job(name)
    today = clock.day_of(clock.now(), settings.zone)
    day = on or today
    if not found.assert_may_run:
        assert_near(day, today, second=second, first=getpass.getuser())
    database = definition.database(settings.database_url(definition.name), settings.country).open()
    try:
        if found.assert_may_run:
            found.assert_may_run(database, day, today)
        click.echo(run_job(found, database, day))
    finally:
        database.close()


def assert_near(day: date, today: date, *, second: str | None, first: str) -> None:
    """A day far from the clock is a slip of the hand, or a wrong clock: a second person must answer for it."""
    if bank_days_apart(day, today) <= FURTHEST_DAY:
        return
    if not second or second == first:
        raise DayTooFar(day=day, today=today, most=FURTHEST_DAY)
    log.warning("job_forced", on=day.isoformat(), by=first, second=second)


def find_job(name: str) -> tuple[ServiceDefinition, Job]:
    """The job of this name and the service that it belongs to."""
    definitions = installed_definitions().values()
    for definition in definitions:
        if name in definition.jobs:
            return definition, definition.jobs[name]
    raise JobUnknown(job=name,
                     jobs=", ".join(sorted(job for definition in definitions for job in definition.jobs)) or "none")


def run_job(found: Job, database: Database, day: date) -> str:
    """Run a job with a progress bar on the terminal; its closing sentence."""
    with shown_progress(found.sentence) as advance:
        return found.run(database, day, advance)
