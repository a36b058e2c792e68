"""My votes: the way to the booth and back.

The booth lies on another origin and has no cookie; the portal has no script. What goes from here to there stands behind
the `#` of a link, which browsers send to no server; what comes from there (a blinded paper, which says nothing) stands
in the address. The portal hands it to governance under the member's own login, and the signature back.
"""

import json
import re
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
UNPROCESSABLE = 422
HEX = re.compile(r"(?:[0-9a-f]{2}){1,1024}")
KEY, SIGNATURE = re.compile(r"[0-9a-f]{64}"), re.compile(r"[0-9a-f]{128}|")
HOLDER = re.compile(r"[0-9a-f]{16}")


async def list_votes(visit: Visit) -> Response:
    """The polls in which the reader may vote now, each with the way to the booth."""
    polls = (await visit.wave(polls=("governance.list_open_polls", {"member_id": visit.me})))["polls"]
    asks = {poll["poll_id"]: ("governance.get_poll", {"poll_id": poll["poll_id"]}) for poll in polls or []}
    asks |= {poll["assembly_id"]: ("governance.get_assembly", {"assembly_id": poll["assembly_id"]})
             for poll in polls or []}
    found = await visit.wave(asks) if asks else {}
    votes = [{**poll, "question": shown["paper"]["question"], "closes_at": shown["paper"]["closes_at"],
              "title": assembly["title"], "booth": _way_to_the_booth(visit, shown, assembly)}
             for poll in polls or [] if (shown := found[poll["poll_id"]]) and (assembly := found[poll["assembly_id"]])]
    return visit.render("votes/votes.html", away=polls, votes=votes, missing=len(polls or []) - len(votes))


async def show_right(visit: Visit) -> Response:
    """What the booth brought: whether the reader has it signed."""
    return await _right(visit, _brought(visit, visit.request.query_params))


async def take_right(visit: Visit) -> Response:
    """Take part, and have the blinded paper signed; sent again, the same signature comes again."""
    brought, which = _brought(visit, visit.form), {"poll_id": visit.request.path_params["poll_id"]}
    request_id = visit.form.get("request_id", "")
    poll = await visit.ask("governance.get_poll", **which)
    try:
        await visit.ask("governance.register_attendance", assembly_id=poll["assembly_id"], member_id=visit.me,
                        manner="remote", request_id=f"{request_id}-there")
        signed = await visit.ask("governance.issue_credential", request_id=request_id, member_id=visit.me,
                                 blinded=brought["blinded"], **which,
                                 **({"signature": brought["signature"]} if brought["signature"] else {}))
    except RemoteRefusal as refusal:
        return await _right(visit, brought, {"": visit.sentence(refusal)})
    back = {"who": brought["who"], "signed": signed["blind_signature"]}
    return visit.render("votes/signed.html", booth=f"{_booth(visit)}#{urlencode(back)}")


async def show_key(visit: Visit) -> Response:
    """The voting key that the booth made, before it is bound."""
    return _key(visit, visit.request.query_params.get("key", ""))


async def bind_key(visit: Visit) -> Response:
    """Bind it; sent twice, it is bound once."""
    key = visit.form.get("key", "")
    if not KEY.fullmatch(key):
        raise NotHere
    try:
        await visit.ask("governance.bind_voting_key", member_id=visit.me, voting_key=key,
                        request_id=visit.form.get("request_id", ""))
    except RemoteRefusal as refusal:
        return _key(visit, key, {"": visit.sentence(refusal)})
    return visit.go("/votes?bound=1")


def holder_of(member_id: str, poll_id: str) -> str:
    """What tells two members of one browser apart there: it says nothing about who they are to whoever cannot guess."""
    return sha256(f"{member_id}/{poll_id}".encode()).hexdigest()[:16]


def _way_to_the_booth(visit: Visit, poll: dict[str, Any], assembly: dict[str, Any]) -> str:
    """The link with paper and convened digest; of a vote put again the digest of the paper that was convened first."""
    item = next(one for one in assembly["agenda"] if one["resolution_id"] == poll["resolution_id"])
    convened = poll["cancelled"][0]["digest"] if poll["cancelled"] else item["paper_digest"]
    told = {"paper": poll["paper"], "convened": convened, "cancelled": [one["paper"] for one in poll["cancelled"]],
            "who": holder_of(visit.me, poll["poll_id"])}
    return f"{_booth(visit)}#{urlencode({'paper': json.dumps(told, ensure_ascii=False)})}"


def _booth(visit: Visit) -> str:
    if not visit.portal.settings.booth_origin:
        raise NotHere
    return f"{visit.portal.settings.booth_origin}/{visit.language}"


def _brought(visit: Visit, given: Any) -> dict[str, str]:
    """What the booth put into the address, or `NotHere`: who came without it has nothing to be signed."""
    _booth(visit)
    found = {name: given.get(name, "") for name in ("blinded", "signature", "who")}
    shapes = {"blinded": HEX, "signature": SIGNATURE, "who": HOLDER}
    if not all(shapes[name].fullmatch(value) for name, value in found.items()):
        raise NotHere
    return found


async def _right(visit: Visit, brought: dict[str, str], errors: dict[str, str] | None = None) -> Response:
    poll = await visit.ask("governance.get_poll", poll_id=visit.request.path_params["poll_id"])
    return visit.render("votes/right.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        question=poll["paper"]["question"], brought=brought)


def _key(visit: Visit, key: str, errors: dict[str, str] | None = None) -> Response:
    if not KEY.fullmatch(key):
        raise NotHere
    return visit.render("votes/key.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, key=key)


PAGES = (
    Page(name="votes", path="/votes", show=list_votes, roles=MEMBER, nav=N_("Votes")),
    Page(name="voting_key", path="/votes/key", show=show_key, act=bind_key, roles=MEMBER),
    Page(name="right_to_vote", path="/votes/{poll_id}", show=show_right, act=take_right, roles=MEMBER),
)
