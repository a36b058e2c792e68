"""How mail leaves: to an SMTP server, or into a folder as `.eml` files (development, tests, somebody else's intake).

A transport takes one mail or says why not: `MailRefused` (this mail, for ever), `MailPutOff` (this mail, for now),
`ServerAway` (no mail at all for now: no connection, no login, an unknown sender). They carry the server's codes, never
its words, which repeat addresses.
"""

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import unquote, urlsplit

from shared.files import write_atomically
from shared.settings import SettingsRefused, require

PERMANENT = 500  # replies from here on are meant for ever (RFC 5321, 4.2.1)
TIMEOUT_SECONDS = 20.0
_ENHANCED = re.compile(rb"\s*(\d\.\d{1,3}\.\d{1,3})\b")
Security = Literal["tls", "starttls", "none"]
_SCHEMES: Mapping[str, tuple[Security, int]] = {
    "smtps": ("tls", 465), "smtp+starttls": ("starttls", 587), "smtp": ("none", 25)}


class NotTaken(Exception):
    """The mail was not taken; `code` says why, in figures."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class MailRefused(NotTaken):
    """The server will never take this mail for this addressee."""


class MailPutOff(NotTaken):
    """The server does not take this mail now."""


class ServerAway(NotTaken):
    """The server takes no mail from us now."""


class Transport(Protocol):
    """What delivers one mail at a time."""

    def deliver(self, *, name: str, sender: str, to: str, message: bytes) -> None:
        """Hand over one mail, or raise why not."""

    def close(self) -> None:
        """Let go of whatever is held."""


@dataclass(frozen=True, slots=True)
class FolderTransport:
    """Each mail a file `<name>`, there whole or not at all."""

    folder: Path

    def deliver(self, *, name: str, sender: str, to: str, message: bytes) -> None:  # noqa: ARG002 - as every transport
        """Write the mail by atomic rename."""
        try:
            write_atomically(self.folder / name, message)
        except OSError:
            raise ServerAway("folder") from None

    def close(self) -> None:
        """Nothing is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed over. `security`: `tls` from the first byte, `starttls`, or `none` (the same host only)."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)
    tls: ssl.SSLContext | None = field(default=None, repr=False)


class SmtpTransport:
    """One connection, opened with the first mail and kept for the next ones."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._session: smtplib.SMTP | None = None

    def deliver(self, *, name: str, sender: str, to: str, message: bytes) -> None:  # noqa: ARG002 - as every transport
        """Hand over one mail; whoever was refused can be tried again on the same connection."""
        try:
            if self._session is None:
                self._session = self._open()
            self._session.sendmail(sender, [to], message)
        except smtplib.SMTPRecipientsRefused as refused:
            raise _judged(*refused.recipients[to]) from None
        except smtplib.SMTPDataError as refused:
            raise _judged(refused.smtp_code, refused.smtp_error) from None
        except smtplib.SMTPResponseException as refused:  # our greeting, login or sender address is at fault
            self.close()
            raise ServerAway(_code(refused.smtp_code, refused.smtp_error)) from None
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise ServerAway(type(error).__name__) from None

    def close(self) -> None:
        """Take leave of the server, if it still listens."""
        session, self._session = self._session, None
        if session is not None:
            with suppress(OSError, smtplib.SMTPException):
                session.quit()

    def _open(self) -> smtplib.SMTP:
        server, context = self._server, self._server.tls or ssl.create_default_context()
        if server.security == "tls":
            session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
        else:
            session = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            if server.security == "starttls":
                session.starttls(context=context)
            if server.user:
                session.login(server.user, server.password)
        except BaseException:
            session.close()
            raise
        return session


def _judged(code: int, words: bytes | str) -> NotTaken:
    kind = MailRefused if code >= PERMANENT else MailPutOff
    return kind(_code(code, words))


def _code(code: int, words: bytes | str) -> str:
    """`550 5.1.1`: the reply and, where it is given, the enhanced status (RFC 3463)."""
    enhanced = _ENHANCED.match(words if isinstance(words, bytes) else words.encode())
    return f"{code} {enhanced[1].decode()}" if enhanced else str(code)


def transport_from(variables: Mapping[str, str]) -> Transport:
    """The transport that `MAIL_URL` names: `smtps://user:password@host`, `smtp+starttls://...`, `folder:///path`.

    Plain `smtp://` is for a server on this machine: no password and no letter crosses a network unsealed.
    """
    url = urlsplit(require(variables, "MAIL_URL"))
    if url.scheme == "folder" and url.path:
        return FolderTransport(Path(url.path))
    if url.scheme not in _SCHEMES or not url.hostname:
        raise SettingsRefused("MAIL_URL begins with smtps://, smtp+starttls://, smtp:// or folder:///.")
    if url.scheme == "smtp" and url.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise SettingsRefused("MAIL_URL asks for mail without TLS over a network; use smtps:// or smtp+starttls://.")
    security, port = _SCHEMES[url.scheme]
    return SmtpTransport(SmtpServer(
        host=url.hostname, port=url.port or port, security=security,
        user=unquote(url.username or ""), password=unquote(url.password or "")))
