"""Who votes for whom at an assembly: a member's own proxies, and the officer's desk with paper proxies and ballots."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from starlette.responses import Response

from services.portal.frame.acting import UNPROCESSABLE, Act, Errors, carry_out, fixed, in_path, own, text
from services.portal.frame.languages import N_
from services.portal.frame.members import found_by_form, names_of
from services.portal.frame.pages import Page
from services.portal.frame.refusals import PartAway
from services.portal.frame.visit import Visit

MEMBER, OFFICER = frozenset({"member"}), frozenset({"returning_officer"})
SHOWN = 10
PAPER_MISSING = N_("Choose the file with the scan: its fingerprint is kept, not the paper.")
MANNERS = {"paper": N_("in the room"), "post": N_("by their own letter")}
THIS = in_path("assembly_id")
END = Act(command="governance.end_proxy", roles=MEMBER, entries=(text("proxy_id"), own()))


async def show_proxies(visit: Visit) -> Response:
    """Who votes for me, and for whom I vote, at the assemblies to come."""
    return await _own(visit)


async def act_on_proxies(visit: Visit) -> Response:
    """Give a proxy, revoke one, hand one back; sent twice, it is done once."""
    acts = {"end": END}
    if visit.form.get("act") == "give":
        holder_id, why_not = await found_by_form(visit)
        if why_not:
            return await _own(visit, {"number": why_not})
        acts["give"] = Act(command="governance.give_proxy", roles=MEMBER, entries=(
            text("assembly_id"), own("principal_id"), fixed(holder_id=holder_id)))
    return await carry_out(visit, acts, _own, "/proxies?done=1")


async def show_desk(visit: Visit) -> Response:
    """The proxies of an assembly, and what is done at its desk."""
    return await _desk(visit)


async def act_at_desk(visit: Visit) -> Response:
    """Enter a proxy on paper, note who came, hand out a ballot; sent twice, it is done once."""
    member_id, why_not = await found_by_form(visit)
    names_holder = visit.form.get("act") == "proxy" or visit.form.get("holder_number", "").strip()
    holder_id, no_holder = await found_by_form(visit, "holder_") if names_holder else ("", "")
    if why_not or no_holder:
        return await _desk(visit, {"": why_not or no_holder})
    paper = {"document_digest": sha256(visit.file).hexdigest()} if visit.file else {}
    return await carry_out(visit, _acts(member_id, holder_id, paper, visit.form.get("how", "")), _desk,
                           f"/assemblies/{visit.request.path_params['assembly_id']}/desk?done=1")


def _acts(member_id: str, holder_id: str, paper: Mapping[str, str], how: str) -> dict[str, Act]:
    """What can be done for a member at the desk, with the scan that was chosen and whoever holds their proxy."""
    holder = {"holder_id": holder_id} if holder_id else {}
    needed = {} if paper else {"document_digest": None}  # a proxy, or a vote by letter, leaves its paper's fingerprint
    return {
        "proxy": Act(command="governance.give_proxy", roles=OFFICER, incomplete=PAPER_MISSING, entries=(
            THIS, fixed(principal_id=member_id, holder_id=holder_id or None, **paper, **needed))),
        "there": Act(command="governance.register_attendance", roles=OFFICER, entries=(
            THIS, fixed(member_id=member_id, manner="in_person"))),
        "left": Act(command="governance.register_departure", roles=OFFICER, entries=(
            THIS, fixed(member_id=member_id))),
        "ballot": Act(command="governance.hand_out_ballot", roles=OFFICER, incomplete=PAPER_MISSING, entries=(
            text("poll_id", "how"), fixed(member_id=member_id, **holder, **paper, **(
                needed if how == "post" else {})))),
    }


async def _own(visit: Visit, errors: Errors | None = None) -> Response:
    held = (await visit.wave(held=("governance.list_assemblies", {"limit": SHOWN})))["held"]
    ahead = [one for one in held or [] if one["held_on"] >= visit.today.isoformat()]
    found = await visit.wave({one["assembly_id"]: (
        "governance.list_proxies", {"assembly_id": one["assembly_id"]}) for one in ahead}) if ahead else {}
    mine = {place: [one for one in rows or [] if visit.me in {one["principal_id"], one["holder_id"]}]
            for place, rows in found.items()}
    people = [one[side] for rows in mine.values() for one in rows for side in ("principal_id", "holder_id")]
    return visit.render(
        "proxies/own.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, assemblies=ahead, mine=mine,
        names=await names_of(visit, people), done="done" in visit.request.query_params,
        away=next((part for part in (held, *found.values()) if isinstance(part, PartAway)), None))


async def _desk(visit: Visit, errors: Errors | None = None) -> Response:
    which = {"assembly_id": visit.request.path_params["assembly_id"]}
    found: dict[str, Any] = await visit.wave(assembly=("governance.get_assembly", which),
                                             proxies=("governance.list_proxies", which))
    proxies = found["proxies"] or []
    names = await names_of(visit, [one[side] for one in proxies for side in ("principal_id", "holder_id")][:SHOWN * 10])
    items = [item for item in (found["assembly"] or {}).get("agenda", []) if item["poll_id"]
             and item["outcome"] == "undecided"]
    return visit.render(
        "proxies/desk.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, items=items, which=which,
        assembly=found["assembly"], proxies=proxies, names=names, manners=MANNERS,
        done="done" in visit.request.query_params,
        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


PAGES = (
    Page(name="proxies", path="/proxies", show=show_proxies, act=act_on_proxies, roles=MEMBER),
    Page(name="assembly_desk", path="/assemblies/{assembly_id}/desk", show=show_desk, act=act_at_desk, roles=OFFICER,
         upload=True),
)
