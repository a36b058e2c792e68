"""My expenses: receipts and journeys kept, claimed for an activity, and where every claim stands."""

from base64 import b64decode
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from services.portal.expenses.form import AT_FIELD, RECEIPT, TAX_ROWS, TRIP, Read, read_receipt, read_trip
from services.portal.expenses.words import CATEGORIES, CLAIM_STATES
from services.portal.frame.fields import Field, faults_of
from services.portal.frame.languages import N_, territories
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway, sentence_of
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
READERS = frozenset({"member", "advisor", "accountant"})
UNPROCESSABLE = 422
FIRST_YEAR = 2000
OWN_CAR = "mileage"
ACTS = {
    "claim": ("claim_expenses", ("activity_id", "payee_name", "iban")),
    "drop": ("drop_receipt", ("receipt_id",)), "withdraw": ("withdraw_expense_claim", ("claim_id",)),
    "again": ("send_expense_claim_again", ("claim_id", "payee_name", "iban")),
}
NOTHING_CHOSEN = N_("Choose at least one receipt, and write whose account the money goes to.")

Errors = Mapping[str, str]


async def show_expenses(visit: Visit) -> Response:
    """What can be spent and why, what is kept, what was claimed."""
    return await _shown(visit)


async def act_on_expenses(visit: Visit) -> Response:
    """Claim receipts, drop one, give a claim up, send a refund again; sent twice, it is done once."""
    command, names = ACTS.get(visit.form.get("act", ""), ("", ()))
    if not command:
        raise NotHere
    asked: dict[str, Any] = {name: visit.form.get(name, "").strip() for name in names}
    if command == "claim_expenses":
        asked["receipt_ids"] = visit.form.getlist("receipt")
    if not all(asked.values()):
        return await _shown(visit, {"": visit.words(NOTHING_CHOSEN)})
    try:
        await visit.ask(f"invoicing.{command}", request_id=visit.form.get("request_id", ""), **asked)
    except RemoteRefusal as refusal:
        return await _shown(visit, {"": visit.sentence(refusal)})
    return visit.go("/expenses")


async def show_receipt_form(visit: Visit) -> Response:
    """The form of a receipt, empty."""
    return _receipt_form(visit)


async def keep_receipt(visit: Visit) -> Response:
    """Keep a receipt with its document; sent twice, it is kept once."""
    return await _keep(visit, "keep_receipt", RECEIPT, read_receipt(visit.form, visit.file))


async def show_trip_form(visit: Visit) -> Response:
    """The form of a journey, empty."""
    return _trip_form(visit)


async def keep_trip(visit: Visit) -> Response:
    """Keep a journey; sent twice, it is kept once."""
    return await _keep(visit, "keep_trip", TRIP, read_trip(visit.form))


async def give_document(visit: Visit) -> Response:
    """The document of a receipt, as it was kept; no browser opens it within our pages."""
    file = await visit.ask("invoicing.get_receipt_file", receipt_id=visit.request.path_params["receipt_id"])
    return Response(b64decode(file["content_base64"]), media_type=file["media_type"],
                    headers={"Content-Disposition": f'attachment; filename="{file["name"]}"'})


async def _keep(visit: Visit, command: str, fields: tuple[Field, ...], read: Read) -> Response:
    asked, faults = read
    if not faults:
        try:
            await visit.ask(f"invoicing.{command}", member_id=visit.me, request_id=visit.form.get("request_id", ""),
                            **asked)
        except RemoteRefusal as refusal:
            found = faults_of(refusal, fields, AT_FIELD) or {"": ""}
            faults = {name: text or sentence_of(refusal) for name, text in found.items()}
        else:
            return visit.go("/expenses")
    form = _receipt_form if fields is RECEIPT else _trip_form
    return form(visit, {name: visit.words(text) for name, text in faults.items()})


def _receipt_form(visit: Visit, errors: Errors | None = None) -> Response:
    return visit.render(
        "expenses/receipt.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, fields=RECEIPT,
        answers=_typed(visit, RECEIPT), rows=TAX_ROWS, countries=territories(visit.language),
        country=visit.form.get("country", visit.portal.settings.country),
        categories={code: words for code, words in CATEGORIES.items() if code != OWN_CAR})


def _trip_form(visit: Visit, errors: Errors | None = None) -> Response:
    return visit.render("expenses/trip.html", status=UNPROCESSABLE if errors else 200, errors=errors or {},
                        fields=TRIP, answers=_typed(visit, TRIP))


def _typed(visit: Visit, fields: tuple[Field, ...]) -> dict[str, str]:
    return {field.name: visit.form.get(field.name, "") for field in fields}


async def _shown(visit: Visit, errors: Errors | None = None) -> Response:
    year = _year(visit)
    found = (await visit.wave(found=("invoicing.get_expenses", {"member_id": visit.me, "year": year})))["found"]
    known = {} if isinstance(found, PartAway) else found
    activities = known.get("activities", [])
    return visit.render(
        "expenses/expenses.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, away=found, year=year,
        saved=[receipt for receipt in known.get("receipts", []) if receipt["state"] == "saved"],
        claims=sorted(known.get("claims", []), key=lambda claim: str(claim["asked_on"]), reverse=True),
        activities=activities, names={one["activity_id"]: one["name"] for one in activities},
        categories=CATEGORIES, states=CLAIM_STATES)


def _year(visit: Visit) -> int:
    """The year that is asked for, else this one."""
    asked = visit.request.query_params.get("year", "")
    return int(asked) if asked in {str(year) for year in range(FIRST_YEAR, visit.today.year)} else visit.today.year


PAGES = (
    Page(name="expenses", path="/expenses", show=show_expenses, act=act_on_expenses, roles=MEMBER, nav=N_("Expenses")),
    Page(name="keep_receipt", path="/expenses/receipt", show=show_receipt_form, act=keep_receipt, roles=MEMBER,
         upload=True),
    Page(name="keep_trip", path="/expenses/trip", show=show_trip_form, act=keep_trip, roles=MEMBER),
    Page(name="receipt_document", path="/expenses/receipts/{receipt_id}", show=give_document, roles=READERS),
)
