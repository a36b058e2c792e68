"""My data for payroll: told once, before the first work; later another account, or another household from a day on."""

from collections.abc import Mapping

from starlette.responses import Response

from services.portal.frame.fields import MISSING, faults_of
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway, sentence_of
from services.portal.frame.visit import Visit
from services.portal.pay_data.form import (
    ACCOUNT,
    AT_FIELD,
    COUNTS,
    HOUSEHOLDS,
    WHO,
    Read,
    read_account,
    read_household,
    read_worker,
)
from shared.bus.calling import RemoteRefusal

MEMBER = frozenset({"member"})
UNPROCESSABLE = 422
FIELDS = (*WHO, *ACCOUNT, *COUNTS)
Errors = Mapping[str, str]


async def show_pay_data(visit: Visit) -> Response:
    """What payroll knows, without the numbers; the questions where it knows nothing yet."""
    return await _shown(visit)


async def tell_payroll(visit: Visit) -> Response:
    """Register, or change account or household; sent twice, it is done once."""
    command, (asked, faults) = _command(visit)
    if not faults:
        try:
            await visit.ask(f"payroll.{command}", member_id=visit.me, request_id=visit.form.get("request_id", ""),
                            **asked)
        except RemoteRefusal as refusal:
            found = faults_of(refusal, FIELDS, AT_FIELD) or {"": ""}
            faults = {name: text or sentence_of(refusal) for name, text in found.items()}
        else:
            return visit.go("/pay-data?done=1")
    return await _shown(visit, {name: visit.words(text) for name, text in faults.items()})


def _command(visit: Visit) -> tuple[str, Read]:
    act = visit.form.get("act", "")
    if act == "register":
        asked, faults = read_worker(visit.form, visit.portal.settings.country)
        return "register_worker", ({**asked, "language": visit.language}, faults)
    if act == "account":
        return "change_account", read_account(visit.form)
    if act == "household":
        asked, faults = read_household(visit.form)
        valid_from = visit.form.get("valid_from", "")
        return "change_household", ({**asked, "valid_from": valid_from},
                                    faults if valid_from else {**faults, "valid_from": MISSING})
    raise NotHere


async def _shown(visit: Visit, errors: Errors | None = None) -> Response:
    about = {"member_id": visit.me}
    found = await visit.wave({"own": ("membership.get_particulars", about)}, known=("payroll.get_worker", about))
    known, own = found["known"] or {}, found["own"] or {}
    told = {"first_name": own.get("given_name", ""), "last_name": own.get("family_name", ""),
            "postcode": own.get("postcode", ""), "town": own.get("town", ""),
            **{name: str(known.get(name, 0)) for name in ("children", "disabled_children", "dependants_over_65")}}
    return visit.render(
        "pay_data/pay_data.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, known=known,
        answers={field.name: visit.form.get(field.name, told.get(field.name, "")) for field in FIELDS},
        household=visit.form.get("household", known.get("household") or ""), who=WHO, account=ACCOUNT, counts=COUNTS,
        households=HOUSEHOLDS, done="done" in visit.request.query_params,
        away=next((part for part in found.values() if isinstance(part, PartAway)), None))


PAGES = (
    Page(name="pay_data", path="/pay-data", show=show_pay_data, act=tell_payroll, roles=MEMBER),
)
