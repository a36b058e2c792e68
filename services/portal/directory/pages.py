"""The members' directory: whoever wants to be found writes how; nobody stands there who did not."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

READERS, MEMBER = frozenset({"member", "advisor", "desk"}), frozenset({"member"})
MANY = 50
UNPROCESSABLE = 422
FIELDS = {"city": 60, "trade": 80, "offers": 500, "reached_by": 120}  # and how long each may be
NEEDED = {"city": N_("Write the city in which you work."), "trade": N_("Write what you do.")}


async def show_directory(visit: Visit) -> Response:
    """Who is found by a word and a city; for a member the way in and out."""
    return await _directory(visit)


async def change_entry(visit: Visit) -> Response:
    """Be found, or be found no more; sent twice, it is done once."""
    if not visit.roles & MEMBER:
        raise NotHere
    act, entry = visit.form.get("act", ""), _written(visit)
    if act not in {"enter", "leave"}:
        raise NotHere
    faults = {name: visit.words(sentence) for name, sentence in NEEDED.items() if act == "enter" and not entry[name]}
    if faults:
        return await _directory(visit, faults)
    try:
        await visit.ask(f"membership.{act}_directory", member_id=visit.me, **(entry if act == "enter" else {}),
                        request_id=visit.form.get("request_id", ""))
    except RemoteRefusal as refusal:
        return await _directory(visit, {"": visit.sentence(refusal)})
    return visit.go("/people?changed=1")


def _written(visit: Visit) -> dict[str, str]:
    return {name: visit.form.get(name, "").strip()[:longest] for name, longest in FIELDS.items()}


async def _directory(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    asked = visit.request.query_params
    words: dict[str, Any] = {"text": asked.get("text", "").strip()[:100], "city": asked.get("city", "").strip()[:60]}
    after = int(asked["after"]) if asked.get("after", "").isdecimal() and len(asked["after"]) < len("1000000000") else 0
    found = (await visit.wave(found=("membership.list_directory", {**words, "after": after, "limit": MANY})))["found"]
    return visit.render(
        "directory/directory.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, people=found or [],
        away=found, words=words, written=_written(visit), may_enter=bool(visit.roles & MEMBER),
        more=found[-1]["number"] if len(found or ()) == MANY else None)


PAGES = (
    Page(name="people", path="/people", show=show_directory, act=change_entry, roles=READERS, nav=N_("Directory"),
         nav_not_for=frozenset({"desk", "advisor"})),
)
