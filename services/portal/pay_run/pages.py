"""The clerk's pay runs: what waits and the way out, what is proposed, who approves it, and what the bank did.

Who proposes a run does not approve it; the service sees to that, the page says so before.
"""

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from starlette.responses import Response

from services.portal.frame.acting import UNPROCESSABLE, Act, carry_out, in_path
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from services.portal.frame.words import BLOCKS, OTHER_BLOCK, WAGE_STATES
from services.portal.pay_run.words import DIFFERENCES, LEADERS, MATTERS, RUN_STATES
from shared.bus.calling import RemoteRefusal

CLERK, APPROVERS = frozenset({"payroll_clerk"}), frozenset({"payroll_clerk", "board"})
MANY, RUNS = 500, 12
LATE_REASON = N_("Decided by the clerk on the desk")
RUN = in_path("run_id")
COMMANDS = {
    "approve": Act(command="payroll.approve_pay_run", roles=APPROVERS, entries=(RUN,)),
    "reopen": Act(command="payroll.reopen_pay_run", roles=APPROVERS, entries=(RUN,)),
    "send": Act(command="payroll.send_pay_run", roles=CLERK, entries=(RUN,)),
}


async def show_pay_runs(visit: Visit) -> Response:
    """Everything at once, one wave of questions."""
    return await _all(visit)


async def act_on_wages(visit: Visit) -> Response:
    """Propose a run, send a wage again, note that it was stopped, declare work again or late; each is done once."""
    command, asked = _command(visit)
    try:
        answer = await visit.ask(command, request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _all(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/pay-run/{answer['run_id']}" if command == "payroll.propose_pay_run" else "/pay-run")


async def show_pay_run(visit: Visit) -> Response:
    """One run: what it pays, what is unlike before, and what the bank did."""
    return await _one(visit)


async def act_on_pay_run(visit: Visit) -> Response:
    """Approve it, send it, give it up; sent twice, it is done once."""
    return await carry_out(visit, COMMANDS, _one, f"/pay-run/{visit.request.path_params['run_id']}")


def _command(visit: Visit) -> tuple[str, dict[str, Any]]:
    act, form = visit.form.get("act", ""), visit.form
    asked: dict[str, tuple[str, dict[str, Any]]] = {
        "propose": ("payroll.propose_pay_run", {"day": form.get("day", "")}),
        "again": ("payroll.send_wage_again", {"wage_id": form.get("wage_id", "")}),
        "reject": ("payroll.reject_wage", {"wage_id": form.get("wage_id", "")}),
        "declare_again": ("payroll.declare_again", {"order_id": form.get("order_id", "")}),
        "late": ("payroll.decide_late_declaration", {
            "declaration_id": form.get("declaration_id", ""), "declare": True, "reason": visit.words(LATE_REASON)}),
    }
    if act not in asked or not visit.roles & CLERK:
        raise NotHere
    return asked[act]


async def _all(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    def wages(state: str) -> tuple[str, dict[str, Any]]:
        return "payroll.list_wages", {"state": state, "limit": MANY}

    found = await visit.wave(
        {"waiting": ("payroll.list_waiting", {"limit": MANY}), "to_send": wages("to_send"), "sent": wages("sent")},
        runs=("payroll.list_pay_runs", {"limit": RUNS}))
    return visit.render(
        "pay_run/list.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, found=found,
        away=next((part for part in found.values() if isinstance(part, PartAway)), None), states=WAGE_STATES,
        run_states=RUN_STATES, waiting=_by_matter(found["waiting"] or []), leaders=LEADERS, blocks=BLOCKS,
        other_block=OTHER_BLOCK, may_act=bool(visit.roles & CLERK))


async def _one(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    run = await visit.ask("payroll.get_pay_run", run_id=visit.request.path_params["run_id"])
    return visit.render(
        "pay_run/run.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, run=run,
        run_states=RUN_STATES, differences=DIFFERENCES, may_approve=run["proposed_by"] != visit.me,
        may_send=bool(visit.roles & CLERK), open=run["count"] - run["paid"] - run["returned"] - run["rejected"])


def _by_matter(rows: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """What waits for the same reason stands together: first what is the clerk's own step, then the longest first."""
    ordered = sorted(rows, key=lambda row: (row["leads_on"] != "payroll_clerk", row["matter"], row["since"]))
    return [(MATTERS[matter], list(group)) for matter, group in groupby(ordered, lambda row: row["matter"])]


PAGES = (
    Page(name="pay_runs", path="/pay-run", show=show_pay_runs, act=act_on_wages, roles=APPROVERS, nav=N_("Pay run")),
    Page(name="pay_run", path="/pay-run/{run_id}", show=show_pay_run, act=act_on_pay_run, roles=APPROVERS),
)
