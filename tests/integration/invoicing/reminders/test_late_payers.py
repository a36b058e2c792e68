"""Late payers: reminded step by step, never while something holds it back, and at the end handed to a collector."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.invoicing.reminders import rules
from tests.integration.invoicing.bank_files import Moved, camt
from tests.integration.invoicing.driver import Host, euro, part

DUE = date(2026, 10, 12)


def run(host: Host, days_late: int) -> str:
    host.on = DUE + timedelta(days=days_late)
    return host.definition.jobs["remind_clients"].run(host.database, host.on, lambda _done, _all: None)


def late(host: Host, **asked: Any) -> dict[str, Any]:
    (one,) = host.call("list_late_invoices", **asked)
    return dict(one)


def steps(host: Host) -> list[str]:
    return [row["step"] for row in host.rows("select step from reminder_steps order by done_on, step")]


def test_a_client_who_does_not_pay_is_reminded_step_by_step_and_the_member_is_asked_before_the_formal_demand(
    host: Host,
) -> None:
    done = host.invoiced()
    assert run(host, 6).startswith("0 steps")
    told = {"invoice_id": done["invoice_id"], "answer": "wait", "wait_until": "2026-10-18"}
    host.call("answer_late_question", **told)  # before anybody asks: until today
    assert (late(host)["hold"], late(host)["asked"]) == ("member_waits", False)
    assert (late(host)["next_step"], late(host)["next_on"], late(host)["days_late"]) == ("reminder", "2026-10-19", 6)
    assert host.call("list_late_invoices", due_today=True) == []
    assert run(host, 7).startswith("1 steps")
    assert run(host, 7).startswith("0 steps"), "a second run of a day"
    run(host, 16)
    assert late(host)["asked"], "the member is asked"
    assert run(host, 22).startswith("0 steps"), "and is waited for"
    host.call("answer_late_question", invoice_id=done["invoice_id"], answer="go_on")
    run(host, 25)
    assert steps(host) == ["reminder", "member_asked", "formal_demand"]
    (demand, reminder) = host.call("list_reminders", client_id=late(host)["client_id"])
    assert (demand["step"], reminder["step"], demand["numbers"]) == ("formal_demand", "reminder", "2026/000001")
    assert host.call("get_reminder_pdf", letter_id=demand["letter_id"])["content_base64"].startswith("JVBERi")
    (asked,) = host.rows("select interest_cents, lump_cents from reminder_steps where step = 'formal_demand'")
    assert asked == {"interest_cents": 870, "lump_cents": 4_000}, "1210.00 at 10.5 % for 25 days, and 40.00"
    mails = host.rows("select name from outgoing_documents where name like 'reminder-%%'")
    assert len(mails) == 2
    assert host.call("get_client", client_id=late(host)["client_id"])["standing"] == "prepaid_only"
    run(host, 60)
    handed = host.call("hand_over_to_collector", client_id=late(host)["client_id"], collector="A bailiff")
    assert handed["claims"][0]["whole"] == euro("1270.88")
    assert host.call("get_client", client_id=late(host)["client_id"])["standing"] == "blocked"
    refused = host.refusal("hand_over_to_collector", client_id=late(host)["client_id"], collector="A bailiff")
    assert (refused["exc_type"], late(host)["hold"]) == ("nothing_to_hand_over", "handed_over")
    (sheet,) = host.rows("select content from outgoing_documents where channel = 'collector'")
    assert b"2026/000001,2026-10-12,EUR,1210.00,20.88,40.00,1270.88" in bytes(sheet["content"])
    assert host.faults() == []


def suspend(host: Host, _invoice_id: str) -> None:
    content = camt(Moved(amount="100.00", free="acompte"))
    host.call("ingest_bank_statement", file_format="camt053", content=content)


def dispute(host: Host, invoice_id: str) -> None:
    host.call("open_dispute", invoice_id=invoice_id, reason="not delivered")
    assert host.refusal("open_dispute", invoice_id=invoice_id, reason="x")["exc_type"] == "dispute_open"


def plan(host: Host, invoice_id: str) -> None:
    parts = [{"due_on": "2026-11-01", "amount": euro("605.00")}, {"due_on": "2026-12-01", "amount": euro("605.00")}]
    host.call("agree_payment_plan", invoice_id=invoice_id, instalments=parts)
    assert host.refusal("agree_payment_plan", invoice_id=invoice_id, instalments=parts)["exc_type"] == "plan_running"


def release_suspense(host: Host, invoice_id: str) -> None:
    movement = host.call("list_unmatched_movements")[0]["movement_id"]
    host.call("match_movement", movement_id=movement, invoice_id=invoice_id)


@pytest.mark.parametrize(("hold", "reason", "release"), [
    (suspend, "money_in_suspense", release_suspense), (dispute, "disputed", lambda host, invoice_id: host.call(
        "close_dispute", invoice_id=invoice_id, outcome="the client agrees")),
    (plan, "plan_kept", lambda host, invoice_id: host.call("end_payment_plan", invoice_id=invoice_id, reason="x"))])
def test_nothing_is_sent_while_a_plan_is_kept_a_dispute_is_open_or_money_waits(
    host: Host, hold: Any, reason: str, release: Any,
) -> None:
    done = host.invoiced()
    host.on = DUE + timedelta(days=3)
    hold(host, done["invoice_id"])
    assert run(host, 10).startswith("0 steps")
    assert (late(host)["hold"], host.call("list_late_invoices", due_today=True)) == (reason, [])
    release(host, done["invoice_id"])
    assert late(host, due_today=True)["hold"] is None
    assert run(host, 10).startswith("1 steps")
    assert host.faults() == []


def test_a_plan_that_is_broken_holds_nothing_back(host: Host) -> None:
    done = host.invoiced()
    host.on = DUE + timedelta(days=3)
    plan(host, done["invoice_id"])
    assert run(host, 20).startswith("0 steps"), "the first part is due on this day"
    assert run(host, 21).startswith("1 steps")


def test_what_is_open_is_added_up_by_client_and_by_how_late_it_is(host: Host) -> None:
    host.invoiced()
    host.on = DUE + timedelta(days=31)
    (line,) = host.call("get_ageing", per="client")
    assert (line["invoices"], line["open"], line["classes"]) == (
        1, euro("1210.00"), [{"age": "until_60", "open": euro("1210.00")}])
    assert host.call("get_ageing", per="member")[0]["open"] == host.call("get_ageing", per="sector")[0]["open"]


def test_a_letter_that_cannot_be_written_stops_no_other_not_even_to_the_same_client(
    host: Host, monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = host.invoiced()
    run(host, 7)
    run(host, 16)
    host.call("answer_late_question", invoice_id=done["invoice_id"], answer="go_on")
    clients, activities = host.call("list_clients"), host.rows("select activity_id from activities")
    host.on = date(2026, 9, 12)
    host.employ(again := host.order(part(), client_id=clients[0]["client_id"], **activities[0]))
    host.complete(again)

    def defect(*_: Any) -> None:
        raise ValueError("no such rate")

    monkeypatch.setattr(rules, "interest", defect)
    assert run(host, 25) == "1 steps were taken about late invoices, 1 clients could not be reminded."
    assert steps(host) == ["reminder", "member_asked", "reminder"]
    monkeypatch.undo()
    assert run(host, 25).startswith("1 steps")
    assert (steps(host)[-1], host.faults()) == ("reminder", [])
