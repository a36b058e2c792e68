"""My work: the list of order forms; one with its line from draft to wage; sending it; reporting the work."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from services.portal.frame.acting import CURRENCY
from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_
from services.portal.frame.members import names_of
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from services.portal.frame.words import DECLINE_REASONS, ORDER_STATES
from services.portal.ordering.draft import NEW
from services.portal.orders.report import first_open, proposed, read_report, weeks_of
from services.portal.orders.standing import (
    AMOUNT_MISSING,
    DEPOSIT_STATES,
    END_REASONS,
    REASON_MISSING,
    RISKS,
    WHY_MISSING,
    newest,
)
from services.portal.orders.timeline import timeline
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
UNPROCESSABLE = 422


async def list_orders(visit: Visit) -> Response:
    """The newest first, and above them the one that is half written."""
    orders = (await visit.wave(orders=("invoicing.list_orders", {"member_id": visit.me})))["orders"]
    return visit.render("orders/list.html", orders=list(reversed(orders or [])), away=orders, states=ORDER_STATES,
                        begun=await visit.portal.drafts.find(visit.me, NEW))


async def show_order(visit: Visit) -> Response:
    """One order form, and what can be done now."""
    return await _shown(visit, await mine(visit, visit.request.path_params["order_id"]))


async def send_order(visit: Visit) -> Response:
    """The form goes to the client; sent twice, it goes once."""
    order = await mine(visit, visit.request.path_params["order_id"])
    return await _done(visit, order, "invoicing.send_order", order_id=order["order_id"])


async def begin_unsigned(visit: Visit) -> Response:
    """The work is agreed without the client's signature; sent twice, it is agreed once."""
    order = await mine(visit, visit.request.path_params["order_id"])
    return await _done(visit, order, "invoicing.begin_unsigned_order", order_id=order["order_id"])


async def take_back(visit: Visit) -> Response:
    """The client's link is dead and the order a draft again; sent twice, it is taken back once."""
    order = await mine(visit, visit.request.path_params["order_id"])
    return await _done(visit, order, "invoicing.revoke_order_form", order_id=order["order_id"])


async def end_order(visit: Visit) -> Response:
    """Give an order up: all of it before any work is done, afterwards what is open; sent twice, it ends once."""
    order = await mine(visit, visit.request.path_params["order_id"])
    reason = visit.form.get("reason", "")
    if reason not in END_REASONS:
        return await _shown(visit, order, {"reason": visit.words(REASON_MISSING)})
    begun = any(part["completed_on"] for part in order["parts"])
    return await _done(visit, order, "invoicing.stop_order" if begun else "invoicing.cancel_order",
                       order_id=order["order_id"], reason=reason, note=visit.form.get("note", "").strip()[:1_000])


async def appeal(visit: Visit) -> Response:
    """Somebody else looks at what an advisor refused; sent twice, it is asked once."""
    order = await mine(visit, visit.request.path_params["order_id"])
    text = visit.form.get("appeal", "").strip()
    if not text:
        return await _shown(visit, order, {"appeal": visit.words(WHY_MISSING)})
    return await _done(visit, order, "invoicing.appeal_screening", text=text,
                       screening_id=visit.form.get("screening_id", ""))


async def invoice_deposit(visit: Visit) -> Response:
    """Claim some of a part's price before it is worked; sent twice, it is claimed once."""
    order = await mine(visit, visit.request.path_params["order_id"])
    amount, part = read_amount(visit.form.get("net", "")), visit.form.get("part", "")
    if amount is None or not Decimal(amount) or not part.isdecimal():
        return await _shown(visit, order, {"net": visit.words(AMOUNT_MISSING)})
    return await _done(visit, order, "invoicing.invoice_deposit", order_id=order["order_id"], part=int(part),
                       net={"amount": amount, "currency": CURRENCY})


