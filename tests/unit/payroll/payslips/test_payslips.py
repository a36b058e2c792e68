"""Payslips: what they tell, in which language, and that a repeat is the same document."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from services.payroll.countries.be.payslip import payslip, words_in
from services.payroll.payslips.rules import Slip
from shared.money import Money
from shared.papers import LANGUAGES, print_paper
from tests.unit.payroll.builders import EMPLOYER, PAY_DAY, WORKER, exit_wage, line_of, wage_of_september


def slip(language: str, *, late: bool = False) -> Slip:
    return Slip(number="2026/000001", employer=EMPLOYER, worker=replace(WORKER, language=language),
                wage=wage_of_september(late=late), issued_on=PAY_DAY)


def payslip_pdf(slip: Slip) -> bytes:
    return print_paper(payslip(slip))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


@pytest.mark.parametrize(("language", "words", "net"), [
    ("fr", "Net à payer", "2 261,32 €"), ("nl", "Netto te betalen", "€ 2.261,32"),
    ("de", "Netto zu zahlen", "2.261,32 €"), ("en", "Net to pay", "2,261.32 €"),
])
def test_a_payslip_speaks_the_language_of_its_reader(language: str, words: str, net: str) -> None:
    text = text_of(payslip_pdf(slip(language))).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")
    assert words in text
    assert "2026/000001" in text
    assert "85073003328" in text
    assert "BE68 5390 0754 7034" in text
    assert net.replace(" ", "") in text.replace(" ", "")


def test_a_payslip_multiplies_the_wage_of_a_month_and_divides_the_budget_of_a_gross_wage() -> None:
    shown = slip("en")
    text = text_of(payslip_pdf(shown)).replace(" €", "")
    gross = line_of(shown.wage.pay, "budget_gross")
    assert gross.base is not None
    assert gross.rate is not None
    assert f"{gross.base.amount:,} \N{DIVISION SIGN} {gross.rate.normalize()} {gross.amount.amount:,}" in text
    assert "\N{MULTIPLICATION SIGN} 12 " in text
    assert Money.rounded(gross.base.amount / gross.rate, "EUR") == gross.amount


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("children", [0, 1])
def test_holiday_pay_at_the_end_is_a_payslip_without_days_that_is_made_again_from_its_content(
    language: str, children: int,
) -> None:
    shown = replace(slip(language), wage=exit_wage(children))
    text = text_of(payslip_pdf(Slip.from_text(shown.content)))
    assert Slip.from_text(shown.content).content == shown.content
    assert payslip_pdf(Slip.from_text(shown.content)) == payslip_pdf(shown)
    for code in ("exit_simple", "exit_double", "onss_holiday", "exceptional_tax", "normal_year"):
        assert words_in(language)["lines"][code] in text
    assert shown.wage.due.last_worked == shown.wage.due.ends_on
    assert words_in(language)["none"] in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_word_for_every_line_of_every_household(language: str) -> None:
    codes = {line.code for line in slip(language).wage.pay.lines}
    codes |= {"spouse_share", "spouse_tax", "family_reduction", "reduced_tax", "carried_over", "carried_in"}
    words = words_in(language)
    assert len(words["items"]) == 15
    assert codes <= set(words["lines"])
    assert set(words) == set(words_in("en"))


def test_a_payslip_is_the_same_to_the_byte_and_says_when_it_is_late() -> None:
    assert payslip_pdf(slip("en")) == payslip_pdf(slip("en"))
    late = "registered after its pay day"
    assert late in text_of(payslip_pdf(slip("en", late=True)))
    assert late not in text_of(payslip_pdf(slip("en")))


@pytest.mark.parametrize("late", [False, True])
def test_a_payslip_is_printed_from_its_content_alone_with_the_same_bytes(*, late: bool) -> None:
    issued = slip("nl", late=late)
    again = Slip.from_text(issued.content)
    assert again == issued
    assert again.content == issued.content
    assert payslip_pdf(again) == payslip_pdf(issued)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_payslip_of_thirty_lines_is_one_page(language: str) -> None:
    shown = slip(language)
    pay = shown.wage.pay
    steps = [line for line in pay.wage.lines if line.code != "taxable" and line.effect == "explains"]
    more = steps[:30 - len(pay.lines)]
    whole = replace(pay, wage=replace(pay.wage, lines=(*more, *pay.wage.lines)))
    assert len(whole.lines) == 30
    shown = replace(shown, wage=replace(shown.wage, pay=whole))
    assert len(PdfReader(io.BytesIO(payslip_pdf(shown))).pages) == 1
