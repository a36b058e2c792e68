"""Letters: written once for what happened, sent by mail or post, bounced, kept, erased with the member."""

from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import psycopg
import pytest

from services.membership.letters import documents
from services.membership.letters.use_cases import write_letters
from services.membership.own_data.use_cases import erase_due
from shared.mail import FolderTransport, SmtpServer, SmtpTransport, deliver_mail
from shared.outgoing import send_pending
from tests.integration.membership.conftest import Desk, Refused
from tests.integration.membership.exits.test_annulments import annul
from tests.integration.membership.exits.test_exclusions_and_transfers import BOARD, DAY_AFTER, decide, notified
from tests.integration.membership.exits.test_leaving import approve, leaver, nothing
from tests.integration.membership.own_data.test_own_data import GONE, KEPT_UNTIL, gone
from tests.integration.membership.sessions.test_sessions import book, schedule
from tests.integration.shared.test_mail import Mailbox, listening

DAY = date(2026, 1, 5)


def write(desk: Desk, on: date = DAY) -> str:
    return write_letters(desk.database, on, nothing)


def written(desk: Desk) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["language"], row["sent_by"]) for row in desk.rows(
        "select kind, language, sent_by from letters order by written_at, id")]


def delivered(desk: Desk, folder: Path, on: date) -> list[Path]:
    deliver_mail(desk.database, FolderTransport(folder), on=on)
    return sorted(folder.iterdir())


def mails(desk: Desk, folder: Path, on: date = DAY) -> dict[str, Any]:
    return {file.name.split("-")[0]: message_from_bytes(file.read_bytes(), policy=default)
            for file in delivered(desk, folder, on)}


def test_a_seat_and_a_seat_after_waiting_are_told_to_guests_once(desk: Desk, tmp_path: Path) -> None:
    session = schedule(desk, capacity=1, language="de")
    first = book(desk, session, "first@example.org")["seat_id"]
    book(desk, session, "second@example.org")
    assert write(desk) == "1 letters written; 0 could not be (list_stopped_letters)."
    desk.call("give_back_seat", seat_id=first)
    assert write(desk).startswith("1 letters written")
    assert write(desk).startswith("0 letters written")
    assert written(desk) == [("invitation", "de", "mail"), ("promotion", "de", "mail")]
    sent = mails(desk, tmp_path)
    assert [sent[kind]["To"].addresses[0].addr_spec for kind in ("invitation", "promotion")] == [
        "first@example.org", "second@example.org"]
    assert "18:00-20:00" in sent["promotion"].get_body().get_content()


def test_from_acceptance_to_resignation_each_step_is_told_in_the_members_language(desk: Desk, tmp_path: Path) -> None:
    accepted = desk.candidate(language="nl", email="zoe@example.org")
    write(desk)
    desk.pay(accepted["structured_communication"], "30.00")
    member = accepted["member_id"]
    write(desk)
    desk.call("call_voluntary_shares", member_id=member, shares=2)
    write(desk)
    spring = date(2027, 3, 1)
    desk.sign_order(member, spring)
    due = date.fromisoformat(desk.get(member, on=spring)["calls"][0]["due_on"])
    write(desk, spring)
    write(desk, due)
    desk.call("resign", member_id=member, on=spring)
    write(desk, spring)
    assert written(desk) == [(kind, "nl", "mail") for kind in (
        "acceptance", "admission", "share_call", "share_call", "reminder", "resignation")]
    sent = mails(desk, tmp_path, spring)
    assert "Uw inschrijving is aanvaard" in sent["acceptance"]["Subject"]
    assert "+++" in sent["acceptance"].get_body().get_content()
    assert [part.get_filename() for part in sent["admission"].iter_attachments()] == [
        "admission.pdf", "certificate.pdf"]
    assert "30 juni 2027" in sent["resignation"].get_body().get_content()
    listed = desk.call("list_letters", by=member, roles=("member",), member_id=member)
    assert [(one["kind"], one["left_us"]) for one in listed][-1] == ("acceptance", True)
    assert desk.verify() == []


def test_a_paid_call_and_what_happened_long_ago_get_no_letter(desk: Desk) -> None:
    desk.member()
    write(desk, date(2026, 2, 5))
    assert written(desk) == []  # 31 days later
    write(desk, date(2026, 2, 4))
    assert [kind for kind, _, _ in written(desk)] == ["admission"]


def test_a_member_without_an_address_for_mail_is_written_to_by_post(desk: Desk, tmp_path: Path) -> None:
    member = desk.member()
    desk.call("change_contact", member_id=member, language="fr")
    write(desk)
    assert written(desk) == [("admission", "fr", "post")]
    left = send_pending(desk.database, tmp_path, DAY)
    assert [file.parent.name for file in left] == ["post", "post"]
    assert all(file.read_bytes().startswith(b"%PDF") for file in left)


