"""Writing an order form: each step is kept when it is left, nothing is written with invoicing before the last.

A form that is sent twice writes one order: the key of the last page goes with it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from starlette.responses import Response

from services.portal.frame.fields import faults_of as faults_of_refusal
from services.portal.frame.fields import missing, read_answers
from services.portal.frame.languages import LANGUAGES, N_, territories
from services.portal.frame.members import names_of
from services.portal.frame.months import month_of, months_around, weeks_of
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway, sentence_of
from services.portal.frame.visit import Visit
from services.portal.frame.words import UNITS
from services.portal.ordering.client import AT_FIELD, FIELDS, SHORTEST_NAME
from services.portal.ordering.draft import (
    NEW,
    STEPS,
    Draft,
    draft_of,
    faults_of,
    read_days,
    read_lines,
    read_others,
    read_task,
    rows_of,
)
from services.portal.ordering.others import Fellow
from services.portal.ordering.quoted import quote_of
from services.portal.ordering.words import KINDS, SUPPLIES, TRADES
from services.portal.orders.pages import mine, show_order_with
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
UNPROCESSABLE = 422
Errors = Mapping[str, str]


async def show_client(visit: Visit) -> Response:
    """Whom the work is for: clients of before, or those whose name is alike; only then another is registered."""
    return await _client(visit, await _draft(visit))


async def choose_client(visit: Visit) -> Response:
    """A client who is known, or one who is registered now; sent twice, they are registered once."""
    draft, form = await _draft(visit), visit.form
    if form.get("act") == "choose":
        return await _kept(visit, replace(draft, client_id=form.get("client_id", ""),
                                          client_name=form.get("client_name", "")), "client")
    answers = read_answers(FIELDS, form)
    faults: dict[str, str] = missing(FIELDS, answers)
    if faults:
        return await _client(visit, draft, answers, {name: visit.words(text) for name, text in faults.items()})
    try:
        client = await visit.ask("invoicing.register_client", request_id=form.get("request_id", ""),
                                 **_client_of(visit))
    except RemoteRefusal as refusal:
        faults = faults_of_refusal(refusal, FIELDS, AT_FIELD) or {"": ""}
        return await _client(visit, draft, answers, {
            name: visit.words(text or sentence_of(refusal)) for name, text in faults.items()})
    return await _kept(visit, replace(draft, client_id=client["client_id"], client_name=answers["client_name"]),
                       "client")


async def show_task(visit: Visit) -> Response:
    """What is done, for which activity, where."""
    return await _task(visit, await _draft(visit))


async def keep_task(visit: Visit) -> Response:
    """Whoever has no activity yet opens one here; sent twice, it is opened once."""
    draft = read_task(await _draft(visit), visit.form)
    if name := visit.form.get("activity_name", "").strip():
        try:
            opened = await visit.ask("invoicing.open_activity", member_id=visit.me, name=name,
                                     request_id=visit.form.get("request_id", ""))
        except RemoteRefusal as refusal:
            return await _task(visit, draft, {"": visit.sentence(refusal)})
        draft = replace(draft, activity_id=opened["activity_id"])
    return await _kept(visit, replace(draft, fellows=await _fellows(visit, draft.activity_id)), "task")


async def show_days(visit: Visit) -> Response:
    """The days of one month; the days of others stand beside."""
    draft = await _draft(visit)
    first = draft.months[0] if draft.months else visit.today
    return _days(visit, draft, month_of(visit.request.query_params.get("month", ""), first))


async def keep_days(visit: Visit) -> Response:
    """Keep the days, and go on or to another month."""
    shown = month_of(visit.form.get("shown", ""), visit.today)
    draft = read_days(await _draft(visit), visit.form, shown)
    if visit.form.get("act") == "month":
        await visit.portal.drafts.save(visit.me, draft)
        return visit.go(f"{_path(draft, 'days')}?month={month_of(visit.form.get('month', ''), shown):%Y-%m}")
    return await _kept(visit, draft, "days", shown)


async def show_price(visit: Visit) -> Response:
    """The lines of the price, by month."""
    return _price(visit, await _draft(visit))


async def keep_price(visit: Visit) -> Response:
    """Keep the lines, and go on or write another."""
    draft = read_lines(await _draft(visit), visit.form)
    if more := visit.form.get("more", ""):
        await visit.portal.drafts.save(visit.me, draft)
        return visit.go(f"{_path(draft, 'price')}?more={month_of(more, visit.today):%Y-%m}")
    return await _kept(visit, draft, "price")


async def show_others(visit: Visit) -> Response:
    """What those who take part in the activity work of it, each for an amount of their own."""
    return _others(visit, await _draft(visit))


async def keep_others(visit: Visit) -> Response:
    """Keep what the others work, and go on."""
    return await _kept(visit, read_others(await _draft(visit), visit.form), "others")


async def show_check(visit: Visit) -> Response:
    """Every answer, each with its way back, and beside it what the wage will be."""
    draft = await _draft(visit)
    if gap := draft.first_gap:
        return visit.go(_path(draft, gap))
    return await _check(visit, draft)


async def write_order(visit: Visit) -> Response:
    """The order form is written, and sent where that was chosen; sent twice, there is one."""
    draft, form = await _draft(visit), visit.form
    if form.get("act") == "give_up":
        await visit.portal.drafts.forget(visit.me, draft.about)
        return visit.go("/orders" if draft.about == NEW else f"/orders/{draft.about}")
    if gap := draft.first_gap:  # it was sent a moment ago, or another window changed it
        return visit.go("/orders" if gap == draft.steps[0] else _path(draft, gap))
    contact, faults = _contact(visit)
    if faults:
        return await _check(visit, draft, faults)
    key, command = form.get("request_id", ""), "draft_order" if draft.about == NEW else "amend_order"
    try:
        order = await visit.ask(f"invoicing.{command}", request_id=key, **draft.order)
    except RemoteRefusal as refusal:
        return await _check(visit, draft, {"": visit.sentence(refusal)})
    await visit.portal.drafts.forget(visit.me, draft.about)
    if form.get("act") == "send":
        try:
            await visit.ask("invoicing.send_order", request_id=f"{key}-send", order_id=order["order_id"], **contact)
        except RemoteRefusal as refusal:
            return await show_order_with(visit, order["order_id"], {"": visit.sentence(refusal)})
    return visit.go(f"/orders/{order['order_id']}")


async def _draft(visit: Visit) -> Draft:
    """What was typed so far; of an order that is changed, first what it says."""
    about = visit.request.path_params["about"]
    if kept := await visit.portal.drafts.find(visit.me, about):
        return kept
    return Draft(place=visit.portal.settings.country) if about == NEW else draft_of(await mine(visit, about))


async def _kept(visit: Visit, draft: Draft, step: str, month: date | None = None) -> Response:
    await visit.portal.drafts.save(visit.me, draft)
    errors = {name: visit.words(text) for name, text in faults_of(draft, step).items()}
    if not errors:
        return visit.go(_path(draft, draft.step_after(step)))
    if step == "days":
        return _days(visit, draft, month or visit.today, errors)
    if step == "price":
        return _price(visit, draft, errors)
    if step == "others":
        return _others(visit, draft, errors)
    return await (_task(visit, draft, errors) if step == "task" else _client(visit, draft, errors=errors))


async def _client(visit: Visit, draft: Draft, answers: Mapping[str, str] | None = None,
                  errors: Errors | None = None) -> Response:
    if draft.about != NEW:
        raise NotHere
    name = visit.request.query_params.get("name", "").strip()
    asks: dict[str, Any] = {"orders": ("invoicing.list_orders", {"member_id": visit.me})}
    if len(name) >= SHORTEST_NAME:
        asks["similar"] = ("invoicing.list_similar_clients", {"name": name[:100]})
    found = await visit.wave(**asks)
    before = {order["client_id"]: order["client_name"] for order in found["orders"] or []}
    return _shown(visit, draft, "client", errors, name=name, before=before, similar=found.get("similar"),
                  fields=FIELDS, kinds=KINDS, form_open=answers is not None, countries=territories(visit.language),
                  answers=answers or dict.fromkeys((field.name for field in FIELDS), "") | {"client_name": name},
                  chosen={"kind": visit.form.get("kind", "company"),
                          "language": visit.form.get("language", visit.language),
                          "country": visit.form.get("country", visit.portal.settings.country)})


async def _task(visit: Visit, draft: Draft, errors: Errors | None = None) -> Response:
    if draft.about != NEW:
        raise NotHere
    activities = (await visit.wave(found=("invoicing.list_activities", {"member_id": visit.me})))["found"]
    return _shown(visit, draft, "task", errors, activities=activities, trades=TRADES,
                  countries=territories(visit.language), away=activities if isinstance(activities, PartAway) else None)


def _days(visit: Visit, draft: Draft, month: date, errors: Errors | None = None) -> Response:
    return _shown(visit, draft, "days", errors, month=month, months=months_around(visit.today, draft.months),
                  weeks=weeks_of(month), days=[date.fromisoformat(day) for day in draft.days])


def _price(visit: Visit, draft: Draft, errors: Errors | None = None) -> Response:
    if not draft.days:
        return visit.go(_path(draft, "days"))
    more = "" if errors else visit.request.query_params.get("more", "")
    return _shown(visit, draft, "price", errors, rows=rows_of(draft, more), units=UNITS, supplies=SUPPLIES)


def _others(visit: Visit, draft: Draft, errors: Errors | None = None) -> Response:
    if "others" not in draft.steps or not draft.days:
        return visit.go(_path(draft, draft.first_gap or draft.steps[-1]))
    return _shown(visit, draft, "others", errors, fellows=dict(draft.fellows),
                  shares=list(enumerate(draft.shares, start=1)))


async def _fellows(visit: Visit, activity_id: str) -> tuple[Fellow, ...]:
    """Who takes part in the activity today, and may work the order, too."""
    if not activity_id:
        return ()
    asked = {"activity_id": activity_id}
    found = (await visit.wave({"people": ("invoicing.list_participants", asked)}))["people"]
    there = [one["member_id"] for one in found or [] if one["left_on"] is None]
    names = await names_of(visit, there)
    return tuple((member_id, names.get(member_id, visit.words(N_("A member")))) for member_id in there)


async def _check(visit: Visit, draft: Draft, errors: Errors | None = None) -> Response:
    return _shown(visit, draft, "check", errors, quote=await quote_of(visit, draft), fellows=dict(draft.fellows),
                  trades=TRADES, supplies=SUPPLIES,
                  units=UNITS, countries=territories(visit.language))


def _shown(visit: Visit, draft: Draft, step: str, errors: Errors | None, **context: Any) -> Response:
    return visit.render(f"ordering/{step}.html", status=UNPROCESSABLE if errors else 200, draft=draft, step=step,
                        errors=errors or {}, names=STEPS, path_of=lambda one: visit.path(_path(draft, one)), **context)


def _path(draft: Draft, step: str) -> str:
    return f"/orders/write/{draft.about}/{step}"


def _client_of(visit: Visit) -> dict[str, str]:
    form, answers = visit.form, read_answers(FIELDS, visit.form)
    language, kind, name = form.get("language", ""), form.get("kind", ""), answers.pop("client_name")
    return {**answers, "name": name, "country": form.get("country", ""),
            "kind": kind if kind in KINDS else "company",
            "language": language if language in LANGUAGES else visit.language}


def _contact(visit: Visit) -> tuple[dict[str, Any], dict[str, str]]:
    """Who signs for the client, where it is somebody else than the client's own mailbox; and what lacks of them."""
    typed = {name: visit.form.get(f"contact_{name}", "").strip() for name in ("name", "email")}
    if not any(typed.values()):
        return {}, {}
    neither = visit.words(N_("Write both, or neither."))
    lacking = {f"contact_{name}": neither for name, text in typed.items() if not text}
    language = visit.form.get("contact_language", "")
    return {"contact": {**typed, "language": language if language in LANGUAGES else visit.language}}, lacking


PAGES = (
    Page(name="write_client", path="/orders/write/{about}/client", show=show_client, act=choose_client, roles=MEMBER),
    Page(name="write_task", path="/orders/write/{about}/task", show=show_task, act=keep_task, roles=MEMBER),
    Page(name="write_days", path="/orders/write/{about}/days", show=show_days, act=keep_days, roles=MEMBER),
    Page(name="write_price", path="/orders/write/{about}/price", show=show_price, act=keep_price, roles=MEMBER),
    Page(name="write_others", path="/orders/write/{about}/others", show=show_others, act=keep_others, roles=MEMBER),
    Page(name="write_check", path="/orders/write/{about}/check", show=show_check, act=write_order, roles=MEMBER),
)
