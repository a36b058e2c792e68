"""Who owes the house as of any day is what the ledger has; each figure leads to its documents."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.integration.invoicing.bank_files import Moved, coda
from tests.integration.invoicing.driver import GERMAN, Host, euro, part

LAST = date(2026, 11, 30)
DAYS = (date(2026, 9, 11), *(date(2026, 10, day) for day in (1, 5, 6, 8, 9, 11, 12)), date(2026, 11, 2),
        date(2026, 11, 3), LAST)
OCTOBER = {"starts_on": "2026-10-12", "ends_on": "2026-10-16"}


def documents(host: Host, as_of: date, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = host.call("list_expected_money", as_of=as_of.isoformat(), **asked)
    return found


def claims(host: Host, as_of: date) -> int:
    both = documents(host, as_of, flow="invoices") + documents(host, as_of, flow="invoices", doubtful=True)
    return sum(int(Decimal(one["amount"]["amount"]) * 100) for one in both)


def booked(host: Host, account: str, as_of: date) -> int:
    (row,) = host.rows("select coalesce(sum(cents), 0)::bigint as cents from ledger_postings join ledger_entries e "
                       "on e.id = entry_id where account = %s and booked_on <= %s", account, as_of)
    return int(row["cents"])


def test_on_every_day_the_claims_are_the_ledgers_and_the_weeks_lead_to_their_documents(host: Host) -> None:
    """Paid, paid back by the bank, credited before and after payment, set off, given up, contested: day by day."""
    first = host.invoiced("1000.00")
    second = host.call("get_invoice", invoice_id=first["invoice_id"])
    german = host.client(**GERMAN)
    activity_id = host.rows("select activity_id from activities")[0]["activity_id"]
    others = []
    for amount in ("300.00", "500.00", "700.00"):
        order_id = host.order(part(amount), client_id=second["client_id"], activity_id=activity_id)
        host.employ(order_id)
        others.append(host.complete(order_id))
    host.order(part("2000.00", **OCTOBER), client_id=german, activity_id=activity_id)
    paid = coda(Moved(amount="1210.00", structured=first["structured_communication"]),
                Moved(amount="400.00", structured=others[0]["structured_communication"]), day="051026")
    host.on = date(2026, 10, 6)
    host.call("ingest_bank_statement", file_format="coda", content=paid)
    host.on = date(2026, 10, 9)
    host.call("issue_credit_note", invoice_id=first["invoice_id"], net=euro("100.00"), reason="less_work",
              description="Less")
    host.on = date(2026, 10, 12)
    host.call("settle_from_account", invoice_id=others[1]["invoice_id"])
    host.on = date(2026, 10, 20)
    host.call("open_dispute", invoice_id=others[1]["invoice_id"], reason="The work is not done")
    host.on = date(2026, 11, 3)
    host.call("write_off_invoice", invoice_id=others[2]["invoice_id"], reason="bankruptcy")
    for day in DAYS:
        assert claims(host, day) == booked(host, "400", day), day
    assert [one["document"] for one in documents(host, LAST, doubtful=True)] == [others[1]["invoice_id"]]
    seen = host.call("get_treasury", as_of="2026-10-07")
    assert seen["bank"] == euro(f"{booked(host, '550', date(2026, 10, 7)) / 100:.2f}") == euro("1610.00")
    assert (seen["habit_days"], seen["habit_known"]) == (-7, 2)
    assert [(one["starts_on"], one["flow"], one["amount"]["amount"], one["count"]) for one in seen["flows"]] == [
        ("2026-10-07", "client_money", "-37.00", 1), ("2026-10-14", "invoices", "1452.00", 2),
        ("2026-10-14", "ordered_budgets", "-1870.00", 1), ("2026-10-14", "vat", "-525.00", 1),
        ("2026-11-04", "orders", "2000.00", 1)]
    for flow in seen["flows"]:
        begins = date.fromisoformat(flow["starts_on"])
        behind = documents(host, date(2026, 10, 7), flow=flow["flow"], first=flow["starts_on"],
                           last=(begins + timedelta(days=6)).isoformat())
        assert len(behind) == flow["count"]
        assert sum(Decimal(one["amount"]["amount"]) for one in behind) == Decimal(flow["amount"]["amount"])
    assert host.faults() == []
