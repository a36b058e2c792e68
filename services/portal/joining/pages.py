"""Becoming a member: find a session, register, hand in, follow where it stands."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.frame.bills import code_of
from services.portal.frame.fields import faults_of, missing, read_answers
from services.portal.frame.languages import LANGUAGES, N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import sentence_of
from services.portal.frame.visit import Visit
from services.portal.frame.words import REGISTRATION_STATES
from services.portal.joining.form import AT_FIELD, FIELDS
from shared.bus.calling import RemoteRefusal

APPLICANT = frozenset({"applicant"})
UNPROCESSABLE = 422
MANY = 50


async def show_joining(visit: Visit) -> Response:
    """The way in four steps, and the next information sessions."""
    return await _joining(visit)


async def book_seat(visit: Visit) -> Response:
    """A seat in an information session; sent twice, it is one seat."""
    answers = {name: visit.form.get(name, "").strip() for name in ("session_id", "name", "email")}
    if not all(answers.values()):
        return await _joining(visit, {"": visit.words(N_("Write your name and e-mail, so that we can expect you."))})
    try:
        seat = await visit.ask("membership.book_seat", request_id=visit.form.get("request_id", ""), **answers)
    except RemoteRefusal as refusal:
        return await _joining(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/join?seat={'waiting' if seat['state'] == 'waiting' else 'booked'}")


async def show_form(visit: Visit) -> Response:
    """The registration, empty."""
    return _form(visit, dict.fromkeys((field.name for field in FIELDS), ""), {})


async def register(visit: Visit) -> Response:
    """Write the registration down; its own page then asks to check the answers before it is handed in."""
    answers = read_answers(FIELDS, visit.form)
    if faults := missing(FIELDS, answers):
        return _form(visit, answers, {name: visit.words(text) for name, text in faults.items()})
    language = visit.form.get("language", "")
    try:
        step = await visit.ask(
            "membership.draft_registration", request_id=visit.form.get("request_id", ""), **answers,
            country=visit.portal.settings.country, language=language if language in LANGUAGES else visit.language)
    except RemoteRefusal as refusal:
        faults = faults_of(refusal, FIELDS, AT_FIELD) or {"": ""}
        return _form(visit, answers, {name: visit.words(text or sentence_of(refusal)) for name, text in faults.items()})
    return visit.go(f"/join/registrations/{step['registration_id']}")


async def show_registration(visit: Visit) -> Response:
    """What was written, where it stands, what comes next."""
    return await _shown(visit)


async def act_on_registration(visit: Visit) -> Response:
    """Hand it in, or take it back; sent twice, it is done once."""
    target = "membership.withdraw_registration" if visit.form.get("act") == "withdraw" \
        else "membership.submit_registration"
    which = visit.request.path_params["registration_id"]
    try:
        await visit.ask(target, registration_id=which, request_id=visit.form.get("request_id", ""))
    except RemoteRefusal as refusal:
        return await _shown(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/join/registrations/{which}")


async def give_code(visit: Visit) -> Response:
    """What fills in the transfer of the first share, for a phone to read."""
    registration = await visit.ask("membership.get_registration",
                                   registration_id=visit.request.path_params["registration_id"])
    return await code_of(visit, registration["member_id"])


async def _joining(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    found = await visit.wave(sessions=("membership.list_info_sessions", {"limit": MANY}))
    sessions = [one for one in found["sessions"] or [] if one["state"] == "scheduled"]
    return visit.render("joining/joining.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        away=found["sessions"], sessions=sessions, seat=visit.request.query_params.get("seat", ""),
                        zone=visit.portal.settings.zone, may_book=bool(visit.roles & APPLICANT))


def _form(visit: Visit, answers: Mapping[str, str], errors: Mapping[str, str]) -> Response:
    return visit.render("joining/form.html", status=UNPROCESSABLE if errors else 200, fields=FIELDS, answers=answers,
                        errors=errors)


async def _shown(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    which = {"registration_id": visit.request.path_params["registration_id"]}
    registration: Mapping[str, Any] = await visit.ask("membership.get_registration", **which)
    bills = await visit.ask("membership.list_share_bills", member_id=member_id) \
        if (member_id := registration["member_id"]) else []
    return visit.render("joining/registration.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        registration=registration, states=REGISTRATION_STATES, bills=bills)


PAGES = (
    Page(name="joining", path="/join", show=show_joining, nav=N_("Become a member"),
         nav_not_for=frozenset({"member", "desk", "advisor", "payroll_clerk", "accountant", "board",
                                "returning_officer"})),
    Page(name="book_seat", path="/join/seat", act=book_seat, roles=APPLICANT),
    Page(name="register", path="/join/register", show=show_form, act=register, roles=APPLICANT),
    Page(name="registration", path="/join/registrations/{registration_id}", show=show_registration,
         act=act_on_registration, roles=APPLICANT),
    Page(name="first_share_code", path="/join/registrations/{registration_id}/pay/{call_id}.svg", show=give_code,
         roles=APPLICANT),
)
