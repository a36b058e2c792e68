"""Mail as text, the reports that it came back, and where it is handed over."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from shared.mail import (
    Bounce,
    Enclosure,
    FolderTransport,
    Mail,
    MailSender,
    MailUnsendable,
    NotABounce,
    SmtpTransport,
    read_bounce,
    transport_from,
)
from shared.mail.message import message_of, travelling
from shared.settings import SettingsRefused

HOUSE = MailSender(name="A house", address="house@example.org")


def mail(**facts: Any) -> Mail:
    usual = {"to": "ana@example.org", "name": "Ana", "subject": "Welcome", "text": "Welcome.", "language": "nl",
             "reference": "welcome-1", "about": "mbr_1"}
    return Mail(**{**usual, **facts})


def test_the_same_mail_is_the_same_bytes() -> None:
    paper = Enclosure(name="é.pdf", media_type="application/pdf", content=b"%PDF")
    assert message_of(mail(enclosures=(paper,)), HOUSE) == message_of(mail(enclosures=(paper,)), HOUSE)


def test_a_domain_travels_in_ascii() -> None:
    assert travelling("ana@bücher.example") == "ana@xn--bcher-kva.example"


@pytest.mark.parametrize("address", ["", "ana", "ana@", "@example.org", "ana@example", "a b@example.org",
                                     "ana@example.org\r\nBcc: x@example.org", "ana@exa mple.org", "zoë@example.org",
                                     "ana@example..org", "<ana@example.org>", "a@b@example.org",
                                     "x" * 65 + "@example.org"])
def test_what_is_no_address_is_refused_and_never_repeated(address: str) -> None:
    with pytest.raises(MailUnsendable) as refused:
        mail(to=address)
    assert not address or address not in str(refused.value)


@pytest.mark.parametrize("facts", [
    {"subject": ""}, {"subject": " "}, {"text": "\n"}, {"subject": "a\nBcc: x@example.org"}, {"name": "a\rb"},
    {"reference": "../x"}, {"reference": ""}, {"reference": "x" * 101},
])
def test_a_mail_that_lacks_something_or_smuggles_a_line_is_refused(facts: dict[str, Any]) -> None:
    with pytest.raises(MailUnsendable):
        mail(**facts)


def test_a_name_with_signs_stays_one_name() -> None:
    read = message_from_bytes(message_of(mail(name='Ana "Zoë", the first <x@example.com>'), HOUSE), policy=default)
    assert [address.addr_spec for address in read["To"].addresses] == ["ana@example.org"]


REPORT = """\
From: MAILER-DAEMON@example.org
To: house@example.org
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ana@example.org
Action: {action}
Status: {status}

--b
Content-Type: {returned}

Message-ID: <welcome-1@example.org>
Subject: Welcome

--b--
"""


@pytest.mark.parametrize("returned", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_of_failure_names_the_mail_and_why(returned: str) -> None:
    report = REPORT.format(action="failed", status="5.1.1", returned=returned)
    assert read_bounce(report.encode()) == Bounce(reference="welcome-1", code="5.1.1")


@pytest.mark.parametrize("report", [
    REPORT.format(action="delayed", status="4.4.1", returned="message/rfc822"),
    REPORT.format(action="failed", status="5.1.1", returned="text/plain"),
    "Subject: Thanks\n\nI am happy.", "",
])
def test_what_reports_no_failure_of_ours_is_refused(report: str) -> None:
    with pytest.raises(NotABounce):
        read_bounce(report.encode())


def test_mail_goes_where_the_setting_says(tmp_path: Path) -> None:
    assert transport_from({"MAIL_URL": f"folder://{tmp_path}"}) == FolderTransport(tmp_path)
    for url in ("smtps://house:secret@mx.example.org", "smtp+starttls://mx.example.org:2525", "smtp://127.0.0.1"):
        assert isinstance(transport_from({"MAIL_URL": url}), SmtpTransport)


@pytest.mark.parametrize("url", ["", "mx.example.org", "http://mx.example.org", "smtp://mx.example.org", "smtps://",
                                 "folder://"])
def test_a_setting_that_names_no_server_or_an_open_line_is_refused(url: str) -> None:
    with pytest.raises(SettingsRefused):
        transport_from({"MAIL_URL": url})
