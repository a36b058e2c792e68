"""The accountant's books: what clients owe and how late, what the fund carries, and money that waits for its owner."""

from typing import Any

from starlette.responses import Response

from services.portal.books.ageing import ageing, days_late
from services.portal.frame.languages import N_
from services.portal.frame.pages import Page
from services.portal.frame.visit import Visit
from shared.bus.calling import RemoteRefusal

ACCOUNTANT = frozenset({"accountant"})
CURRENCY = "EUR"
SHOWN = 100
UNPROCESSABLE = 422


async def show_books(visit: Visit) -> Response:
    """Everything at once, one wave of questions."""
    return await _shown(visit)


async def place_money(visit: Visit) -> Response:
    """Money in suspense pays the invoice that the accountant names; sent twice, it is done once."""
    invoice_id = visit.form.get("invoice_id", "")
    if not invoice_id:
        return await _shown(visit, {"": visit.words(N_("Choose the invoice that this money pays."))}, UNPROCESSABLE)
    try:
        await visit.ask("invoicing.match_movement", movement_id=visit.form.get("movement_id", ""),
                        invoice_id=invoice_id, request_id=visit.form.get("request_id", ""))
    except RemoteRefusal as refusal:
        return await _shown(visit, {"": visit.sentence(refusal)}, UNPROCESSABLE)
    return visit.go("/books")


async def _shown(visit: Visit, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    found = await visit.wave(
        invoices=("invoicing.list_invoices", {"open": True}), clients=("invoicing.list_clients", {}),
        suspense=("invoicing.list_unmatched_movements", {}), fund=("payroll.get_guarantee_fund", {"debtors": 10}),
        shares=("membership.list_unplaced_payments", {"limit": SHOWN}))
    invoices = sorted(found["invoices"] or [], key=lambda invoice: invoice["due_on"])
    return visit.render(
        "books/books.html", status=status, errors=errors or {}, found=found, invoices=invoices,
        names=_names(found["clients"]), ages=ageing(invoices, visit.today, CURRENCY),
        late={invoice["invoice_id"]: days_late(invoice, visit.today) for invoice in invoices})


def _names(clients: Any) -> dict[str, str]:
    return {client["client_id"]: client["name"] for client in clients or []}


PAGES = (Page(name="books", path="/books", show=show_books, act=place_money, roles=ACCOUNTANT, nav=N_("Books")),)
