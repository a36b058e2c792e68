"""A mail as a value, and as the text that travels (RFC 5322): the same mail gives the same bytes."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from shared.errors import Refusal

_LOCAL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(r"(?=.{4,253}$)[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
_REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class MailUnsendable(Refusal):
    """The mail lacks something, or holds what no mail may. The address itself is never repeated."""

    sentence = "This mail cannot be sent: {reason}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file that goes with a mail."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSender:
    """From whom mail comes; bounces go to `address`, replies to `reply_to` where it is given."""

    name: str
    address: str
    reply_to: str = ""

    def __post_init__(self) -> None:
        for address in (self.address, self.reply_to or self.address):
            travelling(address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What somebody is to be told. `reference` names the mail for ever; `about` is what it is kept with (an id)."""

    to: str
    subject: str
    text: str
    language: str
    reference: str
    about: str
    name: str = ""
    enclosures: Sequence[Enclosure] = ()

    def __post_init__(self) -> None:
        travelling(self.to)
        for broken, reason in (
            (not self.subject.strip() or not self.text.strip(), "it needs a subject and a text"),
            (_CONTROL.search(self.subject + self.name) is not None, "its subject or name holds a line's end"),
            (not _REFERENCE.fullmatch(self.reference), "its reference is not a plain name"),
        ):
            if broken:
                raise MailUnsendable(reason=reason)


def travelling(address: str) -> str:
    """An address as servers take it, with its domain in ASCII; refuses what is none."""
    local, _, domain = address.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_domain = ""
    if not _LOCAL.fullmatch(local) or not _DOMAIN.fullmatch(ascii_domain):
        raise MailUnsendable(reason="the address is none that mail servers take")
    return f"{local}@{ascii_domain}"


def message_of(mail: Mail, sender: MailSender) -> bytes:
    """The mail as text, but for its `Date`, which is set when it leaves."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(sender.name, addr_spec=travelling(sender.address))
    message["To"] = Address(mail.name, addr_spec=travelling(mail.to))
    if sender.reply_to:
        message["Reply-To"] = Address(addr_spec=travelling(sender.reply_to))
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{mail.reference}@{travelling(sender.address).rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answering machine answers
    message.set_content(mail.text, cte="quoted-printable")
    message["Content-Language"] = mail.language
    for enclosure in mail.enclosures:
        kind, _, subkind = enclosure.media_type.partition("/")
        message.add_attachment(enclosure.content, maintype=kind, subtype=subkind, filename=enclosure.name)
    if mail.enclosures:
        message.set_boundary(hashlib.sha256(mail.reference.encode()).hexdigest()[:40])
    return message.as_bytes()
