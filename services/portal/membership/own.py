"""My data and my leaving: everything membership knows as one signed file, what may be removed, and the way out."""

import json
from collections.abc import Mapping

from starlette.responses import Response

from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from services.portal.membership.words import CAUSES, EXIT_STATES
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
UNPROCESSABLE = 422
ACTS = {"resign": "membership.resign", "stay": "membership.take_resignation_back",
        "erase": "membership.request_erasure"}
Errors = Mapping[str, str]


async def show_own_data(visit: Visit) -> Response:
    """What can be had, removed and ended."""
    return await _own(visit)


async def act_on_own_data(visit: Visit) -> Response:
    """Leave, stay after all, have removed what need not be kept; sent twice, it is done once."""
    act = visit.form.get("act", "")
    if act not in ACTS:
        raise NotHere
    asked = {"exit_id": visit.form.get("exit_id", "")} if act == "stay" else {"member_id": visit.me}
    try:
        await visit.ask(ACTS[act], request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _own(visit, {"": visit.sentence(refusal)})
    return visit.go("/membership/data")


async def give_export(visit: Visit) -> Response:
    """Everything that membership knows of the reader, with its digest and signature, as one file."""
    try:
        found = await visit.ask("membership.get_member_export", member_id=visit.me)
    except RemoteRefusal as refusal:
        return await _own(visit, {"": visit.sentence(refusal)})
    return Response(json.dumps(found, indent=1, ensure_ascii=False), media_type="application/json",
                    headers={"Content-Disposition": 'attachment; filename="my-membership.json"'})


async def _own(visit: Visit, errors: Errors | None = None) -> Response:
    about = {"member_id": visit.me}
    found = await visit.wave({"exit": ("membership.get_exit", about), "erasure": ("membership.get_erasure", about)})
    return visit.render(
        "membership/own.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, found=found,
        causes=CAUSES, states=EXIT_STATES,
        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


PAGES = (
    Page(name="own_data", path="/membership/data", show=show_own_data, act=act_on_own_data, roles=MEMBER),
    Page(name="own_export", path="/membership/export.json", show=give_export, roles=MEMBER),
)
