"""Information sessions, planned and recorded; advisors, who begin and who leave. What a registration waits for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

READERS, DESK = frozenset({"desk", "advisor"}), frozenset({"desk"})
LOOKS_BACK = timedelta(days=60)
MANY = 200
UNPROCESSABLE = 422
EXPECTED = frozenset({"booked", "attended", "absent"})  # the others gave their seat back, or wait for one
SESSION = {"title": N_("Information session"), "place": "", "day": "", "starts": "18:00", "ends": "19:30",
           "capacity": "20"}
ADVISOR = {"name": "", "subject": "", "cities": "", "specialities": "", "working_share": "1"}
INCOMPLETE = N_("Fill in every field.")
Errors = Mapping[str, str]


async def show_sessions(visit: Visit) -> Response:
    """The sessions to come, and those of the last weeks."""
    return await _sessions(visit)


async def plan_session(visit: Visit) -> Response:
    """A session stands in the calendar; sent twice, it is one."""
    typed = {name: visit.form.get(name, "").strip() for name in (*SESSION, "language")}
    try:
        times = {f"{name}_at": _instant(visit, typed["day"], typed[name]) for name in ("starts", "ends")}
        capacity = int(typed["capacity"])
    except ValueError:
        return await _sessions(visit, {"": visit.words(INCOMPLETE)}, typed)
    try:
        await visit.ask("membership.schedule_info_session", request_id=visit.form.get("request_id", ""),
                        title=typed["title"], place=typed["place"], language=typed["language"], host_id=visit.me,
                        capacity=capacity, **times)
    except RemoteRefusal as refusal:
        return await _sessions(visit, {"": visit.sentence(refusal)}, typed)
    return visit.go("/desk/sessions")


async def show_session(visit: Visit) -> Response:
    """Who is expected, and who was there."""
    return await _session(visit)


async def record_session(visit: Visit) -> Response:
    """Note who was there, or call the session off; sent twice, it is done once."""
    which = {"session_id": visit.request.path_params["session_id"], "request_id": visit.form.get("request_id", "")}
    try:
        if visit.form.get("act") == "cancel":
            await visit.ask("membership.cancel_info_session", **which)
        else:
            present = set(visit.form.getlist("present"))
            expected = visit.form.getlist("expected")
            await visit.ask("membership.record_attendance", present=[seat for seat in expected if seat in present],
                            absent=[seat for seat in expected if seat not in present], **which)
    except RemoteRefusal as refusal:
        return await _session(visit, {"": visit.sentence(refusal)})
    return visit.go("/desk/sessions")


async def show_advisors(visit: Visit) -> Response:
    """Who accompanies members, and how many each."""
    return await _advisors(visit)


async def act_on_advisors(visit: Visit) -> Response:
    """Somebody begins to accompany members, or leaves: their members go to others; sent twice, it is done once."""
    if not visit.roles & DESK:
        raise NotHere
    typed = {name: visit.form.get(name, "").strip() for name in ADVISOR}
    target, asked = _command(visit, typed)
    if not all(value for name, value in asked.items() if name != "specialities"):
        return await _advisors(visit, {"": visit.words(INCOMPLETE)}, typed)
    try:
        await visit.ask(target, request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _advisors(visit, {"": visit.sentence(refusal)}, typed)
    return visit.go("/desk/advisors")


def _command(visit: Visit, typed: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    if visit.form.get("act") == "retire":
        return "membership.retire_advisor", {"advisor_id": visit.form.get("advisor_id", ""),
                                             "handover_note": visit.form.get("handover_note", "").strip()}
    return "membership.register_advisor", {
        "subject": typed["subject"], "name": typed["name"], "languages": visit.form.getlist("languages"),
        "cities": _listed(typed["cities"]), "specialities": _listed(typed["specialities"]),
        "working_share": read_amount(typed["working_share"]) or ""}


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def _instant(visit: Visit, day: str, time: str) -> str:
    """A day and a time as they are typed, where the country is."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(visit.portal.settings.zone)).isoformat()


async def _sessions(visit: Visit, errors: Errors | None = None, typed: Mapping[str, str] | None = None) -> Response:
    since = (visit.today - LOOKS_BACK).isoformat()
    found = await visit.wave(sessions=("membership.list_info_sessions", {"since": since, "limit": MANY}))
    fresh = {**SESSION, "title": visit.words(SESSION["title"]), "language": visit.language}
    return visit.render("welcoming/sessions.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        away=found["sessions"], sessions=found["sessions"] or [], typed=typed or fresh,
                        zone=visit.portal.settings.zone)


async def _session(visit: Visit, errors: Errors | None = None) -> Response:
    session_id = visit.request.path_params["session_id"]
    seats = await visit.ask("membership.list_seats", session_id=session_id)
    return visit.render("welcoming/session.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        seats=[seat for seat in seats if seat["state"] in EXPECTED],
                        waiting=[seat for seat in seats if seat["state"] == "waiting"])


async def _advisors(visit: Visit, errors: Errors | None = None, typed: Mapping[str, str] | None = None) -> Response:
    found = await visit.wave(advisors=("membership.list_advisors", {"limit": MANY}))
    return visit.render("welcoming/advisors.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        away=found["advisors"], advisors=found["advisors"] or [], typed=typed or ADVISOR,
                        decides=bool(visit.roles & DESK))


PAGES = (
    Page(name="desk_sessions", path="/desk/sessions", show=show_sessions, act=plan_session, roles=READERS,
         nav=N_("Information sessions")),
    Page(name="desk_session", path="/desk/sessions/{session_id}", show=show_session, act=record_session, roles=READERS),
    Page(name="desk_advisors", path="/desk/advisors", show=show_advisors, act=act_on_advisors, roles=READERS,
         nav=N_("Advisors")),
)