def test_a_letter_that_cannot_be_made_stops_no_other_and_lies_on_the_desk(
    desk: Desk, monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken, other = desk.member(language="de"), desk.member(language="en")
    monkeypatch.setitem(documents.shared_words("de"), "common", {})  # type: ignore[arg-type]
    assert write(desk) == "1 letters written; 1 could not be (list_stopped_letters)."
    [stopped] = desk.call("list_stopped_letters")
    assert (stopped["member_id"], stopped["sent_by"], stopped["obstacle"]) == (
        broken, "not_at_all", "It fell over KeyError.")
    desk.call("settle_letter", letter_id=stopped["letter_id"])
    assert desk.call("list_stopped_letters") == []
    assert [one["kind"] for one in desk.call("list_letters", member_id=other)] == ["admission"]


def test_a_member_whose_exclusion_was_refused_or_annulled_is_told_that_they_are_kept_once(
    desk: Desk, tmp_path: Path,
) -> None:
    spared, restored, _ = desk.member(language="en"), desk.member(language="en"), approve(desk)
    refused = notified(desk, spared)
    decide(desk, refused, outcome="kept")
    assert "kept" not in [kind for kind, _, _ in written(desk)]
    desk.call("notify_exclusion_decision", exclusion_id=refused, on=DAY_AFTER, **BOARD)
    decide(desk, notified(desk, restored))
    [left] = desk.rows("select id from exits")
    annul(desk, left["id"], on=DAY_AFTER)
    for _ in range(2):
        write(desk, DAY_AFTER)
    told = desk.rows("select member_id, ref from letters where kind = 'kept' order by member_id")
    assert [(row["member_id"], row["ref"]) for row in told] == sorted([(spared, refused), (restored, left["id"])])
    sent = [message_from_bytes(file.read_bytes(), policy=default).get_body().get_content()
            for file in delivered(desk, tmp_path, DAY_AFTER) if file.name.startswith("kept")]
    assert sorted("not to exclude you" in text for text in sent) == [False, True]
    assert sorted("was annulled" in text for text in sent) == [False, True]


BOUNCE = """Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; somebody
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}

--b--
"""


def test_a_letter_goes_by_smtp_and_its_bounce_lies_on_the_desk_until_somebody_settles_it(desk: Desk) -> None:
    member, mailbox = desk.member(email="gone@example.org"), Mailbox()
    write(desk)
    with listening(mailbox) as port:
        deliver_mail(desk.database, SmtpTransport(SmtpServer(host="127.0.0.1", port=port, security="none")), on=DAY)
    [taken] = mailbox.taken
    assert taken.rcpt_tos == ["gone@example.org"]
    report = BOUNCE.format(message_id=message_from_bytes(taken.content, policy=default)["Message-ID"])
    assert desk.call("record_bounce", message=report) == {"ours": True}
    assert desk.call("record_bounce", message=report) == {"ours": False}
    [stopped] = desk.call("list_stopped_letters")
    assert (stopped["member_id"], stopped["failed"], stopped["failure_code"]) == (member, "bounced", "5.1.1")
    desk.call("settle_letter", letter_id=stopped["letter_id"])
    assert desk.call("list_stopped_letters") == []


def kept_bytes(desk: Desk) -> bytes:
    """What outgoing documents hold, with what mail packs unpacked: no table's text shows it."""
    found = b""
    for row in desk.rows("select content from outgoing_documents where channel in ('mail', 'post')"):
        mail = message_from_bytes(bytes(row["content"]), policy=default)
        found += bytes(row["content"]) + b"".join(
            part.get_payload(decode=True) or b"" for part in mail.walk() if not part.is_multipart())
    return found


def test_letters_are_emptied_with_their_member_as_the_law_lets(desk: Desk) -> None:
    member = leaver(desk)
    write(desk)
    gone(desk, member)
    name = desk.rows("select family_name from registrations where member_id = %s", member)[0]["family_name"].encode()
    write(desk, date(2027, 3, 1))
    assert kept_bytes(desk).count(name) >= 2
    desk.call("request_erasure", member_id=member, on=GONE)
    assert [(row["kind"], row["erased"]) for row in desk.rows(
        "select l.kind, d.erased_on is not null as erased from letters l join outgoing_documents d "
        "on d.id = l.document_id where l.member_id = %s order by l.kind", member)] == [
            ("admission", True), ("resignation", False)]
    assert name in kept_bytes(desk)
    erase_due(desk.database, date(KEPT_UNTIL.year + 1, 1, 1), nothing)
    assert name not in kept_bytes(desk)
    assert desk.verify() == []


def test_a_document_that_left_is_emptied_at_most_never_changed(desk: Desk) -> None:
    desk.member()
    write(desk)
    for change in ("content = 'x'", "content = '', erased_on = null", "content = '', erased_on = now(), name = 'x'"):
        with psycopg.connect(desk.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
            conn.execute(f"update outgoing_documents set {change}")  # type: ignore[call-overload]


def test_what_is_to_be_paid_is_told_to_who_applied_and_to_the_member_and_to_nobody_else(desk: Desk) -> None:
    accepted = desk.candidate()
    which = {"member_id": accepted["member_id"]}
    bill, = desk.call("list_share_bills", by="applicant", roles=("applicant",), **which)
    assert (bill["amount"]["amount"], bill["iban"][:2]) == ("30.00", "BE")
    assert bill["communication"].startswith("+++")
    assert bill["code"].startswith("<svg")
    assert desk.call("list_share_bills", by=accepted["member_id"], roles=("member",), **which) == [bill]
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("list_share_bills", by="somebody", roles=("applicant",), **which)
    desk.pay(accepted["structured_communication"], "10.00")
    assert desk.call("list_share_bills", **which)[0]["amount"]["amount"] == "20.00"
    desk.pay(accepted["structured_communication"], "20.00")
    assert desk.call("list_share_bills", **which) == []
