"""A member asks, somebody answers; and whoever advises sees a member in one page, with the acts beside it."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from services.portal.frame.words import LETTERS, ORDER_STATES
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
ADVISERS = frozenset({"advisor", "desk"})
LONGEST_SUBJECT, LONGEST_TEXT = 200, 2_000
MANY = 100
UNPROCESSABLE = 422
REASON = N_("Chosen by the desk")


async def show_questions(visit: Visit) -> Response:
    """What I asked, and what was answered."""
    return await _questions(visit)


async def ask(visit: Visit) -> Response:
    """Ask; sent twice, it is asked once."""
    written = {"subject": visit.form.get("subject", "").strip()[:LONGEST_SUBJECT],
               "text": visit.form.get("text", "").strip()[:LONGEST_TEXT]}
    errors = {name: visit.words(N_("Please write something here.")) for name, text in written.items() if not text}
    if errors:
        return await _questions(visit, errors, written)
    try:
        await visit.ask("membership.ask_question", member_id=visit.me, request_id=visit.form.get("request_id", ""),
                        **written)
    except RemoteRefusal as refusal:
        return await _questions(visit, {"": visit.sentence(refusal)}, written)
    return visit.go("/questions")


async def show_member(visit: Visit) -> Response:
    """A member in one page."""
    return await _member(visit)


async def act_for_member(visit: Visit) -> Response:
    """Answer a question, or say who advises; sent twice, it is done once."""
    member_id = visit.request.path_params["member_id"]
    target, fields = _command(visit, member_id)
    try:
        await visit.ask(target, request_id=visit.form.get("request_id", ""), **fields)
    except RemoteRefusal as refusal:
        return await _member(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/desk/members/{member_id}")


def _command(visit: Visit, member_id: str) -> tuple[str, dict[str, Any]]:
    form = visit.form
    if form.get("act") == "answer":
        return "membership.answer_question", {"question_id": form.get("question_id", ""),
                                              "answer": form.get("answer", "").strip()[:LONGEST_TEXT]}
    if form.get("act") == "assign":
        return "membership.reassign_member", {"member_id": member_id, "advisor_id": form.get("advisor_id", ""),
                                              "reason": visit.words(REASON)}
    if form.get("act") == "note":
        return "membership.add_note", {"member_id": member_id, "text": form.get("text", "").strip()[:LONGEST_TEXT]}
    raise NotHere


async def _questions(visit: Visit, errors: Mapping[str, str] | None = None,
                     written: Mapping[str, str] | None = None) -> Response:
    found = await visit.wave(questions=("membership.list_questions", {"member_id": visit.me, "limit": MANY}))
    return visit.render("advising/questions.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        away=found["questions"], questions=list(reversed(found["questions"] or [])),
                        written=written or {"subject": "", "text": ""})


async def _member(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    about = {"member_id": visit.request.path_params["member_id"]}
    found = await visit.wave(
        {"orders": ("invoicing.list_orders", about)}, own=("membership.get_particulars", about),
        member=("membership.get_member", about), questions=("membership.list_questions", {**about, "limit": MANY}),
        advisor=("membership.get_advisor_of_member", about), advisors=("membership.list_advisors", {"limit": MANY}),
        notes=("membership.list_notes", about), letters=("membership.list_letters", about))
    return visit.render(
        "advising/member.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, found=found, about=about,
        advisor=_advisor(found["advisor"]), states=ORDER_STATES, kinds=LETTERS,
        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


def _advisor(answer: Any) -> str:
    """The name of whoever advises today, if anybody does."""
    history = (answer or {}).get("history", [])
    return next((one["name"] for one in history if one["advisor_id"] == answer["responsible_id"]), "")


PAGES = (
    Page(name="questions", path="/questions", show=show_questions, act=ask, roles=MEMBER, nav=N_("My questions")),
    Page(name="desk_member", path="/desk/members/{member_id}", show=show_member, roles=ADVISERS),
    Page(name="act_for_member", path="/desk/members/{member_id}/act", act=act_for_member, roles=ADVISERS),
)
