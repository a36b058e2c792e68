"""The client reads, accepts, asks for a change or declines behind a link; and a stranger can verify it."""

import base64
import json
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared import clock
from tests.integration.invoicing.driver import GERMAN, MEMBER, Host, euro, part
from tests.integration.invoicing.signing.mailbox import Mailbox, client, evidence, refused

TOOL = Path(__file__).parents[4] / "tools" / "verify_signature.py"
NEVER = "0" * 43


@pytest.fixture
def mailbox(host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mailbox:
    return Mailbox(host, tmp_path, monkeypatch)


def shown(host: Host, mailbox: Mailbox) -> dict[str, str]:
    """A form sent and opened: its token and the digest of what was shown."""
    host.order(signed=False)
    token = mailbox.link()
    return {"token": token, "digest": client(host, "get_order_form", token=token)["digest"]}


def verify(*files: Path) -> tuple[int, str]:
    done = subprocess.run([sys.executable, "-I", str(TOOL), *map(str, files)], capture_output=True, text=True,
                          check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_client_accepts_behind_the_link_and_a_stranger_verifies_it(
    host: Host, mailbox: Mailbox, tmp_path: Path,
) -> None:
    asked = shown(host, mailbox)
    form = client(host, "get_order_form", token=asked["token"])
    assert (form["state"], form["may_sign"], form["net"], form["total"], form["mailbox"]) == (
        "sent", True, euro("1000.00"), euro("1210.00"), "c***@coin.example")
    who = {"name": "Anne Lambert", "role": "Directrice", **asked}
    done = client(host, "accept_order_form", code=mailbox.code(**asked), entitled=True, **who)
    assert done["outcome"] == "accepted"
    (told,) = host.published("order_signed")
    assert told["signed_how"] == "link"
    assert "Lambert" not in str(host.rows("select body from event_log"))
    order = host.call("get_order", order_id=told["order_id"])
    assert (order["state"], order["signed_by"], order["signed_how"]) == ("signed", "Anne Lambert, Directrice", "link")
    file, paper = tmp_path / "evidence.json", tmp_path / "form.pdf"
    file.write_bytes(base64.b64decode(client(host, "get_signing_evidence", token=asked["token"])["content_base64"]))
    paper.write_bytes(base64.b64decode(client(host, "get_order_form_pdf", token=asked["token"])["content_base64"]))
    code, said = verify(file, paper)
    assert (code, "Anne Lambert, Directrice" in said, done["end"] in said) == (0, True, True)
    (accepted,) = [told for entry in json.loads(file.read_text())["entries"]
                   if (told := json.loads(entry["text"]))["what"] == "accepted"]
    assert accepted["entitled"] is True, "whether they may order, as they told it"
    assert client(host, "get_order_form", token=asked["token"])["signed"]["end"] == done["end"]
    mailbox.fetch()
    assert [one.get_filename() for one in mailbox.mails("receipt")[0].iter_attachments()] == [
        "2026-00001-v1.pdf", "2026-00001-v1-evidence.json"]
    paper.write_bytes(paper.read_bytes() + b" ")
    assert verify(file, paper)[0] == 1
    for planted in ("Directrice", "1000.00", "accepted"):
        broken = tmp_path / "broken.json"
        broken.write_text(file.read_text().replace(planted, planted[::-1]))
        assert verify(broken)[0] == 1, planted
    assert verify(paper)[0] == 2
    assert host.faults() == []


def test_looking_changes_nothing_however_often_a_scanner_does(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    tables = ("order_form_standings", "order_form_evidence", "orders", "order_form_links", "outgoing_documents")
    before = [host.rows(f"select * from {table} order by 1, 2") for table in tables]
    for _ in range(5):
        client(host, "get_order_form", token=asked["token"])
        client(host, "get_order_form_pdf", token=asked["token"])
        client(host, "get_signing_evidence", token=asked["token"])
    assert [host.rows(f"select * from {table} order by 1, 2") for table in tables] == before


def test_the_fifth_wrong_code_locks_the_form_until_it_is_sent_again(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    right = mailbox.code(**asked)
    wrong = {"name": "A", "role": "B", "code": "000000" if right != "000000" else "000001", **asked}
    tried = [client(host, "accept_order_form", **wrong) for _ in range(4)]
    assert [one["outcome"] for one in tried] == ["wrong_code"] * 4
    assert tried[-1]["tries_left"] == 1
    again = mailbox.code(**asked)  # another code does not forget what was tried before
    assert client(host, "accept_order_form", **{**wrong, "code": "000000" if again != "000000" else "000001"})[
        "outcome"] == "locked"
    assert refused(host, "accept_order_form", **{**wrong, "code": again}) == "form_not_open"
    assert client(host, "get_order_form", token=asked["token"])["state"] == "locked"
    order_id = host.call("list_orders")[0]["order_id"]
    host.call("send_order", order_id=order_id)
    token = mailbox.link()
    assert client(host, "get_order_form", token=asked["token"])["state"] == "replaced"
    assert client(host, "get_order_form", token=token)["version"] == 2


def test_a_code_holds_for_half_an_hour_and_only_the_last_one(
    host: Host, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = shown(host, mailbox)
    who = {"name": "A", "role": "B", **asked}
    assert client(host, "accept_order_form", code="123456", **who)["outcome"] == "code_expired"
    first, second = mailbox.code(**asked), mailbox.code(**asked)
    if first != second:
        assert client(host, "accept_order_form", code=first, **who)["outcome"] == "wrong_code"
    now = clock.now()
    monkeypatch.setattr(host.dispatcher, "_now", lambda: now + timedelta(minutes=31))
    assert client(host, "accept_order_form", code=second, **who)["outcome"] == "code_expired"
    monkeypatch.setattr(host.dispatcher, "_now", lambda: now + timedelta(minutes=29))
    assert client(host, "accept_order_form", code=second, **who)["outcome"] == "accepted"


def test_no_more_than_ten_codes_are_sent_for_a_form(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    left = [client(host, "send_signing_code", **asked)["codes_left"] for _ in range(10)]
    assert left[-1] == 0
    assert refused(host, "send_signing_code", **asked) == "too_many_codes"


def test_a_form_that_changed_after_it_was_opened_is_not_accepted(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    order_id = host.call("list_orders")[0]["order_id"]
    host.call("amend_order", order_id=order_id, parts=[part("2000.00")])
    who = {"name": "A", "role": "B", "code": "123456"}
    assert client(host, "get_order_form", token=asked["token"])["state"] == "replaced"
    assert refused(host, "accept_order_form", **who, **asked) == "form_not_open"
    host.call("send_order", order_id=order_id)
    token = mailbox.link()
    assert refused(host, "accept_order_form", **who, token=token, digest=asked["digest"]) == "form_changed"
    assert client(host, "get_order_form", token=token)["net"] == euro("2000.00")


@pytest.mark.parametrize(("days", "state"), [(14, "sent"), (15, "expired")])
def test_a_form_is_open_until_its_last_day(host: Host, mailbox: Mailbox, days: int, state: str) -> None:
    asked = shown(host, mailbox)
    host.on += timedelta(days=days)
    assert client(host, "get_order_form", token=asked["token"])["state"] == state
    assert (refused(host, "ask_order_change", name="A", text="Later", **asked) if state == "expired" else
            client(host, "ask_order_change", name="A", text="Later", **asked)["state"]) == (
        "form_not_open" if state == "expired" else "change_asked")


def test_the_client_asks_for_a_change_and_may_still_accept_the_form_as_it_is(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    assert client(host, "ask_order_change", name="A. L.", text="A day later, please", **asked) == {
        "number": "2026-00001", "state": "change_asked"}
    (waiting,) = host.call("list_order_forms", by=("member",), subject=MEMBER, member_id=MEMBER)
    assert (waiting["state"], waiting["answer"]) == ("change_asked", "A day later, please")
    done = client(host, "accept_order_form", name="A", role="B", code=mailbox.code(**asked), **asked)
    assert done["outcome"] == "accepted"


def test_a_declined_order_is_a_draft_again_with_the_reason(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    assert client(host, "decline_order_form", name="A", reason="price", note="Too dear", **asked)["state"] == "declined"
    (form,) = host.call("list_order_forms")
    assert (form["state"], form["answer"]) == ("declined", "price: Too dear")
    assert host.call("get_order", order_id=form["order_id"])["state"] == "drafted"
    assert refused(host, "send_signing_code", **asked) == "form_not_open"
    assert host.call("send_order", order_id=form["order_id"])["form"]["version"] == 2


def test_a_form_taken_back_or_cancelled_is_dead(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    order_id = host.call("list_orders")[0]["order_id"]
    assert host.call("revoke_order_form", order_id=order_id)["state"] == "drafted"
    assert client(host, "get_order_form", token=asked["token"])["state"] == "revoked"
    host.call("send_order", order_id=order_id)
    token = mailbox.link()
    host.call("cancel_order", order_id=order_id, reason="mistake")
    assert client(host, "get_order_form", token=token)["state"] == "revoked"
    assert refused(host, "get_order_form", token=NEVER) == "link_unknown"


def test_neither_token_nor_code_stands_in_a_table_an_event_or_a_waiting_mail(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    code = mailbox.code(**asked)
    client(host, "accept_order_form", name="A", role="B", code=code, **asked)
    for table in [row["table_name"] for row in host.rows(
            "select table_name from information_schema.tables where table_schema = 'public'")]:
        kept = " ".join(row["row"] for row in host.rows(f"select t::text as row from {table} t"))
        assert asked["token"] not in kept, table
        if table in {"order_form_standings", "order_form_evidence", "event_log", "outgoing_documents"}:
            assert f"\n{code}\n" not in kept, table
    assert b"[...]" in bytes(host.rows(
        "select content from outgoing_documents where name like 'sign-link-%%'")[0]["content"])


def test_a_contact_of_the_order_is_asked_in_their_language_and_a_client_without_mailbox_by_other_means(
    host: Host, mailbox: Mailbox,
) -> None:
    order_id = host.order(signed=False, client_id=host.client(**{**GERMAN, "enterprise_number": ""}))
    assert host.call("get_order", order_id=order_id)["state"] == "sent"
    assert [form["by_link"] for form in host.call("list_order_forms")] == [False]
    sent = host.call("send_order", order_id=order_id, valid_until="2026-09-03", contact={
        "name": "J. Peeters", "email": "jp@mueller.example", "language": "nl"})
    assert (sent["form"]["by_link"], sent["form"]["valid_until"]) == (True, "2026-09-03")
    form = client(host, "get_order_form", token=mailbox.link())
    assert (form["language"], form["taxes"][0]["category"], form["total"]) == ("nl", "AE", euro("1000.00"))
    (mail,) = mailbox.mails("link")
    assert ("Bestelbon 2026-00001" in str(mail["Subject"]), mail.get_body()["Content-Language"]) == (True, "nl")
    assert "tot en met 3 september 2026" in mailbox.text("link")
    assert host.refusal("send_order", order_id=order_id, valid_until="2026-08-31")["exc_type"] == (
        "validity_not_possible")


def test_without_the_address_of_the_portal_a_link_waits_and_is_not_lost(
    host: Host, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch,
) -> None:
    host.order(signed=False)
    monkeypatch.delenv("PORTAL_ORIGIN")
    assert mailbox.fetch() == "0 mails were sent, 1 are tried again, 0 failed."
    monkeypatch.setenv("PORTAL_ORIGIN", "https://portal.example/")
    host.rows("update mail_pending set try_at = %s returning 1", datetime(2020, 1, 1, tzinfo=UTC))
    assert client(host, "get_order_form", token=mailbox.link())["may_sign"] is True


def test_a_worker_who_opens_the_link_does_not_sign_for_the_client(host: Host, mailbox: Mailbox) -> None:
    asked = shown(host, mailbox)
    code = mailbox.code(**asked)
    refusal = host.refusal("accept_order_form", by=("visitor",), subject=MEMBER, name="A", role="B", code=code, **asked)
    assert refusal["exc_type"] == "client_signs"
    host.on = date(2026, 9, 2)
    assert evidence(client(host, "get_signing_evidence", token=asked["token"]))["entries"][-1]["text"].count(
        "code_sent") == 1


def test_a_form_leaves_while_the_administrator_s_share_holds_and_what_was_sent_before_goes_on(host: Host) -> None:
    told = {"member_id": MEMBER, "call_id": "shc_" + "5" * 32, "shares": 1, "amount": euro("30.00"),
            "paid_on": "2026-01-05", "holding": 1}
    before = host.order(signed=False)
    host.hear("membership.share_paid", **told, holds_until="2026-08-31")
    drafted = {"activity_id": host.rows("select activity_id from activities")[0]["activity_id"],
               "client_id": host.rows("select client_id from clients")[0]["client_id"]}
    order_id = host.call("draft_order", **drafted, title="Festival", client_reference="", contract="white_collar",
                         parts=[part()])["order_id"]
    for method in ("send_order", "begin_unsigned_order"):
        assert host.refusal(method, order_id=order_id)["exc_type"] == "share_needed"
    host.sign(before)  # completion, invoice, payment and wage never ask
    host.employ(before)
    host.on = date(2026, 9, 12)
    host.complete(before)
    host.on = date(2026, 9, 1)
    host.hear("membership.share_paid", **told, holds_until="2026-09-01")  # its last day
    host.call("send_order", order_id=order_id)
