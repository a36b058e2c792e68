"""Germany and Austria: numbers, days, notices, papers and payment files; their wages are worked out by the partner."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import etree

from services.payroll.certificates.rules import Certificate, CoveredDays, Evidence
from services.payroll.countries.at import LAW as AUSTRIA
from services.payroll.countries.at import numbers as austrian
from services.payroll.countries.de import LAW as GERMANY
from services.payroll.countries.de import GermanPayroll
from services.payroll.countries.de import numbers as german
from services.payroll.countries.de.calendar import closed_to_the_euro, public_holidays
from services.payroll.countries.de.notices import notice
from services.payroll.countries.de.papers import cover_certificate, payslip, words_in
from services.payroll.declarations.rules import NO_END, Act, Declaration, Form, State
from services.payroll.outside_payroll.errors import PayNotWorkedOutHere
from services.payroll.outside_payroll.rules import GivenLine, PayAnswer
from services.payroll.payments.errors import ReportNotReadable
from services.payroll.payments.rules import Batch, WageToSend
from services.payroll.payslips.rules import Slip
from services.payroll.wages.rules.outside import pay_of
from services.payroll.workers.rules import Address, Household
from shared.countries import load_tables
from shared.money import Money
from shared.papers import Calculation, Facts, PrintedPaper
from tests.unit.payroll.builders import EMPLOYER, WORKER, wage_of_september

BUDGET, AT = Money.of("100.00"), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)
HOME = Address(street="Erste Strasse", building_number="1", postcode="10115", town="Berlin", country="DE")
GERMAN = replace(EMPLOYER, enterprise_number="DE136695976", onss_number="12345678", iban="DE23100000001234567890",
                 bic="MARKDEFF", address=HOME)
TABLES = {code: load_tables("services.payroll", code) for code in ("DE", "AT")}


def test_germany_knows_people_by_their_tax_number_and_companies_by_their_vat_number() -> None:
    assert german.person_number("36 574 261 809") == "36574261809"
    assert german.person_number("36574261808") is None
    assert (german.company_number("DE 136 695 976"), german.company_number("DE136695977")) == ("DE136695976", None)
    assert [german.employer_number(text) for text in ("12345678", "1234567")] == ["12345678", None]
    assert german.account_number("DE23 1000 0000 1234 5678 90") == "DE23100000001234567890"
    assert german.account_number("DE24 1000 0000 1234 5678 90") is None


def test_austria_knows_people_by_their_insurance_number() -> None:
    assert (austrian.person_number("1237 010180"), austrian.person_number("2237 010180")) == ("1237010180", None)
    assert (austrian.company_number("ATU13585627"), austrian.company_number("ATU13585626")) == ("ATU13585627", None)
    assert [austrian.employer_number(text) for text in ("123456789", "12 3")] == ["123456789", None]


@pytest.mark.parametrize(("done", "due"), [
    (date(2026, 4, 1), date(2026, 4, 28)), (date(2026, 4, 28), date(2026, 4, 28)),
    (date(2026, 4, 29), date(2026, 5, 28)), (date(2026, 12, 31), date(2027, 1, 28)),
])
def test_germany_pays_on_the_28th(done: date, due: date) -> None:
    assert GERMANY.due_on(TABLES["DE"], done) == due


@pytest.mark.parametrize(("done", "due"), [
    (date(2026, 2, 1), date(2026, 2, 28)), (date(2026, 4, 30), date(2026, 4, 30)),
])
def test_austria_pays_at_the_latest_on_the_last_of_the_month(done: date, due: date) -> None:
    assert AUSTRIA.due_on(TABLES["AT"], done) == due


def test_germany_is_asked_in_the_month_before_austria_three_working_days_before() -> None:
    assert GERMANY.declared_until(TABLES["DE"], date(2026, 4, 7)) == date(2026, 3, 31)
    assert AUSTRIA.declared_until(TABLES["AT"], date(2026, 4, 7)) == date(2026, 4, 1)  # over Easter Monday


def test_each_country_rests_on_its_own_days() -> None:
    assert date(2026, 3, 8) in public_holidays("DE", date(2026, 5, 1), region="BE")
    assert date(2026, 3, 8) not in public_holidays("DE", date(2026, 5, 1))
    assert {date(2026, 4, 3), date(2026, 12, 26)} <= closed_to_the_euro(date(2026, 5, 1))
    assert date(2026, 3, 8) in GERMANY.bank_closing_days(date(2026, 5, 1))
    assert date(2026, 10, 26) in AUSTRIA.public_holidays(date(2026, 5, 1))


def test_a_notice_holds_ids_and_days_and_nobodys_number() -> None:
    told = Declaration(declaration_id="dec_1", order_id="ord_1", member_id="mbr_1", starts_on=date(2026, 9, 1),
                       ends_on=date(2026, 9, 30), state=State.SENT)
    sent = notice(Form(act=Act.BEGIN, declaration=told, employer=GERMAN, on=date(2026, 8, 22), at=AT,
                       national_number="36574261809", contract="white_collar"))
    assert (sent.channel, sent.name) == ("outside_payroll", "in_dec_1.json")
    assert json.loads(sent.content) == {
        "act": "in", "declaration_id": "dec_1", "order_id": "ord_1", "member_id": "mbr_1", "contract": "white_collar",
        "starts_on": "2026-09-01", "ends_on": "2026-09-30"}


def slip(language: str) -> Slip:
    lines = [GivenLine(code=code, amount=Money.of(amount)) for code, amount in (
        ("gross", "80.00"), ("wage_tax", "10.00"), ("employer_pension_insurance", "20.00"))]
    answer = PayAnswer(pay_on=date(2026, 10, 27), reference="1", net=Money.of("70.00"), lines=lines)
    wage = replace(wage_of_september(late=True), pay=pay_of(answer, BUDGET, GERMANY.outside_lines))
    return Slip(number="2026/000001", employer=GERMAN, worker=replace(WORKER, language=language), wage=wage,
                issued_on=date(2026, 10, 27), set_off=Money.of("5.00"))


def facts_of(paper: PrintedPaper) -> dict[str, object]:
    (block,) = [block for block in paper.blocks if isinstance(block, Facts)]
    return dict(block.pairs)


def test_a_payslip_says_every_line_of_the_partner_in_german_or_english() -> None:
    paper = payslip(slip("de"), "DE")
    assert (paper.language, paper.title, facts_of(paper)["Auszahlung"]) == (
        "de", "Entgeltabrechnung", Money.of("65.00"))
    (lines,) = [block for block in paper.blocks if isinstance(block, Calculation)]
    assert [(line.label, line.source) for line in lines.lines if line.amount == Money.of("10.00")] == [
        ("Lohnsteuer", "EStG section 38")]
    assert payslip(slip("fr"), "DE").language == "en"


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_line_of_both_countries_has_its_words(language: str) -> None:
    words = words_in(language)["lines"]
    assert {*GERMANY.outside_lines, *AUSTRIA.outside_lines, "budget", "budget_gross", "variable_share",
            "employer_contributions", "other_charges"} == set(words)
    assert set(words_in("de")) == set(words_in("en"))


def test_a_certificate_of_cover_names_insurer_and_days() -> None:
    covered = CoveredDays(insurer="VBG", policy="7", starts_on=date(2026, 9, 1), ends_on=NO_END)
    paper = cover_certificate(Certificate(
        number="1", employer=GERMAN, worker=replace(WORKER, language="de"), reference="A-17",
        covers=(covered,), documents=(Evidence(name="in.json", digest="ab"),), issued_on=date(2026, 9, 1)), "DE")
    assert paper.title == "Bescheinigung über die Unfallversicherung"
    assert facts_of(paper)["Nummer der Meldung"] == "A-17"


def test_a_payment_file_asks_for_each_wage_and_reads_back() -> None:
    wage = WageToSend(wage_id="wag_" + "1" * 32, transfer_id="trf_" + "2" * 32, name="Zoe Beispiel",
                      iban="DE23100000001234567890", amount=Money.of("70.00"), month="2026-09",
                      pay_on=date(2026, 10, 27), address=HOME)
    batch = Batch(batch_id="bat_1", number=1, employer=GERMAN, execute_on=date(2026, 10, 27), wages=(wage,))
    sent = GERMANY.payment_file(batch, AT)
    assert (sent.channel, GERMANY.payments_in(sent.content)) == ("bank", [Money.of("70.00")])
    assert etree.fromstring(sent.content).findtext(".//{*}CtgyPurp/{*}Cd") == "SALA"


def test_a_report_that_is_none_is_refused() -> None:
    with pytest.raises(ReportNotReadable):
        GERMANY.payment_report(b"<Document/>")


@pytest.mark.parametrize("law", [GERMANY, AUSTRIA])
def test_no_rule_from_gross_to_net_is_here(law: GermanPayroll) -> None:
    tables, day = TABLES[law.code], date(2026, 9, 1)
    occupation = law.occupation(tables, {day: Decimal(8)}, contract=(day, day))
    assert (occupation.days, occupation.full) == (1, 22)
    for ask in (lambda: law.budget_rule(tables, contract="white_collar", on=day),
                lambda: law.least_gross(tables, occupation, day),
                lambda: law.withholding_on(tables, BUDGET, Household(), day)):
        with pytest.raises(PayNotWorkedOutHere):
            ask()
