"""The accountant's books: what clients owe and how late, money that waits for its owner, the fund, and the VAT."""

from base64 import b64decode, b64encode
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from services.portal.books.ageing import ageing, days_late
from services.portal.books.files import CAMT, LINES, text_of
from services.portal.books.placed import show_placed, take_back
from services.portal.books.treasury import DAYS, FLOWS, WEEKS, expected, owed, weeks_from
from services.portal.books.words import OWN_ACCOUNTS, RETURN_STATES, SERVICES
from services.portal.frame.acting import CURRENCY, UNPROCESSABLE, Act, Errors, carry_out, text
from services.portal.frame.languages import N_
from services.portal.frame.members import names_of
from services.portal.frame.pages import Page
from services.portal.frame.refusals import NotHere, PartAway
from services.portal.frame.visit import Visit
from services.portal.orders.standing import DEPOSIT_STATES
from shared.bus.calling import RemoteRefusal

ACCOUNTANT = frozenset({"accountant"})
SHOWN, RETURNS = 100, 8
NOTHING_CHOSEN = N_("Choose whose this money is.")
ACTS = {name: Act(command=command, roles=ACCOUNTANT, entries=(text(*names),), incomplete=NOTHING_CHOSEN)
        for name, (command, names) in {
            "place": ("invoicing.match_movement", ("movement_id", "invoice_id")),
            "credit": ("invoicing.credit_movement", ("movement_id", "client_id")),
            "own": ("invoicing.book_own_movement", ("movement_id", "account")),
            "claim": ("invoicing.claim_movement", ("movement_id", "service")),
            "refund": ("invoicing.settle_refund", ("movement_id", "reference")),
            "settle": ("invoicing.settle_from_account", ("invoice_id",)),
            "retry": ("invoicing.retry_document", ("invoice_id",)),
        }.items()}
PARTS = {"treasury": N_("What invoicing expects"), "obligations": N_("What payroll owes"),
         "fund": N_("The guarantee fund"), "claims": N_("What leavers are owed")}
WAITING_DEPOSITS = frozenset({"open", "paid"})


async def show_books(visit: Visit) -> Response:
    """Everything at once, one wave of questions."""
    return await _books(visit)


async def place_money(visit: Visit) -> Response:
    """Money gets its owner (an invoice, a client, the house itself), a paper is tried again; sent twice, done once."""
    return await carry_out(visit, ACTS, _books, "/books")


async def show_deposits(visit: Visit) -> Response:
    """What clients pay before the work, and what became of it; what waits for something first."""
    found = (await visit.wave(found=("invoicing.list_deposits", {})))["found"]
    waits = [one for one in found or [] if one["state"] in WAITING_DEPOSITS]
    names = await names_of(visit, (one["member_id"] for one in waits))
    return visit.render("books/deposits.html", away=found, waits=waits, states=DEPOSIT_STATES, names=names,
                        settled=[one for one in reversed(found or []) if one["state"] not in WAITING_DEPOSITS])


async def show_vat(visit: Visit) -> Response:
    """The return that is open now, and those that were closed."""
    return await _vat(visit)


async def act_on_vat(visit: Visit) -> Response:
    """Close the period, or send a refused return again; sent twice, it is done once."""
    key, act = visit.form.get("request_id", ""), visit.form.get("act", "")
    try:
        if act == "close":
            await visit.ask("invoicing.close_vat_return", request_id=key, refund=bool(visit.form.get("refund")))
        elif act == "again":
            await visit.ask("invoicing.send_vat_return_again", request_id=key,
                            return_id=visit.form.get("return_id", ""))
        else:
            raise NotHere
    except RemoteRefusal as refusal:
        return await _vat(visit, {"": visit.sentence(refusal)})
    return visit.go("/books/vat")


async def show_treasury(visit: Visit) -> Response:
    """The weeks from today on, in one wave; and the documents behind one figure, where it was chosen."""
    until = visit.today + timedelta(days=WEEKS * DAYS)
    chosen = _chosen(visit)
    found = await visit.wave(
        treasury=("invoicing.get_treasury", {}), clients=("invoicing.list_clients", {}),
        obligations=("payroll.list_obligations", {"until": until.isoformat()}),
        fund=("payroll.get_guarantee_fund", {"debtors": 1}), claims=("membership.list_claims", {"state": "due"}),
        **({"documents": ("invoicing.list_expected_money", chosen)} if chosen else {}))
    treasury = found["treasury"]
    moves = [*expected(treasury["flows"] if treasury else ()), *owed(found["obligations"] or (), found["claims"] or ())]
    weeks = weeks_from(visit.today, Decimal(treasury["bank"]["amount"]) if treasury else Decimal(0), moves)
    return visit.render(
        "books/treasury.html", treasury=treasury, weeks=weeks, least=min(weeks, key=lambda week: week.leaves),
        fund=found["fund"], currency=CURRENCY, documents=found.get("documents"),
        names={client["client_id"]: client["name"] for client in found["clients"] or []},
        away=[(name, found[part]) for part, name in PARTS.items() if isinstance(found[part], PartAway)])


