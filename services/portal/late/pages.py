"""Late payers: what was done about each invoice, what comes next and when, what holds it back, and every way out."""

from base64 import b64decode
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from starlette.responses import Response

from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere
from services.portal.frame.visit import Visit
from services.portal.late.plans import MOST_PARTS, instalments
from services.portal.late.words import ANSWERS, HOLDS, STEPS, WRITE_OFF_REASONS
from shared.bus.calling import RemoteRefusal

MEMBER, ACCOUNTANT = frozenset({"member"}), frozenset({"accountant"})
DESK = frozenset({"advisor", "accountant"})
EVERYBODY = MEMBER | DESK
MANY = 100
UNPROCESSABLE = 422
INCOMPLETE = N_("Fill in every field of what you want to do.")
ACTS: Mapping[str, tuple[str, frozenset[str], tuple[str, ...]]] = {  # the command, who sends it, what it needs
    "answer": ("answer_late_question", MEMBER, ("invoice_id", "answer")),
    "dispute": ("open_dispute", EVERYBODY, ("invoice_id", "reason")),
    "settle": ("close_dispute", DESK, ("invoice_id", "outcome")),
    "plan": ("agree_payment_plan", ACCOUNTANT, ("invoice_id",)),
    "end_plan": ("end_payment_plan", ACCOUNTANT, ("invoice_id", "reason")),
    "collector": ("hand_over_to_collector", ACCOUNTANT, ("client_id", "collector")),
    "write_off": ("write_off_invoice", ACCOUNTANT, ("invoice_id", "reason")),
}


async def show_late(visit: Visit) -> Response:
    """Every late invoice that the reader may see."""
    return await _late(visit)


async def act_on_late(visit: Visit) -> Response:
    """Answer, dispute, agree a plan, hand over, give up; sent twice, it is done once."""
    command, roles, names = ACTS.get(visit.form.get("act", ""), ("", frozenset(), ()))
    if not visit.roles & roles:
        raise NotHere
    asked: dict[str, Any] = {name: visit.form.get(name, "").strip() for name in names}
    asked |= _more(visit)
    if not all(asked.values()):
        return await _late(visit, {"": visit.words(INCOMPLETE)})
    asked |= {"note": note} if (note := visit.form.get("note", "").strip()) else {}
    try:
        await visit.ask(f"invoicing.{command}", request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _late(visit, {"": visit.sentence(refusal)})
    return visit.go("/late?done=1")


async def give_letter(visit: Visit) -> Response:
    """A reminder as it left."""
    file = await visit.ask("invoicing.get_reminder_pdf", letter_id=visit.request.path_params["letter_id"])
    return Response(b64decode(file["content_base64"]), media_type=file["media_type"],
                    headers={"Content-Disposition": f'attachment; filename="{file["name"]}"'})


def _more(visit: Visit) -> dict[str, Any]:
    """What an act needs besides words: the day until which to wait, the parts of a plan."""
    form = visit.form
    if form.get("act") == "answer" and form.get("answer") == "wait":
        return {"wait_until": form.get("wait_until", "")}
    if form.get("act") == "plan":
        return {"instalments": _parts(form)}
    return {}


def _parts(form: Mapping[str, str]) -> list[dict[str, Any]]:
    try:
        count, first = int(form.get("parts", "")), date.fromisoformat(form.get("first_on", ""))
        amount = {"amount": str(Decimal(form.get("open", ""))), "currency": form.get("currency", "")}
    except (ValueError, InvalidOperation):
        return []
    return instalments(amount, count, first) if 0 < count <= MOST_PARTS else []


async def _late(visit: Visit, errors: Mapping[str, str] | None = None) -> Response:
    desk = bool(visit.roles & DESK)
    client = visit.request.query_params.get("client", "") if desk else ""
    asked = {"limit": MANY, **({} if desk else {"member_id": visit.me}), **({"client_id": client} if client else {})}
    letters = {"letters": ("invoicing.list_reminders", {"client_id": client})} if client else {}
    found = await visit.wave(letters, late=("invoicing.list_late_invoices", asked))
    return visit.render(
        "late/late.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, away=found["late"],
        invoices=found["late"] or [], letters=found.get("letters"), client=client, steps=STEPS, holds=HOLDS,
        answers=ANSWERS, reasons=WRITE_OFF_REASONS, done="done" in visit.request.query_params, desk=desk,
        accountant=bool(visit.roles & ACCOUNTANT), most_parts=MOST_PARTS)


PAGES = (
    Page(name="late", path="/late", show=show_late, act=act_on_late, roles=EVERYBODY, nav=N_("Late payers"),
         nav_not_for=MEMBER),
    Page(name="reminder_letter", path="/late/letters/{letter_id}.pdf", show=give_letter, roles=DESK),
)
