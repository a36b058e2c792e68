"""The client signs: the frozen form behind a link, a code to the mailbox, three answers, a receipt.

Whoever has the link is asked for no login, and no session of this browser counts: every call is the visitor's.
Looking at it changes nothing, so that a mail scanner may. The token is in no line that is logged, and goes to no other
page: the browser is told to send no Referer.
"""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import RedirectResponse, Response

from services.portal.frame.languages import LANGUAGES
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import SEE_OTHER, Visit
from services.portal.frame.words import DECLINE_REASONS, UNITS
from services.portal.signing.answer import ACTS, OUTCOMES, ClientAnswer, read_answer
from shared.bus.calling import RemoteRefusal

UNPROCESSABLE = 422
STEPS = {"code": "accept", "sent": "accept", "change": "change", "decline": "decline"}
GROUP = 8


async def show_form(visit: Visit) -> Response:
    """The form as it was frozen, where it stands, and how it is answered."""
    return await _shown(visit, ClientAnswer(act=STEPS.get(visit.request.query_params.get("step", ""), "")))


async def answer(visit: Visit) -> Response:
    """Carry out one answer; sent twice, it is one. A wrong code is told on the page, which then holds a new key."""
    act = visit.form.get("act", "")
    if act not in ACTS:
        raise NotHere
    given = read_answer(act, visit.form)
    if given.errors:
        faults = {name: visit.words(text) for name, text in given.errors.items()}
        return await _shown(visit, replace(given, errors=faults))
    try:
        done = await visit.ask(ACTS[act].command, token=_token(visit), digest=visit.form.get("digest", ""),
                               request_id=visit.form.get("request_id", ""), **given.request)
    except RemoteRefusal as refusal:
        return await _shown(visit, replace(given, errors={"": visit.sentence(refusal)}))
    if sentence := OUTCOMES.get(done.get("outcome", "")):
        told = visit.words(sentence) % {"left": done["tries_left"]}
        return await _shown(visit, replace(given, errors={"accept-code": told}))
    return _back(visit, "&step=sent" if act == "code" else "")


async def give_form(visit: Visit) -> Response:
    """The paper of the form, byte for byte as the service has it."""
    return await _file(visit, "invoicing.get_order_form_pdf")


async def give_evidence(visit: Visit) -> Response:
    """What proves the answer, for anybody to verify."""
    return await _file(visit, "invoicing.get_signing_evidence")


async def _shown(visit: Visit, given: ClientAnswer) -> Response:
    form = await visit.ask("invoicing.get_order_form", token=_token(visit))
    if visit.request.query_params.get("language") not in LANGUAGES and form["language"] in LANGUAGES:
        visit.language = form["language"]
    return visit.render("signing/form.html", status=UNPROCESSABLE if given.errors else 200, form=form, given=given,
                        reasons=DECLINE_REASONS, units=UNITS, errors=given.errors, end=_groups(form["signed"]),
                        code_sent=visit.request.query_params.get("step") == "sent" and not given.errors)


async def _file(visit: Visit, target: str) -> Response:
    file = await visit.ask(target, token=_token(visit))
    return Response(b64decode(file["content_base64"]), media_type=file["media_type"],
                    headers={"Content-Disposition": f'attachment; filename="{file["name"]}"'})


def _token(visit: Visit) -> str:
    return str(visit.request.path_params["token"])


def _back(visit: Visit, step: str) -> Response:
    """To the page of the form in the language that is read, so that a reload acts on nothing."""
    return RedirectResponse(visit.in_language(visit.language) + step, SEE_OTHER)


def _groups(signed: Mapping[str, Any] | None) -> str:
    """A digest as people compare it: in groups."""
    end = signed["end"] if signed else ""
    return " ".join(end[start:start + GROUP] for start in range(0, len(end), GROUP))


PAGES = (
    Page(name="order_form", path="/sign/{token}", show=show_form, act=answer, by_link=True),
    Page(name="order_form_pdf", path="/sign/{token}/form.pdf", show=give_form, by_link=True),
    Page(name="signing_evidence", path="/sign/{token}/evidence.json", show=give_evidence, by_link=True),
)
