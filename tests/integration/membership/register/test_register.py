"""The register: as of any day and as known on any day, who reads it, certificates, the print, the chain."""

import base64
import hashlib
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from pypdf import PdfReader

from services.membership.comparison.use_cases import compare_register
from services.membership.register.rules import Movement, MovementKind
from services.membership.register.store import add_movement
from services.membership.register.use_cases import print_register, seal_register
from services.membership.standing.use_cases import suspend_arrears
from shared.money import Money
from tests.integration.membership.conftest import Desk, Refused, euro

STRONG = {"assurance": "high", "purpose": "question of the auditor"}


def nothing(done: int, total: int) -> None:
    """No progress is shown."""


def register(desk: Desk, on: date, **asked: Any) -> dict[str, Any]:
    return desk.call("get_register", roles=("auditor",), on=on, **STRONG, **asked)


def holding(desk: Desk, member: str, on: date, **asked: Any) -> dict[str, Any]:
    return desk.call("get_holding", roles=("auditor",), on=on, member_id=member, **STRONG, **asked)


def test_the_register_says_all_that_article_6_25_asks_for(desk: Desk) -> None:
    member = desk.member(on=date(2026, 2, 1), family_name="Maes", given_name="Jef")
    shown = register(desk, date(2026, 2, 1))
    assert (shown["share_class"], shown["holders"], shown["shares"], shown["paid"]) == ("A", 1, 1, euro("30.00"))
    assert set(shown["rights"]) == {"vote", "profit", "liquidation", "transfer"}
    [row] = shown["rows"]
    assert (row["member_id"], row["name"], row["domicile"]) == (member, "Jef Maes",
                                                               "Rue Coenraets 72, 1060 Saint-Gilles, BE")
    assert (row["shares"], row["paid"], row["voting"]) == (1, euro("30.00"), True)


def test_holdings_are_those_of_the_day_asked_for(desk: Desk) -> None:
    member = desk.member(on=date(2026, 2, 1))
    call = desk.call("call_voluntary_shares", member_id=member, shares=4, on=date(2026, 3, 1))
    desk.pay(call["structured_communication"], "120.00", on=date(2026, 3, 10))
    today = date(2026, 4, 1)
    shares = [holding(desk, member, today, as_of=day)["shares"]
              for day in ("2026-01-31", "2026-02-01", "2026-03-09", "2026-03-10")]
    assert shares == [0, 1, 1, 5]


def test_the_register_is_shown_as_it_was_known_on_a_day(desk: Desk) -> None:
    """A payment booked on 10 March that was recorded today is not known the day before today."""
    member = desk.member(on=date(2026, 2, 1))
    recorded = datetime.now(UTC).date()
    known_then = recorded - timedelta(days=1)
    future = date(2027, 1, 1)
    assert holding(desk, member, future, as_of="2026-02-01")["shares"] == 1
    assert holding(desk, member, future, as_of="2026-02-01", known_on=known_then.isoformat())["shares"] == 0
    assert register(desk, future, as_of="2026-02-01", known_on=known_then.isoformat())["rows"] == []
    assert register(desk, future, as_of="2026-02-01", known_on="2026-12-31")["shares"] == 1


def test_knowledge_of_a_day_ends_at_its_midnight_in_the_country(desk: Desk) -> None:
    member = desk.member(on=date(2026, 2, 1))
    midnight = datetime(2026, 6, 30, 22, 0, tzinfo=UTC)  # 1 July, 0:00 in Brussels
    for instant in (midnight - timedelta(microseconds=1), midnight):
        with desk.database.transaction(on=date(2026, 6, 30), actor="test", at=instant) as tx:
            add_movement(tx, Movement(
                member_id=member, kind=MovementKind.PAID, lot="shc_x", shares=2, amount=Money.of(60),
                cause=str(instant), effective_on=date(2026, 6, 1)))
    known = {day: holding(desk, member, date(2027, 1, 1), as_of="2026-06-30", known_on=day)["shares"]
             for day in ("2026-06-29", "2026-06-30", "2026-07-01")}
    assert known == {"2026-06-29": 0, "2026-06-30": 2, "2026-07-01": 4}


def test_nothing_is_known_of_days_to_come(desk: Desk) -> None:
    member = desk.member()
    assert holding(desk, member, desk.on, as_of=desk.on.isoformat())["shares"] == 1
    with pytest.raises(Refused, match="day_not_over"):
        holding(desk, member, desk.on, as_of=(desk.on + timedelta(days=1)).isoformat())


