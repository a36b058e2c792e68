"""The portal before services that answer what a page needs to be seen full: what no sandbox has lived yet."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

from deploy.local.portal import _free_port
from services.portal.app import portal_app
from services.portal.frame.portal import make_portal
from tests.integration.portal.test_assemblies import ASSEMBLY, ITEM, POLL, RESULT
from tests.integration.portal.test_expenses import ASKED, EXPENSES
from tests.integration.portal.test_ordering import BEFORE, PAY
from tests.integration.portal.test_pages import FUND, INVOICE, MOVEMENT, RETURN, RUN, _waiting
from tests.integration.portal.test_work_and_joining import ORDER, PROVEN, REGISTRATION, SCREENED
from tests.portal_driver import StandInBus, StandInDesk, money, settings_for

STATES = {"run_1": {}, "run_2": {"state": "approved"},
          "run_3": {"state": "sent", "paid": 1, "returned": 1, "differences": []}}
DECIDED = {**ITEM, "resolution_id": "rsl_2", "place": 2, "title": "Statutes", "poll_id": "pol_2", "outcome": "rejected",
           "reason": "majority_not_reached", "votes_for": 20, "votes_against": 41, "abstentions": 3}
WALKS = [
    ("payroll_clerk", "/pay-run"), ("payroll_clerk", "/pay-run/run_1"), ("board", "/pay-run/run_1"),
    ("payroll_clerk", "/pay-run/run_2"), ("payroll_clerk", "/pay-run/run_3"),
    ("returning_officer", "/assemblies/asm_1"),
    ("accountant", "/books"), ("accountant", "/books/vat"), ("advisor", "/desk"), ("member", "/orders/ord_1"),
    ("member", "/orders/write/ord_1/days"), ("member", "/orders/write/ord_1/price"),
    ("member", "/orders/write/ord_1/check"), ("member", "/expenses"), ("member", "/expenses/receipt"),
]
LINE = {"line": 1, "description": "Texts", "quantity": "10", "unit": "hour", "unit_price": "100", "discount": "0.05",
        "supply": "copyright", "net": money("950.00")}


def _answers() -> dict[str, Any]:
    matters = ("data_missing", "late_declaration", "no_answer", "wage_blocked", "payment_returned")
    checklist = [("convene", "done"), ("freeze_roll", "done"), ("close_polls", "due"), ("settle_items", "late"),
                 ("draw_up_minutes", "due"), ("convene_second_call", "due")]
    return {
        "payroll.list_pay_runs": [RUN | state | {"run_id": run_id} for run_id, state in STATES.items()],
        "payroll.get_pay_run": lambda run_id: RUN | STATES[run_id] | {"run_id": run_id},
        "payroll.list_waiting": [_waiting(matter, wage_id="wag_1", declaration_id="dec_1", why="nothing_worked",
                                          leads_on="authority" if matter == "no_answer" else "payroll_clerk")
                                 for matter in matters],
        "payroll.get_guarantee_fund": FUND, "payroll.quote_pay": PAY, "payroll.list_wages": [],
        "governance.get_assembly": {**ASSEMBLY, "agenda": [ITEM, DECIDED]},
        "governance.get_poll": lambda poll_id: POLL if poll_id == "pol_1" else {
            **POLL, "state": "closed", "result": {**RESULT, "secrecy": "few_voters"}},
        "governance.get_presence": {"members_present": 40, "members_entitled": 90, "shares_present": 55,
                                    "shares_entitled": 110},
        "governance.get_minutes": {"drawn_up_on": "2026-11-26", "content": ""},
        "governance.get_checklist": [{"task": task, "state": state, "due_on": "2026-11-26", "left": 2,
                                      "who": "board" if task == "convene_second_call" else "returning_officer"}
                                     for task, state in checklist],
        "invoicing.list_invoices": [{**INVOICE, "issued_on": "2026-09-30"}],
        "invoicing.list_clients": [{"client_id": "cli_1", "name": "Brouwerij"}],
        "invoicing.list_unmatched_movements": [MOVEMENT],
        "invoicing.list_bank_gaps": [{"account": "BE1", "after_on": "2026-11-20", "closing": money("10.00"),
                                      "before_on": "2026-11-24", "opening": money("12.00")}],
        "invoicing.list_client_accounts": [{"client_id": "cli_1", "balance": money("12.00"), "since": "2026-11-01"}],
        "invoicing.list_set_aside_documents": [
            {"invoice_id": "inv_2", "number": "2026/000002", "reason": "The font is missing.", "since": "2026-10-09"}],
        "invoicing.preview_vat_return": RETURN, "invoicing.list_vat_returns": [RETURN],
        "invoicing.list_screenings": [{**SCREENED, "appeal": "They have paid."}],
        "invoicing.list_signed_proofs": [PROVEN],
        "invoicing.list_expense_claims": [ASKED], "invoicing.get_expenses": EXPENSES, "invoicing.list_orders": [BEFORE],
        "membership.list_registrations": lambda state, limit: [REGISTRATION] if state == "submitted" else [],
        "membership.list_desk": [{"kind": "client_overdue", "ref": "x", "member_id": "mbr_1", "due_on": "2026-11-22"}],
        "invoicing.get_order": {**ORDER, "state": "drafted", "signed_on": None, "signed_by": "", "signed_how": None,
                                "number": "2026-00003", "parts": [{**ORDER["parts"][0], "lines": [LINE]}]},
        "invoicing.get_client": {"name": "Brouwerij"}, "invoicing.list_order_forms": [],
        "invoicing.quote_order": {"net": money("950.00"), "fee": money("61.75"), "budget": money("888.25")},
    }


@contextmanager
def open_stage(url: str) -> Iterator[str]:
    """The address at which it answers; one person of each role may sign in."""
    port = _free_port(0)
    address = f"http://127.0.0.1:{port}"
    portal = make_portal(settings_for(url, origin=address), bus=StandInBus(_answers()), desk=StandInDesk())
    server = uvicorn.Server(uvicorn.Config(portal_app(portal), host="127.0.0.1", port=port, log_config=None))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield address
    finally:
        server.should_exit = True
        thread.join()
