"""The clerk's periods and dues: the month and the quarter closed and declared, what is owed proposed and approved."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.dues.words import BECAUSE, CREDITORS, DUE_STATES, RETURN_STATES
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Ask, Visit
from shared.bus.calling import RemoteRefusal

CLERK, APPROVERS = frozenset({"payroll_clerk"}), frozenset({"payroll_clerk", "board"})
RETURNS = 4
UNPROCESSABLE = 422
INCOMPLETE = N_("Fill in every field.")
NO_ACCOUNT = N_("The authority's account stands in no table of that day: whoever keeps the tables enters it.")
ACTS: Mapping[str, tuple[str, frozenset[str], tuple[str, ...]]] = {  # the command, who sends it, what it needs
    "propose": ("propose_due", CLERK, ("due_id", "reference")), "approve": ("approve_due", APPROVERS, ("due_id",)),
    "withdraw": ("withdraw_due", APPROVERS, ("due_id",)), "reject": ("reject_due", CLERK, ("due_id",)),
    "close_month": ("close_withholding_return", CLERK, ()), "close_quarter": ("close_social_return", CLERK, ()),
    "entered": ("record_withholding_answer", CLERK, ("return_id", "reference")),
    "again": ("send_social_return_again", CLERK, ("return_id",)),
}
NEXT = {"month": "payroll.preview_withholding_return", "quarter": "payroll.preview_social_return"}
Errors = Mapping[str, str]


async def show_dues(visit: Visit) -> Response:
    """What is owed, and for the clerk the periods as they would be closed now."""
    return await _dues(visit)


async def act_on_dues(visit: Visit) -> Response:
    """Close a period, propose a payment, approve one as a second person; sent twice, it is done once."""
    command, roles, names = ACTS.get(visit.form.get("act", ""), ("", frozenset(), ()))
    if not visit.roles & roles:
        raise NotHere
    asked: dict[str, Any] = {name: visit.form.get(name, "").strip() for name in names}
    if not all(asked.values()):
        return await _dues(visit, {"": visit.words(INCOMPLETE)})
    if command == "close_social_return" and (left := visit.form.get("leaving_out", "")).isdecimal():
        asked["leaving_out"] = int(left)
    try:
        await visit.ask(f"payroll.{command}", request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        unknown = command == "propose_due" and refusal.code == "parameter_missing"
        return await _dues(visit, {"": visit.words(NO_ACCOUNT) if unknown else visit.sentence(refusal)})
    return visit.go("/dues?done=1")


async def _dues(visit: Visit, errors: Errors | None = None) -> Response:
    clerk = bool(visit.roles & CLERK)
    returns: dict[str, Ask] = {"months": ("payroll.list_withholding_returns", {"limit": RETURNS}),
                               "quarters": ("payroll.list_social_returns", {"limit": RETURNS})} if clerk else {}
    found = await visit.wave(dues=("payroll.list_dues", {}), **returns)
    following = {name: await _next(visit, target) for name, target in NEXT.items()} if clerk else {}
    return visit.render(
        "dues/dues.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, found=found, clerk=clerk,
        following=following, creditors=CREDITORS, states=DUE_STATES, because=BECAUSE, return_states=RETURN_STATES,
        done="done" in visit.request.query_params,
        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


async def _next(visit: Visit, target: str) -> tuple[Any, str]:
    """A period as it would be closed now, or why it cannot be."""
    try:
        return (await visit.wave(next=(target, {})))["next"], ""
    except RemoteRefusal as refusal:
        return None, visit.sentence(refusal)


PAGES = (
    Page(name="dues", path="/dues", show=show_dues, act=act_on_dues, roles=APPROVERS, nav=N_("Returns and dues")),
)
