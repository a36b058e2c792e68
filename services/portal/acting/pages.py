"""An advisor reads a member's pages; the member reads who did."""

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit

ADVISOR, MEMBER = frozenset({"advisor"}), frozenset({"member"})
LONGEST_REASON, SHOWN = 200, 50
UNPROCESSABLE = 422
REASON_MISSING = N_("Write why: the member reads it.")


async def show_opening(visit: Visit) -> Response:
    """What opening a member's pages means, before it is done."""
    return _asked(visit)


async def open_pages(visit: Visit) -> Response:
    """Read a member's pages from now on, for twenty minutes at most; it is noted for the member."""
    member_id, reason = visit.request.path_params["member_id"], visit.form.get("reason", "").strip()[:LONGEST_REASON]
    if not reason:
        return _asked(visit, visit.words(REASON_MISSING))
    await visit.ask("membership.get_member", member_id=member_id)
    if visit.session is None or member_id == visit.me:
        raise NotHere
    await visit.portal.openings.begin(visit.session, member_id, reason)
    return visit.go("")


async def close_pages(visit: Visit) -> Response:
    """The advisor is themselves again."""
    if visit.session is None or not (member_id := visit.session.reads_as):
        return visit.go("")
    await visit.portal.openings.end(visit.session)
    return visit.go(f"/desk/members/{member_id}")


async def list_openings(visit: Visit) -> Response:
    """Who opened my pages, when, until when and why."""
    return visit.render("acting/openings.html", openings=await visit.portal.openings.list(visit.me, SHOWN))


def _asked(visit: Visit, error: str = "") -> Response:
    return visit.render("acting/open.html", status=UNPROCESSABLE if error else 200,
                        errors={"reason": error} if error else {}, member_id=visit.request.path_params["member_id"])


PAGES = (
    Page(name="open_pages", path="/desk/members/{member_id}/open", show=show_opening, act=open_pages, roles=ADVISOR),
    Page(name="close_pages", path="/reading/end", act=close_pages, roles=MEMBER, while_reading=True),
    Page(name="openings", path="/membership/openings", show=list_openings, roles=MEMBER),
)