def test_the_right_to_vote_is_part_of_the_register_of_every_day(desk: Desk) -> None:
    member = desk.member()
    desk.sign_order(member, date(2027, 3, 1))
    suspend_arrears(desk.database, date(2027, 4, 2), nothing)
    today = date(2027, 5, 1)
    for day, voting in (("2027-03-31", True), ("2027-04-01", False)):
        assert register(desk, today, as_of=day)["rows"][0]["voting"] is voting
        assert holding(desk, member, today, as_of=day)["voting"] is voting


def test_a_page_goes_on_where_the_last_one_ended(desk: Desk) -> None:
    members = sorted(desk.member() for _ in range(5))
    first = register(desk, desk.on, limit=2)
    second = register(desk, desk.on, limit=2, after=first["next_after"])
    third = register(desk, desk.on, limit=2, after=second["next_after"])
    assert [row["member_id"] for page in (first, second, third) for row in page["rows"]] == members
    assert third["next_after"] == ""
    assert first["shares"] == 5


@pytest.mark.parametrize(("assurance", "purpose", "code"), [
    ("", "audit", "assurance_too_low"), ("substantial", "audit", "assurance_too_low"), ("high", "", "purpose_missing"),
    ("high", "  ", "purpose_missing"),
])
def test_the_register_opens_to_a_strong_identity_with_a_purpose_only(
    desk: Desk, assurance: str, purpose: str, code: str,
) -> None:
    member = desk.member()
    for method, asked in (("get_register", {}), ("get_holding", {"member_id": member}), ("list_register_reads", {})):
        with pytest.raises(Refused, match=code):
            desk.call(method, by="eve", roles=("auditor",), assurance=assurance, purpose=purpose, **asked)
    kept = desk.rows("select what, about, rows_read from register_reads where actor = 'eve' order by id")
    assert [(row["what"], row["about"], row["rows_read"]) for row in kept] == [
        (f'{{"refused":"{code}","what":"{method}"}}', about, 0)
        for method, about in (("get_register", ""), ("get_holding", member), ("list_register_reads", ""))]


def test_every_holder_may_see_the_whole_register_and_nobody_else_may(desk: Desk) -> None:
    member, candidate = desk.member(), desk.candidate()["member_id"]
    asked = {"roles": ("member",), **STRONG}
    assert desk.call("get_register", by=member, **asked)["holders"] == 1
    with pytest.raises(Refused, match="not_member"):
        desk.call("get_register", by=candidate, **asked)


def test_every_read_is_noted_with_who_when_what_and_for_which_purpose(desk: Desk) -> None:
    member = desk.member()
    register(desk, desk.on, limit=10)
    holding(desk, member, desk.on)
    desk.call("get_share_certificate", member_id=member, by=member, roles=("member",), purpose="for my bank")
    reads = desk.call("list_register_reads", by="auditor-1", roles=("auditor",), **STRONG)
    assert [(read["actor"], read["about"], read["purpose"], read["rows_read"]) for read in reads] == [
        (member, member, "for my bank", 1), ("clerk", member, "question of the auditor", 1),
        ("clerk", "", "question of the auditor", 1)]
    assert '"what":"register"' in reads[-1]["what"]
    again = desk.call("list_register_reads", by="auditor-1", roles=("auditor",), about=member, **STRONG)
    assert {read["about"] for read in again} == {member}
    assert len(desk.rows("select 1 from register_reads where actor = 'auditor-1'")) == 2


