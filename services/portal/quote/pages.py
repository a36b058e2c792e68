"""How much will I earn? An amount, days in a calendar, the household in plain questions: net, pay day, a bar."""

from typing import Any

from starlette.responses import Response

from services.portal.frame.figures import read_amount
from services.portal.frame.languages import N_
from services.portal.frame.months import months_around
from services.portal.frame.pages import Page
from services.portal.frame.refusals import sentence_of
from services.portal.frame.visit import Visit
from services.portal.quote.explained import destinations, explained
from services.portal.quote.form import HOUSEHOLDS, QuoteForm, read_form
from shared.bus.calling import RemoteRefusal

CURRENCY = "EUR"
FIELD_OF = {
    "nothing_worked": "days", "months_crossed": "days", "parameter_missing": "days", "hours_out_of_range": "hours",
    "household_not_supported": "household", "budget_too_small": "amount",
}
UNPROCESSABLE = 422


async def show_quote(visit: Visit) -> Response:
    """The form, and the figure when it is asked for."""
    form = read_form(visit.request.query_params, visit.today)
    errors = dict(form.errors)
    result = None
    if form.wanted and not errors:
        try:
            result = await _quoted(visit, form)
        except RemoteRefusal as refusal:
            errors[FIELD_OF.get(refusal.code, "")] = sentence_of(refusal)
    return visit.render(
        "quote/quote.html", status=UNPROCESSABLE if errors else 200, form=form, result=result,
        errors={name: visit.words(sentence) for name, sentence in errors.items()}, households=HOUSEHOLDS,
        months=months_around(visit.today))


async def _quoted(visit: Visit, form: QuoteForm) -> dict[str, Any]:
    """First what the fee leaves, then what the budget pays."""
    amount = {"amount": read_amount(form.amount), "currency": CURRENCY}
    order = await visit.ask("invoicing.quote_order", amount=amount, expenses={"amount": "0.00", "currency": CURRENCY})
    pay = await visit.ask("payroll.quote_pay", **form.request(order["budget"]))
    return {"amount": amount, "order": order, "pay": pay, "shares": destinations(pay, order["fee"]),
            "budget_lines": explained(pay["lines"], "budget"), "wage_lines": explained(pay["lines"], "wage")}


PAGES = (Page(name="quote", path="/earn", show=show_quote, nav=N_("Calculator")),)
