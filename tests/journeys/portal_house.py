"""The whole house with its portal, filled as the sandbox is, for Chromium to walk through."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from deploy.local.broker import Broker
from deploy.local.databases import prepare
from deploy.local.demo import sandbox
from deploy.local.demo.inviting import invite
from deploy.local.demo.narrator import Narrator
from deploy.local.demo.play import stage_in
from deploy.local.keys import development_keys
from deploy.local.portal import playable, start_portal
from deploy.local.postgres import ROOT, PostgresServer, fresh_name
from deploy.local.stack import Stack
from services.portal.app import PAGES
from services.portal.frame.pages import Page
from shared.bus.calling import new_request_id
from shared.bus.client import BusClient
from shared.definitions import installed_definitions
from shared.settings import Settings

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
WHO = {
    "applicant": "newcomer", "member": "amina", "payroll_clerk": "clerk", "accountant": "accountant", "desk": "desk",
    "advisor": "desk", "board": "board", "returning_officer": "officer", "ops": "operator",
}
QUOTE = ("/earn?amount=1200&month=2026-12&day=2026-12-01&day=2026-12-02&day=2026-12-03&hours=7.6&household=single"
         "&children=0&go=quote")


BY_LINK = "/sign/{token}"
NEWCOMER = {
    "given_name": "Noor", "family_name": "Janssens", "street": "Kerkstraat 4", "postcode": "2000", "town": "Antwerpen",
    "country": "BE", "email": "noor@janssens.example", "phone": "", "language": "nl",
    "national_number": "91.04.17-214.51", "activity": "illustration", "city": "Gent",
}


@dataclass(kw_only=True)
class House:
    """The running house: where its portal answers, and the services behind it."""

    address: str
    settings: Settings
    stack: Stack
    ids: dict[str, Any]
    link: str
    vhost: str

    @property
    def logs(self) -> Path:
        """The folder in which every process writes its log."""
        return self.stack.folder / "logs"

    def ask(self, target: str, *, subject: str, role: str, **kwargs: Any) -> Any:
        """What a service itself answers."""
        token = development_keys(ROOT / ".local" / "keys").token(subject, role)
        with BusClient(self.settings.amqp_uri, token=token) as client:
            return client.call(target, **kwargs)

    @cached_property
    def known(self) -> dict[str, str]:
        """What stands in braces in the paths of pages: Amina's wage and order, a newcomer's registration."""
        return {"wage_id": self.wage()["wage_id"], "order_id": self.ids["orders"]["labels"],
                "about": "new", "proof_id": "prf_" + "0" * 32, "run_id": "run_" + "0" * 32,
                "employment_id": "emp_" + "0" * 32, "activity_id": self._activity(), "place": "1",
                "receipt_id": "rec_" + "0" * 32,
                "assembly_id": self._convene(), "poll_id": f"pol_{'0' * 32}", "token": self.link.rpartition("/")[2],
                "member_id": self.ids["members"]["amina"],
                "claim_id": "clm_" + "0" * 32, "group_id": "wgr_" + "0" * 32, "letter_id": "ltr_" + "0" * 32,
                "registration_id": self._register(), "session_id": self._session()}

    def _convene(self) -> str:
        held_on = date.today() + timedelta(days=30)  # noqa: DTZ011 - far enough in every zone
        assembly: dict[str, Any] = self.ask(
            "governance.convene_assembly", subject="person-officer", role="returning_officer",
            request_id=new_request_id(), title="Algemene vergadering", held_on=held_on.isoformat(),
            record_on=held_on.isoformat(), agenda=[{"title": "Jaarrekening", "decision": "ordinary",
                                                    "question": "Keurt de vergadering de jaarrekening goed?"}])
        return str(assembly["assembly_id"])

    def _register(self) -> str:
        newcomer = {"subject": "person-newcomer", "role": "applicant"}
        step = self.ask("membership.draft_registration", **newcomer, request_id=new_request_id(), **NEWCOMER)
        which = {"registration_id": step["registration_id"]}
        self.ask("membership.submit_registration", **newcomer, request_id=new_request_id(), **which)
        return str(step["registration_id"])

    def _activity(self) -> str:
        amina = self.ids["members"]["amina"]
        found = self.ask("invoicing.list_activities", subject=amina, role="member", member_id=amina)
        return str(found[0]["activity_id"])

    def _session(self) -> str:
        sessions = self.ask("membership.list_info_sessions", subject="person-desk", role="desk")
        return str(sessions[0]["session_id"])

    def wage(self) -> dict[str, Any]:
        """Amina's wage, as payroll tells it."""
        amina = self.ids["members"]["amina"]
        found = self.ask("payroll.list_wages", subject=amina, role="member", member_id=amina)
        wage: dict[str, Any] = self.ask("payroll.get_wage", subject=amina, role="member", wage_id=found[0]["wage_id"])
        return wage


@contextmanager
def open_house(postgres: PostgresServer, broker: Broker, folder: Path) -> Iterator[House]:
    """Start everything, play the sandbox's chapters, open the portal; end it all afterwards."""
    vhost, prefix = fresh_name("portal"), fresh_name("p") + "_"
    services = [*installed_definitions(), "portal"]
    changed = {"AMQP_URI": broker.open_vhost(vhost), **prepare(postgres, services, prefix=prefix)}
    before = dict(os.environ)
    os.environ.update(changed)
    stack = Stack(folder, outgoing=folder / "outgoing")
    try:
        settings = stack.up()
        with stage_in(settings, Narrator(silent=True)) as stage:
            ids = sandbox.fill(stage, folder / "ids.json")
            link = invite(stage, ids)
            registrations = {key: member["registration"] for key, member in stage.scenario.members.items()}
        address = start_portal(settings, folder, playable(ids["members"], registrations))
        yield House(address=address, settings=settings, stack=stack, ids=ids, link=link, vhost=vhost)
    finally:
        stack.down()
        os.environ.clear()
        os.environ.update(before)
        broker.close_vhost(vhost)
        for service in services:
            postgres.drop(f"{prefix}{service}")


def walks(known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Every page that shows something, by who opens it (nobody: an empty name) and its path: the route table itself."""
    paths = [(_opener(page), page.path.format(**known)) for page in PAGES
             if page.show and not page.path.endswith((".pdf", ".json", ".svg", "/events"))]
    link = BY_LINK.format(**known)
    members = [(who, "") for who in sorted(set(WHO.values()))]
    signing = [f"{link}?step=code", BY_LINK.format(token="0" * 43)]
    strangers = [*signing, QUOTE, QUOTE.replace("amount=1200", "amount="), "/nothing-here"]
    return [*paths, *members, *(("", path) for path in strangers), ("amina", "/pay-run")]


def address_of(path: str, language: str) -> str:
    """Where a page is read in a language: behind it, but for a page that is reached by link."""
    if not path.startswith(BY_LINK.partition("{")[0]):
        return f"/{language}{path}"
    return f"{path}{'&' if '?' in path else '?'}language={language}"


def _opener(page: Page) -> str:
    return "" if page.roles is None else WHO[min(page.roles)]
