"""The clerk's periods and dues: the month and the quarter closed and declared, what is owed proposed and approved."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.dues.words import BECAUSE, CREDITORS, DUE_STATES, RETURN_STATES
from services.portal.frame.acting import UNPROCESSABLE, Act, Errors, carry_out, text
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import PartAway
from services.portal.frame.visit import Ask, Visit
from shared.bus.calling import RemoteRefusal

CLERK, APPROVERS = frozenset({"payroll_clerk"}), frozenset({"payroll_clerk", "board"})
RETURNS = 4
NO_ACCOUNT = N_("The authority's account stands in no table of that day: whoever keeps the tables enters it.")
ONE = text("due_id")


def _left_out(visit: Visit) -> Mapping[str, int]:
    """How many workers the page said would be left out: the service refuses where it is another number by now."""
    left = visit.form.get("leaving_out", "")
    return {"leaving_out": int(left)} if left.isdecimal() else {}


ACTS = {
    "propose": Act(command="payroll.propose_due", roles=CLERK, entries=(text("due_id", "reference"),),
                   told={"parameter_missing": NO_ACCOUNT}),
    "approve": Act(command="payroll.approve_due", roles=APPROVERS, entries=(ONE,)),
    "withdraw": Act(command="payroll.withdraw_due", roles=APPROVERS, entries=(ONE,)),
    "reject": Act(command="payroll.reject_due", roles=CLERK, entries=(ONE,)),
    "close_month": Act(command="payroll.close_withholding_return", roles=CLERK),
    "close_quarter": Act(command="payroll.close_social_return", roles=CLERK, entries=(_left_out,)),
    "entered": Act(command="payroll.record_withholding_answer", roles=CLERK, entries=(text("return_id", "reference"),)),
    "again": Act(command="payroll.send_social_return_again", roles=CLERK, entries=(text("return_id"),)),
}
NEXT = {"month": "payroll.preview_withholding_return", "quarter": "payroll.preview_social_return"}


async def show_dues(visit: Visit) -> Response:
    """What is owed, and for the clerk the periods as they would be closed now."""
    return await _dues(visit)


async def act_on_dues(visit: Visit) -> Response:
    """Close a period, propose a payment, approve one as a second person; sent twice, it is done once."""
    return await carry_out(visit, ACTS, _dues, "/dues?done=1")


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
