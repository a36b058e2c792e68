"""Letters: every step in every language, with nothing left to fill in."""

import re
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from segno.helpers import make_epc_qr

from services.membership.countries.be import words as belgian
from services.membership.letters.documents import Words, letter_mail, letter_pdf, letter_words, paper_of, payment_code
from services.membership.letters.rules import PROCEDURES, Addressee, Bill, Company, Letter, LetterKind, payee_note
from shared.money import Money
from shared.papers import LANGUAGES, Facts

ON = date(2026, 3, 2)
HOUSE = Company(name="Shared Company", form="SC", seat="Rue Coenraets 72, 1060 Bruxelles", email="m@example.org",
                country="BE", iban="BE71096123456769")
VALUES = {"title": "Welcome", "day": date(2026, 3, 10), "hours": "18:00-20:00", "place": "Gent", "year": "2026",
          "shares": 2, "open": Money.of("30.00"), "due_on": date(2026, 4, 1), "suspended_from": date(2026, 4, 2),
          "admitted_on": ON, "number": "1234", "requested_on": ON, "effective_on": date(2026, 6, 30),
          "paid_by": date(2026, 7, 30), "ends_with": "7034", "answer_until": date(2026, 4, 2),
          "recorded_on": ON, "code": "ABCDE-FGHJK", "code_until": date(2026, 4, 1),
          "reasons": "Work done {outside} the cooperative.", "decided_on": ON}
BILLED = {LetterKind.ACCEPTANCE, LetterKind.SHARE_CALL, LetterKind.REMINDER}
NOTES = {LetterKind.SHARE_CALL: ("yearly",), LetterKind.RESIGNATION: ("payee_unknown",),
         LetterKind.KEPT: ("annulled",)}


def letter_words_of(language: str) -> Words:
    return letter_words(language, belgian.letter_words_of(language))


def sample(kind: LetterKind, language: str) -> Letter:
    bill = Bill(amount=Money.of("30.00"), due_on=date(2026, 4, 1), communication="+++100/0000/00135+++")
    return Letter(kind=kind, ref="x_1", values=VALUES, notes=NOTES.get(kind, ()), bill=bill if kind in BILLED else None,
                  to=Addressee(member_id="m", name="Zoë Peeters", email="zoe@example.org", language=language,
                               lines=("Veldstraat 1", "BE-9000 Gent")))


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", LetterKind)
def test_each_letter_says_in_each_language_what_it_is_about_on_one_page(kind: LetterKind, language: str) -> None:
    letter, words = sample(kind, language), letter_words_of(language)
    pdf = letter_pdf(letter, HOUSE, words, on=ON)
    mail, sender = letter_mail(letter, HOUSE, words, enclosures=())
    assert len(PdfReader(BytesIO(pdf)).pages) == 1
    for text in (text_of(pdf), f"{mail.subject}\n{mail.text}"):
        assert "Zoë Peeters" in text
        assert re.findall(r"\{(?!outside)\w*\}", text) == []
        assert ("100/0000/00135" in text) == (kind in BILLED)
    assert (mail.to, mail.language, sender.address) == ("zoe@example.org", language, "m@example.org")
    assert mail.reference == f"{kind}-x_1".replace("_", "-")


@pytest.mark.parametrize("language", ["nl", "de", "en"])
def test_every_language_has_the_words_of_the_others_and_names_the_same_values(language: str) -> None:
    french, other = letter_words_of("fr"), letter_words_of(language)
    named = {(kind, word): set(re.findall(r"\{(\w+)\}", text)) for kind, words in french.items()
             for word, text in words.items()}
    assert {(kind, word): set(re.findall(r"\{(\w+)\}", text)) for kind, words in other.items()
            for word, text in words.items()} == named
    assert set(french) == {"common", *LetterKind}


@pytest.mark.parametrize(("currency", "coded"), [("EUR", True), ("CHF", False)])
def test_only_euro_have_a_code_that_fills_in_a_transfer(currency: str, *, coded: bool) -> None:
    one = sample(LetterKind.ACCEPTANCE, "en")
    bill = Bill(amount=Money(3000, currency), due_on=ON, communication="1")
    paper = paper_of(Letter(kind=one.kind, ref="x", to=one.to, values=VALUES, bill=bill), HOUSE,
                     letter_words_of("en"), on=ON)
    [box] = [block for block in paper.blocks if isinstance(block, Facts)]
    assert bool(box.picture) is coded


def test_a_leaver_is_asked_for_an_account_where_none_is_known() -> None:
    assert (payee_note("7034"), payee_note("")) == ("payee_known", "payee_unknown")
    assert {LetterKind.RESIGNATION, LetterKind.EXCLUSION} < PROCEDURES


def test_the_words_of_somebody_are_never_read_as_places_to_fill_in() -> None:
    pdf = letter_pdf(sample(LetterKind.EXCLUSION, "en"), HOUSE, letter_words_of("en"), on=ON)
    assert "{outside}" in text_of(pdf)


@pytest.mark.parametrize(("communication", "field"), [
    ("+++100/0000/00135+++", "text"), ("RF18 5390 0754 7034", "reference")])
def test_the_code_says_the_reference_where_the_bank_looks_for_it(communication: str, field: str) -> None:
    """A creditor reference is structured (ISO 11649), anything else is a text of the payer's."""
    bill = Bill(amount=Money.of("30.00"), due_on=ON, communication=communication)
    said = communication.replace(" ", "") if field == "reference" else communication
    code = make_epc_qr(name=HOUSE.name, iban=HOUSE.iban, amount=bill.amount.amount, **{field: said})
    assert payment_code(bill, HOUSE) == code.svg_inline(border=1)
