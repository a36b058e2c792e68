"""Trainings and rooms: a member takes a seat or some hours and gives them back; the desk offers and plans them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from services.portal.frame.languages import LANGUAGES, N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from services.portal.learning.words import KINDS, SEATS
from shared.bus.calling import RemoteRefusal

MEMBER, DESK = frozenset({"member"}), frozenset({"desk"})
MANY = 100
UNPROCESSABLE = 422
INCOMPLETE = N_("Fill in every field.")
Errors = Mapping[str, str]
Command = tuple[str, frozenset[str], dict[str, Any]]


async def show_learning(visit: Visit) -> Response:
    """The trainings and rooms to come, and what of them is the reader's."""
    return await _learning(visit)


async def act_on_learning(visit: Visit) -> Response:
    """Take or give back a seat or some hours, offer and plan a training, open a room; sent twice, it is done once."""
    command, roles, asked = _command(visit)
    if not visit.roles & roles:
        raise NotHere
    if not all(asked.values()):
        return await _learning(visit, {"": visit.words(INCOMPLETE)})
    try:
        await visit.ask(f"membership.{command}", request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _learning(visit, {"": visit.sentence(refusal)})
    return visit.go("/trainings?done=1")


def _command(visit: Visit) -> Command:
    def written(*names: str) -> dict[str, Any]:
        return {name: visit.form.get(name, "").strip() for name in names}

    def counted(name: str) -> dict[str, Any]:
        text = visit.form.get(name, "")
        return {name: int(text) if text.isdecimal() else 0}

    own = {"member_id": visit.me}
    known: dict[str, Command] = {
        "enrol": ("enrol_in_training", MEMBER, {**own, **written("session_id")}),
        "give_back": ("give_back_seat", MEMBER, written("seat_id")),
        "book": ("book_space", MEMBER, {**own, **written("space_id"), **_times(visit)}),
        "free": ("give_space_back", MEMBER, written("booking_id")),
        "offer": ("offer_training", DESK, written("title", "about", "language")),
        "plan": ("schedule_training_session", DESK, {
            **written("training_id", "place"), **counted("capacity"), "host_id": visit.me, **_times(visit)}),
        "open": ("open_space", DESK, {**written("city", "kind", "name"), **counted("places")}),
    }
    if (act := visit.form.get("act", "")) not in known:
        raise NotHere
    return known[act]


def _times(visit: Visit) -> dict[str, str]:
    """A day and two hours where the country is; nothing where one cannot be read."""
    zone = ZoneInfo(visit.portal.settings.zone)
    try:
        return {f"{name}_at": datetime.fromisoformat(f"{visit.form.get('day', '')}T{visit.form.get(name, '')}")
                .replace(tzinfo=zone).isoformat() for name in ("starts", "ends")}
    except ValueError:
        return {"starts_at": "", "ends_at": ""}


async def _learning(visit: Visit, errors: Errors | None = None) -> Response:
    member, about = bool(visit.roles & MEMBER), {"member_id": visit.me}
    own = {"seats": ("membership.list_own_trainings", about), "hours": ("membership.list_own_bookings", about)} \
        if member else {"trainings": ("membership.list_trainings", {"limit": MANY})}
    found = await visit.wave(sessions=("membership.list_training_sessions", {"limit": MANY}),
                             spaces=("membership.list_spaces", {"limit": MANY}), **own)
    seats = found.get("seats") or []
    return visit.render(
        "learning/learning.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, member=member,
        sessions=[one for one in found["sessions"] or [] if one["state"] == "scheduled"], seats=seats,
        mine={one["session_id"] for one in seats}, hours=found.get("hours") or [], spaces=found["spaces"] or [],
        trainings=found.get("trainings") or [], seat_states=SEATS, kinds=KINDS, spoken=LANGUAGES,
        done="done" in visit.request.query_params,
        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


PAGES = (
    Page(name="learning", path="/trainings", show=show_learning, act=act_on_learning, roles=MEMBER | DESK,
         nav=N_("Trainings and rooms")),
)
