"""Papers: made by the job, judged before they leave, sent; one that cannot be made stops no other."""

import base64
import io
from datetime import date
from email import message_from_bytes
from email.policy import SMTP
from typing import Any

import psycopg
import pypdf
import pytest
from lxml import etree

from tests.integration.invoicing.driver import GERMAN, Host, euro, part
from tests.unit.invoicing.documents import faults_of


def make_papers(host: Host) -> str:
    return host.definition.jobs["render_invoices"].run(host.database, host.on, lambda done, whole: None)


def sent(host: Host, channel: str) -> list[dict[str, Any]]:
    return host.rows("select name, about, content from outgoing_documents where channel = %s order by id", channel)


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def test_the_paper_is_made_by_the_job_kept_and_mailed_to_the_client_with_the_e_invoice_inside(host: Host) -> None:
    done = host.invoiced("1000.00", **{**GERMAN, "email": "konto@mueller.example"}, enterprise_number="")
    asked = {"invoice_id": done["invoice_id"]}
    waiting = host.refusal("get_invoice_pdf", **asked)
    assert (waiting["exc_type"], waiting["retryable"]) == ("paper_not_ready", True)
    assert make_papers(host) == "1 papers were made."
    assert make_papers(host) == "0 papers were made."
    file = host.call("get_invoice_pdf", **asked)
    pdf = base64.b64decode(file["content_base64"])
    assert file["name"] == "2026-000001.pdf"
    inside = pypdf.PdfReader(io.BytesIO(pdf)).attachments
    assert inside["2026-000001.xml"][0] == base64.b64decode(host.call("get_invoice_ubl", **asked)["content_base64"])
    assert "Rechnung" in text_of(pdf)
    assert "KOPIE" not in text_of(pdf).upper()
    (mail,) = [message_from_bytes(bytes(one["content"]), policy=SMTP) for one in sent(host, "mail")]
    assert mail["Subject"] == "Rechnung 2026/000001 - Shared Company Belgique SC"
    assert "konto@mueller.example" in mail["To"]
    assert [part.get_content() for part in mail.iter_attachments()] == [pdf]
    assert sent(host, "peppol") == []
    invoice = host.call("get_invoice", **asked)
    assert (invoice["has_paper"], invoice["faults"]) == (True, [])


def test_a_belgian_companys_e_invoice_leaves_by_the_network_with_its_paper_which_says_that_it_is_a_copy(
    host: Host,
) -> None:
    done = host.invoiced()
    assert sent(host, "peppol") == []  # nothing leaves before it was judged
    make_papers(host)
    (leaving,) = sent(host, "peppol")
    assert (leaving["name"], leaving["about"]) == ("2026-000001.xml", done["invoice_id"])
    assert faults_of(bytes(leaving["content"]).decode()) == []
    root = etree.fromstring(bytes(leaving["content"]))
    binary = root.find(".//{*}EmbeddedDocumentBinaryObject")
    pdf = base64.b64decode(host.call("get_invoice_pdf", invoice_id=done["invoice_id"])["content_base64"])
    assert base64.b64decode(binary.text) == pdf
    assert "COPIE" in text_of(pdf).upper()
    kept = base64.b64decode(host.call("get_invoice_ubl", invoice_id=done["invoice_id"])["content_base64"])
    enclosed = binary.getparent().getparent()
    enclosed.getparent().remove(enclosed)
    assert etree.canonicalize(root, strip_text=True) == etree.canonicalize(kept.decode(), strip_text=True)


@pytest.mark.parametrize("words", ["Décor \N{ARTIST PALETTE} et \u4e2d\u6587 \u0e44\u0e17\u0e22", "x" * 200])
def test_no_letter_and_no_word_stops_a_paper(host: Host, words: str) -> None:
    order_id = host.order(part("10.00", description=words))
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    host.complete(order_id)
    assert make_papers(host) == "1 papers were made."
    assert host.call("list_set_aside_documents") == []
    assert host.faults() == []


def test_a_document_that_cannot_be_made_or_breaks_a_rule_is_set_aside_and_told_and_the_others_are_made(
    host: Host,
) -> None:
    order_id = host.order(part("10.00"), part("20.00"), part("30.00"))
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    broken, faulty, good = (host.complete(order_id, number)["invoice_id"] for number in (1, 2, 3))
    with psycopg.connect(host.url) as conn:  # as a defect of ours would have left them
        conn.execute("alter table invoices disable trigger all")
        conn.execute("update invoices set content = '{}' where invoice_id = %s", (broken,))
        conn.execute("update invoices set ubl = replace(ubl, '>EUR<', '>EUX<') where invoice_id = %s", (faulty,))
        conn.execute("alter table invoices enable trigger all")
    make_papers(host)
    assert [one["about"] for one in sent(host, "peppol")] == [good]
    aside = {one["invoice_id"]: one for one in host.call("list_set_aside_documents", by=("accountant",))}
    assert set(aside) == {broken, faulty}
    assert "could not be made" in aside[broken]["reason"]
    assert "official rules" in aside[faulty]["reason"]
    assert aside[faulty]["since"] == "2026-09-12"
    assert sum("is set aside since 2026-09-12" in fault for fault in host.faults()) == 2
    with psycopg.connect(host.url) as conn:
        conn.execute("alter table invoices disable trigger all")
        conn.execute("update invoices set ubl = replace(ubl, '>EUX<', '>EUR<') where invoice_id = %s", (faulty,))
        conn.execute("alter table invoices enable trigger all")
    host.call("retry_document", invoice_id=faulty, by=("accountant",))
    assert host.refusal("retry_document", invoice_id=faulty, by=("accountant",))["exc_type"] == "not_set_aside"
    make_papers(host)
    assert {one["about"] for one in sent(host, "peppol")} == {good, faulty}


def test_the_credit_note_sentence_stands_only_where_deducted_belgian_tax_is_corrected(host: Host) -> None:
    home = host.invoiced()
    host.on = date(2026, 9, 1)
    order_id = host.order(client_id=host.client(**GERMAN, enterprise_number=""))
    host.employ(order_id)
    host.on = date(2026, 9, 12)
    abroad = host.complete(order_id)
    found = []
    for invoice in (home, abroad):
        note = host.call("issue_credit_note", invoice_id=invoice["invoice_id"], net=euro("1.00"), reason="mistake",
                         description="x")
        ubl = base64.b64decode(host.call("get_invoice_ubl", invoice_id=note["credit_note_id"])["content_base64"])
        found.append("portée en déduction" in ubl.decode() or "abgezogen" in ubl.decode())
    assert found == [True, False]
