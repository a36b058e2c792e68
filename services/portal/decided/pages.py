"""What became of what we voted: each decision with its count, the groups that work on it, what the board answered."""

from typing import Any

from starlette.responses import Response

from services.portal.assemblies.pages import give_minutes
from services.portal.assemblies.words import OUTCOMES, REASONS
from services.portal.board.seeds import digest_of
from services.portal.decided.words import ANSWERS, STRATA
from services.portal.frame.acting import UNPROCESSABLE, Act, Errors, carry_out, in_path, own, text
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

MEMBER, CALLERS, BOARD = frozenset({"member"}), frozenset({"board", "returning_officer"}), frozenset({"board"})
OFFICER = frozenset({"returning_officer"})
SHOWN, MEETINGS = 6, 6
DETAILS = ("governance.get_assembly", "governance.get_minutes")
INCOMPLETE_CALL = N_("Fill in every field; the secret has at least 12 characters.")
ANSWER_DAYS, SHORTEST_SEED = "60", 12


THIS = in_path("group_id")
ACTS = {
    "volunteer": Act(command="governance.volunteer", roles=MEMBER, entries=(THIS, own(), text("stratum"))),
    "draw": Act(command="governance.draw_work_group", roles=OFFICER, entries=(THIS, text("seed"))),
    "meeting": Act(command="governance.record_meeting", roles=CALLERS, entries=(THIS, text("words", longest=2_000))),
    "recommend": Act(command="governance.recommend", roles=CALLERS, entries=(
        THIS, text("theme", longest=60), text("words", longest=2_000))),
    "answer": Act(command="governance.answer_recommendation", roles=BOARD, entries=(
        text("recommendation_id", "status"), text("answer", longest=2_000))),
}


async def show_decided(visit: Visit) -> Response:
    """The last assemblies with their results, the work groups, the board's short minutes."""
    return await _decided(visit)


async def show_group(visit: Visit) -> Response:
    """A work group: its mandate, who works in it, what it recommends and what the board answered."""
    return await _group(visit)


async def call_group(visit: Visit) -> Response:
    """Call a work group together by an adopted resolution; sent twice, it is one."""
    if not visit.roles & CALLERS:
        raise NotHere
    form = visit.form
    seats = [(name, form.get(f"seats-{name}", "").strip()) for name in STRATA]
    strata = [{"name": name, "seats": int(count)} for name, count in seats if count.isdecimal() and int(count)]
    seed, days = form.get("seed", "").strip(), form.get("answer_days", "").strip()
    asked: dict[str, Any] = {"resolution_id": form.get("resolution_id", ""), "ends_on": form.get("ends_on", ""),
                             "deliverable": form.get("deliverable", "").strip()[:1_000], "strata": strata}
    if not (all(asked.values()) and days.isdecimal() and len(seed) >= SHORTEST_SEED):
        return await _decided(visit, {"": visit.words(INCOMPLETE_CALL)})
    try:
        group = await visit.ask("governance.call_work_group", request_id=form.get("request_id", ""),
                                answer_days=int(days), seed_digest=digest_of(seed), **asked)
    except RemoteRefusal as refusal:
        return await _decided(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/decisions/groups/{group['group_id']}")


async def act_on_group(visit: Visit) -> Response:
    """Volunteer, draw, note a meeting or a recommendation, answer one; sent twice, it is done once."""
    return await carry_out(visit, ACTS, _group, f"/decisions/groups/{visit.request.path_params['group_id']}")


async def _decided(visit: Visit, errors: Errors | None = None) -> Response:
    found = await visit.wave(
        assemblies=("governance.list_assemblies", {"limit": SHOWN}), groups=("governance.list_work_groups", {}),
        meetings=("governance.list_board_meetings", {"limit": MEETINGS}))
    held = [one for one in found["assemblies"] or [] if one["held_on"] <= visit.today.isoformat()]
    details = await visit.wave(
        {f"{target}-{one['assembly_id']}": (target, {"assembly_id": one["assembly_id"]})
         for one in held for target in DETAILS}) if held else {}
    groups = found["groups"] or []
    return visit.render(
        "decided/decided.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
        assemblies=[one for each in held if (one := details[f"{DETAILS[0]}-{each['assembly_id']}"])],
        minuted={each["assembly_id"] for each in held if details[f"{DETAILS[1]}-{each['assembly_id']}"]},
        groups=groups, of_item={one["resolution_id"]: one for one in groups}, meetings=found["meetings"] or [],
        outcomes=OUTCOMES, reasons=REASONS, strata=STRATA, caller=bool(visit.roles & CALLERS),
        answer_days=ANSWER_DAYS,
        away=next((part for part in (*found.values(), *details.values()) if isinstance(part, PartAway)), None))


async def _group(visit: Visit, errors: Errors | None = None) -> Response:
    group = await visit.ask("governance.get_work_group", group_id=visit.request.path_params["group_id"])
    return visit.render(
        "decided/group.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, group=group,
        answers=ANSWERS, strata=STRATA, member=bool(visit.roles & MEMBER), caller=bool(visit.roles & CALLERS),
        officer=bool(visit.roles & OFFICER), board=bool(visit.roles & BOARD),
        volunteered=any(one["member_id"] == visit.me for one in group["volunteers"]),
        drawn=any(one["member_id"] == visit.me for one in group["members"]))


PAGES = (
    Page(name="decided", path="/decisions", show=show_decided, act=call_group, roles=MEMBER | CALLERS,
         nav=N_("Decisions")),
    Page(name="work_group", path="/decisions/groups/{group_id}", show=show_group, act=act_on_group,
         roles=MEMBER | CALLERS),
    Page(name="minutes_of_what_was_decided", path="/decisions/{assembly_id}/minutes.pdf", show=give_minutes,
         roles=MEMBER | CALLERS),
)
