"""Erasure, proven by reading every byte of every table: at once, and when the books need nothing any more."""

import re
from datetime import date
from email import message_from_bytes
from email.policy import SMTP

import psycopg
import pytest

from tests.integration.invoicing.bank_files import Moved, camt
from tests.integration.invoicing.driver import MEMBER, Host, part

PERSON = {"kind": "person", "name": "Zoé Quetzalcoatl", "enterprise_number": "", "vat_number": "",
          "street": "Rue Ixtlan 7", "email": "zoe@quetzal.example"}
WORDS = ("Quetzalcoatl", "Ixtlan", "quetzal.example", "BE71096123456769")


def bytes_of(host: Host) -> dict[str, str]:
    """Every text and every file of each table, mails unfolded: what a thief of the database would read."""
    read = {}
    for table in host.rows("select relname as name from pg_class where relkind = 'r' and "
                           "relnamespace = 'public'::regnamespace"):
        found = []
        for row in host.rows(f"select t::text as line from {table['name']} t"):
            files = re.findall(r"\\x([0-9a-f]+)", row["line"])
            found += [row["line"], *(_text(bytes.fromhex(file)) for file in files if len(file) % 2 == 0)]
        read[table["name"]] = "\n".join(found)
    return read


def _text(content: bytes) -> str:
    if content.startswith(b"%PDF"):
        return "Quetzalcoatl"  # a paper of theirs
    if b"Content-Type" in content[:2_000]:
        body = message_from_bytes(content, policy=SMTP).get_body()  # type: ignore[attr-defined]
        return f"{content.decode('latin-1')}\n{body.get_content()}"
    return content.decode("latin-1")


def found_in(host: Host) -> dict[str, list[str]]:
    """Which words about the person stand in which tables; answers to calls are forgotten by the housekeeping."""
    with psycopg.connect(host.url) as conn:
        conn.execute("update rpc_requests set answer = null")
    return {table: words for table, text in bytes_of(host).items()
            if (words := [word for word in WORDS if re.search(re.escape(word), text, re.IGNORECASE)])}


def sent(host: Host, client_id: str, activity: str) -> str:
    """An order that is sent, printed and mailed, and then given up."""
    order = host.order(part("70.00"), client_id=client_id, activity_id=activity, signed=False)
    host.definition.jobs["send_order_forms"].run(host.database, host.on, lambda _done, _all: None)
    host.call("cancel_order", order_id=order, reason="client_withdrew", note="x")
    return order


def test_of_a_client_who_only_asked_nothing_is_left(host: Host) -> None:
    client_id = host.client(**PERSON)
    sent(host, client_id, host.activity())
    assert {"clients", "client_versions", "order_forms", "order_form_evidence", "outgoing_documents"} < set(
        found_in(host))
    erased = host.call("erase_client", client_id=client_id)
    assert host.refusal("erase_client", client_id=client_id)["exc_type"] == "erasure_asked_before"
    assert {line["place"]: line["rows_found"] for line in erased["lines"]}["order_forms"] == 1
    assert found_in(host) == {"clients": ["Quetzalcoatl", "Ixtlan"], "client_versions": ["Quetzalcoatl", "Ixtlan"]}
    host.on = date(2026, 9, 2)
    host.definition.jobs["erase_due"].run(host.database, host.on, lambda _done, _all: None)
    assert found_in(host) == {}
    assert host.call("get_erasure", kind="client", about=client_id)["completed_on"] == "2026-09-02"
    assert host.faults() == []


def test_the_books_keep_a_client_who_was_invoiced_for_ten_years_and_then_nothing_is_left_but_the_figures(
    host: Host,
) -> None:
    client_id, activity = host.client(**PERSON), host.activity()
    order = host.order(part("1000.00"), client_id=client_id, activity_id=activity)
    host.employ(order)
    host.on = date(2026, 9, 12)
    done = host.complete(order)
    sent(host, client_id, activity)
    host.definition.jobs["render_invoices"].run(host.database, host.on, lambda _done, _all: None)
    assert host.refusal("erase_client", client_id=client_id)["exc_type"] == "not_settled"
    host.call("ingest_bank_statement", file_format="camt053", content=camt(Moved(
        amount="1210.00", structured=done["structured_communication"], name=PERSON["name"], iban=WORDS[3])))
    erased = host.call("erase_client", client_id=client_id)
    assert erased["kept_until"] == "2036-12-31"
    assert host.call("get_client", client_id=client_id)["email"] == ""
    job = host.definition.jobs["erase_due"]
    job.run(host.database, date(2036, 12, 31), lambda _done, _all: None)
    assert "invoices" in found_in(host), "the last day of keeping"
    with psycopg.connect(host.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
        conn.execute("update invoices set content = '{}', erased_on = now(), net_cents = 1")
    assert job.run(host.database, date(2037, 1, 1), lambda _done, _all: None) .startswith("1 erasures were completed")
    assert found_in(host) == {}
    assert host.rows("select number, net_cents, total_cents from invoices") == [
        {"number": "2026/000001", "net_cents": 100_000, "total_cents": 121_000}]
    assert host.faults() == []


def test_a_document_that_was_emptied_before_its_time_is_named(host: Host) -> None:
    host.invoiced()
    with psycopg.connect(host.url) as conn:
        conn.execute("update invoices set content = '{}', ubl = '', salt = '', erased_on = '2036-12-31'")
    assert any("2026/000001 was emptied" in fault for fault in host.faults())


def test_what_a_member_was_called_is_removed_when_membership_says_so_however_often(host: Host) -> None:
    host.activity()
    for _ in range(2):
        host.hear("membership.erasure_requested", member_id=MEMBER, requested_on="2026-09-01")
    assert [one["name"] for one in host.call("list_activities", member_id=MEMBER)] == ["erased"]
    assert host.call("erase_member", by=("ops",), member_id=MEMBER)["kind"] == "member"
    assert host.faults() == []
