"""The family of papers: one look, four languages, the same bytes for the same paper, for people and machines."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from babel.numbers import format_currency
from pypdf import PdfReader

from shared.money import Money
from shared.papers import (
    LANGUAGES,
    Attachment,
    Calculation,
    CalculationLine,
    Cell,
    Column,
    Facts,
    Figures,
    LanguageUnknown,
    Paragraphs,
    Percent,
    PrintedPaper,
    PrintedParty,
    Signatures,
    Sums,
    Table,
    print_paper,
    shown,
    spaced,
)

DAY = date(2026, 3, 1)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h10v10H0z"/></svg>'
BLOCKS = (
    Paragraphs(("One paragraph.", "Another \N{GRINNING FACE}."), heading="A heading"),
    Table((Column("What", wide=True), Column("How much", figures=True)),
          ((Cell("A thing", detail="of some kind"), Money.of("1234.50")),
           (Cell("x" * 200, strong=True), Money.of("-1.00")))),
    Sums((("Before", Money.of("1233.50")), ("In all", Money.of("1233.50")))),
    Facts((("Until", DAY), ("Account", spaced("BE71096123456769")), ("Empty", "")), boxed=True, picture=SVG,
          picture_says="A square"),
    Calculation((
        CalculationLine(label="A start", amount=Money.of("100.00")),
        CalculationLine(label="Less", base=Money.of("100.00"), rate=Percent(Decimal("0.1307")), effect="takes",
                        amount=Money.of("13.07"), source="Law A", provisional=True),
        CalculationLine(label="Left", amount=Money.of("86.93"), source="Law A", strong=True)), heading="How"),
    Signatures((("Ana", "chair"), ("Bo", "teller"))),
)


def paper(**facts: Any) -> PrintedPaper:
    usual = {"language": "fr", "country": "BE", "issuer": PrintedParty(name="A house", lines=("A street 1",)),
             "title": "A paper", "number": "2026-000017", "on": DAY, "blocks": BLOCKS,
             "addressee": PrintedParty(name="Ana", lines=("Kerkstraat 1", "9000 Gent")),
             "facts": (("Order", "2026-00042"),),
             "parties": (PrintedParty(name="A house", caption="From"), PrintedParty(name="Ana", caption="To")),
             "footer": ("A house, BE 0123.456.749",), "is_copy": True}
    return PrintedPaper(**{**usual, **facts})


def words_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


@pytest.mark.parametrize(("language", "pieces"), [
    ("fr", ["1 234,50 €", "1 mars 2026", "13,07 %", "Page 1 sur 2", "COPIE", "Montant"]),
    ("nl", ["€ 1.234,50", "1 maart 2026", "13,07 %", "Pagina 1 van 2", "KOPIE", "Bedrag"]),
    ("de", ["1.234,50 €", "1. März 2026", "13,07 %", "Seite 1 von 2", "KOPIE", "Betrag"]),
    ("en", ["1,234.50 €", "1 March 2026", "13.07 %", "Page 1 of 2", "COPY", "Amount"]),
])
def test_a_paper_speaks_its_language(language: str, pieces: list[str]) -> None:
    said = words_of(print_paper(paper(language=language)))
    for piece in (*pieces, "A paper", "2026-000017", "Kerkstraat 1", "A heading", "Law A", "Ana", "chair"):
        assert piece in said


@pytest.mark.parametrize(("language", "country", "locale"), [
    ("fr", "BE", "fr_BE"), ("nl", "BE", "nl_BE"), ("de", "CH", "de_CH"), ("en", "BE", "en_150"), ("nl", "ES", "nl"),
])
def test_an_amount_of_any_currency_is_written_as_readers_there_write_it(
    language: str, country: str, locale: str,
) -> None:
    for amount in (Money(123_456_789, "EUR"), Money(-5, "CHF"), Money(0, "GBP"), Money(99_999, "PLN")):
        written = format_currency(amount.amount, amount.currency, locale=locale)
        assert Figures(language, country).spell(amount) == written.replace("-", "\N{MINUS SIGN}")


def test_the_same_paper_is_the_same_bytes_and_another_is_not() -> None:
    assert print_paper(paper()) == print_paper(paper())
    assert print_paper(paper()) != print_paper(paper(number="2026-000018"))


def test_a_paper_is_an_archive_file_with_the_text_for_machines_inside() -> None:
    file = Attachment(name="a.xml", media_type="application/xml", content="<a>é</a>", description="For machines")
    read = PdfReader(BytesIO(print_paper(paper(attachments=(file,)))))
    assert read.attachments["a.xml"] == ["<a>é</a>".encode()]
    metadata = read.trailer["/Root"]["/Metadata"].get_data().decode()  # type: ignore[index]
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert read.trailer["/Root"]["/Lang"] == "fr"  # type: ignore[index]
    assert not PdfReader(BytesIO(print_paper(paper()))).attachments


def test_where_a_long_word_may_break_no_letter_comes_into_the_text_of_the_file() -> None:
    word = "mbr_01a217cb69737345b650b25082705f92"  # breaks after a 3: the font then told that every 3 was two letters
    words = words_of(print_paper(paper(blocks=(Paragraphs((word, "30,00", "7a" * 150)),))))
    assert "\u200b" not in words
    assert word in words
    assert "30,00" in words
    assert "7a" * 150 in words.replace(" ", "")


def test_a_long_paper_says_its_number_on_every_page_and_repeats_its_titles() -> None:
    rows = [[Cell(f"Row {number}"), Money(number)] for number in range(120)]
    long = replace(paper(), blocks=(Table((Column("What", wide=True), Column("How much", figures=True)), rows),))
    pages = PdfReader(BytesIO(print_paper(long))).pages
    assert len(pages) > 2
    for page in pages:
        assert "2026-000017" in page.extract_text()
        assert "How much" in page.extract_text()


def test_sources_are_numbered_once_and_what_is_provisional_is_marked() -> None:
    explained = shown(paper())["blocks"][4]
    assert explained["sources"] == ["Law A"]
    assert [line["note"] for line in explained["lines"]] == ["", "1*", "1"]
    assert [line["sign"] for line in explained["lines"]] == ["", "\N{MINUS SIGN}", ""]
    assert explained["provisional"] is True


def test_what_has_no_value_is_left_out() -> None:
    assert [name for name, _ in shown(paper())["blocks"][3]["pairs"]] == ["Until", "Account"]


def test_a_plain_letter_needs_nothing_but_its_text() -> None:
    letter = PrintedPaper(language="de", country="AT", issuer=PrintedParty(name="A house"), title="A letter", on=DAY,
                   blocks=(Paragraphs(("Guten Tag",)),))
    assert "Guten Tag" in words_of(print_paper(letter))


def test_a_negative_amount_has_a_minus_and_no_hyphen() -> None:
    assert Figures("nl", "BE").spell(Money.of("-1.00")).replace("\u00a0", " ") == "€ \N{MINUS SIGN}1,00"


def test_days_are_short_where_there_is_no_room() -> None:
    assert [Figures(language, "BE").short_day(DAY) for language in LANGUAGES] == [
        "01/03/2026", "01/03/2026", "01.03.2026", "01/03/2026"]
    assert Figures("fr", "BE").month(DAY) == "mars 2026"


def test_a_country_that_nobody_has_written_down_falls_back_to_the_language() -> None:
    assert Figures("nl", "XX").spell(DAY) == "1 maart 2026"


def test_a_language_that_no_paper_speaks_is_refused() -> None:
    with pytest.raises(LanguageUnknown):
        print_paper(paper(language="xx"))
