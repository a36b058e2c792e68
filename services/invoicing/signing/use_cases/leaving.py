"""Forms leave the house: printed and mailed by a job. Links and codes are made while their mail leaves, by another.

What is secret stands in no table, no event and no log: the mail that waits holds a stand-in, and when it leaves a fresh
token or code takes its place, of which only the digest is kept. A mail that has to be tried again bears another one;
both links hold, of the codes only the last.
"""

import secrets
from datetime import date

import structlog

from services.invoicing.countries.protocol import law
from services.invoicing.signing import reads, store
from services.invoicing.signing.documents.form import write_form
from services.invoicing.signing.documents.mails import CODE, LINK, Words, link_mail, sender_of, with_secret
from services.invoicing.signing.rules import CODE_DIGITS, CODE_LASTS, OPEN, Code, SentForm
from shared.chain import new_salt, salted_digest, salted_digest_of_bytes
from shared.errors import Refusal
from shared.mail import Delivered, Mail, Transport, deliver_mail, send_mail
from shared.mail.transports import MailPutOff
from shared.postgres import Database, Tx

BATCH, TOKEN_BYTES = 20, 32
log = structlog.get_logger()


def send_order_forms(tx: Tx) -> int:
    """Print the oldest forms that have no paper, and mail those that go by link; how many. A fault stops no other."""
    found = store.lock_unprinted(tx, limit=BATCH)
    for form_id in found:
        form = reads.get_form(tx, form_id)
        try:
            pdf, mail = _made(form, law(tx).paper_words(form.language))
        except Refusal as refusal:
            store.set_aside(tx, form_id, refusal.message)
        except Exception as error:  # whatever falls over one form must not stop the others
            log.exception("order_form_set_aside", form=form_id)
            store.set_aside(tx, form_id, f"It could not be made ({type(error).__name__}); the log says more.")
        else:
            _keep_and_send(tx, form, pdf, mail)
    return len(found)


def _made(form: SentForm, words: Words) -> tuple[bytes, Mail | None]:
    content = reads.content_of(form)
    pdf = write_form(content, form.digest, words)
    goes = form.by_link and form.state in OPEN
    return pdf, link_mail(content, form, pdf, words) if goes else None


def _keep_and_send(tx: Tx, form: SentForm, pdf: bytes, mail: Mail | None) -> None:
    digest = salted_digest_of_bytes(b"", pdf)
    store.add_paper(tx, form.form_id, pdf, digest)
    store.witness(tx, form.form_id, "printed", paper=digest)
    if mail:
        send_mail(tx, mail, sender_of(reads.content_of(form)))


def count_unprinted(tx: Tx) -> int:
    """How many forms are to be printed."""
    return store.count_unprinted(tx)


def deliver(database: Database, transport: Transport, *, on: date, portal: str) -> Delivered:
    """Send the mail that waits; `portal` is the address under which links are opened."""
    return deliver_mail(database, _Sealing(database, transport, on, portal), on=on)


class _Sealing:
    """A transport that puts the secret into the mails of signing, and hands every other one on as it is."""

    def __init__(self, database: Database, inner: Transport, on: date, portal: str) -> None:
        self._database, self._inner, self._on, self._portal = database, inner, on, portal.rstrip("/")

    def deliver(self, *, name: str, sender: str, to: str, message: bytes) -> None:
        """Hand over one mail. One with a link waits where the portal's address is not known."""
        if name.startswith(LINK):
            if not self._portal:
                raise MailPutOff("PORTAL_ORIGIN is not set")
            message = with_secret(message, f"{self._portal}/sign/{self._new_token(_form_in(name, LINK))}")
        elif name.startswith(CODE):
            message = with_secret(message, self._new_code(_form_in(name, CODE)))
        self._inner.deliver(name=name, sender=sender, to=to, message=message)

    def close(self) -> None:
        """Let go of whatever is held."""
        self._inner.close()

    def _new_token(self, form_id: str) -> str:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with self._database.transaction(on=self._on, actor="mail") as tx:
            store.lock_form(tx, form_id)
            store.add_link(tx, form_id, token)
            store.witness(tx, form_id, "link_sent", mailbox=reads.get_form(tx, form_id).mailbox)
        return token

    def _new_code(self, form_id: str) -> str:
        code, salt = f"{secrets.randbelow(10 ** CODE_DIGITS):0{CODE_DIGITS}d}", new_salt()
        with self._database.transaction(on=self._on, actor="mail") as tx:
            store.lock_form(tx, form_id)
            store.save_code(tx, form_id, Code(salt=salt, digest=salted_digest(salt, code), until=tx.at + CODE_LASTS))
            store.witness(tx, form_id, "code_sent", mailbox=reads.get_form(tx, form_id).mailbox)
        return code


def _form_in(name: str, prefix: str) -> str:
    return name.removeprefix(prefix).partition(".")[0].partition("-")[0]
