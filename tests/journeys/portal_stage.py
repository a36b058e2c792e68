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
from tests.integration.portal.test_declarations import LATE as LATE_DECLARATION
from tests.integration.portal.test_employment import APPROVED, BUDGET, RUNNING, WHAT_IF
from tests.integration.portal.test_employment import ASKED as EMPLOYMENT
from tests.integration.portal.test_expenses import ASKED, EXPENSES
from tests.integration.portal.test_ordering import BEFORE, PAY
from tests.integration.portal.test_pages import FUND, INVOICE, MOVEMENT, RETURN, RUN, _waiting
from tests.integration.portal.test_placed_money import PLACED
from tests.integration.portal.test_proxies import GIVEN, HELD
from tests.integration.portal.test_several_people import ANSWERS as SEVERAL_ANSWERS
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
    ("accountant", "/late"), ("member", "/late"), ("member", "/accidents"), ("payroll_clerk", "/accidents/clm_1"),
    ("payroll_clerk", "/dues"), ("board", "/dues"), ("member", "/board"), ("board", "/board"), ("member", "/decisions"),
    ("board", "/decisions"), ("board", "/decisions/groups/wgr_1"), ("member", "/decisions/groups/wgr_1"),
    ("member", "/pay-data"), ("member", "/wages"), ("member", "/membership/data"), ("payroll_clerk", ""),
    ("member", "/trainings"), ("desk", "/trainings"),
    ("member", "/orders/ord_2"), ("member", "/activities/act_1"), ("accountant", "/books/deposits"),
    ("accountant", "/books/placed"), ("payroll_clerk", "/declarations"),
    ("member", "/proxies"), ("returning_officer", "/assemblies/asm_1/desk"),
    ("member", "/employment?starts_on=2036-01-01&weekly_hours=30,4&gross=2000"), ("advisor", "/employments"),
    ("advisor", "/employments/emp_1"), ("payroll_clerk", "/employments/emp_2"),
]
LINE = {"line": 1, "description": "Texts", "quantity": "10", "unit": "hour", "unit_price": "100", "discount": "0.05",
        "supply": "copyright", "net": money("950.00")}

SEVERAL = {name: SEVERAL_ANSWERS[name] for name in (
    "invoicing.list_form_shares", "membership.list_member_names", "invoicing.list_deposits",
    "invoicing.list_activities",
    "invoicing.get_activity_statement", "invoicing.list_participants")}
LATE = {"invoice_id": "inv_1", "number": "2026/000001", "client_id": "cli_1", "order_id": "ord_1", "days_late": 28,
        "client_name": "Brouwerij De Vrije Tap BV", "member_id": "member-1", "due_on": "2026-10-30", "asked": True,
        "open": money("5989.50"), "last_step": "member_asked", "next_step": "formal_demand", "next_on": "2026-12-01",
        "hold": None, "plan": False}
CLAIM = {"claim_id": "clm_1", "state": "accepted", "leads_on": "insurer", "member_id": "member-1", "order_id": "ord_1",
         "insurer": "Assurance mutuelle du travail", "policy": "AT-2026-0042", "happened_on": "2026-09-15",
         "report_by": "2026-09-23", "sent_on": "2026-09-16", "late": False, "incapable_until": "2026-09-30", "days": 15,
         "paid_days": 8, "what": "I cut my hand.", "decided_on": "2026-09-20", "reason": "", "settled_on": None,
         "base": money("21000.00"), "expected": money("776.70"),
         "documents": [{"name": "Certificate", "digest": "ab" * 32, "received_on": "2026-09-16"}],
         "payments": [{"starts_on": "2026-09-16", "ends_on": "2026-09-23", "amount": money("414.24"),
                       "paid_on": "2026-09-24"}]}
DUE = {"due_id": "due_1", "creditor": "social_security", "amount": money("1898.74"), "open": money("1898.74"),
       "because": "return", "due_on": "2026-10-31", "reference": "", "state": "waiting", "waits_for": "payroll_clerk"}
MONTH = {"return_id": "wht_1", "starts_on": "2026-10-01", "ends_on": "2026-10-31", "wages": 2, "agrees": True,
         "withheld": money("898.81"), "reference": ""}
QUARTER = {"return_id": "soc_1", "starts_on": "2026-07-01", "ends_on": "2026-09-30", "due_on": "2026-10-31",
           "workers": 2, "owed": money("1898.74"), "left_out": [{}], "provisional": ["x"], "state": "closed",
           "reference": "", "held_because": "", "refused_because": ""}
SEAT = {"college": "users", "number": 1, "reserved_for": "", "mandate_id": None, "member_id": None, "name": "",
        "representative": "", "since": None, "to_confirm": False}
BOARD = {"seated": 1, "least": 3, "gap": 2, "directors": [
    {**SEAT, "mandate_id": "mdt_1", "member_id": "member-1", "name": "Amina Lambrechts", "since": "2026-06-20"}, SEAT,
    {**SEAT, "college": "partners", "reserved_for": "legal_person"}]}
STANDS = {"candidacy_id": "cdd_1", "member_id": "mbr_2", "name": "Atelier Noord", "representative": "Noor Janssens",
          "college": "partners", "statements": [{"language": "nl", "words": "Meer samenwerken."}],
          "stood_on": "2026-10-02", "call_id": "bcl_1"}