def test_the_traces_of_reads_are_for_auditors_and_cannot_be_changed(desk: Desk) -> None:
    desk.member()
    register(desk, desk.on)
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("list_register_reads", by="nosy", roles=("desk",), **STRONG)
    assert desk.rows("select what from register_reads where actor = 'nosy'") == [
        {"what": '{"refused":"not_allowed","what":"list_register_reads"}'}]
    with psycopg.connect(desk.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
        conn.execute("delete from register_reads")


def pdf_text(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_a_certificate_is_a_pdf_in_the_members_language_and_the_same_each_time(desk: Desk) -> None:
    member = desk.member(language="nl", family_name="Claes")
    asked = {"member_id": member, "purpose": "proof for a lender"}
    first, second = (desk.call("get_share_certificate", **asked) for _ in range(2))
    content = base64.b64decode(first["content"])
    assert first["digest"] == second["digest"] == hashlib.sha256(content).hexdigest()
    text = pdf_text(content)
    assert "Uittreksel uit het aandelenregister" in text
    assert "Ada Claes" in text
    assert "30,00" in text, text


def test_the_full_print_leaves_the_house_once_per_content(desk: Desk) -> None:
    members = [desk.member() for _ in range(40)]
    first = print_register(desk.database, desk.on, nothing)
    assert print_register(desk.database, desk.on, nothing) == first
    [row] = desk.rows("select name, content from outgoing_documents where channel = 'register'")
    text = pdf_text(bytes(row["content"]))
    assert all(member in text for member in members)
    assert "40" in first
    desk.member()
    print_register(desk.database, desk.on, nothing)
    assert len(desk.rows("select 1 from outgoing_documents where channel = 'register'")) == 2


def test_movements_cannot_be_changed_or_removed(desk: Desk) -> None:
    desk.member()
    for statement in ("update share_movements set shares = 9", "delete from share_movements",
                      "truncate share_movements", "delete from register_chain",
                      "update holders set given_name = 'Eve'"):
        with psycopg.connect(desk.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
            conn.execute(statement)


def tamper(desk: Desk, table: str, statement: str) -> None:
    with psycopg.connect(desk.url) as conn:
        conn.execute(f"alter table {table} disable trigger user")
        conn.execute(statement)
        conn.execute(f"alter table {table} enable trigger user")


def test_the_chain_names_the_first_row_that_was_forged(desk: Desk) -> None:
    for _ in range(3):
        desk.member()
    assert seal_register(desk.database) == 6
    assert seal_register(desk.database) == 0
    assert desk.verify() == []
    [row] = desk.rows("select c.place, c.entry_id from register_chain c where kind = 'movement' order by place "
                      "offset 1 limit 1")
    tamper(desk, "share_movements",
           f"update share_movements set effective_on = '2020-01-01' where id = '{row['entry_id']}'")
    assert f"register: the chain breaks at place {row['place']}, entry {row['entry_id']}" in desk.verify()


def test_a_link_that_was_cut_out_is_found_where_it_stood_and_its_entry_is_outside(desk: Desk) -> None:
    for _ in range(2):
        desk.member()
    seal_register(desk.database)
    cut, after = desk.rows("select entry_id from register_chain order by place offset 1 limit 2")
    tamper(desk, "register_chain", "delete from register_chain where place = 2")
    faults = desk.verify()
    assert f"register: the chain breaks at place 2, entry {after['entry_id']}" in faults
    assert f"register: entry {cut['entry_id']} is neither in the chain nor waiting for it" in faults


def test_a_day_on_which_more_went_than_was_there_is_found(desk: Desk) -> None:
    member = desk.member()
    with psycopg.connect(desk.url) as conn:
        conn.execute("insert into share_movements select 'shm_' || shares, member_id, share_class, 'reversed', "
                     "-shares, -cents, currency, effective_on - 1, recorded_at, cause, '', 'eve' from share_movements")
    day = desk.on - timedelta(days=1)
    assert any(f"on {day} member {member} holds -1 shares and -3000 cents" in fault for fault in desk.verify())


def test_a_forged_name_a_lost_row_and_a_holding_that_does_not_add_up_are_found(desk: Desk) -> None:
    member = desk.member()
    seal_register(desk.database)
    tamper(desk, "holders", "update holders set family_name = 'Eve'")
    assert any("are not those that were recorded" in fault for fault in desk.verify())
    tamper(desk, "holders", f"update holders set family_name = (select family_name from registrations r "
                            f"where r.member_id = '{member}')")
    assert desk.verify() == []
    tamper(desk, "members", "update members set shares = 7")
    assert any("holds 7 shares, the movements say 1" in fault for fault in desk.verify())


def test_an_entry_that_was_slipped_in_beside_the_chain_is_found(desk: Desk) -> None:
    member = desk.member()
    seal_register(desk.database)
    with psycopg.connect(desk.url) as conn:
        conn.execute("insert into share_movements select 'shm_x', member_id, share_class, kind, 100, 300000, currency, "
                     "effective_on, recorded_at, 'x', '', 'eve' from share_movements")
    faults = desk.verify()
    assert any("shm_x is neither in the chain" in fault for fault in faults)
    assert any(f"member {member} holds 1 shares, the movements say 101" in fault for fault in faults)
    assert any(fault.startswith("capital: register") for fault in faults)


def test_register_bank_and_capital_account_are_compared_every_day(desk: Desk) -> None:
    desk.member()
    desk.pay(desk.candidate()["structured_communication"], "12.00")
    assert compare_register(desk.database, desk.on, nothing) == \
        "1 shares: register 3000, capital account 3000, bank 3000 cents agree."
    assert desk.rows("select agree from register_comparisons") == [{"agree": True}]


def test_no_operation_pays_a_dividend_or_revalues_a_share(desk: Desk) -> None:
    methods = set(desk.dispatcher.methods)
    assert not {name for name in methods if "dividend" in name or "revalu" in name}
    accounts = [key for name, key in desk.database.tables.names() if name == "account"]
    assert not [key for key in accounts if key.startswith(("694", "12", "1100", "1110", "471"))]
    desk.member()
    assert desk.rows("select 1 from share_movements where cents <> shares * 3000") == []
