"""The portal beside the local stack: its database, the token desk, the people whom one may play, and its address."""

import json
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from deploy.local.databases import databases_for
from deploy.local.supervisor import Supervisor
from shared.cli.settings import read_file, write_file
from shared.errors import Refusal
from shared.files import write_atomically
from shared.migrations import migrate
from shared.roles import grant_work, role_of
from shared.settings import Settings

PREFERRED_PORT = 8480
LONGEST_START_S = 60
LONG_AGO = "2016-01-01"
BOOTH = ("SHAREDCO_ENV", "BOOTH_LISTEN", "BOOTH_ORIGIN", "PORTAL_ORIGIN")  # all that the booth is told
EMPLOYEES = (
    ("newcomer", "Noor Janssens", "nl", ("applicant",)),
    ("desk", "Claire Dumont", "fr", ("desk", "advisor")), ("clerk", "Ines Verhaegen", "nl", ("payroll_clerk",)),
    ("accountant", "Karl Hennen", "de", ("accountant",)), ("board", "Hélène Wauters", "fr", ("board",)),
    ("officer", "Pieter Claes", "nl", ("returning_officer",)), ("operator", "Anna Lambert", "fr", ("ops",)),
)


class PortalDidNotStart(Refusal):
    """The portal or its token desk is not ready."""

    sentence = "The portal did not start. The end of its log:\n{words}"


def playable(members: Mapping[str, str], registrations: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Whom one may play: the scenario's members, and an employee for each desk; invented, all of them."""
    people = [_person(key, member_id, f"{registrations[key]['given_name']} {registrations[key]['family_name']}",
                      registrations[key]["language"], ("member",)) for key, member_id in members.items()]
    return people + [_person(key, f"person-{key}", name, language, roles)
                     for key, name, language, roles in EMPLOYEES]


def start_portal(settings: Settings, folder: Path, people: Sequence[Mapping[str, Any]]) -> str:
    """Start the token desk and the portal of a stack, or join them; the address where the portal answers."""
    supervisor = Supervisor(folder)
    with supervisor.alone():
        own = _settings(settings, folder, people)
        secret = settings.variables["TOKEN_PRIVATE_KEY_FILE"]
        supervisor.ensure("token-desk", _command("token-desk"), own | {"TOKEN_PRIVATE_KEY_FILE": secret})
        supervisor.ensure("portal", _command("portal"), own | {"TOKEN_PRIVATE_KEY_FILE": ""})
        supervisor.ensure("booth", _command("booth"), {
            **{name: own[name] for name in BOOTH}, "AMQP_URI": settings.broker_uri("booth")})
        _await(own["PORTAL_ORIGIN"], supervisor)
    return own["PORTAL_ORIGIN"]


def portal_addresses(folder: Path) -> dict[str, str]:
    """Where the portal of a stack answers: chosen once, so that the link in a mail opens it whenever it runs."""
    file = folder / "portal"
    known = read_file(file) if file.exists() else {"TOKEN_DESK_SECRET": secrets.token_urlsafe(32)}
    if missing := {name: value for name, value in _addresses().items() if name not in known}:
        write_file(file, known | missing)
    return known | missing


def _settings(settings: Settings, folder: Path, people: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The same as last time, so that a portal that runs is joined; else made now."""
    directory = folder / "people.json"
    databases = databases_for(["portal"], folder / "postgres", stays=True)
    owner, worker = databases["MIGRATION_URL_PORTAL"], databases["DATABASE_URL_PORTAL"]
    migrate(owner, ("services.portal",))
    grant_work(owner, role_of(worker))
    write_atomically(directory, json.dumps(people, indent=2).encode())
    made = portal_addresses(folder) | {
        "SHAREDCO_ENV": settings.environment, "COUNTRY": settings.country, "AMQP_URI": settings.broker_uri("portal"),
        "DATABASE_URL_PORTAL": worker, "TOKEN_DESK_DIRECTORY": str(directory),
    }
    write_file(folder / "portal", made)
    return made


def _addresses() -> dict[str, str]:
    """The booth has another name than the portal, for browsers tell cookies apart by name and not by port."""
    portal, desk, booth = _free_port(PREFERRED_PORT), _free_port(0), _free_port(PREFERRED_PORT + 1)
    return {
        "PORTAL_LISTEN": f"127.0.0.1:{portal}", "PORTAL_ORIGIN": f"http://127.0.0.1:{portal}",
        "TOKEN_DESK_LISTEN": f"127.0.0.1:{desk}", "TOKEN_DESK_URL": f"http://127.0.0.1:{desk}",
        "BOOTH_LISTEN": f"127.0.0.1:{booth}", "BOOTH_ORIGIN": f"http://localhost:{booth}",
    }


def _free_port(wanted: int) -> int:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return _free_port(0)
        return int(probe.getsockname()[1])


def _command(what: str) -> list[str]:
    return [sys.executable, "-m", "services.portal.serve", what]


def _await(origin: str, supervisor: Supervisor) -> None:
    until = time.monotonic() + LONGEST_START_S
    while not _is_ready(origin):
        gone = [name for name in ("token-desk", "portal", "booth") if supervisor.process(name) is None]
        if gone or time.monotonic() > until:
            raise PortalDidNotStart(words=supervisor.last_words((gone or ["portal"])[0]))
        time.sleep(0.1)


def _is_ready(origin: str) -> bool:
    try:
        with urllib.request.urlopen(f"{origin}/ready", timeout=5):  # noqa: S310 - an address of ours
            return True
    except (urllib.error.URLError, OSError):
        return False


def _person(login: str, subject: str, name: str, language: str, roles: Sequence[str]) -> dict[str, Any]:
    grants = [{"role": role, "from_on": LONG_AGO, "until_on": None} for role in roles]
    return {"login": login, "subject": subject, "name": name, "language": language, "grants": grants}
