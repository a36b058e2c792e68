"""VAT returns: every document declared once, in its grid, in its period or late; books and grids agree."""

import os
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from lxml import etree

from tests.integration.invoicing.driver import BELGIAN, GERMAN, WORKED, Host, euro, part

SCHEMAS = Path(os.environ.get("SHAREDCO_SCHEMAS", Path(__file__).resolve().parents[5] / "shared" / "data"))
NAMES = {"VATConsignment": "NewTVA-in", "IntraConsignment": "NewICO-in", "ClientListingConsignment": "NewLK-in"}


def grids(found: Any) -> dict[str, str]:
    return {one["grid"]: one["amount"]["amount"] for one in found["grids"]}


def invoiced(host: Host, amount: str = "1000.00", **client: Any) -> Any:
    """Agreed on 1 September, worked and invoiced on the 12th."""
    host.on = date(2026, 9, 1)
    return host.invoiced(amount, **client)


def close(host: Host, on: date, **choice: Any) -> Any:
    host.on = on
    return host.call("close_vat_return", **choice)


def tamper(host: Host, table: str, change: str) -> None:
    """What a dishonest operator with all rights could do."""
    with psycopg.connect(host.url) as conn:
        conn.execute(f"alter table {table} disable trigger user")
        conn.execute(change)
        conn.execute(f"alter table {table} enable trigger user")


def order_of(host: Host, amount: str, begins: date, *, completed: date, **facts: Any) -> Any:
    """Agreed and declared ten days before it begins, two days of work, registered on a later day."""
    host.on, ends = begins - timedelta(days=10), begins + timedelta(days=1)
    order_id = host.order(part(amount, begins.isoformat(), ends.isoformat()), **facts)
    host.employ(order_id, begins.isoformat(), ends.isoformat())
    host.on = completed
    return host.complete(order_id, completed_on=ends.isoformat(), days=[
        {"on": day.isoformat(), "hours": "7.60"} for day in (begins, ends)])


def files(host: Host) -> dict[str, bytes]:
    return {row["name"]: bytes(row["content"]) for row in
            host.rows("select name, content from outgoing_documents where channel = 'vat'")}


def assert_valid(content: bytes) -> None:
    """The authority's own schema takes the file."""
    tree = etree.fromstring(content)
    path = SCHEMAS / "intervat" / f"{NAMES[etree.QName(tree).localname]}_v0_9.xsd"
    if not path.exists():
        pytest.skip(f"the authority's schema is not at {path}; name its folder in SHAREDCO_SCHEMAS")
    etree.XMLSchema(etree.parse(str(path))).assertValid(tree)


def amounts(content: bytes) -> dict[str, str]:
    return {str(one.get("GridNumber")): str(one.text) for one in etree.fromstring(content).iter("{*}Amount")
            if one.get("GridNumber")}


def test_a_month_of_sales_credit_notes_and_a_loss_stands_in_its_grids_and_in_the_books(host: Host) -> None:
    paid, lost = invoiced(host), invoiced(host, "500.00", name="Second", enterprise_number="0878065378",
                                             vat_number="BE0878065378")
    invoiced(host, "2000.00", **GERMAN, enterprise_number="")
    host.call("issue_credit_note", invoice_id=paid["invoice_id"], net=euro("100.00"), reason="mistake",
              description="Too much")
    host.call("write_off_invoice", invoice_id=lost["invoice_id"], reason="bankruptcy")
    seen = host.call("preview_vat_return")
    closed = close(host, date(2026, 10, 1))
    assert grids(closed) == {"03": "1500.00", "44": "2000.00", "49": "100.00", "54": "315.00", "62": "105.00",
                             "64": "21.00"} == grids(seen)
    assert (closed["balance"], closed["documents"], closed["late"]) == (euro("189.00"), 5, 0)
    assert (closed["starts_on"], closed["ends_on"], closed["due_on"]) == ("2026-09-01", "2026-09-30", "2026-10-20")
    assert all(one["agrees"] for one in closed["controls"])
    assert (host.balance("451"), host.balance("4119"), host.balance("4512")) == (0, 0, -18900)
    assert host.faults() == []
    (filed,) = host.published("vat_return_filed")
    assert filed["balance"] == euro("189.00")