def _chosen(visit: Visit) -> dict[str, str]:
    """The week of a flow whose documents are asked for."""
    asked = visit.request.query_params
    try:
        first = date.fromisoformat(asked.get("week", ""))
    except ValueError:
        return {}
    flow = asked.get("flow", "")
    return {"flow": flow, "first": first.isoformat(), "last": (first + timedelta(days=DAYS - 1)).isoformat(),
            } if flow in FLOWS else {}


async def show_bank_file(visit: Visit) -> Response:
    """Where a bank file is brought."""
    return _bank_file(visit)


async def take_in_bank_file(visit: Visit) -> Response:
    """First what the file holds, then, once confirmed, each statement is taken in, each once."""
    try:
        content = text_of(visit.file or b64decode(visit.form.get("content", ""), validate=True))
    except ValueError:
        raise NotHere from None
    if not content.strip():
        return _bank_file(visit, {"file": visit.words(N_("Choose the file that the bank gave you."))})
    asked = {"file_format": CAMT if content.lstrip().startswith("<") else LINES, "content": content}
    try:
        if visit.form.get("act") == "take_in":
            await visit.ask("invoicing.ingest_bank_statement", request_id=visit.form.get("request_id", ""), **asked)
            return visit.go("/books")
        read = await visit.ask("invoicing.preview_bank_statement", **asked)
    except RemoteRefusal as refusal:
        return _bank_file(visit, {"file": visit.sentence(refusal)})
    return visit.render("books/bank_file.html", errors={}, read=read, content=b64encode(content.encode()).decode())


def _bank_file(visit: Visit, errors: Errors | None = None) -> Response:
    return visit.render("books/bank_file.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, read=[],
                        content="")


async def _books(visit: Visit, errors: Errors | None = None) -> Response:
    found = await visit.wave(
        invoices=("invoicing.list_invoices", {"open": True}), clients=("invoicing.list_clients", {}),
        suspense=("invoicing.list_unmatched_movements", {}), gaps=("invoicing.list_bank_gaps", {}),
        accounts=("invoicing.list_client_accounts", {}), papers=("invoicing.list_set_aside_documents", {}),
        fund=("payroll.get_guarantee_fund", {"debtors": 10}),
        shares=("membership.list_unplaced_payments", {"limit": SHOWN}))
    invoices = sorted(found["invoices"] or [], key=lambda invoice: invoice["due_on"])
    return visit.render(
        "books/books.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, found=found,
        invoices=invoices, names={client["client_id"]: client["name"] for client in found["clients"] or []},
        ages=ageing(invoices, visit.today, CURRENCY), own_accounts=OWN_ACCOUNTS,
        services=SERVICES,
        late={invoice["invoice_id"]: days_late(invoice, visit.today) for invoice in invoices})


async def _vat(visit: Visit, errors: Errors | None = None) -> Response:
    why_not, found = "", dict[str, Any](next=None)
    returns = (await visit.wave(returns=("invoicing.list_vat_returns", {"limit": RETURNS})))["returns"]
    try:
        found = await visit.wave(next=("invoicing.preview_vat_return", {}))
    except RemoteRefusal as refusal:
        why_not = visit.sentence(refusal)
    return visit.render(
        "books/vat.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, returns=returns,
        next=found["next"], why_not=why_not, states=RETURN_STATES,
        away=next((part for part in (returns, found["next"]) if isinstance(part, PartAway)), None))


PAGES = (
    Page(name="books", path="/books", show=show_books, act=place_money, roles=ACCOUNTANT, nav=N_("Books")),
    Page(name="bank_file", path="/books/bank", show=show_bank_file, act=take_in_bank_file, roles=ACCOUNTANT,
         nav=N_("Bank file"), upload=True),
    Page(name="treasury", path="/books/treasury", show=show_treasury, roles=ACCOUNTANT, nav=N_("Treasury")),
    Page(name="deposits", path="/books/deposits", show=show_deposits, roles=ACCOUNTANT),
    Page(name="placed", path="/books/placed", show=show_placed, act=take_back, roles=ACCOUNTANT),
    Page(name="vat", path="/books/vat", show=show_vat, act=act_on_vat, roles=ACCOUNTANT, nav=N_("VAT")),
)