async def _done(visit: Visit, order: Mapping[str, Any], command: str, **asked: Any) -> Response:
    try:
        await visit.ask(command, request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _shown(visit, order, {"": visit.sentence(refusal)})
    return visit.go(f"/orders/{order['order_id']}")


async def report_work(visit: Visit) -> Response:
    """The work is done: invoice and wage follow by themselves; sent twice, it is done once."""
    order = await mine(visit, visit.request.path_params["order_id"])
    number = visit.form.get("part", "")
    part = next((part for part in order["parts"] if str(part["part"]) == number), None)
    if part is None:
        raise NotHere
    report = read_report(part, visit.form.getlist("day"), visit.form.get("hours", ""))
    if report.errors:
        return await _shown(visit, order, {name: visit.words(text) for name, text in report.errors.items()}, report)
    try:
        await visit.ask("invoicing.complete_work", request_id=visit.form.get("request_id", ""),
                        **report.request(order["order_id"]))
    except RemoteRefusal as refusal:
        return await _shown(visit, order, {"": visit.sentence(refusal)}, report)
    return visit.go(f"/orders/{order['order_id']}")


async def show_order_with(visit: Visit, order_id: str, errors: Mapping[str, str]) -> Response:
    """An order form with what stands in the way of what was just tried."""
    return await _shown(visit, await mine(visit, order_id), errors)


async def mine(visit: Visit, order_id: str) -> Mapping[str, Any]:
    """An order form of whoever is signed in; another one does not exist for them."""
    order: Mapping[str, Any] = await visit.ask("invoicing.get_order", order_id=order_id)
    if order["member_id"] != visit.me:
        raise NotHere
    return order


async def _shown(visit: Visit, order: Mapping[str, Any], errors: Mapping[str, str] | None = None,
                 report: Any = None) -> Response:
    which = {"member_id": visit.me, "order_id": order["order_id"]}
    found = await visit.wave(
        {"client": ("invoicing.get_client", {"client_id": order["client_id"]})},
        shares=("invoicing.list_form_shares", {"order_id": order["order_id"]}),
        deposits=("invoicing.list_deposits", which),
        forms=("invoicing.list_order_forms", which), screenings=("invoicing.list_screenings", which),
        invoices=("invoicing.list_invoices", which), wages=("payroll.list_wages", which))
    part = first_open(order)
    shares = found["shares"] or []
    names = await names_of(visit, (one["member_id"] for one in shares)) if len(shares) > 1 else {}
    return visit.render(
        "orders/order.html", status=UNPROCESSABLE if errors else 200, order=order, errors=errors or {}, found=found,
        states=ORDER_STATES, form=newest(found["forms"]), screening=newest(found["screenings"]), risks=RISKS,
        reasons=DECLINE_REASONS, end_reasons=END_REASONS, part=part,
        steps=timeline(order, found["invoices"] or [], found["wages"] or [], found["deposits"] or []),
        shares=shares, names=names, deposits=found["deposits"] or [], deposit_states=DEPOSIT_STATES,
        report=report or (proposed(part) if part else None), weeks=weeks_of(part) if part else [],
        away=next((answer for answer in found.values() if isinstance(answer, PartAway)), None))


PAGES = (
    Page(name="orders", path="/orders", show=list_orders, roles=MEMBER, nav=N_("My work")),
    Page(name="order", path="/orders/{order_id}", show=show_order, roles=MEMBER),
    Page(name="send_order", path="/orders/{order_id}/send", act=send_order, roles=MEMBER),
    Page(name="begin_unsigned", path="/orders/{order_id}/unsigned", act=begin_unsigned, roles=MEMBER),
    Page(name="take_back", path="/orders/{order_id}/take-back", act=take_back, roles=MEMBER),
    Page(name="end_order", path="/orders/{order_id}/end", act=end_order, roles=MEMBER),
    Page(name="deposit", path="/orders/{order_id}/deposit", act=invoice_deposit, roles=MEMBER),
    Page(name="appeal", path="/orders/{order_id}/appeal", act=appeal, roles=MEMBER),
    Page(name="report_work", path="/orders/{order_id}/report", act=report_work, roles=MEMBER),
)
