"""The desk's registrations: one queue, oldest first; each with its check and its decision beside it."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit
from services.portal.frame.words import REGISTRATION_STATES
from shared.bus.calling import RemoteRefusal

READERS = frozenset({"desk", "advisor"})
DESK = frozenset({"desk"})
WAITING = ("submitted", "verified")
MANY = 200
UNPROCESSABLE = 422
LATEST = "9999"


async def show_queue(visit: Visit) -> Response:
    """What waits for a check, and what waits for a decision."""
    found = await visit.wave(**{state: ("membership.list_registrations", {"state": state, "limit": MANY})
                                for state in WAITING})
    rows = sorted((row for state in WAITING for row in found[state] or []),
                  key=lambda row: row["submitted_on"] or LATEST)
    away = next((part for part in found.values() if not isinstance(part, list)), None)
    return visit.render("desk/queue.html", rows=rows, away=away, states=REGISTRATION_STATES)


async def show_registration(visit: Visit) -> Response:
    """One registration, and what the desk can do with it."""
    return await _shown(visit)


async def decide(visit: Visit) -> Response:
    """Check the identity, accept, or refuse with reasons; sent twice, it is done once."""
    which = visit.request.path_params["registration_id"]
    target, fields = _command(visit.form.get("act", ""), visit.form)
    try:
        await visit.ask(target, registration_id=which, request_id=visit.form.get("request_id", ""), **fields)
    except RemoteRefusal as refusal:
        return await _shown(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/desk/registrations/{which}")


def _command(act: str, form: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    if act == "verify":
        return "membership.verify_identity", {"means": "document_seen"}
    if act == "accept":
        return "membership.accept_registration", {"exception_reason": form.get("exception_reason", "").strip()}
    if act == "refuse":
        reason = form.get("reason", "").strip()
        return "membership.refuse_registration", {"reasons": [reason] if reason else []}
    raise NotHere


async def _shown(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    registration = await visit.ask("membership.get_registration",
                                   registration_id=visit.request.path_params["registration_id"])
    return visit.render("desk/registration.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        registration=registration, states=REGISTRATION_STATES, decides=bool(visit.roles & DESK))


PAGES = (
    Page(name="queue", path="/desk", show=show_queue, roles=READERS, nav=N_("Registrations")),
    Page(name="desk_registration", path="/desk/registrations/{registration_id}", show=show_registration,
         roles=READERS),
    Page(name="decide_registration", path="/desk/registrations/{registration_id}/decide", act=decide, roles=DESK),
)
