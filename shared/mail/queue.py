"""The queue of mail: decided in a transaction, tried until taken, refused or given up; failures are kept for people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

import structlog

from shared import clock
from shared.errors import NotFound
from shared.mail.bounces import Bounce
from shared.mail.message import Mail, MailSender, message_of
from shared.mail.transports import MailRefused, NotTaken, ServerAway, Transport
from shared.outgoing import Document, record_answer, send_out
from shared.outgoing.documents import Q as OUTGOING
from shared.postgres import Database, Tx
from shared.sql import load_queries

Q = load_queries("shared.mail")
log = structlog.get_logger()

CHANNEL = "mail"
LEASE = timedelta(minutes=10)      # longer than any try lasts: a mail whose sender died is tried again after it
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
PATIENCE = timedelta(days=5)       # RFC 5321, 4.5.4.1: four to five days


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What a round came to."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    server_away: bool = False

def send_mail(tx: Tx, mail: Mail, sender: MailSender) -> str:
    """Decide in this transaction that the mail leaves; its document's id. The same mail again is the same one."""
    document_id = send_out(tx, Document(channel=CHANNEL, name=f"{mail.reference}.eml", media_type="message/rfc822",
                                        content=message_of(mail, sender), about=mail.about))
    if tx.run(OUTGOING.drop_pending, id=document_id):  # new: this queue takes it over from the one of the folders
        tx.run(Q.add_pending, id=document_id, at=tx.at)
    return document_id


def deliver_mail(database: Database, transport: Transport, *, on: date, at: datetime | None = None) -> Delivered:
    """Try every mail whose time has come, until none is left or the server is away; what that came to.

    Each try is counted before it begins and recorded after it, in transactions of their own: none is held while a
    server thinks, two deliverers never take the same mail, and a mail that kills its deliverer stops no other.
    """
    sent = put_off = failed = 0
    try:
        while waiting := _claim(database, on, at):
            verdict = _try(transport, waiting)
            outcome = _record(database, waiting, verdict, on, at)
            sent, put_off, failed = sent + (outcome == "sent"), put_off + (outcome == "put_off"), failed + (
                outcome == "failed")
            if isinstance(verdict, ServerAway):
                return Delivered(sent=sent, put_off=put_off, failed=failed, server_away=True)
    finally:
        transport.close()
    return Delivered(sent=sent, put_off=put_off, failed=failed)


def _claim(database: Database, on: date, at: datetime | None) -> dict[str, Any] | None:
    with database.transaction(on=on, actor="mail", at=at) as tx:
        return tx.one(Q.claim, at=tx.at, lease=LEASE)


def _try(transport: Transport, waiting: dict[str, Any]) -> NotTaken | None:
    message = message_from_bytes(waiting["content"], policy=SMTP)
    message["Date"] = format_datetime(clock.now())
    (sender,), (to,) = message["From"].addresses, message["To"].addresses
    try:
        transport.deliver(name=waiting["name"], sender=sender.addr_spec, to=to.addr_spec, message=message.as_bytes())
    except NotTaken as verdict:
        log.warning("mail_not_taken", document=waiting["document_id"], code=verdict.code, attempts=waiting["attempts"])
        return verdict
    return None


def _record(
    database: Database, waiting: dict[str, Any], verdict: NotTaken | None, on: date, at: datetime | None,
) -> str:
    document_id = waiting["document_id"]
    with database.transaction(on=on, actor="mail", at=at) as tx:
        if verdict is None:
            tx.run(Q.drop_pending, id=document_id)
            record_answer(tx, document_id, "sent")
            return "sent"
        if isinstance(verdict, MailRefused):
            return _fail(tx, document_id, "refused", verdict.code)
        if tx.at - waiting["waiting_since"] >= PATIENCE:
            return _fail(tx, document_id, "given_up", verdict.code)
        tx.run(Q.put_off, id=document_id, try_at=tx.at + pause_after(waiting["attempts"]), reason=verdict.code)
        return "put_off"


def pause_after(attempts: int) -> timedelta:
    """How long to wait after that many tries: twice as long each time, up to four hours."""
    return min(FIRST_PAUSE * (1 << min(attempts - 1, 10)), LONGEST_PAUSE)


def _fail(tx: Tx, document_id: str, kind: str, reason: str) -> str:
    tx.run(Q.drop_pending, id=document_id)
    tx.run(Q.add_failure, id=document_id, kind=kind, reason=reason, on=tx.on, at=tx.at)
    record_answer(tx, document_id, "refused", reason)
    return "failed"


def record_bounce(tx: Tx, bounce: Bounce) -> bool:
    """Record that a mail came back; whether it is one of ours and that is news."""
    document = tx.one(OUTGOING.named_document, channel=CHANNEL, name=f"{bounce.reference}.eml")
    if document is None:
        return False
    record_answer(tx, document["id"], "refused", bounce.code)
    return tx.one(Q.add_failure, id=document["id"], kind="bounced", reason=bounce.code, on=tx.on, at=tx.at) is not None


def waiting_mail(tx: Tx, *, limit: int = 100) -> list[dict[str, Any]]:
    """Mail that waits to be taken, longest first: since when, how often tried, the server's last code, the next try."""
    return tx.all(Q.waiting_mail, limit=limit)


def failed_mail(tx: Tx, *, limit: int = 100) -> list[dict[str, Any]]:
    """Mail that did not arrive and that nobody has settled, oldest first: how it failed and with which code."""
    return tx.all(Q.failed_mail, limit=limit)


def settle_failure(tx: Tx, document_id: str) -> None:
    """Record that a person saw to it (called, wrote by post, sent another mail to the right address)."""
    if not tx.run(Q.settle_failure, id=document_id, at=tx.at, actor=tx.actor):
        raise NotFound(kind="failed mail", id=document_id)


def send_again(tx: Tx, document_id: str) -> None:
    """Have the same mail tried anew, from the beginning: the mailbox is no longer full."""
    settle_failure(tx, document_id)
    tx.run(Q.add_pending, id=document_id, at=tx.at)
