"""What is to be paid for a share, as a picture that a phone reads."""

from starlette.responses import Response

from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit


async def code_of(visit: Visit, member_id: str) -> Response:
    """The code of the call that the path names: a picture of its own, so that nothing of it can act in the page."""
    bills = await visit.ask("membership.list_share_bills", member_id=member_id)
    code = next((bill["code"] for bill in bills if bill["call_id"] == visit.request.path_params["call_id"]), "")
    if not code:
        raise NotHere
    return Response(code, media_type="image/svg+xml")
