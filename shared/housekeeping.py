"""Housekeeping: what a service's database needs done after commit, by a process of its own.

    python -m shared.housekeeping membership payroll

It seals the ledger's chain, hands outgoing documents to their channels, forgets old answers, and sends events
again that a consumer lacks, over and over, until SIGTERM.

All can be killed at any moment and run twice at once: the sealer takes a lock, the others skip what is held.
"""

import signal
import sys
from datetime import date, datetime, time
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import structlog
from prometheus_client import Gauge

from shared import clock
from shared.bus.connection import is_memory
from shared.bus.dispatch import forget_responses
from shared.bus.keeping import Keeper
from shared.bus.reconcile import check_chain
from shared.definitions import Advance, Check, Job, ServiceDefinition, installed_definitions
from shared.errors import Refusal
from shared.health import Health, database_answers, open_http_server
from shared.ledger import seal_all
from shared.logs import configure_logs
from shared.outgoing import send_pending
from shared.postgres import Database
from shared.schedule import Schedule
from shared.scheduler import Scheduler
from shared.settings import Settings, SettingsRefused, read, read_settings, require, whole_number
from shared.silence import LONGEST_PROOF_S, limit_waits

log = structlog.get_logger()
PAUSE_SECONDS = 1.0
LONGEST_ROUND_S = 900.0  # one that takes longer hangs
FAULTS = Gauge("sharedco_faults", "Faults that the last daily proof of a service found.", ["service"])


class FaultsFound(Refusal):
    """A daily proof failed: `sharedco verify` names every fault."""

    sentence = "{count} faults were found, first: {first}."



def tidy(definition: ServiceDefinition, database: Database, folder: Path, on: date) -> dict[str, int]:
    """Do once whatever waits to be done for one service; how much of each was done."""
    done = {}
    if "shared.ledger" in definition.migrations:
        done["sealed"] = seal_all(database)
    if "shared.outgoing" in definition.migrations:
        done["sent"] = len(send_pending(database, folder, on))
    if "shared.bus" in definition.migrations:
        done["forgotten"] = forget_responses(database, on)
    return done


def keep(definitions: list[ServiceDefinition], settings: Settings, leave: Event, health: Health | None = None) -> None:
    """Tidy every service until `leave` is set; a database that is away is tried again.

    Ready while the databases answer; alive while each round ends within a quarter of an hour.
    """
    health = health or Health()
    folder = Path(require(settings.variables, "OUTGOING_FOLDER"))
    databases = [(definition, definition.database(settings.database_url(definition.name),
                                                  settings.country).open()) for definition in definitions]
    for definition, database in databases:
        health.add(f"database_{definition.name}", database_answers(database))
        uri = settings.broker_uri(definition.name)
        if definition.published and not is_memory(uri):
            Thread(target=Keeper(definition.name, database, uri).run, args=(leave,), daemon=True).start()
        if schedules_jobs(settings):
            jobs = {**definition.jobs, **installed_jobs(definition)}
            Thread(target=Scheduler(definition.name, database, jobs, zone=settings.zone).run, args=(leave,),
                   daemon=True).start()
    begun = monotonic()
    health.turns = lambda: monotonic() - begun < LONGEST_ROUND_S
    while not leave.wait(PAUSE_SECONDS):
        begun = monotonic()
        today = clock.day_of(clock.now(), settings.zone)
        for definition, database in databases:
            _tidy_or_tell(definition, database, folder, today)
    for _, database in databases:
        database.close()


def schedules_jobs(settings: Settings) -> bool:
    """Whether the house runs its jobs by itself (`SCHEDULE_JOBS`): in production it does unless told otherwise."""
    given = read(settings.variables, "SCHEDULE_JOBS") or ("yes" if settings.environment == "production" else "no")
    if given not in {"yes", "no"}:
        raise SettingsRefused(f"SCHEDULE_JOBS is {given!r}; it is yes or no.")
    return given == "yes"


def installed_jobs(definition: ServiceDefinition) -> dict[str, Job]:
    """What the plumbing itself has done every day for a service: its proofs, where it has any."""
    if "shared.bus" not in definition.migrations:  # the ballot box: no table of runs, and nothing to prove by itself
        return {}

    def prove(database: Database, _on: date, advance: Advance) -> str:
        checks = own_checks(definition, database.url)
        faults = []
        for done, check in enumerate(checks, start=1):
            faults += [f"{check.name}: {fault}" for fault in check.run(database)]
            advance(done, len(checks))
        FAULTS.labels(definition.name).set(len(faults))
        if faults:
            raise FaultsFound(count=len(faults), first=faults[0])
        return f"{len(checks)} proofs hold"

    name = f"verify_{definition.name}"
    return {name: Job(name, "Prove that the ledger balances and chains are whole.", prove, Schedule(at=time(3, 30)))}


def own_checks(definition: ServiceDefinition, url: str, *, since: datetime | None = None) -> list[Check]:
    """The proofs of one service about its own database; `since` a moment, only of events that are no older."""
    chain = Check("the chain of events", lambda _: check_chain(url, since=since))
    return [*definition.checks, *([chain] if "shared.bus" in definition.migrations else [])]


def _tidy_or_tell(definition: ServiceDefinition, database: Database, folder: Path, today: date) -> None:
    try:
        done = tidy(definition, database, folder, today)
    except Exception:  # the next round tries again; the log tells
        log.exception("housekeeping_failed", service=definition.name)
        return
    if any(done.values()):
        log.info("house_tidied", service=definition.name, sealed=done.get("sealed", 0), sent=done.get("sent", 0),
                 forgotten=done.get("forgotten", 0))


def _named(names: list[str]) -> list[ServiceDefinition]:
    definitions = installed_definitions()
    if not names or not set(names) <= set(definitions):
        raise SettingsRefused(f"Name services that are installed: {', '.join(sorted(definitions))}.")
    return [definitions[name] for name in names]


def main(names: list[str]) -> int:
    """Keep house for the named services until SIGTERM or SIGINT."""
    leave = Event()

    def go(*_: Any) -> None:
        leave.set()

    signal.signal(signal.SIGTERM, go)
    signal.signal(signal.SIGINT, go)
    try:
        settings = read_settings()
        configure_logs(settings.environment)
        health = Health()
        if port := whole_number(settings, "HTTP_PORT", 0, least=0):
            open_http_server(health, port)
        limit_waits(LONGEST_PROOF_S)
        keep(_named(names), settings, leave, health)
    except SettingsRefused as refused:
        sys.stderr.write(f"{refused}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