GROUP = {"group_id": "wgr_1", "resolution_id": "rsl_2", "title": "Bicycles", "ends_on": "2027-06-30", "drawn": True,
         "volunteers": 3, "recommendations": 1, "answered": 1}
WHOLE_GROUP = {**GROUP, "deliverable": "A plan for bicycles", "answer_days": 60, "seed": "", "meetings": 2,
               "volunteers": [], "members": [], "strata": [{"name": "users", "seats": 2}], "recommendations": [
                   {"recommendation_id": "rec_1", "theme": "Parking", "words": "Build sheds.", "status": "in_progress",
                    "answer": "Two of five stand.", "answer_due_on": "2027-08-30"}]}
MEETING = {"held_on": "2026-11-02", "approved_on": "2026-11-05", "decisions": [
    {"title": "Lease", "words": "The lease of the office in Gent goes on.", "adopted": True}]}
FULL: dict[str, Any] = {
    "invoicing.list_late_invoices": [LATE, {**LATE, "hold": "plan_kept", "plan": True, "asked": False},
                                     {**LATE, "hold": "disputed", "asked": False, "last_step": "collector"}],
    "payroll.list_claims": [CLAIM, {**CLAIM, "state": "reported", "leads_on": "payroll_clerk", "sent_on": None}],
    "payroll.get_claim": CLAIM,
    "payroll.list_dues": [DUE, {**DUE, "state": "proposed", "waits_for": "second_person", "reference": "123456789"},
                          {**DUE, "state": "sent", "waits_for": "bank", "creditor": "tax_authority"}],
    "payroll.preview_withholding_return": MONTH, "payroll.list_withholding_returns": [MONTH],
    "payroll.preview_social_return": QUARTER, "payroll.list_social_returns": [QUARTER],
    "governance.get_directors": BOARD, "governance.list_work_groups": [GROUP],
    "governance.get_candidacies": {"candidates": [STANDS, {**STANDS, "member_id": "member-1", "call_id": None}],
                                   "calls": [{"call_id": "bcl_1", "closes_on": "2026-10-30"},
                                             {"call_id": "bcl_2", "closes_on": "2036-10-30"}]},
    "governance.get_work_group": WHOLE_GROUP, "governance.list_board_meetings": [MEETING],
    "governance.list_assemblies": [{"assembly_id": "asm_1", "title": "Assembly", "held_on": "2026-11-20",
                                    "convened_on": "2026-10-20", "call": 1}],
    "payroll.list_employments": [EMPLOYMENT, RUNNING], "payroll.quote_employment": WHAT_IF,
    "payroll.get_employment_budget": BUDGET,
    "payroll.get_worker": {"registered": True, "name": "Amina Lambrechts", "account_end": "0138",
                           "household": "single", "children": 0, "disabled_children": 0, "dependants_over_65": 0},
    "membership.list_training_sessions": [{
        "session_id": "ses_1", "title": "Setting a price", "place": "Gent", "language": "nl", "capacity": 12,
        "seats_taken": 4, "starts_at": "2036-03-04T09:00:00+01:00", "state": "scheduled"}],
    "membership.list_own_trainings": [{
        "seat_id": "sea_1", "session_id": "ses_2", "title": "VAT in an hour", "place": "Gent", "state": "waiting",
        "starts_at": "2036-03-04T09:00:00+01:00"}],
    "membership.list_spaces": [{
        "space_id": "spc_1", "name": "Quiet room", "city": "Gent", "kind": "room", "places": 4}],
    "membership.list_own_bookings": [{
        "booking_id": "bkg_1", "name": "Quiet room", "city": "Gent", "starts_at": "2036-03-04T09:00:00+01:00",
        "ends_at": "2036-03-04T11:00:00+01:00"}],
    "membership.list_trainings": [{"training_id": "trn_1", "title": "Setting a price"}],
    "membership.get_particulars": {}, "membership.get_erasure": None,
    "membership.get_exit": {"exit_id": "lve_1", "cause": "resignation", "effective_on": "2026-12-31",
                            "state": "requested"},
}


def _answers() -> dict[str, Any]:
    matters = ("data_missing", "late_declaration", "no_answer", "wage_blocked", "payment_returned")
    checklist = [("convene", "done"), ("freeze_roll", "done"), ("close_polls", "due"), ("settle_items", "late"),
                 ("draw_up_minutes", "due"), ("convene_second_call", "due")]
    return {
        "payroll.list_pay_runs": [RUN | state | {"run_id": run_id} for run_id, state in STATES.items()],
        "payroll.get_employment": lambda employment_id: EMPLOYMENT if employment_id == "emp_1" else {
            **RUNNING, "waits": APPROVED, "end_wanted_on": "2036-05-31", "end_wanted_by": "member"},
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
        "invoicing.get_order": lambda order_id: ORDER | {"order_id": order_id} if order_id == "ord_2" else {
            **ORDER, "state": "drafted", "signed_on": None, "signed_by": "", "signed_how": None,
                                "number": "2026-00003", "parts": [{**ORDER["parts"][0], "lines": [LINE]}]},
        "invoicing.get_client": {"name": "Brouwerij"}, "invoicing.list_order_forms": [],
        "invoicing.list_placements": PLACED, "payroll.list_declarations": [LATE_DECLARATION], **SEVERAL, **FULL,
        "invoicing.quote_order": {"net": money("950.00"), "fee": money("61.75"), "budget": money("888.25")},
        "membership.get_member": {"calls": []}, "governance.list_proxies": [GIVEN, HELD],
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
