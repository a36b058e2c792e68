"""Payment files and payslips: what they ask for, what they say, and that a repeat is the same document."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from lxml import etree
from pypdf import PdfReader
from sepaxml.validation import ValidationError

from services.payroll.documents.payments import Account, Payment, end_to_end_id, payment_file, wage_of
from services.payroll.documents.payslip import LANGUAGES, Slip, _words, payslip_pdf
from services.payroll.domain.household import Household
from services.payroll.domain.occupation import FULL_MONTH
from services.payroll.domain.pay import work_out
from services.payroll.use_cases.rules import budget_rule, pay_rules
from shared.countries import load_tables
from shared.identifiers import new_id
from shared.money import Money

WAGE = "wag_" + "0" * 31 + "1"
ADDRESS = {"street_name": "Rue Haute", "building_number": "1", "postcode": "1000", "town": "Bruxelles",
           "country": "BE"}
PAYER = Account(name="Shared Company SC", iban="BE71096123456769", bic="GKCCBEBB", address=ADDRESS)
PAYMENT = Payment(wage_id=WAGE, to=Account(name="Zoë Müller", iban="BE68539007547034"), amount=Money.of("2261.32"),
                  text="Wage 2026-09")
AT = datetime(2026, 10, 7, 9, 30, tzinfo=UTC)
PAY_DAY = date(2026, 10, 7)


def written(*payments: Payment, message_id: str = "WAGES-2026-10-07-0001") -> bytes:
    return payment_file(payments, message_id=message_id, payer=PAYER, payer_number="0403019261", execute_on=PAY_DAY,
                        at=AT)


def test_a_batch_asks_for_each_net_and_their_sum_on_the_day_as_salary() -> None:
    other = replace(PAYMENT, wage_id="wag_" + "2" * 32, amount=Money.of("0.05"),
                    to=replace(PAYMENT.to, address=ADDRESS))
    root = etree.fromstring(written(PAYMENT, other))
    assert [one.text for one in root.findall(".//{*}InstdAmt")] == ["2261.32", "0.05"]
    assert root.findtext(".//{*}GrpHdr/{*}CtrlSum") == "2261.37"
    assert root.findtext(".//{*}ReqdExctnDt/{*}Dt") == "2026-10-07"
    assert root.findtext(".//{*}CtgyPurp/{*}Cd") == "SALA"
    assert root.findtext(".//{*}BtchBookg") == "false"
    assert root.findtext(".//{*}Cdtr/{*}PstlAdr/{*}TwnNm") == "Bruxelles"


def test_the_same_batch_is_the_same_file_to_the_byte() -> None:
    assert written(PAYMENT) == written(PAYMENT)
    assert etree.fromstring(written(PAYMENT)).findtext(".//{*}MsgId") == "WAGES-2026-10-07-0001"


def test_a_file_that_its_schema_does_not_allow_is_never_written() -> None:
    with pytest.raises(ValidationError):
        written(PAYMENT, message_id="x" * 36)


def test_a_wage_id_goes_through_the_bank_and_back() -> None:
    wage_id = new_id("wag")
    assert len(end_to_end_id(wage_id)) == 35
    assert wage_of(end_to_end_id(wage_id)) == wage_of(wage_id) == wage_id


@pytest.mark.parametrize("text", ["", "NOTPROVIDED", "wag", "wag_1", "wag" + "0" * 33, "mbr" + "0" * 32])
def test_other_end_to_end_ids_name_no_wage(text: str) -> None:
    assert wage_of(text) is None


def slip(language: str, *, late: bool = False) -> Slip:
    tables, on = load_tables("services.payroll", "BE"), date(2026, 9, 30)
    pay = work_out(
        Money.of("4781.20"), household=Household(), occupation=FULL_MONTH,
        budget_rule=budget_rule(tables, contract="white_collar", on=on),
        rules=pay_rules(tables, contract="white_collar", household=Household(), worked_on=on, paid_on=on))
    worker = {"first_name": "Zoé", "last_name": "Vandenbroucke", "national_number": "85073003328", "language": language,
              "iban": "BE68539007547034", "address": None}
    employer = {"name": "Shared Company SC", "street": "Rue Haute", "building_number": "1", "postcode": "1000",
                "town": "Bruxelles", "enterprise_number": "0403019261", "onss_number": "100006"}
    return Slip(number="2026/000001", employer=employer, worker=worker, first=date(2026, 9, 1), last=on, days=22,
                hours=Decimal("167.2"), pay=pay, pay_on=PAY_DAY, late=late, issued_on=PAY_DAY)


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
    (gross,) = [line for line in shown.pay.lines if line.code == "budget_gross"]
    assert gross.base is not None
    assert gross.rate is not None
    assert f"{gross.base.amount:,} \N{DIVISION SIGN} {gross.rate.normalize()} {gross.amount.amount:,}" in text
    assert "\N{MULTIPLICATION SIGN} 12 " in text
    assert Money.rounded(gross.base.amount / gross.rate, "EUR") == gross.amount


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_word_for_every_line_of_every_household(language: str) -> None:
    codes = {line.code for line in slip(language).pay.lines} | {"spouse_share", "family_reduction"}
    words = _words(language)
    assert len(words["items"]) == 15
    assert codes <= set(words["lines"])
    assert set(words) == set(_words("en"))


def test_a_payslip_is_the_same_to_the_byte_and_says_when_it_is_late() -> None:
    assert payslip_pdf(slip("en")) == payslip_pdf(slip("en"))
    late = "registered after its pay day"
    assert late in text_of(payslip_pdf(slip("en", late=True)))
    assert late not in text_of(payslip_pdf(slip("en")))
