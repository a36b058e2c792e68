"""Letters: written by a job for what happened, each in a transaction of its own, never inside a payment."""

import base64
import os
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

import structlog

from services.membership.countries.protocol import law
from services.membership.letters import reads, store
from services.membership.letters.documents import letter_mail, letter_pdf, letter_words, payment_code
from services.membership.letters.errors import NoAddress
from services.membership.letters.rules import Letter, LetterKind, Occasion, SentBy
from services.membership.payees.use_cases import issue_code
from services.membership.register.use_cases import issue_certificate
from shared.definitions import Advance
from shared.errors import NotFound, Refusal
from shared.mail import Enclosure, deliver_mail, read_bounce, send_mail, transport_from
from shared.mail import record_bounce as record_bounced_mail
from shared.mail import settle_failure as settle_mail_failure
from shared.outgoing import Document, send_out
from shared.papers import spaced
from shared.postgres import Database, Tx, is_away

BATCH = 100
JOB, PURPOSE = "job:write_letters", "letter to the member"
POST, PDF = "post", "application/pdf"
log = structlog.get_logger()


def write_letters(database: Database, on: date, advance: Advance) -> str:
    """Write every letter that is due, each once; one that cannot be made is noted and stops no other."""
    written = stopped = 0
    for kind in LetterKind:
        while True:
            with database.reading(on=on, actor=JOB) as tx:
                due = reads.occasions(tx, kind, limit=BATCH)
            if not due:
                break
            for occasion in due:
                went = _write(database, occasion, on)
                written, stopped = written + went, stopped + (not went)
                advance(written, written + stopped)
    return f"{written} letters written; {stopped} could not be (list_stopped_letters)."


def deliver_letters(database: Database, on: date, advance: Advance) -> str:
    """Hand the mail that waits to the server that MAIL_URL names, or into its folder; what fails lies on the desk."""
    done = deliver_mail(database, transport_from(os.environ), on=on)
    advance(done.sent, done.sent)
    return f"{done.sent} letters were sent, {done.put_off} are tried again, {done.failed} failed."


def _write(database: Database, occasion: Occasion, on: date) -> bool:
    try:
        with database.transaction(on=on, actor=JOB, purpose=PURPOSE) as tx:
            _send(tx, occasion, _with_code(tx, reads.letter_for(tx, occasion)))
    except Exception as error:
        if is_away(error):
            raise
        log.exception("letter_stopped", kind=occasion.kind, ref=occasion.ref)
        why = error.message if isinstance(error, Refusal) else f"It fell over {type(error).__name__}."
    else:
        return True
    with database.transaction(on=on, actor=JOB) as tx:
        store.add_letter(tx, occasion, SentBy.NOT_AT_ALL, obstacle=why)
    return False


def _with_code(tx: Tx, letter: Letter) -> Letter:
    """A code is made as its letter is written: nobody knows it before, and nothing keeps it beside the letter."""
    if letter.kind != LetterKind.PAYEE_CODE:
        return letter
    return replace(letter, values={**letter.values, "code": issue_code(tx, letter.ref)})


def _send(tx: Tx, occasion: Occasion, letter: Letter) -> None:
    """By mail to who gave an address, with the paper enclosed; else the paper by post."""
    company, language = reads.sending_company(tx), letter.to.language
    words = letter_words(language, law(tx).letter_words(language))
    papers = [Enclosure(name=f"{letter.kind}.pdf", media_type=PDF,
                        content=letter_pdf(letter, company, words, on=tx.on))]
    if letter.kind == LetterKind.ADMISSION:
        certificate = issue_certificate(tx, member_id=letter.to.member_id, on=None)["content"]
        papers.append(Enclosure(name="certificate.pdf", media_type=PDF, content=base64.b64decode(certificate)))
    if letter.to.email:
        mail, sender = letter_mail(letter, company, words, enclosures=tuple(papers))
        store.add_letter(tx, occasion, SentBy.MAIL, language=language, document_id=send_mail(tx, mail, sender))
    elif letter.to.lines:
        sent = [send_out(tx, Document(channel=POST, name=f"{letter.name}-{paper.name}", media_type=PDF,
                                      content=paper.content, about=letter.to.member_id)) for paper in papers]
        store.add_letter(tx, occasion, SentBy.POST, language=language, document_id=sent[0])
    else:
        raise NoAddress


def list_share_bills(tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
    """What is to be paid for shares, as a letter would say it."""
    company = reads.sending_company(tx)
    return [{"call_id": call_id, "amount": bill.amount, "due_on": bill.due_on, "communication": bill.communication,
             "payee": company.name, "iban": spaced(company.iban), "code": payment_code(bill, company)}
            for call_id, bill in reads.list_bills(tx, member_id)]


def record_bounce(tx: Tx, *, message: str) -> bool:
    """A report came that a mail could not be delivered; whether it is about a letter of ours, and news."""
    return record_bounced_mail(tx, read_bounce(message.encode()))


def settle_letter(tx: Tx, *, letter_id: str) -> None:
    """Somebody saw to a letter that did not arrive: they called, or found another address."""
    letter = store.lock_letter(tx, letter_id)
    if letter["document_id"]:
        with suppress(NotFound):  # one that could not be made has no mail that failed
            settle_mail_failure(tx, letter["document_id"])
    store.save_settled(tx, letter_id)
