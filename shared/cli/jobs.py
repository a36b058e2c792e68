"""`jobs`: what the house does by itself, when, and how it went last."""

from collections.abc import Iterator
from typing import Any

import click
import psycopg
from psycopg.rows import dict_row

from shared.bus.event_log import Q
from shared.cli.settings import here
from shared.cli.tables import table
from shared.definitions import Job, ServiceDefinition, installed_definitions
from shared.housekeeping import installed_jobs, schedules_jobs
from shared.settings import Settings, read


@click.command()
@click.argument("services", nargs=-1)
def jobs(services: tuple[str, ...]) -> None:
    """List the jobs of SERVICES (else: of all): when each runs, and how its last run went."""
    settings = here()
    rows = [row for name, definition in sorted(installed_definitions().items()) if not services or name in services
            for row in _rows(settings, definition)]
    for line in table(("job", "when", "last run", "outcome"), rows):
        click.echo(line)
    if not schedules_jobs(settings):
        click.echo("next: nothing runs by itself here (SCHEDULE_JOBS=no); run one with `sharedco job NAME`")


def _rows(settings: Settings, definition: ServiceDefinition) -> Iterator[tuple[str, ...]]:
    last = last_runs(settings, definition)
    everything: dict[str, Job] = {**definition.jobs, **installed_jobs(definition)}
    for name, job in sorted(everything.items()):
        run = last.get(name, {})
        when = job.schedule.in_words() if job.schedule else "by hand"
        ran = f"{run['business_on']} {run['state']}" if run else "never"
        progress = f"{run['done']}/{run['total']} " if run and run["state"] == "running" and run["total"] else ""
        yield name, when, ran, progress + run.get("outcome", "")


def last_runs(settings: Settings, definition: ServiceDefinition) -> dict[str, dict[str, Any]]:
    """The last run of each job of a service; nothing where its database is not named or is older than its code."""
    if "shared.bus" not in definition.migrations or not read(settings.variables,
                                                             f"DATABASE_URL_{definition.name.upper()}"):
        return {}
    with psycopg.connect(settings.database_url(definition.name), row_factory=dict_row) as conn:
        return {row["job"]: row for row in conn.execute(Q.last_runs)}
