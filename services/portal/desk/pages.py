"""The desk: one queue of all that waits, with the act beside it; a registration with its check and its decision."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from services.portal.desk.queue import BUTTONS, CURSORS, entries_of, more_of, questions_of
from services.portal.expenses.words import CATEGORIES
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from services.portal.frame.words import REGISTRATION_STATES
from services.portal.orders.standing import RISKS
from shared.bus.calling import RemoteRefusal

READERS = frozenset({"desk", "advisor"})
DESK = frozenset({"desk"})
ADVISOR = frozenset({"advisor"})
UNPROCESSABLE = 422
REASON_MISSING = N_("Write why: whoever asked reads it.")
ACTS = {
    "approve_screening": ("approve_screening", "screening_id"),
    "refuse_screening": ("refuse_screening", "screening_id"),
    "approve_proof": ("approve_signed_proof", "proof_id"), "refuse_proof": ("refuse_signed_proof", "proof_id"),
    "approve_claim": ("approve_expense_claim", "claim_id"), "refuse_claim": ("refuse_expense_claim", "claim_id"),
}


async def show_queue(visit: Visit) -> Response:
    """All that waits, the longest first."""
    return await _queue(visit)


async def act_on_queue(visit: Visit) -> Response:
    """Let an order form leave or not, believe a proof or not, refund expenses or not; sent twice, decided once."""
    command, field = ACTS.get(visit.form.get("act", ""), ("", ""))
    if not command or not visit.roles & ADVISOR:
        raise NotHere
    asked, reason = {field: visit.form.get("ref", "")}, visit.form.get("reason", "").strip()
    if command.startswith("refuse"):
        if not reason:
            return await _queue(visit, {"": visit.words(REASON_MISSING)})
        asked |= {"reason": reason[:1_000]}
    try:
        await visit.ask(f"invoicing.{command}", request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _queue(visit, {"": visit.sentence(refusal)})
    return visit.go("/desk")


async def give_proof(visit: Visit) -> Response:
    """The document that proves a signature, as it was uploaded; no browser opens it within our pages."""
    file = await visit.ask("invoicing.get_signed_proof", proof_id=visit.request.path_params["proof_id"])
    return Response(b64decode(file["content_base64"]), media_type=file["media_type"],
                    headers={"Content-Disposition": f'attachment; filename="{file["name"]}"'})


async def show_registration(visit: Visit) -> Response:
    """One registration, and what the desk can do with it."""
    return await _shown(visit)


async def decide(visit: Visit) -> Response:
    """Check the identity, do without a session, accept, or refuse with reasons; sent twice, it is done once."""
    if not visit.roles & (ADVISOR if visit.form.get("act") == "waive" else DESK):
        raise NotHere
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
    if act == "waive":
        return "membership.waive_session", {"reason": form.get("reason", "").strip()}
    if act == "accept":
        return "membership.accept_registration", {"exception_reason": form.get("exception_reason", "").strip()}
    if act == "refuse":
        reason = form.get("reason", "").strip()
        return "membership.refuse_registration", {"reasons": [reason] if reason else []}
    raise NotHere


async def _queue(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    after = {name: visit.request.query_params[name] for name in CURSORS if name in visit.request.query_params}
    found = await visit.wave(**questions_of(visit.roles, after))
    return visit.render("desk/queue.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        entries=entries_of(found), more=urlencode(more_of(found)), after=after, risks=RISKS,
                        buttons=BUTTONS, categories=CATEGORIES,
                        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


async def _shown(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    registration = await visit.ask("membership.get_registration",
                                   registration_id=visit.request.path_params["registration_id"])
    return visit.render("desk/registration.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        registration=registration, states=REGISTRATION_STATES, decides=bool(visit.roles & DESK),
                        waives=bool(visit.roles & ADVISOR))


PAGES = (
    Page(name="queue", path="/desk", show=show_queue, act=act_on_queue, roles=READERS, nav=N_("Desk")),
    Page(name="signed_proof", path="/desk/proofs/{proof_id}", show=give_proof, roles=ADVISOR),
    Page(name="desk_registration", path="/desk/registrations/{registration_id}", show=show_registration,
         roles=READERS),
    Page(name="decide_registration", path="/desk/registrations/{registration_id}/decide", act=decide, roles=READERS),
)
