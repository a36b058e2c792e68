"""Accidents at work: reported by whom they happened to, led on by the clerk until nothing is owed any more."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from services.portal.accidents.words import LEADERS, STATES
from services.portal.frame.acting import CURRENCY
from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

MEMBER, CLERK = frozenset({"member"}), frozenset({"payroll_clerk"})
MANY = 100
UNPROCESSABLE = 422
LONGEST_STORY = 2_000
INCOMPLETE = N_("Fill in every field.")
WHEN = N_("Write the day and the hour of the accident.")
WORKED = frozenset({"signed", "agreed", "completed"})  # orders whose work may have begun
Errors = Mapping[str, str]


async def show_accidents(visit: Visit) -> Response:
    """My accidents, or those that wait for a step, and where each stands."""
    return await _all(visit)


async def report(visit: Visit) -> Response:
    """An accident is reported; sent twice, it is one claim."""
    form = visit.form
    asked = {"order_id": form.get("order_id", ""), "what": form.get("what", "").strip()[:LONGEST_STORY]}
    if not all(asked.values()):
        return await _all(visit, {"": visit.words(INCOMPLETE)})
    try:
        at = datetime.fromisoformat(f"{form.get('day', '')}T{form.get('hour', '')}")
    except ValueError:
        return await _all(visit, {"day": visit.words(WHEN)})
    try:
        claim = await visit.ask("payroll.report_accident", request_id=form.get("request_id", ""),
                                happened_at=at.replace(tzinfo=ZoneInfo(visit.portal.settings.zone)).isoformat(),
                                **asked)
    except RemoteRefusal as refusal:
        return await _all(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/accidents/{claim['claim_id']}")


async def show_accident(visit: Visit) -> Response:
    """One accident: what happened, its documents, what the insurer decided and paid."""
    return await _one(visit)


async def act_on_accident(visit: Visit) -> Response:
    """A document, or the next step; sent twice, it is done once."""
    claim_id = visit.request.path_params["claim_id"]
    command, roles, asked = _command(visit)
    if not visit.roles & roles:
        raise NotHere
    if not all(value != "" for value in asked.values()):
        return await _one(visit, {"": visit.words(INCOMPLETE)})
    try:
        await visit.ask(f"payroll.{command}", claim_id=claim_id, request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _one(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/accidents/{claim_id}")


def _command(visit: Visit) -> tuple[str, frozenset[str], dict[str, Any]]:
    """What is asked of payroll, who may, and with what; an empty text stands for what was not filled in."""
    form = visit.form
    amount = read_amount(form.get("amount", ""))
    known: dict[str, tuple[str, frozenset[str], dict[str, Any]]] = {
        "document": ("add_claim_document", MEMBER | CLERK, {
            "name": form.get("name", "").strip()[:200],
            "digest": sha256(visit.file).hexdigest() if visit.file else ""}),
        "send": ("send_claim", CLERK, {}),
        "accept": ("decide_claim", CLERK, {"accepted": True}),
        "refuse": ("decide_claim", CLERK, {"accepted": False, "reason": form.get("reason", "").strip()}),
        "incapacity": ("record_incapacity", CLERK, {"until": form.get("until", "")}),
        "payment": ("record_claim_payment", CLERK, {
            "starts_on": form.get("starts_on", ""), "ends_on": form.get("ends_on", ""),
            "amount": {"amount": amount, "currency": CURRENCY} if amount else ""}),
        "settle": ("settle_claim", CLERK, {}),
    }
    if (act := form.get("act", "")) not in known:
        raise NotHere
    return known[act]


async def _all(visit: Visit, errors: Errors | None = None) -> Response:
    clerk = bool(visit.roles & CLERK)
    about = {} if clerk else {"member_id": visit.me, "only_open": False}
    orders = {} if clerk else {"orders": ("invoicing.list_orders", {"member_id": visit.me})}
    found = await visit.wave(claims=("payroll.list_claims", {**about, "limit": MANY}), **orders)
    return visit.render(
        "accidents/accidents.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, clerk=clerk,
        away=found["claims"], claims=found["claims"] or [], states=STATES, leaders=LEADERS,
        orders=[order for order in found.get("orders") or [] if order["state"] in WORKED])


async def _one(visit: Visit, errors: Errors | None = None) -> Response:
    claim = await visit.ask("payroll.get_claim", claim_id=visit.request.path_params["claim_id"])
    clerk = bool(visit.roles & CLERK)
    if not clerk and claim["member_id"] != visit.me:
        raise NotHere
    return visit.render("accidents/accident.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        claim=claim, clerk=clerk, states=STATES, leaders=LEADERS)


PAGES = (
    Page(name="accidents", path="/accidents", show=show_accidents, act=report, roles=MEMBER | CLERK,
         nav=N_("Accidents"), nav_not_for=MEMBER),
    Page(name="accident", path="/accidents/{claim_id}", show=show_accident, act=act_on_accident, roles=MEMBER | CLERK,
         upload=True),
)
