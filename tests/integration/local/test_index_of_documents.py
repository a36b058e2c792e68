"""The demo's documents are listed by chapter, with what they are and for whom."""

import re
from pathlib import Path
from urllib.parse import unquote

from deploy.local.demo.index import ELSEWHERE, KINDS, write_index


def _filled(folder: Path, *names: str) -> str:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x" * 2_400)
    return write_index(folder).read_text()


def test_every_document_is_listed_once_and_its_link_leads_to_it(tmp_path: Path) -> None:
    names = ["payslips/payslip 1.pdf", "onss/out/d.xml", "invoices/ü&.pdf", "log"]
    text = _filled(tmp_path, *names)
    assert sorted(unquote(link) for link in re.findall('href="([^"]+)"', text)) == sorted(names)
    assert "ü&amp;.pdf" in text
    assert "2 kB" in text


def test_chapters_stand_in_the_storys_order_and_only_where_there_is_something(tmp_path: Path) -> None:
    text = _filled(tmp_path, "payslips/1.pdf", "bank_statements/1.xml", "invoices/1.pdf", "peppol/1.xml")
    assert re.findall("<h2>(.*?)</h2>", text) == ["Money comes in", "The work is done", "Day 7: the wages"]
    assert "For the workers" in text


def test_what_nobody_has_described_is_listed_all_the_same_and_the_index_lists_not_itself(tmp_path: Path) -> None:
    _filled(tmp_path, "something/new.txt")
    text = _filled(tmp_path, "something/new.txt", ".hidden/x")
    assert (ELSEWHERE in text, text.count("href="), "hidden" in text) == (True, 1, False)


def test_chapters_are_not_torn_apart() -> None:
    chapters = [kind.chapter for kind in KINDS]
    assert len(dict.fromkeys(chapters)) == sum(a != b for a, b in zip(["", *chapters], chapters, strict=False))
