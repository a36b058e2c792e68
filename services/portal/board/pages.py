"""The board: its seats and vacancies, the open calls and who stands; standing, stepping back, calling, declaring."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.board.seeds import digest_of
from services.portal.board.words import COLLEGES, TRAITS
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

MEMBER, CALLERS = frozenset({"member"}), frozenset({"board", "returning_officer"})
UNPROCESSABLE = 422
LONGEST_STATEMENT, SHORTEST_SEED = 2_000, 12
INCOMPLETE = N_("Fill in every field.")
SEED_SHORT = N_("Write a longer secret: at least twelve characters that nobody guesses.")
Errors = Mapping[str, str]
Command = tuple[str, frozenset[str], dict[str, Any]]


async def show_board(visit: Visit) -> Response:
    """Who sits on the board, and who stands for it."""
    return await _board(visit)


async def act_on_board(visit: Visit) -> Response:
    """Stand, step back, resign, call for candidacies, declare; sent twice, it is done once."""
    command, roles, asked = _command(visit)
    if not visit.roles & roles:
        raise NotHere
    if not all(value != "" for value in asked.values()):
        return await _board(visit, {"": visit.words(INCOMPLETE)})
    if command == "call_for_candidacies" and len(visit.form.get("seed", "").strip()) < SHORTEST_SEED:
        return await _board(visit, {"seed": visit.words(SEED_SHORT)})
    try:
        await visit.ask(f"governance.{command}", request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _board(visit, {"": visit.sentence(refusal)})
    return visit.go("/board?done=1")


def _command(visit: Visit) -> Command:
    form, act = visit.form, visit.form.get("act", "")
    seed = form.get("seed", "").strip()
    if act == "call":
        return "call_for_candidacies", CALLERS, {"closes_on": form.get("closes_on", ""),
                                                 "seed_digest": digest_of(seed)}
    if act == "declare":
        return "declare_board", CALLERS, {"assembly_id": form.get("assembly_id", ""),
                                          **({"seed": seed} if seed else {})}
    if act == "stand":
        words = form.get("statement", "").strip()[:LONGEST_STATEMENT]
        return "stand_for_board", MEMBER, {
            "member_id": visit.me, "name": form.get("name", "").strip()[:120], "college": form.get("college", ""),
            "statements": [{"language": visit.language, "words": words}] if words else "",
            **({"representative": person} if (person := form.get("representative", "").strip()[:120]) else {})}
    if act == "withdraw":
        return "withdraw_candidacy", MEMBER, {"candidacy_id": form.get("candidacy_id", ""), "member_id": visit.me}
    if act == "resign":
        return "resign_from_board", MEMBER, {"mandate_id": form.get("mandate_id", ""), "member_id": visit.me,
                                             "from_on": form.get("from_on", "")}
    raise NotHere


async def _board(visit: Visit, errors: Errors | None = None) -> Response:
    caller = bool(visit.roles & CALLERS)
    found = await visit.wave(
        board=("governance.get_directors", {}), open=("governance.get_candidacies", {"language": visit.language}),
        **({"assemblies": ("governance.list_assemblies", {"limit": 10})} if caller else {}))
    known = found["open"] or {"calls": [], "candidates": []}
    standing = [({**call, "takes": call["closes_on"] >= visit.today.isoformat()},
                 [one for one in known["candidates"] if one["call_id"] == call["call_id"]]) for call in known["calls"]]
    return visit.render(
        "board/board.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, board=found["board"],
        standing=standing, early=[one for one in known["candidates"] if one["call_id"] is None], caller=caller,
        mine=[one for one in known["candidates"] if one["member_id"] == visit.me], member=bool(visit.roles & MEMBER),
        held=[one for one in found.get("assemblies") or [] if one["held_on"] <= visit.today.isoformat()],
        colleges=COLLEGES, traits=TRAITS, done="done" in visit.request.query_params,
        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


PAGES = (
    Page(name="board", path="/board", show=show_board, act=act_on_board, roles=MEMBER | CALLERS, nav=N_("Board"),
         nav_not_for=MEMBER),
)
