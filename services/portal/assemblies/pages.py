"""Assemblies: convened, prepared, voted on, minuted; the checklist says what comes next and who can do it.

Each act is one command that governance takes from the returning officer; where it wants a second person, that person
sends the same form from their own desk.
"""

import json
from base64 import b64decode
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from services.portal.assemblies.consents import ConsentUnreadable, read_consent
from services.portal.assemblies.words import (
    DECISIONS,
    ON_PAPER,
    OUTCOMES,
    POLL_STATES,
    REASONS,
    SECRECY,
    SETTLEMENTS,
    STEP_STATES,
    STEPS,
    WHO,
)
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

OFFICER, CONVENERS = frozenset({"returning_officer"}), frozenset({"returning_officer", "board"})
UNPROCESSABLE = 422
FIRST_ITEMS, MOST_ITEMS = 3, 60  # three fields each; a form has at most two hundred
LONGEST_FIGURE = 6
EMPTY_ROW = {"title": "", "question": "", "decision": "ordinary"}
NOTICE = timedelta(days=21)
HOURS = ("opens_at", "closes_at")
Errors = Mapping[str, str]
Command = tuple[str, frozenset[str], dict[str, Any] | str]  # what is asked of governance, or what keeps it from that


async def list_assemblies(visit: Visit) -> Response:
    """The last convened first."""
    found = (await visit.wave(found=("governance.list_assemblies", {})))["found"]
    return visit.render("assemblies/list.html", assemblies=found or [], away=found)


async def show_convening(visit: Visit) -> Response:
    """What is to be decided, and when; with a call for candidacies, who stands in it is on the agenda already."""
    candidates = await visit.ask("governance.list_candidates", call_id=call, language=visit.language) \
        if (call := visit.request.query_params.get("call", "")) else []
    rows = [{"title": visit.words(N_("Election: %(name)s")) % {"name": one["name"]}, "question": one["question"],
             "decision": "ordinary"} for one in candidates]
    return _convening(visit, rows or [EMPTY_ROW] * FIRST_ITEMS)


async def convene(visit: Visit) -> Response:
    """Call the assembly; sent twice, it is called once."""
    form = visit.form
    rows = [{"title": title.strip(), "question": question.strip(), "decision": decision} for title, question, decision
            in zip(form.getlist("item"), form.getlist("question"), form.getlist("decision"), strict=False)]
    if form.get("act") == "more":
        return _convening(visit, [*rows, EMPTY_ROW][:MOST_ITEMS])
    agenda = [row for row in rows if row["title"] or row["question"]]
    faults = {name: visit.words(sentence) for name, (lacks, sentence) in {
        "title": (not form.get("title", "").strip(), N_("Write what the assembly is called.")),
        "held_on": (not _is_day(form.get("held_on", "")), N_("Choose the day.")),
        "record_on": (not _is_day(form.get("record_on", "")), N_("Choose the day.")),
        "item-1": (not agenda or any(not all(row.values()) for row in agenda),
                   N_("Write a title and a question for each item, and at least one item.")),
    }.items() if lacks}
    if faults:
        return _convening(visit, rows, faults)
    try:
        assembly = await visit.ask(
            "governance.convene_assembly", request_id=form.get("request_id", ""), title=form["title"].strip(),
            held_on=form["held_on"], record_on=form["record_on"], agenda=agenda)
    except RemoteRefusal as refusal:
        return _convening(visit, rows, {"": visit.sentence(refusal)})
    return visit.go(f"/assemblies/{assembly['assembly_id']}")


async def show_assembly(visit: Visit) -> Response:
    """One assembly: its checklist, who is there, each item with its poll and its result."""
    return await _assembly(visit)


