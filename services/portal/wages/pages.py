"""My wages, and why: the list, one wage with its days, its bar and its lines, and the payslip."""

from base64 import b64decode
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit
from services.portal.frame.words import WAGE_STATES
from services.portal.quote.explained import destinations, explained
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
PER_PAGE, UNPROCESSABLE = 24, 422


async def list_wages(visit: Visit) -> Response:
    """The newest first, with what they came to."""
    found = await visit.wave(wages=("payroll.list_wages", {"member_id": visit.me, "limit": 500}),
                             orders=("invoicing.list_orders", {"member_id": visit.me}))
    wages = sorted(found["wages"] or [], key=lambda wage: (wage["pay_on"], wage["number"]), reverse=True)
    return visit.render("wages/list.html", wages=wages, away=found["wages"] if not found["wages"] else None,
                        titles=_titles(found["orders"]), states=WAGE_STATES)


async def show_wage(visit: Visit) -> Response:
    """One wage: when, how much, where the money went, every line."""
    return await _one(visit)


async def agree_to_set_off(visit: Visit) -> Response:
    """A wage was paid twice: the member agrees that it is kept back from the next ones; sent twice, it is done once."""
    wage_id = visit.request.path_params["wage_id"]
    try:
        await visit.ask("payroll.agree_to_set_off", wage_id=wage_id, request_id=visit.form.get("request_id", ""))
    except RemoteRefusal as refusal:
        return await _one(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/wages/{wage_id}")


async def _one(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    wage = await visit.ask("payroll.get_wage", wage_id=visit.request.path_params["wage_id"])
    _assert_mine(visit, wage)
    found = await visit.wave(order=("invoicing.get_order", {"order_id": wage["order_id"]}))
    return visit.render(
        "wages/wage.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, wage=wage,
        order=found["order"], beyond=_beyond(wage["open"]), kept_back=Decimal(wage["set_off"]["amount"]) > 0,
        states=WAGE_STATES, shares=destinations(wage), budget_lines=explained(wage["lines"], "budget"),
        wage_lines=explained(wage["lines"], "wage"), days=_seven_days(wage))


async def give_payslip(visit: Visit) -> Response:
    """The payslip as the service issued it, byte for byte."""
    payslip = await visit.ask("payroll.get_payslip", wage_id=visit.request.path_params["wage_id"])
    name = "payslip-" + payslip["number"].replace("/", "-") + ".pdf"
    return Response(b64decode(payslip["pdf"]), media_type="application/pdf",
                    headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _assert_mine(visit: Visit, wage: dict[str, Any]) -> None:
    """A clerk who is a member, too, finds others' wages at the clerk's desk, not here."""
    if wage["member_id"] != visit.me:
        raise NotHere


def _beyond(still_to_pay: dict[str, str]) -> dict[str, str] | None:
    """What was paid beyond the wage, if something was."""
    beyond = -Decimal(still_to_pay["amount"])
    return {**still_to_pay, "amount": str(beyond)} if beyond > 0 else None


def _titles(orders: Any) -> dict[str, str]:
    return {order["order_id"]: order["title"] for order in orders or []}


def _seven_days(wage: dict[str, Any]) -> list[tuple[date, bool]]:
    """From the day the work was done to the pay day; whether each is behind the payment."""
    due = date.fromisoformat(wage["due_on"])
    paid = date.fromisoformat(wage["paid_on"]) if wage["paid_on"] else None
    return [(day, bool(paid and day <= paid)) for day in (due - timedelta(days=7 - count) for count in range(8))]


PAGES = (
    Page(name="wages", path="/wages", show=list_wages, roles=MEMBER, nav=N_("My wages")),
    Page(name="wage", path="/wages/{wage_id}", show=show_wage, act=agree_to_set_off, roles=MEMBER),
    Page(name="payslip", path="/wages/{wage_id}/payslip.pdf", show=give_payslip, roles=MEMBER),
)
