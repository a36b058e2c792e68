"""My activities: what each brought and what is left, who works orders in it, another one opened."""

from starlette.responses import Response

from services.portal.frame.acting import UNPROCESSABLE, Act, Errors, carry_out, fixed, in_path, own, text
from services.portal.frame.languages import N_
from services.portal.frame.members import found_by_form, names_of
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit

MEMBER = frozenset({"member"})
THIS = in_path("activity_id")
FIGURES = {
    "turnover": N_("Invoiced, without VAT"), "fee": N_("Contribution to the cooperative"),
    "budget": N_("Budget of wages"), "expenses": N_("Expenses"), "balance": N_("What the activity still has"),
    "deposits": N_("Deposits on work to come"), "owed": N_("What the activity owes"),
    "open": N_("Not paid by clients yet"),
}
OPEN = {"open": Act(command="invoicing.open_activity", roles=MEMBER, entries=(own(), text("name", longest=100)),
                    incomplete=N_("Write what you call it."))}
REMOVE = Act(command="invoicing.remove_participant", roles=MEMBER, entries=(THIS, text("member_id")))


async def list_activities(visit: Visit) -> Response:
    """What I do, each under a name of its own."""
    return await _all(visit)


async def open_activity(visit: Visit) -> Response:
    """Begin another one; sent twice, it is begun once."""
    return await carry_out(visit, OPEN, _all, lambda opened: f"/activities/{opened['activity_id']}")


async def show_activity(visit: Visit) -> Response:
    """One activity: its figures and who works in it."""
    return await _one(visit)


async def act_on_activity(visit: Visit) -> Response:
    """Somebody works orders in it from now on, or begins no new one; sent twice, it is done once."""
    acts = {"remove": REMOVE}
    if visit.form.get("act") == "add":
        member_id, why_not = await found_by_form(visit)
        if why_not:
            return await _one(visit, {"number": why_not})
        acts["add"] = Act(command="invoicing.add_participant", roles=MEMBER, entries=(THIS, fixed(member_id=member_id)))
    return await carry_out(visit, acts, _one, f"/activities/{visit.request.path_params['activity_id']}?done=1")


async def _all(visit: Visit, errors: Errors | None = None) -> Response:
    found = (await visit.wave(found=("invoicing.list_activities", {"member_id": visit.me})))["found"]
    return visit.render("activities/list.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        activities=found or [], away=found)


async def _one(visit: Visit, errors: Errors | None = None) -> Response:
    which = {"activity_id": visit.request.path_params["activity_id"]}
    found = await visit.wave(
        activities=("invoicing.list_activities", {"member_id": visit.me}),
        statement=("invoicing.get_activity_statement", which), people=("invoicing.list_participants", which))
    activity = next((one for one in found["activities"] or [] if one["activity_id"] == which["activity_id"]), None)
    if activity is None and not isinstance(found["activities"], PartAway):
        raise NotHere
    people = found["people"] or []
    return visit.render(
        "activities/activity.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, activity=activity,
        statement=found["statement"], people=people, figures_of=FIGURES, done="done" in visit.request.query_params,
        names=await names_of(visit, (one["member_id"] for one in people)),
        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


PAGES = (
    Page(name="activities", path="/activities", show=list_activities, act=open_activity, roles=MEMBER),
    Page(name="activity", path="/activities/{activity_id}", show=show_activity, act=act_on_activity, roles=MEMBER),
)
