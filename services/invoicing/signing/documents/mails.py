"""The mails of signing. Where a secret belongs they hold a stand-in: it is made when the mail leaves."""

from collections.abc import Mapping
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP

from services.invoicing.signing.rules import OrderForm, SentForm
from shared.mail import Enclosure, Mail, MailSender
from shared.papers import Figures

Words = Mapping[str, str]
STAND_IN = "[...]"
LINK, CODE = "sign-link-", "sign-code-"


def sender_of(content: OrderForm) -> MailSender:
    """From whom the mails about a form come."""
    return MailSender(name=content.seller.party.name, address=content.seller.email)


def link_mail(content: OrderForm, form: SentForm, pdf: bytes, words: Words) -> Mail:
    """The form goes to its client: the paper enclosed, the link on a line of its own."""
    return _mail(content, form, f"{LINK}{form.form_id}", words, text="sign_mail", secret=True,
                 enclosures=(_paper(form, pdf),))


def code_mail(content: OrderForm, form: SentForm, place: int, words: Words) -> Mail:
    """A code for whoever holds the mailbox."""
    return _mail(content, form, f"{CODE}{form.form_id}-{place}", words, text="code_mail", secret=True)


def receipt_mail(content: OrderForm, form: SentForm, pdf: bytes, evidence: str, words: Words) -> Mail:
    """What the client keeps: the paper, and the evidence that a stranger can verify."""
    return _mail(
        content, form, f"sign-receipt-{form.form_id}", words, text="receipt_mail",
        enclosures=(_paper(form, pdf), Enclosure(name=f"{form.number}-v{form.version}-evidence.json",
                                                 media_type="application/json", content=evidence.encode())))


def _mail(
    content: OrderForm, form: SentForm, reference: str, words: Words, *, text: str, secret: bool = False,
    enclosures: tuple[Enclosure, ...] = (),
) -> Mail:
    figures = Figures(form.language, content.seller.party.country)
    body = words[text].format(number=form.number, seller=content.seller.party.name,
                              valid_until=figures.spell(form.valid_until))
    return Mail(
        to=form.mailbox, name=form.contact_name, language=form.language, reference=reference, about=form.form_id,
        subject=f"{words['order']} {form.number} - {content.seller.party.name}",
        text=f"{body}\n\n{STAND_IN}\n" if secret else body, enclosures=enclosures)


def _paper(form: SentForm, pdf: bytes) -> Enclosure:
    return Enclosure(name=f"{form.number}-v{form.version}.pdf", media_type="application/pdf", content=pdf)


def with_secret(message: bytes, secret: str) -> bytes:
    """The mail with what is secret in the place of its stand-in, which is the last in its text."""
    mail = BytesParser(EmailMessage, policy=SMTP).parsebytes(message)
    text = mail.get_body()
    if text is None:
        raise ValueError("a mail without text")
    (before, _, after), language = text.get_content().rpartition(STAND_IN), text["Content-Language"]
    text.set_content(f"{before}{secret}{after}", cte="quoted-printable")
    text["Content-Language"] = language  # new content is of no language until it is told
    return mail.as_bytes()
