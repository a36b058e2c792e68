"""My membership: shares, vote, what is to be paid, how I am reached; and the certificate of the register."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.frame.bills import code_of
from services.portal.frame.languages import LANGUAGES, N_
from services.portal.frame.pages import Page
from services.portal.frame.visit import Visit
from services.portal.frame.words import LETTERS
from services.portal.membership.own import PAGES as OWN
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
UNPROCESSABLE = 422
CONTACT = ("email", "phone", "language")
WRONG = N_("Please look at your e-mail and telephone again.")


async def show_membership(visit: Visit) -> Response:
    """Everything that the register and the desk know of the reader."""
    return await _shown(visit)


async def change_contact(visit: Visit) -> Response:
    """Be reached elsewhere from now on; sent twice, it is done once."""
    contact = {name: visit.form.get(name, "").strip() for name in CONTACT}
    if contact["language"] not in LANGUAGES:
        contact["language"] = visit.language
    try:
        await visit.ask("membership.change_contact", member_id=visit.me, request_id=visit.form.get("request_id", ""),
                        **contact)
    except RemoteRefusal as refusal:
        sentence = WRONG if refusal.code == "shape_not_met" else None
        return await _shown(visit, {"": visit.words(sentence) if sentence else visit.sentence(refusal)}, contact)
    return visit.go("/membership?changed=1")


async def give_certificate(visit: Visit) -> Response:
    """The extract of the register as membership issues it, byte for byte."""
    found = await visit.ask("membership.get_share_certificate", member_id=visit.me)
    return Response(b64decode(found["content"]), media_type=found["media_type"], headers={
        "Content-Disposition": f'attachment; filename="certificate-{found["as_of"]}.pdf"'})


async def give_code(visit: Visit) -> Response:
    """What fills in the transfer of a share, for a phone to read."""
    return await code_of(visit, visit.me)


async def _shown(visit: Visit, errors: Mapping[str, str] | None = None,
                 contact: Mapping[str, Any] | None = None) -> Response:
    about = {"member_id": visit.me}
    found = await visit.wave({"letters": ("membership.list_letters", about)},
                             member=("membership.get_member", about), own=("membership.get_particulars", about),
                             bills=("membership.list_share_bills", about))
    return visit.render(
        "membership/membership.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, found=found,
        bills=found["bills"] or [], kinds=LETTERS, contact=contact or found["own"] or {},
        changed="changed" in visit.request.query_params)


PAGES = (
    Page(name="membership", path="/membership", show=show_membership, act=change_contact, roles=MEMBER,
         nav=N_("My membership")),
    Page(name="certificate", path="/membership/certificate.pdf", show=give_certificate, roles=MEMBER),
    *OWN,
    Page(name="share_code", path="/membership/pay/{call_id}.svg", show=give_code, roles=MEMBER),
)
