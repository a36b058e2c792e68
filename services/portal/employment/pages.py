"""My open-ended employment from the what-if to its last day, and the steps of it that are the cooperative's."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.employment.whatif import MONTHS, WhatIf, answered, next_month, read_question
from services.portal.employment.words import BECAUSE, ENDED_BY, REMEDIES, STATES, TERMS_STATES
from services.portal.frame.acting import (
    CURRENCY,
    UNPROCESSABLE,
    Act,
    Errors,
    carry_out,
    day,
    figure,
    fixed,
    in_path,
    money,
    own,
    text,
)
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit

MEMBER, ADVISOR, CLERK = frozenset({"member"}), frozenset({"advisor"}), frozenset({"payroll_clerk"})
DESK = ADVISOR | CLERK
MANY = 100
OVER = frozenset({"not_agreed", "ended"})
NO_WAGE = {"amount": "0.00", "currency": CURRENCY}
WHICH = text("employment_id")
OWN_ACTS = {
    "ask": Act(command="payroll.ask_employment", roles=MEMBER, entries=(
        own(), text("activity_id", "when_short"), text("work", longest=300), day("starts_on"), figure("weekly_hours"),
        money("gross"))),
    "withdraw": Act(command="payroll.withdraw_employment", roles=MEMBER, entries=(WHICH,)),
    "sign": Act(command="payroll.sign_employment", roles=MEMBER, entries=(WHICH,)),
    "change": Act(command="payroll.ask_employment_change", roles=MEMBER, entries=(
        WHICH, day("from_on"), figure("weekly_hours"), money("gross"))),
    "leave": Act(command="payroll.ask_employment_change", roles=MEMBER, entries=(
        WHICH, day("from_on"), fixed(weekly_hours="0", gross=NO_WAGE))),
    "resign": Act(command="payroll.resign_employment", roles=MEMBER, entries=(WHICH,)),
    "end": Act(command="payroll.agree_employment_end", roles=MEMBER, entries=(WHICH, day("last_on"))),
    "pay_out": Act(command="payroll.choose_budget_payout", roles=MEMBER, entries=(WHICH, fixed(pays_out=True))),
    "keep": Act(command="payroll.choose_budget_payout", roles=MEMBER, entries=(WHICH, fixed(pays_out=False))),
}
THIS = in_path("employment_id")
DESK_ACTS = {
    "approve": Act(command="payroll.decide_employment", roles=ADVISOR, entries=(THIS, fixed(approved=True))),
    "refuse": Act(command="payroll.decide_employment", roles=ADVISOR,
                  incomplete=N_("Write why: the worker reads it."),
                  entries=(THIS, fixed(approved=False), text("reason", longest=500))),
    "withdraw": Act(command="payroll.withdraw_employment", roles=CLERK, entries=(THIS,)),
    "countersign": Act(command="payroll.countersign_employment", roles=CLERK, entries=(THIS,)),
    "notice": Act(command="payroll.give_employment_notice", roles=CLERK, entries=(THIS,)),
    "end": Act(command="payroll.confirm_employment_end", roles=CLERK, entries=(THIS, day("last_on"))),
}


async def show_employment(visit: Visit) -> Response:
    """What an employment would pay and how long it is carried; the one that I have, and what waits for me in it."""
    return await _own(visit)


async def act_on_employment(visit: Visit) -> Response:
    """Ask, sign, change, end; sent twice, it is done once."""
    return await carry_out(visit, OWN_ACTS, _own, "/employment?done=1")


async def list_employments(visit: Visit) -> Response:
    """Every employment without an end, what waits for the cooperative first."""
    found = (await visit.wave(found=("payroll.list_employments", {"limit": MANY})))["found"]
    return visit.render("employment/list.html", away=found, states=STATES, terms_states=TERMS_STATES,
                        employments=sorted(found or [], key=_urgency))


async def show_one(visit: Visit) -> Response:
    """One employment: its terms, what they would pay, its budget, and the next step."""
    return await _one(visit)


async def act_on_one(visit: Visit) -> Response:
    """Decide, countersign, give notice, agree to an end; sent twice, it is done once."""
    return await carry_out(visit, DESK_ACTS, _one, f"/employments/{visit.request.path_params['employment_id']}?done=1")


async def give_contract(visit: Visit) -> Response:
    """The contract, or a change of it, as payroll printed it, byte for byte."""
    employment_id, place = (visit.request.path_params[name] for name in ("employment_id", "place"))
    if not place.isdecimal():
        raise NotHere
    paper = await visit.ask("payroll.get_employment_contract", employment_id=employment_id, place=int(place))
    return Response(b64decode(paper["pdf"]), media_type="application/pdf",
                    headers={"Content-Disposition": f'attachment; filename="contract-{place}.pdf"'})


async def _own(visit: Visit, errors: Errors | None = None) -> Response:
    about = {"member_id": visit.me}
    found = await visit.wave({"activities": ("invoicing.list_activities", about)},
                             employments=("payroll.list_employments", about))
    held = next((one for one in reversed(found["employments"] or []) if one["state"] not in OVER), None)
    asked = visit.form if visit.form.get("act") == "ask" else visit.request.query_params
    question, quote, faults = await _worked_out(visit, asked)
    why_not = faults.pop("", "")
    budget = (await visit.wave(budget=("payroll.get_employment_budget", {"employment_id": held["employment_id"]}))
              )["budget"] if held and held["agreed_on"] else None
    wrong = {**faults, **(errors or {})}
    return visit.render(
        "employment/employment.html", status=UNPROCESSABLE if wrong else 200, errors=wrong, held=held, budget=budget,
        question=question, quote=quote, why_not=why_not, months=MONTHS,
        may_ask=bool(quote or why_not) and not held, activities=found["activities"] or [],
        over=[one for one in found["employments"] or [] if one["state"] in OVER], remedies=REMEDIES,
        next_month=next_month(visit.today).isoformat(), done="done" in visit.request.query_params, **_words(),
        away=next((part for part in (*found.values(), budget) if isinstance(part, PartAway)), None))


async def _worked_out(visit: Visit, asked: Mapping[str, str]) -> tuple[WhatIf, Any, dict[str, str]]:
    """The what-if as it was asked, if it was, and what payroll answers."""
    question = read_question(asked, visit.today)
    if "gross" not in asked:
        return question, None, {}
    if question.faults:
        return question, None, {name: visit.words(sentence) for name, sentence in question.faults.items()}
    quote, faults = await answered(visit, question.request(visit.me))
    return question, quote, faults


async def _one(visit: Visit, errors: Errors | None = None) -> Response:
    which = {"employment_id": visit.request.path_params["employment_id"]}
    held = await visit.ask("payroll.get_employment", **which)
    waits, quote, why_not = held["waits"], None, dict[str, str]()
    if waits and waits["weekly_hours"] != "0":
        quote, why_not = await answered(visit, {
            "member_id": held["member_id"], "starts_on": waits["from_on"], "weekly_hours": waits["weekly_hours"],
            "gross": waits["gross"], "months": MONTHS})
    budget = (await visit.wave({"budget": ("payroll.get_employment_budget", which)}))["budget"] \
        if held["agreed_on"] else None
    return visit.render(
        "employment/one.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, held=held, quote=quote,
        why_not=next(iter(why_not.values()), ""), budget=budget, remedies=REMEDIES, months=MONTHS,
        advisor=bool(visit.roles & ADVISOR), clerk=bool(visit.roles & CLERK), **_words(),
        done="done" in visit.request.query_params, away=budget)


def _words() -> dict[str, Mapping[str, str]]:
    return {"states": STATES, "terms_states": TERMS_STATES, "because": BECAUSE, "ended_by": ENDED_BY}


def _urgency(employment: Mapping[str, Any]) -> tuple[bool, bool, str]:
    """What waits for a decision or a signature first, then what goes on, the earliest first."""
    return not employment["waits"], employment["state"] in OVER, employment["starts_on"]


PAGES = (
    Page(name="employment", path="/employment", show=show_employment, act=act_on_employment, roles=MEMBER,
         nav=N_("My employment")),
    Page(name="own_contract", path="/employment/{employment_id}/{place}.pdf", show=give_contract, roles=MEMBER | CLERK),
    Page(name="employments", path="/employments", show=list_employments, roles=DESK, nav=N_("Employments")),
    Page(name="one_employment", path="/employments/{employment_id}", show=show_one, act=act_on_one, roles=DESK),
)
