"""Mail against a real SMTP server and a real database: sent once, told apart when refused, tried again, never lost."""

import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from itertools import pairwise
from pathlib import Path
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.countries import Country
from shared.errors import NotFound
from shared.mail import (
    Bounce,
    Delivered,
    Enclosure,
    FolderTransport,
    Mail,
    MailSender,
    SmtpServer,
    SmtpTransport,
    deliver_mail,
    failed_mail,
    record_bounce,
    send_again,
    send_mail,
    settle_failure,
    waiting_mail,
)
from shared.outgoing import answers_to, documents_about, send_pending
from shared.outgoing.documents import DocumentDiffers
from shared.parameters import Tables
from shared.postgres import Database
from tests.builders import DAY, INSTANT, FreshDatabase

HOUSE = MailSender(name="A house", address="house@example.org", reply_to="desk@example.org")


class Mailbox:
    """A server's other side: what it took, and what it answers to the next recipient or message."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.unknown = ""
        self.to_recipient = self.to_message = self.to_sender = "250 OK"

    async def handle_MAIL(self, *facts: Any) -> str:  # noqa: N802 - as aiosmtpd calls it
        envelope, address = facts[2:4]
        envelope.mail_from = address if self.to_sender.startswith("250") else envelope.mail_from
        return self.to_sender

    async def handle_RCPT(self, *facts: Any) -> str:  # noqa: N802 - as aiosmtpd calls it
        envelope, address = facts[2:4]
        if address == self.unknown:
            return "550 5.1.1 unknown"
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.to_message.startswith("250"):
            self.taken.append(envelope)
        return self.to_message


@contextmanager
def listening(mailbox: Mailbox, **how: Any) -> Iterator[int]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, ready_timeout=60, **how)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[SmtpServer]:
    with listening(mailbox) as port:
        yield SmtpServer(host="127.0.0.1", port=port, security="none")


@pytest.fixture
def database(fresh_database: FreshDatabase) -> Iterator[Database]:
    url = fresh_database("shared.bus", "shared.outgoing", "shared.mail")
    opened = Database(url, country=Country(Tables("BE", {}))).open()
    yield opened
    opened.close()


def mail(number: int = 1, **facts: Any) -> Mail:
    usual = {"to": f"ana{number}@example.org", "name": "Ana Zoë", "subject": "Été: welcome", "text": "Zoë,\n\nwelcome.",
             "language": "fr", "reference": f"welcome-{number}", "about": f"mbr_{number}"}
    return Mail(**{**usual, **facts})


def decide(database: Database, *mails: Mail) -> list[str]:
    with database.transaction(on=DAY, actor="test", at=INSTANT) as tx:
        return [send_mail(tx, one, HOUSE) for one in mails]


def deliver(database: Database, server: SmtpServer, *, after: timedelta = timedelta()) -> Delivered:
    return deliver_mail(database, SmtpTransport(server), on=DAY, at=INSTANT + after)


def rows(database: Database, question: Any) -> list[dict[str, Any]]:
    with database.reading(on=DAY, actor="test") as tx:
        found: list[dict[str, Any]] = question(tx)
        return found


def test_a_mail_arrives_as_it_was_decided(database: Database, server: SmtpServer, mailbox: Mailbox) -> None:
    paper = Enclosure(name="a paper.pdf", media_type="application/pdf", content=b"%PDF-1.7 \x00\xff")
    (document,) = decide(database, mail(enclosures=(paper,)))
    assert deliver(database, server) == Delivered(sent=1)
    envelope = mailbox.taken[0]
    read = message_from_bytes(envelope.content, policy=default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("house@example.org", ["ana1@example.org"])
    assert (read["Subject"], read["To"], read["From"]) == (
        "Été: welcome", "Ana Zoë <ana1@example.org>", "A house <house@example.org>")
    assert (read["Reply-To"], read["Message-ID"]) == ("desk@example.org", "<welcome-1@example.org>")
    assert read["Date"]
    body = read.get_body()
    assert body is not None
    assert body["Content-Language"] == "fr"
    assert body.get_content().split() == ["Zoë,", "welcome."]
    (enclosed,) = read.iter_attachments()
    assert (enclosed.get_filename(), enclosed.get_content()) == ("a paper.pdf", b"%PDF-1.7 \x00\xff")
    assert [answer["kind"] for answer in rows(database, lambda tx: answers_to(tx, document))] == ["sent"]
    assert [row["name"] for row in rows(database, lambda tx: documents_about(tx, "mbr_1"))] == ["welcome-1.eml"]


def test_a_mail_is_sent_once_however_often_it_is_decided(
    database: Database, server: SmtpServer, mailbox: Mailbox,
) -> None:
    first, second = decide(database, mail(), mail())
    deliver(database, server)
    assert decide(database, mail()) == [first] == [second]
    deliver(database, server, after=timedelta(days=1))
    assert len(mailbox.taken) == 1
    with pytest.raises(DocumentDiffers):
        decide(database, mail(text="another"))


def test_a_mail_of_an_undone_transaction_never_leaves(database: Database, server: SmtpServer) -> None:
    with pytest.raises(ZeroDivisionError), database.transaction(on=DAY, actor="test", at=INSTANT) as tx:
        send_mail(tx, mail(), HOUSE)
        raise ZeroDivisionError
    assert deliver(database, server) == Delivered()


def test_the_folder_of_other_documents_gets_no_mail(database: Database, tmp_path: Path) -> None:
    decide(database, mail())
    assert send_pending(database, tmp_path, DAY) == []


def test_the_folder_twin_writes_the_same_mail(database: Database, tmp_path: Path) -> None:
    decide(database, mail(1), mail(2))
    assert deliver_mail(database, FolderTransport(tmp_path), on=DAY, at=INSTANT) == Delivered(sent=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["welcome-1.eml", "welcome-2.eml"]
    assert message_from_bytes((tmp_path / "welcome-1.eml").read_bytes(), policy=default)["Subject"] == "Été: welcome"


@pytest.mark.parametrize("where", ["to_recipient", "to_message"])
def test_a_permanent_refusal_is_not_tried_again_and_waits_for_a_person(
    database: Database, server: SmtpServer, mailbox: Mailbox, where: str,
) -> None:
    (document,) = decide(database, mail())
    setattr(mailbox, where, "550 5.1.1 <ana1@example.org>: nobody here")
    assert deliver(database, server) == Delivered(failed=1)
    mailbox.to_recipient = mailbox.to_message = "250 OK"
    assert deliver(database, server, after=timedelta(days=1)) == Delivered()
    (failed,) = rows(database, failed_mail)
    assert (failed["document_id"], failed["kind"], failed["reason"], failed["about"]) == (
        document, "refused", "550 5.1.1", "mbr_1")
    assert rows(database, waiting_mail) == []


def test_a_temporary_refusal_is_tried_again_after_growing_pauses(
    database: Database, server: SmtpServer, mailbox: Mailbox,
) -> None:
    decide(database, mail())
    mailbox.to_recipient = "451 4.7.1 come back later"
    tries, at = [], timedelta()
    while at < timedelta(hours=12):
        if deliver(database, server, after=at).put_off:
            tries.append(at)
        at += timedelta(seconds=30)
    pauses = [int((later - earlier).total_seconds() // 60) for earlier, later in pairwise(tries)]
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 240]
    (waiting,) = rows(database, waiting_mail)
    assert (waiting["reason"], waiting["attempts"], waiting["waiting_since"]) == ("451 4.7.1", 10, INSTANT)
    mailbox.to_recipient = "250 OK"
    assert deliver(database, server, after=timedelta(hours=14)) == Delivered(sent=1)
    assert rows(database, waiting_mail) == []


@pytest.mark.parametrize(("after", "outcome"), [
    (timedelta(days=5, seconds=-1), Delivered(put_off=1)), (timedelta(days=5), Delivered(failed=1))])
def test_a_mail_is_given_up_after_five_days_and_not_before(
    database: Database, server: SmtpServer, mailbox: Mailbox, after: timedelta, outcome: Delivered,
) -> None:
    decide(database, mail())
    mailbox.to_recipient = "450 4.2.1 full"
    assert deliver(database, server, after=after) == outcome
    assert [row["kind"] for row in rows(database, failed_mail)] == ["given_up"] * outcome.failed


def test_a_refused_mail_holds_up_no_other(database: Database, server: SmtpServer, mailbox: Mailbox) -> None:
    mailbox.unknown = "ana2@example.org"
    decide(database, mail(1), mail(2), mail(3))
    assert deliver(database, server) == Delivered(sent=2, failed=1)
    assert [envelope.rcpt_tos for envelope in mailbox.taken] == [["ana1@example.org"], ["ana3@example.org"]]


def test_a_server_that_is_away_or_rejects_us_costs_no_mail(
    database: Database, server: SmtpServer, mailbox: Mailbox,
) -> None:
    decide(database, mail(1), mail(2))
    mailbox.to_sender = "553 5.7.1 who are you"
    assert deliver(database, server) == Delivered(put_off=1, server_away=True)
    assert deliver(database, replace(server, port=1)) == Delivered(put_off=1, server_away=True)
    assert [row["reason"] for row in rows(database, waiting_mail)] == ["553 5.7.1", "ConnectionRefusedError"]
    mailbox.to_sender = "250 OK"
    assert deliver(database, server, after=timedelta(minutes=2)) == Delivered(sent=2)


def test_a_mail_whose_deliverer_died_is_tried_again_after_its_lease(
    database: Database, server: SmtpServer, mailbox: Mailbox,
) -> None:
    class Dying:
        def deliver(self, **_: Any) -> None:
            raise KeyboardInterrupt

        def close(self) -> None:
            pass

    decide(database, mail())
    with pytest.raises(KeyboardInterrupt):
        deliver_mail(database, Dying(), on=DAY, at=INSTANT)
    assert deliver(database, server, after=timedelta(minutes=9)) == Delivered()
    assert deliver(database, server, after=timedelta(minutes=10)) == Delivered(sent=1)


def test_a_failure_is_settled_by_a_person_or_sent_again(
    database: Database, server: SmtpServer, mailbox: Mailbox,
) -> None:
    mailbox.to_recipient = "550 5.1.1 no"
    first, second = decide(database, mail(1), mail(2))
    deliver(database, server)
    mailbox.to_recipient = "250 OK"
    with database.transaction(on=DAY, actor="desk") as tx:
        settle_failure(tx, first)
        send_again(tx, second)
    with pytest.raises(NotFound), database.transaction(on=DAY, actor="desk") as tx:
        settle_failure(tx, first)
    assert rows(database, failed_mail) == []
    assert deliver_mail(database, SmtpTransport(server), on=DAY).sent == 1


def test_a_bounce_is_recorded_once_and_only_for_our_mail(database: Database, server: SmtpServer) -> None:
    decide(database, mail())
    deliver(database, server)
    with database.transaction(on=DAY, actor="postmaster") as tx:
        assert record_bounce(tx, Bounce(reference="welcome-1", code="5.1.1"))
        assert not record_bounce(tx, Bounce(reference="welcome-1", code="5.1.1"))
        assert not record_bounce(tx, Bounce(reference="not-ours", code="5.1.1"))
    assert [(row["kind"], row["reason"]) for row in rows(database, failed_mail)] == [("bounced", "5.1.1")]


def test_no_log_holds_a_name_or_an_address(
    database: Database, server: SmtpServer, mailbox: Mailbox, capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    decide(database, mail())
    mailbox.to_recipient = "550 5.1.1 <ana1@example.org>: Ana is not here"
    deliver(database, server)
    printed = capsys.readouterr()
    said = printed.out + printed.err + "".join(
        record.getMessage() for record in caplog.records if not record.name.startswith("mail."))  # aiosmtpd's own
    assert "mail_not_taken" in said
    assert "ana" not in said.lower()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 by which the server is known, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256()))
    path = tmp_path / "server.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_mail_goes_sealed_and_with_a_password(
    database: Database, mailbox: Mailbox, certificate: Path, security: str,
) -> None:
    sealed = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    sealed.load_cert_chain(certificate)

    def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, login: Any) -> AuthResult:
        return AuthResult(success=(login.login, login.password) == (b"house", b"secret"), handled=False)

    how: dict[str, Any] = {"ssl_context": sealed} if security == "tls" else {
        "tls_context": sealed, "require_starttls": True}
    with listening(mailbox, authenticator=knows, auth_required=True, auth_require_tls=security == "starttls",
                   **how) as port:
        known = SmtpServer(host="localhost", port=port, security=security, user="house", password="secret",  # type: ignore[arg-type]
                           tls=ssl.create_default_context(cafile=str(certificate)))
        decide(database, mail(1))
        assert deliver(database, replace(known, tls=None)) == Delivered(put_off=1, server_away=True)  # unknown to us
        wrong = deliver(database, replace(known, password="wrong"), after=timedelta(minutes=5))
        assert wrong == Delivered(put_off=1, server_away=True)
        assert deliver(database, known, after=timedelta(minutes=10)) == Delivered(sent=1)
        assert "secret" not in repr(known)


def test_the_schema_is_what_the_migration_makes() -> None:
    folder = Path(__file__).parents[3] / "shared" / "mail"
    assert (folder / "schema.sql").read_text() == (folder / "migrations" / "0001_mail.sql").read_text()
