"""The clerk's pay run: what is blocked and the way out, what goes to the bank, what came back and is sent again."""

from itertools import groupby
from typing import Any

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import PartAway
from services.portal.frame.visit import Visit
from services.portal.frame.words import BLOCKS, OTHER_BLOCK, WAGE_STATES
from shared.bus.calling import RemoteRefusal

CLERK = frozenset({"payroll_clerk"})
MANY = 500
UNPROCESSABLE = 422


async def show_pay_run(visit: Visit) -> Response:
    """Everything at once, one wave of questions."""
    return await _shown(visit)


async def send_again(visit: Visit) -> Response:
    """A wage that the bank gave back goes to it once more; sent twice, it is done once."""
    try:
        await visit.ask("payroll.send_wage_again", wage_id=visit.form.get("wage_id", ""),
                        request_id=visit.form.get("request_id", ""))
    except RemoteRefusal as refusal:
        return await _shown(visit, {"": visit.sentence(refusal)}, status=UNPROCESSABLE)
    return visit.go("/pay-run")


async def _shown(visit: Visit, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    def wages(state: str) -> tuple[str, dict[str, Any]]:
        return "payroll.list_wages", {"state": state, "limit": MANY}

    found = await visit.wave(
        blocked=("payroll.list_blocked_wages", {"limit": MANY}), to_send=wages("to_send"), sent=wages("sent"),
        returned=wages("returned"), paid=wages("paid"))
    away = next((part for part in found.values() if isinstance(part, PartAway)), None)
    rows = {} if away else {state: found[state] for state in ("returned", "to_send", "sent", "paid")}
    return visit.render(
        "pay_run/pay_run.html", status=status, errors=errors or {}, away=away, states=WAGE_STATES, rows=rows,
        blocked=[] if away else _by_reason(found["blocked"]))


def _by_reason(blocked: list[dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """What stops wages, with the way out, and the wages that it stops."""
    ordered = sorted(blocked, key=lambda row: (row["code"], row["pay_on"]))
    return [(BLOCKS.get(code, OTHER_BLOCK), list(rows)) for code, rows in groupby(ordered, lambda row: row["code"])]


PAGES = (Page(name="pay_run", path="/pay-run", show=show_pay_run, act=send_again, roles=CLERK, nav=N_("Pay run")),)
