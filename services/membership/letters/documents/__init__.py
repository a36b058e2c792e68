"""A letter on paper and as a mail: the same words, in the family's look; a bill bears the code for paying it."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources

from segno.helpers import make_epc_qr
from stdnum import iso11649

from services.membership.letters.rules import Bill, Company, Letter
from shared.mail import Enclosure, Mail, MailSender
from shared.papers import Facts, Figures, Paragraphs, PrintedPaper, PrintedParty, Value, print_paper, spaced

Words = Mapping[str, Mapping[str, str]]
LONGEST_PAYEE = 70  # characters of a name in the code (EPC069-12)


@cache
def shared_words(language: str) -> Words:
    """The words of letters that no law touches, in one language: fr, nl, de or en."""
    words: Words = tomllib.loads((resources.files(__name__) / "words.toml").read_text(encoding="utf-8"))[language]
    return words


def letter_words(language: str, of_the_law: Words) -> Words:
    """All words of letters: those of the country's law in the place of those that every country shares."""
    return {**shared_words(language), **of_the_law}


def letter_pdf(letter: Letter, company: Company, words: Words, *, on: date) -> bytes:
    """The letter on paper; the same letter gives the same bytes."""
    return print_paper(paper_of(letter, company, words, on=on))


def paper_of(letter: Letter, company: Company, words: Words, *, on: date) -> PrintedPaper:
    """What the paper shows."""
    return PrintedPaper(
        language=letter.to.language, country=company.country, title=subject_of(letter, company, words), on=on,
        issuer=PrintedParty(name=company.name, lines=(company.form, company.seat)),
        addressee=PrintedParty(name=letter.to.name, lines=letter.to.lines),
        facts=((words["common"]["written_on"], on),),
        blocks=(Paragraphs(_paragraphs(letter, company, words)), *_to_pay(letter.bill, company, words["common"]),
                Paragraphs((words["common"]["closing"], company.name))),
        footer=(f"{company.name} - {company.form}", f"{company.seat} - {company.email}"))


def subject_of(letter: Letter, company: Company, words: Words) -> str:
    """What a letter is about, in a line."""
    return words[letter.kind]["subject"].format(**_spelt(letter, company))


def letter_mail(
    letter: Letter, company: Company, words: Words, *, enclosures: tuple[Enclosure, ...],
) -> tuple[Mail, MailSender]:
    """The letter as a mail, with the paper enclosed."""
    common, figures = words["common"], Figures(letter.to.language, company.country)
    paragraphs = list(_paragraphs(letter, company, words))
    if letter.bill:
        paragraphs.append("\n".join(f"{name}: {figures.spell(value)}" for name, value in
                                    _bill_facts(letter.bill, company, common)))
    return (Mail(to=letter.to.email, name=letter.to.name, language=letter.to.language, reference=letter.name,
                 subject=f"{subject_of(letter, company, words)} - {company.name}",
                 text="\n\n".join((*paragraphs, common["closing"], company.name)) + "\n",
                 about=letter.to.member_id or letter.ref, enclosures=enclosures),
            MailSender(name=company.name, address=company.email))


def _spelt(letter: Letter, company: Company) -> dict[str, str]:
    figures = Figures(letter.to.language, company.country)
    values = {**letter.values, "name": letter.to.name, "company": company.name}
    return {name: figures.spell(value) for name, value in values.items()}


def _paragraphs(letter: Letter, company: Company, words: Words) -> tuple[str, ...]:
    own, values = words[letter.kind], _spelt(letter, company)
    text = "\n\n".join((words["common"]["greeting"], own["text"], *(own[note] for note in letter.notes)))
    return tuple(paragraph.strip().format(**values) for paragraph in text.split("\n\n"))


def _bill_facts(bill: Bill, company: Company, common: Mapping[str, str]) -> tuple[tuple[str, Value], ...]:
    return ((common["amount"], bill.amount), (common["pay_until"], bill.due_on),
            (common["account"], spaced(company.iban)), (common["communication"], bill.communication))


def _to_pay(bill: Bill | None, company: Company, common: Mapping[str, str]) -> tuple[Facts, ...]:
    if bill is None:
        return ()
    return (Facts(_bill_facts(bill, company, common), boxed=True, picture=payment_code(bill, company),
                  picture_says=common["scan_to_pay"]),)


def payment_code(bill: Bill, company: Company) -> str:
    """The EPC code (EPC069-12) that fills in a transfer, as SVG; nothing for other money than euro."""
    if bill.amount.currency != "EUR":
        return ""
    structured = iso11649.is_valid(bill.communication)
    code = make_epc_qr(name=company.name[:LONGEST_PAYEE], iban=company.iban, amount=bill.amount.amount,
                       reference=iso11649.compact(bill.communication) if structured else None,
                       text=None if structured else bill.communication)
    return str(code.svg_inline(border=1))