def test_the_files_are_what_the_authority_takes(host: Host) -> None:
    invoiced(host)
    invoiced(host, "2000.00", **GERMAN, enterprise_number="")
    close(host, date(2026, 10, 1))
    host.call("file_client_listing", year=2026)
    sent = files(host)
    assert sorted(sent) == ["VAT-CLIENTS-main-2026.xml", "VAT-LIST-main-2026-09-01-1.xml", "VAT-main-2026-09-01-1.xml"]
    for content in sent.values():
        assert_valid(content)
    assert amounts(sent["VAT-main-2026-09-01-1.xml"]) == {"3": "1000.00", "44": "2000.00", "54": "210.00",
                                                          "71": "210.00"}


def test_a_period_without_anything_is_declared_as_nothing_and_the_next_one_follows(host: Host) -> None:
    invoiced(host)
    close(host, date(2026, 10, 1))
    nothing = close(host, date(2026, 11, 1))
    assert (nothing["starts_on"], grids(nothing), nothing["balance"]) == ("2026-10-01", {}, euro("0.00"))
    content = files(host)["VAT-main-2026-10-01-1.xml"]
    assert_valid(content)
    assert amounts(content) == {"71": "0.00"}


@pytest.mark.parametrize(("on", "refused"), [(date(2026, 9, 30), "vat_period_not_over"), (date(2026, 10, 1), None)])
def test_a_period_is_closed_when_it_is_over(host: Host, on: date, refused: str | None) -> None:
    invoiced(host)
    host.on = on
    error = host.ask("close_vat_return")["error"]
    assert (error and error["exc_type"]) == refused


def test_what_fell_due_in_a_closed_period_stands_late_in_the_next_return(host: Host) -> None:
    invoiced(host)
    close(host, date(2026, 10, 1))
    client_id = host.call("list_clients")[0]["client_id"]
    order_of(host, "1000.00", date(2026, 8, 3), completed=date(2026, 10, 5), client_id=client_id)
    seen = close(host, date(2026, 11, 2))
    assert (grids(seen), seen["late"]) == ({"03": "1000.00", "54": "210.00"}, 1)
    (one,) = host.call("list_vat_grid_documents", return_id=seen["return_id"], grid="03")
    assert (one["late"], one["tax_on"], one["amount"]) == (True, "2026-09-15", euro("1000.00"))
    assert host.faults() == []


def test_a_refused_return_leaves_again_with_the_same_figures_and_an_accepted_one_never(host: Host) -> None:
    invoiced(host)
    return_id = close(host, date(2026, 10, 1))["return_id"]
    assert host.refusal("send_vat_return_again", return_id=return_id)["exc_type"] == "vat_return_answered"
    host.call("record_vat_answer", return_id=return_id, accepted=False, reason="the mandate has ended")
    again = host.call("send_vat_return_again", return_id=return_id)
    assert again["state"] == "closed"
    first, second = (files(host)[f"VAT-main-2026-09-01-{attempt}.xml"] for attempt in (1, 2))
    assert amounts(first) == amounts(second)
    host.call("record_vat_answer", return_id=return_id, accepted=True, reference="1-0899997573-000001")
    assert host.refusal("record_vat_answer", return_id=return_id, accepted=False)["exc_type"] == "vat_return_answered"


def test_a_case_that_no_rule_places_is_refused_with_a_document_to_look_at(host: Host) -> None:
    invoice_id = invoiced(host)["invoice_id"]
    tamper(host, "invoice_taxes", "update invoice_taxes set rate = 0.17")
    host.on = date(2026, 10, 1)
    refused = host.refusal("close_vat_return")
    assert refused["exc_type"] == "vat_grid_not_known"
    assert invoice_id in refused["value"]


