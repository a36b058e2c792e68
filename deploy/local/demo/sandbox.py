"""The sandbox: the stack, filled once with the demo's people, clients and orders, and what to try with them."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from deploy.local.demo.narrator import Narrator
from deploy.local.demo.stage import Stage
from deploy.local.demo.story import SANDBOX
from shared import clock
from shared.errors import Refusal
from shared.installed import is_here

WEEKS_AHEAD = timedelta(weeks=2)
_TRY = """\
  .venv/bin/sharedco call membership.get_member '{{"member_id": "{member}"}}'
  .venv/bin/sharedco call invoicing.get_order '{{"order_id": "{order}"}}'
  .venv/bin/sharedco call payroll.get_guarantee_fund --on 2026-10-07
  .venv/bin/sharedco tail --body                          watch what is said
  .venv/bin/sharedco job pay_wages                        run the long work of a day
  .venv/bin/sharedco job send_order_forms                 print order forms, then
  .venv/bin/sharedco job deliver_mail                     mail them and codes: .local/stack/mail
  .venv/bin/sharedco verify                               prove that all is well
  make down                                     stop; the data stays"""


def fill(stage: Stage, note: Path) -> dict[str, Any]:
    """Play the first chapters, unless this stack was filled before; the ids of what there is."""
    if note.exists():
        known: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        return known
    _register_advisor(stage)
    for chapter in SANDBOX:
        chapter(stage)
    _plan_session(stage)
    ids = {name: value for name, value in asdict(stage.life).items()
           if name in {"members", "activities", "clients", "orders"}}
    note.write_text(json.dumps(ids, indent=2), encoding="utf-8")
    return ids


def _register_advisor(stage: Stage) -> None:
    """Whoever becomes a member gets an advisor: the one whom one may play at the desk."""
    stage.phone.tell("membership.register_advisor", on=stage.scenario.day("session"), by="desk", subject="person-desk",
                     name="Claire Dumont", languages=["fr", "nl", "de", "en"], cities=["Bruxelles", "Gent"],
                     specialities=[], working_share="1")


def _plan_session(stage: Stage) -> None:
    """A session to come, for whoever plays somebody who wants to become a member."""
    begins = datetime.combine(clock.now().date() + WEEKS_AHEAD, time(17), UTC)
    stage.phone.tell("membership.schedule_info_session", on=begins.date() - WEEKS_AHEAD, by="desk", language="nl",
                     title="Infosessie", place="Gent", host_id="person-desk", capacity=20,
                     starts_at=begins.isoformat(), ends_at=(begins + timedelta(hours=1)).isoformat())


def show(narrator: Narrator, ids: dict[str, Any]) -> None:
    """Every id by its key, and what to try."""
    narrator.lines([(room, key, value) for room, known in ids.items() for key, value in known.items()],
                   heads=("There are", "Key", "Id"), right=())
    narrator.end("Try:")
    narrator.plain(_TRY.format(member=next(iter(ids["members"].values())), order=next(iter(ids["orders"].values()))))


def open_portal(stage: Stage, ids: dict[str, Any], folder: Path) -> None:
    """Start the portal where it is installed, and say where it answers and whom one may play."""
    if not (is_here("services.portal.app") and is_here("starlette")):
        return
    from deploy.local.demo.inviting import invite
    from deploy.local.portal import playable, start_portal

    registrations = {key: member["registration"] for key, member in stage.scenario.members.items()}
    people = playable(ids["members"], registrations)
    address = start_portal(stage.settings, folder, people)
    stage.narrator.end(f"The portal answers at {address}: sign in as {', '.join(person['name'] for person in people)}.")
    try:
        stage.narrator.plain(f"  A client's order form waits to be signed at {invite(stage, ids)}")
    except Refusal as refusal:  # the sandbox was filled in another year, say: the rest of it is there all the same
        stage.narrator.plain(f"  No order form could be sent to a client today. {refusal.message}")
