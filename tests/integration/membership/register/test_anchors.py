"""The chain's end leaves the house every day, signed: whoever writes the chain anew is found out."""

from datetime import date

import psycopg
import pytest

from services.membership.register.use_cases import anchor_register, compare_anchor, seal_register
from services.membership.standing.use_cases import suspend_arrears
from tests.integration.membership.conftest import Desk

TODAY = date(2026, 1, 5)


def nothing(done: int, total: int) -> None:
    """No progress is shown."""


def anchored(desk: Desk) -> tuple[bytes, str]:
    """The file that went out, and the public key."""
    anchor_register(desk.database, TODAY, nothing)
    [row] = desk.rows("select content, public_key from register_anchors "
                      "join outgoing_documents d on d.id = document_id")
    return bytes(row["content"]), row["public_key"]


def test_the_end_of_the_chain_is_signed_and_sent_out_once_a_day(desk: Desk) -> None:
    desk.member()
    content, key = anchored(desk)
    assert "before" in anchor_register(desk.database, TODAY, nothing)
    desk.member()
    seal_register(desk.database)
    assert compare_anchor(desk.database, content, key=key, on=TODAY) == ""
    assert desk.verify() == []


def rewrite(desk: Desk, sql: str) -> None:
    with psycopg.connect(desk.url) as conn:
        conn.execute("set local session_replication_role = replica")
        conn.execute(sql)


@pytest.mark.parametrize(("forgery", "found"), [
    ("delete from register_chain", "ends before place"),
    ("update register_chain set digest = md5(digest) || md5(digest)", "is not the one that was anchored"),
])
def test_a_chain_that_was_cut_or_written_anew_is_found_by_verify_and_by_who_kept_the_file(
    desk: Desk, forgery: str, found: str,
) -> None:
    desk.member()
    content, key = anchored(desk)
    rewrite(desk, forgery)
    assert found in compare_anchor(desk.database, content, key=key, on=TODAY)
    assert any(found in fault for fault in desk.verify())


def test_whoever_writes_chain_and_anchor_anew_is_found_by_who_kept_the_file(desk: Desk) -> None:
    desk.member()
    content, key = anchored(desk)
    rewrite(desk, "delete from register_anchors")
    rewrite(desk, "update share_movements set cents = 2999")
    rewrite(desk, "delete from register_chain")
    rewrite(desk, "delete from register_unsealed")
    rewrite(desk, "insert into register_unsealed select id, 'movement' from share_movements")
    rewrite(desk, "insert into register_unsealed select id, 'holder' from holders")
    seal_register(desk.database)
    assert compare_anchor(desk.database, content, key=key, on=TODAY) != ""


def test_rights_to_vote_and_legal_acts_are_in_the_chain(desk: Desk) -> None:
    member = desk.member()
    desk.sign_order(member, date(2027, 3, 1))
    suspend_arrears(desk.database, date(2027, 6, 1), nothing)
    desk.call("resign", member_id=member, on=date(2027, 6, 1))
    seal_register(desk.database)
    assert {row["kind"] for row in desk.rows("select kind from register_chain")} == {
        "movement", "holder", "standing", "act"}
    for forgery in ("update standings set voting = true", ("update legal_acts set known_on = known_on - 1, "
                    "happened_on = happened_on - 1")):
        assert desk.verify() == []
        rewrite(desk, forgery)
        assert any("the chain breaks" in fault for fault in desk.verify())
        rewrite(desk, "update standings set voting = false")