@pytest.mark.parametrize(("table", "change"), [
    ("vat_returns", "update vat_returns set balance_cents = balance_cents + 1"),
    ("vat_return_entries", "delete from vat_return_entries where grid = '54'"),
    ("vat_return_entries", "delete from vat_return_entries"),
    ("ledger_postings", "update ledger_postings set cents = cents + 1 where account = '451' and cents > 0"),
])
def test_a_return_that_was_tampered_with_is_found(host: Host, table: str, change: str) -> None:
    invoiced(host)
    close(host, date(2026, 10, 1))
    assert host.faults() == []
    tamper(host, table, change)
    assert any("VAT" in fault or "vat_payable" in fault for fault in host.faults())


def test_what_is_issued_while_a_period_is_closed_is_declared_now_or_late_and_never_by_half(host: Host) -> None:
    invoiced(host)
    client_id, september, held = host.call("list_clients")[0]["client_id"], "2026-09-30", []
    for _ in range(8):
        host.on = date(2026, 9, 1)
        held.append(host.order(part("100.00"), client_id=client_id))
        host.employ(held[-1])
    with ThreadPoolExecutor(4) as pool:
        issued = [pool.submit(host.call, "complete_work", order_id=order_id, part=1, completed_on="2026-09-11",
                              days=WORKED, on=september) for order_id in held]
        closed = pool.submit(host.call, "close_vat_return", on="2026-10-01").result()
    assert [one.exception() for one in issued] == [None] * 8
    assert host.faults() == []
    after = close(host, date(2026, 11, 2))
    assert closed["documents"] + after["documents"] == 9
    assert (host.balance("451"), host.faults()) == (0, [])


def test_after_a_random_year_the_returns_add_up_to_the_ledger_to_the_cent_and_every_file_is_valid(host: Host) -> None:
    """The oracle adds the ledger's postings up by itself and knows nothing of grids, facts or periods."""
    drawn = random.Random(20261126)  # noqa: S311 - a history, not a secret
    clients = [host.client(), host.client(**GERMAN, enterprise_number="")]
    activity_id, invoices, latest = host.activity(), [], date(2026, 1, 1)
    for month in range(2, 13):
        for _ in range(drawn.randint(0, 4)):
            begins = date(2026, month, drawn.randint(1, 20))
            invoices.append(order_of(
                host, f"{drawn.randint(10_000, 400_000) / 100:.2f}", begins, client_id=drawn.choice(clients),
                activity_id=activity_id, completed=max(latest, begins + timedelta(days=drawn.choice((1, 1, 3, 40))))))
            latest = host.on
        host.on = latest = max(latest, date(2026, month, 28))
        for done in drawn.sample(invoices, min(2, len(invoices))):
            act = drawn.choice(("issue_credit_note", "write_off_invoice"))
            facts = ({"net": euro("10.01"), "reason": "goodwill", "description": "Less"} if act == "issue_credit_note"
                     else {"reason": "uneconomic"})
            host.ask(act, invoice_id=done["invoice_id"], **facts)  # refused where nothing is open any more
        while host.ask("close_vat_return")["error"] is None:
            pass
    host.on = date(2027, 3, 1)
    while host.ask("close_vat_return")["error"] is None:
        pass
    sent = list(files(host).values())
    for content in sent:
        assert_valid(content)
    due = sum(int(found.get("71", "0").replace(".", "")) - int(found.get("72", "0").replace(".", ""))
              for found in map(amounts, sent))
    (booked,) = host.rows(
        "select coalesce(sum(p.cents), 0)::bigint as cents from ledger_postings p join ledger_entries e on e.id = "
        "p.entry_id where p.account in ('451', '4119') and e.journal <> 'vat_returns'")
    assert due == -booked["cents"]
    assert (host.balance("451"), host.balance("4119")) == (0, 0)
    assert host.faults() == []


def test_a_belgian_client_is_listed_above_the_threshold_of_the_year_and_not_at_it(host: Host) -> None:
    invoiced(host, "250.00", **BELGIAN)
    assert host.call("file_client_listing", year=2026)["clients"] == 0
    order_of(host, "0.01", date(2026, 9, 15), completed=date(2026, 9, 16),
             client_id=host.call("list_clients")[0]["client_id"])
    listed = host.refusal("file_client_listing", year=2026)
    assert listed["exc_type"] == "document_differs"
