"""A member's own data: changed with their history, handed out whole and signed, removed as far as the law lets."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from services.membership.cli import commands
from services.membership.exits.use_cases.leaving import settle_exits
from services.membership.own_data.reads import EXPORTS
from services.membership.own_data.use_cases import erase_due
from services.membership.payouts.use_cases import pay_claims
from services.membership.register.use_cases import seal_register
from shared.auth import new_key
from tests.integration.membership.conftest import Desk, Refused
from tests.integration.membership.exits.test_leaving import DUE, JUNE_30, approve, find, leaver, nothing
from tests.integration.membership.sessions.test_sessions import HELD, book, schedule

GONE = date(2027, 8, 2)
KEPT_UNTIL = date(2034, 12, 31)


def gone(desk: Desk, member: str = "", **changes: Any) -> str:
    """A member who left on 30 June 2027 and was paid."""
    member = member or leaver(desk)
    desk.call("ask_question", by=member, roles=("member",), member_id=member, subject="private", text="my health",
              **changes)
    approve(desk)
    find(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    pay_claims(desk.database, DUE, nothing)
    [claim] = desk.call("list_claims", member_id=member)
    desk.call("record_payout", roles=("bank",), claim_id=claim["claim_id"], movement="m1", booked_on="2027-08-01",
              on=date(2027, 8, 1))
    return member


def test_a_new_domicile_counts_from_its_day_and_the_old_one_stays_known(desk: Desk) -> None:
    member = desk.member()
    moved = {"member_id": member, "given_name": "Ada", "family_name": "Peeters", "street": "Veldstraat 1",
             "postcode": "9000", "town": "Gent", "country": "BE", "effective_on": "2026-06-01", "reason": "moved"}
    with pytest.raises(Refused, match="assurance_too_low"):
        desk.call("record_name_and_domicile", **moved)
    desk.call("record_name_and_domicile", assurance="high", **moved)
    strong = {"assurance": "high", "purpose": "test", "roles": ("auditor",), "on": date(2026, 7, 1)}
    clusters = [desk.call("get_holding", member_id=member, as_of=day, **strong)["domicile"].split(", ")[1]
             for day in ("2026-05-31", "2026-06-01")]
    assert clusters == ["1060 Saint-Gilles", "9000 Gent"]
    history = desk.call("get_change_history", by=member, roles=("member",), member_id=member)
    assert [(version["town"], version["reason"], version["actor"]) for version in history["holders"]] == \
        [("Saint-Gilles", "accepted", "clerk"), ("Gent", "moved", "clerk")]
    seal_register(desk.database)
    assert desk.verify() == []


def test_a_member_without_an_address_for_mail_gets_everything_by_post(desk: Desk) -> None:
    member = desk.member()
    own = {"by": member, "roles": ("member",), "member_id": member}
    assert desk.call("change_contact", email="new@example.org", language="nl", **own)["by_post"] is False
    assert desk.call("get_particulars", **own)["email"] == "new@example.org"
    assert desk.call("change_contact", language="nl", **own)["by_post"] is True
    assert (desk.get(member)["language"], len(desk.call("get_change_history", **own)["contacts"])) == ("nl", 3)


@pytest.fixture
def signing_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXPORT_SIGNING_KEY", new_key()[0])


@pytest.mark.usefixtures("signing_key")
def test_an_export_holds_everything_and_its_signature_can_be_checked_offline(desk: Desk, tmp_path: Path) -> None:
    member = desk.member(family_name="Wouters")
    export = desk.call("get_member_export", by=member, roles=("member",), member_id=member)
    content = json.loads(export["content"])
    assert content["member_id"] == member
    assert content["data"]["registrations"][0]["family_name"] == "Wouters"
    assert [row["shares"] for row in content["data"]["share_movements"]] == [1]
    file = tmp_path / "export.json"
    file.write_text(json.dumps(export))
    check = ["verify-export", str(file), "--key", export["public_key"]]
    assert CliRunner().invoke(commands, check).exit_code == 0
    file.write_text(json.dumps({**export, "content": export["content"].replace("Wouters", "Peeters")}))
    assert CliRunner().invoke(commands, check).exit_code == 1


@pytest.mark.usefixtures("signing_key")
def test_every_table_that_names_a_member_is_in_the_export(desk: Desk) -> None:
    rows = desk.rows("select distinct table_name as name from information_schema.columns "
                     "where table_schema = 'public' and column_name in ('member_id', 'giver_id')")
    assert {row["name"] for row in rows} <= set(EXPORTS)
    member = desk.member()
    content = json.loads(desk.call("get_member_export", member_id=member)["content"])
    assert set(content["data"]) == set(EXPORTS)


@pytest.mark.usefixtures("signing_key")
def test_an_export_is_for_the_member_himself_and_leaves_a_trace(desk: Desk) -> None:
    member, other = desk.member(), desk.member()
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("get_member_export", by=other, roles=("member",), member_id=member)
    desk.call("get_member_export", by=member, roles=("member",), member_id=member)
    assert desk.rows("select actor, about, purpose from register_reads order by id") == [
        {"actor": other, "about": member, "purpose": ""},  # who was refused is kept as well
        {"actor": member, "about": member, "purpose": "own data"}]


def test_who_reads_the_particulars_of_somebody_else_leaves_a_trace(desk: Desk) -> None:
    member = desk.member()
    for method in ("get_particulars", "get_change_history"):
        desk.call(method, by=member, roles=("member",), member_id=member)
        desk.call(method, member_id=member, purpose="a letter came back")
    desk.call("get_particulars", by="lea", roles=("advisor",), member_id=member)
    assert [(row["actor"], row["about"], row["purpose"]) for row in desk.rows(
        "select actor, about, purpose from register_reads order by id")] == [
        ("clerk", member, "a letter came back")] * 2 + [("lea", member, "particulars")]


def test_without_a_key_nothing_is_exported(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXPORT_SIGNING_KEY", raising=False)
    with pytest.raises(Refused, match="signing_key_missing"):
        desk.call("get_member_export", member_id=desk.member())


def test_erasure_is_for_those_who_left_and_were_paid(desk: Desk) -> None:
    member = leaver(desk)
    with pytest.raises(Refused, match="still_member"):
        desk.call("request_erasure", member_id=member, on=JUNE_30)
    approve(desk)
    settle_exits(desk.database, JUNE_30, nothing)
    with pytest.raises(Refused, match="money_owed"):
        desk.call("request_erasure", member_id=member, on=GONE)


def personal(desk: Desk) -> str:
    """Every text of every table, as one: what a thief of the database would read."""
    tables = [row["name"] for row in desk.rows(
        "select table_name as name from information_schema.tables where table_schema = 'public' "
        "and table_type = 'BASE TABLE' and table_name <> 'migrations'")]
    return "\n".join(str(row["line"]) for table in tables
                     for row in desk.rows(f"select t::text as line from {table} t"))


def test_erasure_removes_at_once_what_no_law_keeps_and_says_what_is_kept_until_when(desk: Desk) -> None:
    member = gone(desk)
    [registration] = desk.rows("select * from registrations where member_id = %s", member)
    erased = desk.call("request_erasure", by=member, roles=("member",), member_id=member, on=GONE)
    assert erased["kept_until"] == KEPT_UNTIL.isoformat()
    lines = {(line["place"], line["done"]): (line["rows_found"], line["kept_until"]) for line in erased["lines"]}
    assert lines["contacts", "erased"] == lines["questions", "erased"] == lines["members", "erased"] == (1, None)
    assert lines["holders", "kept"] == lines["payees", "kept"] == (1, "2034-12-31")
    left = personal(desk)
    for gone_text in (registration["email"], registration["national_number"], "my health"):
        assert gone_text not in left
    assert registration["family_name"] in left
    assert desk.published("erasure_requested", about=member)
    assert desk.verify() == []
    with pytest.raises(Refused, match="erasure_asked_before"):
        desk.call("request_erasure", member_id=member, on=GONE)


def test_when_the_time_of_keeping_is_over_the_rest_goes_and_the_chain_stays_whole(desk: Desk) -> None:
    member = gone(desk)
    [holder] = desk.rows("select family_name from holders")
    seal_register(desk.database)
    desk.call("request_erasure", member_id=member, on=GONE)
    assert erase_due(desk.database, KEPT_UNTIL, nothing).startswith("0 erasures completed")
    assert holder["family_name"] in personal(desk)
    assert erase_due(desk.database, KEPT_UNTIL + timedelta(days=1), nothing).startswith("1 erasures completed")
    assert holder["family_name"] not in personal(desk)
    assert "BE68539007547034" not in personal(desk)
    assert desk.verify() == []
    done = desk.call("get_erasure", member_id=member)
    assert done["completed_on"] == "2035-01-01"
    strong = {"assurance": "high", "purpose": "test", "roles": ("auditor",), "on": date(2035, 2, 1)}
    assert desk.call("get_holding", member_id=member, as_of="2027-06-01", **strong)["name"] == "(erased)"


def test_an_erasure_that_left_something_behind_is_found(desk: Desk) -> None:
    member = gone(desk)
    desk.call("request_erasure", member_id=member, on=GONE)
    with psycopg.connect(desk.url) as conn:
        conn.execute("update members set national_number = '80010100123'")
    assert desk.verify() == [f"erasure: personal data of {member} are left in members"]


def test_registrations_that_came_to_nothing_and_guests_are_forgotten_after_a_year(desk: Desk) -> None:
    refused = desk.register(on=date(2026, 2, 10), family_name="Forgotten")
    desk.call("refuse_registration", registration_id=refused, reasons=["no"], on=date(2026, 2, 10))
    book(desk, schedule(desk), "guest@example.org", on=HELD)
    a_year_later = date(2027, 2, 10)
    erase_due(desk.database, a_year_later, nothing)
    assert "Forgotten" in personal(desk)
    assert "guest@example.org" in personal(desk)
    assert erase_due(desk.database, a_year_later + timedelta(days=1), nothing) == \
        "0 erasures completed; 1 old registrations and 1 old seats forgotten."
    assert "Forgotten" not in personal(desk)
    assert "guest@example.org" not in personal(desk)


def test_a_name_in_the_register_is_changed_by_erasure_only(desk: Desk) -> None:
    desk.member()
    for statement in ("update holders set family_name = null", "delete from holders",
                      "update holders set digest = 'x', salt = null, erased_at = now()"):
        with psycopg.connect(desk.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
            conn.execute(statement)
