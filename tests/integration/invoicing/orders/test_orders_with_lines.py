"""Orders of several lines and rates, from the form that the client reads to the last credit note and the VAT return."""

import base64
from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from tests.integration.invoicing.driver import Host, euro, part


def line(description: str, quantity: str, unit: str, unit_price: str, **other: str) -> dict[str, Any]:
    return {"description": description, "quantity": quantity, "unit": unit, "unit_price": unit_price, **other}


LINES = [
    line("Concert", "2", "piece", "450.00", supply="performance"),
    line("Sound technique", "7.5", "hour", "40.0000", discount="0.1"),
    line("Travel", "123", "kilometre", "0.4326"),
]
AMOUNT = "1223.21"  # 900.00 + 270.00 + 53.21


def order_of(host: Host, lines: list[dict[str, Any]], amount: str, **other: Any) -> str:
    return host.order({**part(), "amount": euro(amount), "lines": lines}, **other)


def invoice_of(host: Host) -> dict[str, Any]:
    order_id = order_of(host, LINES, AMOUNT)
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    host.complete(order_id)
    (issued,) = host.call("list_invoices", order_id=order_id)
    return host.call("get_invoice", invoice_id=issued["invoice_id"])


def test_lines_are_shown_as_they_were_agreed_with_what_they_come_to(host: Host) -> None:
    order_id = order_of(host, LINES, AMOUNT)
    shown = host.call("get_order", order_id=order_id)["parts"][0]["lines"]
    names = ("line", "quantity", "unit_price", "discount")
    assert [(*(one[name] for name in names), one["net"]["amount"]) for one in shown] == [
        (1, "2.000", "450.0000", "0.0000", "900.00"), (2, "7.500", "40.0000", "0.1000", "270.00"),
        (3, "123.000", "0.4326", "0.0000", "53.21")]


def test_a_part_that_is_not_what_its_lines_make_is_refused(host: Host) -> None:
    refused = host.refusal(
        "draft_order", activity_id=host.activity(), client_id=host.client(), title="Festival", contract="white_collar",
        parts=[{**part(), "amount": euro("1223.20"), "lines": LINES}])
    assert refused["exc_type"] == "amount_not_of_its_lines"


def test_each_rate_is_taxed_apart_and_returned_in_its_grid(host: Host) -> None:
    invoice = invoice_of(host)
    taxes = host.rows("select rate::text, base_cents, vat_cents from invoice_taxes where invoice_id = %s order by rate",
                      invoice["invoice_id"])
    assert [tuple(one.values()) for one in taxes] == [("0.0600", 90000, 5400), ("0.2100", 32321, 6787)]
    assert invoice["total"] == euro("1345.08")
    assert host.faults() == []


def test_notes_in_three_pieces_give_back_every_rate_whole(host: Host) -> None:
    invoice = invoice_of(host)
    for net in ("0.01", "700.20", "523.00"):
        host.call("issue_credit_note", invoice_id=invoice["invoice_id"], net=euro(net), reason="price_agreed",
                  description="Price agreed anew")
    given = host.rows("""select t.rate::text, sum(t.base_cents)::int as base, sum(t.vat_cents)::int as vat
                         from invoices i join invoice_taxes t using (invoice_id)
                         where i.refers_to = %s group by t.rate order by t.rate""", invoice["invoice_id"])
    assert [tuple(one.values()) for one in given] == [("0.0600", 90000, 5400), ("0.2100", 32321, 6787)]
    assert host.call("get_invoice", invoice_id=invoice["invoice_id"])["open"] == euro("0.00")
    assert host.faults() == []


def test_the_paper_shows_quantity_unit_price_and_discount(host: Host) -> None:
    invoice = invoice_of(host)
    host.definition.jobs["render_invoices"].run(host.database, host.on, lambda done, whole: None)
    pdf = host.call("get_invoice_pdf", invoice_id=invoice["invoice_id"])["content_base64"]
    pages = PdfReader(BytesIO(base64.b64decode(pdf))).pages
    text = " ".join(page.extract_text() for page in pages).replace("\u00a0", " ").replace("\u202f", " ")
    for piece in ("2 pièce(s)", "450,00 €", "7,5 heure(s)", "remise 30,00 €", "0,4326 €", "TVA 6 % sur 900,00 €"):
        assert piece in text


def test_a_supply_without_a_rule_is_refused_before_the_client_sees_a_form(host: Host) -> None:
    meals = [line("Dinner", "20", "piece", "30.00", supply="catering")]
    asked = {"activity_id": host.activity(), "client_id": host.client(), "title": "Dinner", "contract": "white_collar",
             "parts": [{**part(), "amount": euro("600.00"), "lines": meals}]}
    drafted = host.call("draft_order", **asked)
    refused = host.refusal("send_order", order_id=drafted["order_id"])  # nobody said where the meals are served
    assert refused["exc_type"] == "supply_not_covered"
    there = host.call("draft_order", **asked, place="BE")
    host.call("send_order", order_id=there["order_id"])


def test_an_amendment_replaces_the_lines_of_open_parts(host: Host) -> None:
    order_id = order_of(host, LINES, AMOUNT)
    host.call("amend_order", order_id=order_id, parts=[{**part(), "amount": euro("300.00"), "lines": [LINES[1] | {
        "discount": "0"}]}], signature={"signed_by": "A. Lambert", "signed_on": host.on.isoformat(), "reference": "2"})
    (only,) = host.call("get_order", order_id=order_id)["parts"]
    assert [one["net"] for one in only["lines"]] == [euro("300.00")]
    assert host.faults() == []