async def act_on_assembly(visit: Visit) -> Response:
    """The next step; sent twice, it is done once."""
    assembly_id = visit.request.path_params["assembly_id"]
    command, roles, asked = _command(visit, assembly_id)
    if not visit.roles & roles:
        raise NotHere
    if isinstance(asked, str):
        return await _assembly(visit, {"": visit.words(asked)})
    try:
        done = await visit.ask(f"governance.{command}", request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _assembly(visit, {"": visit.sentence(refusal)})
    return visit.go(f"/assemblies/{done['assembly_id'] if command == 'convene_second_call' else assembly_id}")


async def give_minutes(visit: Visit) -> Response:
    """The minutes as governance printed them, byte for byte."""
    minutes = await visit.ask("governance.get_minutes", assembly_id=visit.request.path_params["assembly_id"])
    return Response(b64decode(minutes["content"]), media_type="application/pdf",
                    headers={"Content-Disposition": f'attachment; filename="minutes-{minutes["drawn_up_on"]}.pdf"'})


def _command(visit: Visit, assembly_id: str) -> Command:
    form = visit.form
    poll, item = {"poll_id": form.get("poll_id", "")}, form.get("resolution_id", "")
    whole = {"assembly_id": assembly_id}
    incidents = [line.strip() for line in form.get("incidents", "").splitlines() if line.strip()]
    known: dict[str, Command] = {
        "freeze": ("freeze_roll", OFFICER, whole),
        "open": ("open_poll", OFFICER, {"resolution_id": item}),
        **_endings(visit, poll),
        "papers": ("count_papers", CONVENERS, _sheet(visit, poll)),
        "again": ("ask_ballot_box_again", OFFICER, poll),
        "settle": ("settle_item", OFFICER, {"resolution_id": item, "how": form.get("how", ""),
                                            "reason": form.get("reason", "").strip()}),
        "confirm": ("confirm_settlement", CONVENERS, {"proposal_id": form.get("proposal_id", "")}),
        "refuse": ("refuse_settlement", CONVENERS, {"proposal_id": form.get("proposal_id", ""),
                                                    "reason": form.get("reason", "").strip()}),
        "minutes": ("draw_up_minutes", OFFICER, {**whole, "incidents": incidents, "language": visit.language}),
        "second_call": ("convene_second_call", CONVENERS, {
            **whole, "held_on": form.get("held_on", ""), "record_on": form.get("record_on", "")}),
    }
    if (act := form.get("act", "")) not in known:
        raise NotHere
    return known[act]


def _endings(visit: Visit, poll: Mapping[str, str]) -> dict[str, Command]:
    """Close, cancel, repeat: the first two are told by two persons, each with a signed file where keys are named."""
    form, hours = visit.form, {}
    zone = ZoneInfo(visit.portal.settings.zone)
    try:
        signed = read_consent(form.get("consent", ""), form.get("digest", ""), form.get("act", ""))
    except ConsentUnreadable as unreadable:
        return dict.fromkeys(("close", "cancel"), ("", CONVENERS, unreadable.sentence))
    for name in HOURS:
        if _is_instant(form.get(name, "")):
            hours[name] = datetime.fromisoformat(form[name]).replace(tzinfo=zone).isoformat()
    keys: dict[str, Any] = {name: signed[name] for name in ("key", "signature") if name in signed}
    return {
        "close": ("close_poll", CONVENERS, {**poll, **keys}),
        "cancel": ("cancel_poll", CONVENERS, {
            **poll, **keys, "reason": signed.get("reason", form.get("reason", "").strip())}),
        "repeat": ("repeat_poll", OFFICER, {**poll, **hours} if len(hours) == len(HOURS) else
                   N_("Write when the vote opens and when it closes.")),
    }


def _sheet(visit: Visit, poll: Mapping[str, str]) -> dict[str, Any] | str:
    """What a teller counted, with their signed file where keys are named; each figure is written, if only 0."""
    counted = {name: visit.form.get(name, "").strip() for name in ON_PAPER}
    if not all(figure.isdecimal() and len(figure) <= LONGEST_FIGURE for figure in counted.values()):
        return N_("Write a number for each kind of ballot, 0 where there was none.")
    try:
        signed = json.loads(visit.form.get("sheet", "") or "{}")
        keys = {name: str(signed[name]) for name in ("key", "signature") if name in signed}
    except (TypeError, ValueError, RecursionError):
        return N_("The signed file cannot be read: copy it whole.")
    return {**poll, **{name: int(figure) for name, figure in counted.items()}, **keys}


def _convening(visit: Visit, rows: list[dict[str, str]], errors: Errors | None = None) -> Response:
    held_on = visit.today + NOTICE
    return visit.render("assemblies/convene.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        rows=rows, decisions=DECISIONS, typed={
                            "title": visit.form.get("title", ""),
                            "held_on": visit.form.get("held_on", held_on.isoformat()),
                            "record_on": visit.form.get("record_on", (held_on - timedelta(days=1)).isoformat())})


async def _assembly(visit: Visit, errors: Errors | None = None) -> Response:
    which = {"assembly_id": visit.request.path_params["assembly_id"]}
    assembly = await visit.ask("governance.get_assembly", **which)
    polls = {item["poll_id"]: ("governance.get_poll", {"poll_id": item["poll_id"]})
             for item in assembly["agenda"] if item["poll_id"]}
    there = {"presence": ("governance.get_presence", which)} if assembly["roll"] else {}
    if polls and assembly["roll"]:
        there["proposals"] = ("governance.list_settlement_proposals", which)
    found = await visit.wave({"minutes": ("governance.get_minutes", which), **polls},
                             checklist=("governance.get_checklist", which), **there)
    return visit.render(
        "assemblies/assembly.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, assembly=assembly,
        found=found, away=next((part for part in found.values() if isinstance(part, PartAway)), None), steps=STEPS,
        step_states=STEP_STATES, who=WHO, outcomes=OUTCOMES, reasons=REASONS, poll_states=POLL_STATES, secrecy=SECRECY,
        on_paper=ON_PAPER,
        settlements=SETTLEMENTS, decisions=DECISIONS, officer=bool(visit.roles & OFFICER),
        now=datetime.now(ZoneInfo(visit.portal.settings.zone)))


def _is_instant(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


PAGES = (
    Page(name="assemblies", path="/assemblies", show=list_assemblies, roles=CONVENERS, nav=N_("Assemblies")),
    Page(name="convene", path="/assemblies/convene", show=show_convening, act=convene, roles=CONVENERS),
    Page(name="assembly", path="/assemblies/{assembly_id}", show=show_assembly, act=act_on_assembly, roles=CONVENERS),
    Page(name="minutes", path="/assemblies/{assembly_id}/minutes.pdf", show=give_minutes, roles=CONVENERS),
)
