"""`sharedco invoice check`: anybody's e-invoice, recalculated and judged."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from services.invoicing.cli import invoice as command
from services.invoicing.invoices.documents.ubl import write_ubl
from tests.unit.invoicing.documents import BELGIAN, CORRECTION, GERMAN, REDUCED, REVERSE, invoice, line

GOOD = write_ubl(invoice([line("10.01"), line("0.05", REDUCED)]))


def checked(tmp_path: Path, content: bytes) -> tuple[int, dict[str, Any]]:
    file = tmp_path / "invoice.xml"
    file.write_bytes(content)
    result = CliRunner().invoke(command, ["check", str(file), "--json", "--country", "BE"])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, json.loads(result.output)


@pytest.mark.parametrize("document", [
    GOOD, write_ubl(invoice([line(case=REVERSE)], GERMAN)), write_ubl(invoice(**CORRECTION)),
    write_ubl(invoice(buyer=type(BELGIAN)(**{**vars(BELGIAN), "endpoint": "", "endpoint_scheme": ""}))),
])
def test_a_right_document_has_no_fault(tmp_path: Path, document: str) -> None:
    code, found = checked(tmp_path, document.encode())
    assert (code, found["faults"]) == (0, [])


def test_its_figures_are_made_again_from_its_lines(tmp_path: Path) -> None:
    _, found = checked(tmp_path, GOOD.encode())
    assert (found["net"], found["vat"], found["payable"]) == ("10.06", "2.10", "12.16")
    assert found["lines"] == [{"id": "1", "net": "10.01", "recalculated": "10.01"},
                              {"id": "2", "net": "0.05", "recalculated": "0.05"}]


@pytest.mark.parametrize(("old", "new", "rule"), [
    (">210.00<", ">210.01<", "VAT"), (">1210.00<", ">1210.01<", "TOTAL"), (">21.00<", ">17.00<", "RATE"),
    ("2026-09-12", "2026-02-31", "XSD"), ("2026-09-12", "2026-02-31", "DAY"), (">1000.00<", ">1E3<", "NUMBER"),
    ('unitCode="C62">1<', 'unitCode="C62">2<', "LINE"),
    ("PO 17", "", "PEPPOL-EN16931-R008"), ("urn:cen.eu:en16931:2017#compliant", "urn:x", "PEPPOL-EN16931-R004"),
])
def test_what_is_wrong_is_named_even_where_the_official_rules_see_nothing(
    tmp_path: Path, old: str, new: str, rule: str,
) -> None:
    code, found = checked(tmp_path, write_ubl(invoice()).replace(old, new).encode())
    assert code == 1
    assert rule in {fault["rule"] for fault in found["faults"]}


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "utf-8-sig"])
def test_any_encoding_that_says_so_is_read(tmp_path: Path, encoding: str) -> None:
    declared = {"utf-16": "UTF-16", "latin-1": "ISO-8859-1", "utf-8-sig": "UTF-8"}[encoding]
    text = GOOD.replace("encoding='UTF-8'", f"encoding='{declared}'")
    assert checked(tmp_path, text.encode(encoding))[0] == 0


@pytest.mark.parametrize("content", [
    b"", b"nonsense", b"\xff\xfe\x00", b"<Invoice/>", b"<?xml version='1.0' encoding='nonsense'?><a/>",
    b"<rsm:CrossIndustryInvoice xmlns:rsm='urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100'/>",
    GOOD.encode()[:400], bytes(range(256))])
def test_what_is_no_invoice_is_said_to_be_none_and_never_a_traceback(tmp_path: Path, content: bytes) -> None:
    code, found = checked(tmp_path, content)
    assert (code, list(found)) == (2, ["error"])
