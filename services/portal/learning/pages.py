"""Trainings and rooms: a member takes a seat or some hours and gives them back; the desk offers and plans them."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from starlette.responses import Response

from services.portal.frame.acting import UNPROCESSABLE, Act, Errors, carry_out, count, own, text
from services.portal.frame.languages import LANGUAGES, N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import PartAway
from services.portal.frame.visit import Visit
from services.portal.learning.words import KINDS, SEATS

MEMBER, DESK = frozenset({"member"}), frozenset({"desk"})
MANY = 100


def _times(visit: Visit) -> Mapping[str, str | None]:
    """A day and two hours where the country is; nothing where one cannot be read."""
    zone = ZoneInfo(visit.portal.settings.zone)
    try:
        return {f"{name}_at": datetime.fromisoformat(f"{visit.form.get('day', '')}T{visit.form.get(name, '')}")
                .replace(tzinfo=zone).isoformat() for name in ("starts", "ends")}
    except ValueError:
        return {"starts_at": None, "ends_at": None}


ACTS = {
    "enrol": Act(command="membership.enrol_in_training", roles=MEMBER, entries=(own(), text("session_id"))),
    "give_back": Act(command="membership.give_back_seat", roles=MEMBER, entries=(text("seat_id"),)),
    "book": Act(command="membership.book_space", roles=MEMBER, entries=(own(), text("space_id"), _times)),
    "free": Act(command="membership.give_space_back", roles=MEMBER, entries=(text("booking_id"),)),
    "offer": Act(command="membership.offer_training", roles=DESK, entries=(
        text("title", "language"), text("about", longest=2_000))),
    "plan": Act(command="membership.schedule_training_session", roles=DESK, entries=(
        text("training_id", "place"), count("capacity", least=1), own("host_id"), _times)),
    "open": Act(command="membership.open_space", roles=DESK, entries=(
        text("city", "kind", "name"), count("places", least=1))),
}


async def show_learning(visit: Visit) -> Response:
    """The trainings and rooms to come, and what of them is the reader's."""
    return await _learning(visit)


async def act_on_learning(visit: Visit) -> Response:
    """Take or give back a seat or some hours, offer and plan a training, open a room; sent twice, it is done once."""
    return await carry_out(visit, ACTS, _learning, "/trainings?done=1")


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
