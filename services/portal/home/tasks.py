"""What waits for whom: each role asks its services, and every answer becomes tasks with a due day and a link."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.portal.frame.languages import N_
from services.portal.frame.visit import Ask
from services.portal.frame.words import BLOCKS, DESK, OTHER_BLOCK, OTHER_DESK

Row = Mapping[str, Any]
MANY, MOST = 100, 500
DESK_LIST, EMPLOYMENTS = N_("The desk's list"), N_("Employments without an end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits: what and the way out (to be translated), about what (as it is), until when, where."""

    what: str
    about: str = ""
    way: str = ""
    due_on: str | None = None
    amount: Row | None = None
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A question to a service whose rows are tasks; `what` names it when the service is away."""

    role: str
    what: str
    ask: Callable[[str], Ask]
    tasks: Callable[[Any], list[Task]]


def _desk_item(row: Row) -> Task:
    words = DESK.get(row["kind"], OTHER_DESK)
    path = f"/desk/registrations/{row['ref']}" if row["kind"] == "identity_missing" else ""
    if row["member_id"]:
        path = f"/desk/members/{row['member_id']}"
    return Task(what=words.label, way=words.why, due_on=row["due_on"], path=path)


def _blocked(row: Row) -> Task:
    words = BLOCKS.get(row["code"], OTHER_BLOCK)
    return Task(what=words.label, way=words.why, due_on=row["pay_on"], path="/pay-run")


def _order(row: Row, what: str, way: str = "") -> Task:
    return Task(what=what, about=row["title"], way=way, path=f"/orders/{row['order_id']}")


def _shares(member: Row) -> list[Task]:
    return [Task(what=N_("Pay your share"), way=N_("It keeps your vote and lets new orders begin."),
                 due_on=call["due_on"], amount=call["open"], path="/membership")
            for call in member["calls"] if call["state"] in {"open", "part_paid"}]


def _employment(rows: list[Row], words: Mapping[tuple[str, str], tuple[str, str]], path: str) -> list[Task]:
    """What of employments without an end waits for one party, by what it is and whose turn it is."""
    return [Task(what=known[0], way=known[1], about=row["worker"], path=path.format(**row)) for row in rows
            if (known := words.get((row["matter"], row["why"].partition(" ")[0])) or words.get((row["matter"], "")))]


SIGN_BEFORE = N_("It lapses unless both sign before its first day.")
OWN_EMPLOYMENT = {
    ("employment_unsigned", "member"): (N_("An employment contract waits for your signature"), SIGN_BEFORE),
    ("employment_end_wanted", "cooperative"): (N_("The end of your employment is proposed"), ""),
    ("employment_short", ""): (N_("The budget of your employment will be short"), N_("Find orders in time.")),
}
ASKED_EMPLOYMENT = {
    ("employment_asked", ""): (N_("Somebody asks for an employment, or for a change of it"),
                               N_("Look at the what-if, then approve or refuse it.")),
}
CLERKS_EMPLOYMENT = {
    ("employment_unsigned", "cooperative"): (
        N_("An employment contract waits for the cooperative's signature"), SIGN_BEFORE),
    ("employment_end_wanted", "member"): (N_("The end of an employment is proposed"), ""),
}
SOURCES = (
    Source(role="desk", what=N_("Registrations to decide"),
           ask=lambda _me: ("membership.list_registrations", {"state": "verified", "limit": MANY}),
           tasks=lambda rows: [Task(what=N_("Decide on a registration"), about=row["city"], due_on=row["submitted_on"],
                                    path=f"/desk/registrations/{row['registration_id']}") for row in rows]),
    Source(role="member", what=N_("Your shares"), ask=lambda me: ("membership.get_member", {"member_id": me}),
           tasks=_shares),
    Source(role="member", what=N_("Your draft order forms"),
           ask=lambda me: ("invoicing.list_orders", {"member_id": me, "state": "drafted"}),
           tasks=lambda rows: [_order(row, N_("Send the order form to the client")) for row in rows]),
    Source(role="member", what=N_("Order forms at the client"),
           ask=lambda me: ("invoicing.list_orders", {"member_id": me, "state": "sent"}),
           tasks=lambda rows: [_order(row, N_("Your client has not signed yet")) for row in rows]),
    Source(role="member", what=N_("Your signed orders"),
           ask=lambda me: ("invoicing.list_orders", {"member_id": me, "state": "signed"}),
           tasks=lambda rows: [_order(row, N_("Report the work when it is done"),
                                      N_("Your wage comes seven days later.")) for row in rows]),
    Source(role="member", what=N_("Your employment"),
           ask=lambda me: ("payroll.list_waiting", {"member_id": me, "limit": MANY}),
           tasks=lambda rows: [replace(task, about="") for task in _employment(rows, OWN_EMPLOYMENT, "/employment")]),
    Source(role="advisor", what=EMPLOYMENTS, ask=lambda _me: ("payroll.list_waiting", {"limit": MOST}),
           tasks=lambda rows: _employment(rows, ASKED_EMPLOYMENT, "/employments/{about}")),
    Source(role="payroll_clerk", what=EMPLOYMENTS, ask=lambda _me: ("payroll.list_waiting", {"limit": MOST}),
           tasks=lambda rows: _employment(rows, CLERKS_EMPLOYMENT, "/employments/{about}")),
    Source(role="desk", what=DESK_LIST, ask=lambda _me: ("membership.list_desk", {"limit": MANY}),
           tasks=lambda rows: [_desk_item(row) for row in rows]),
    Source(role="advisor", what=DESK_LIST, ask=lambda _me: ("membership.list_desk", {"limit": MANY}),
           tasks=lambda rows: [_desk_item(row) for row in rows]),
    Source(role="advisor", what=N_("Order forms that wait to leave"),
           ask=lambda _me: ("invoicing.list_screenings", {"state": "asked"}),
           tasks=lambda rows: [Task(what=N_("An order form waits to leave"), about=row["number"],
                                    due_on=row["asked_on"], path="/desk") for row in rows]),
    Source(role="advisor", what=N_("Proofs of signatures"),
           ask=lambda _me: ("invoicing.list_signed_proofs", {"state": "waiting"}),
           tasks=lambda rows: [Task(what=N_("A proof of signature is to be seen"), about=row["number"],
                                    due_on=row["uploaded_on"], path="/desk") for row in rows]),
    Source(role="advisor", what=N_("Expenses to decide"),
           ask=lambda _me: ("invoicing.list_expense_claims", {"state": "asked"}),
           tasks=lambda rows: [Task(what=N_("Expenses are claimed"), due_on=row["asked_on"], amount=row["refunded"],
                                    path="/desk") for row in rows]),
    Source(role="member", what=N_("Your refunds"),
           ask=lambda me: ("invoicing.list_expense_claims", {"member_id": me, "state": "returned"}),
           tasks=lambda rows: [Task(what=N_("A refund came back from the bank"), way=N_("Write another account."),
                                    amount=row["refunded"], path="/expenses") for row in rows]),
    Source(role="member", what=N_("Your late clients"),
           ask=lambda me: ("invoicing.list_late_invoices", {"member_id": me}),
           tasks=lambda rows: [Task(what=N_("A client of yours is late"), about=row["client_name"], amount=row["open"],
                                    way=N_("Tell what you know before the formal demand."), path="/late")
                               for row in rows if row["asked"]]),
    Source(role="payroll_clerk", what=N_("Accidents"),
           ask=lambda _me: ("payroll.list_claims", {"limit": MANY}),
           tasks=lambda rows: [Task(what=N_("An accident waits for your step"), path=f"/accidents/{row['claim_id']}",
                                    due_on=None if row["sent_on"] else row["report_by"])
                               for row in rows if row["leads_on"] == "payroll_clerk"]),
    Source(role="payroll_clerk", what=N_("What is owed to authorities"), ask=lambda _me: ("payroll.list_dues", {}),
           tasks=lambda rows: [Task(what=N_("An authority is to be paid"), due_on=row["due_on"], amount=row["open"],
                                    path="/dues") for row in rows if row["waits_for"] == "payroll_clerk"]),
    Source(role="board", what=N_("What is owed to authorities"), ask=lambda _me: ("payroll.list_dues", {}),
           tasks=lambda rows: [Task(what=N_("A payment waits for a second person"), due_on=row["due_on"],
                                    amount=row["open"], path="/dues") for row in rows if row["state"] == "proposed"]),
    Source(role="accountant", what=N_("Late payers"),
           ask=lambda _me: ("invoicing.list_late_invoices", {"due_today": True}),
           tasks=lambda rows: [Task(what=N_("A late payer is ready for a collector"), about=row["client_name"],
                                    amount=row["open"], path="/late")
                               for row in rows if row["last_step"] == "collector"]),
    Source(role="payroll_clerk", what=N_("Blocked wages"),
           ask=lambda _me: ("payroll.list_blocked_wages", {"limit": MANY}),
           tasks=lambda rows: [_blocked(row) for row in rows]),
    Source(role="payroll_clerk", what=N_("Returned wages"),
           ask=lambda _me: ("payroll.list_wages", {"state": "returned", "limit": MANY}),
           tasks=lambda rows: [Task(what=N_("A wage came back from the bank"), about=row["number"],
                                    due_on=row["returned_on"], amount=row["net"], path="/pay-run") for row in rows]),
    Source(role="payroll_clerk", what=N_("Late declarations"),
           ask=lambda _me: ("payroll.list_declarations", {"state": "late", "limit": MANY}),
           tasks=lambda rows: [Task(what=N_("Decide on a late declaration"), due_on=row["starts_on"],
                                    path="/declarations") for row in rows]),
    Source(role="payroll_clerk", what=N_("Refused declarations"),
           ask=lambda _me: ("payroll.list_declarations", {"state": "refused", "limit": MANY}),
           tasks=lambda rows: [Task(what=N_("The authority refused a declaration"), due_on=row["starts_on"],
                                    path="/declarations") for row in rows]),
    Source(role="accountant", what=N_("Money without an owner"),
           ask=lambda _me: ("invoicing.list_unmatched_movements", {"limit": MANY}),
           tasks=lambda rows: [Task(what=N_("Money waits for its owner"), about=row["counterparty_name"],
                                    due_on=row["booked_on"], amount=row["amount"], path="/books") for row in rows]),
    Source(role="accountant", what=N_("Shares without an owner"),
           ask=lambda _me: ("membership.list_unplaced_payments", {"limit": MANY}),
           tasks=lambda rows: [Task(what=N_("A share payment waits for its owner"), due_on=row["booked_on"],
                                    amount=row["amount"], path="/books") for row in rows]),
)


def sources_of(roles: frozenset[str]) -> dict[str, Source]:
    """The questions of these roles, each once."""
    found = {f"{source.role}-{index}": source for index, source in enumerate(SOURCES) if source.role in roles}
    if "desk" in roles and "advisor" in roles:
        found = {key: source for key, source in found.items() if source.role != "advisor" or source.what != DESK_LIST}
    return found
