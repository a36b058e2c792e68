"""Members find each other if they want to be found; the desk notes, counts, and sees what happened."""

from datetime import date, timedelta
from typing import Any

import pytest

from services.membership.letters.use_cases import write_letters
from tests.integration.membership.conftest import Desk, Refused
from tests.integration.membership.own_data.test_own_data import GONE, gone, nothing

LIGHT = {"city": "Gent", "trade": "Stage lighting", "offers": "I lend 20 lamps", "reached_by": "lamp@example.org"}


def found(desk: Desk, by: str, **asked: Any) -> list[str]:
    return [row["trade"] for row in desk.call("list_directory", by=by, roles=("member",), **asked)]


def enter(desk: Desk, member: str, **changes: Any) -> None:
    desk.call("enter_directory", by=member, roles=("member",), member_id=member, **{**LIGHT, **changes})


def test_a_member_is_found_by_trade_offer_name_and_city_from_when_they_want_until_they_do_not(desk: Desk) -> None:
    member, other = desk.member(family_name="Zwaan"), desk.member()
    assert found(desk, other) == []
    enter(desk, member, trade="Sound")
    enter(desk, member)
    for asked in ({"text": "LIGHT"}, {"text": "20 lamps"}, {"text": "zwaan"}, {"city": "Gent"}):
        assert found(desk, other, **asked) == ["Stage lighting"]
    for asked in ({"text": "sound"}, {"text": "2_ lamps"}, {"city": "Mons"}):
        assert found(desk, other, **asked) == []
    desk.call("leave_directory", by=member, roles=("member",), member_id=member)
    assert found(desk, other) == []


def test_nobody_enters_another_into_the_directory_nor_who_is_no_member(desk: Desk) -> None:
    member, candidate = desk.member(), desk.candidate()["member_id"]
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("enter_directory", by=candidate, roles=("member",), member_id=member, **LIGHT)
    with pytest.raises(Refused, match="not_member"):
        enter(desk, candidate)
    with pytest.raises(Refused, match="place_unknown"):
        enter(desk, member, city="Atlantis")


def test_who_left_is_not_found_any_more_and_leaves_no_note_behind(desk: Desk) -> None:
    other, member = desk.member(), desk.member()
    enter(desk, other)
    desk.call("end_membership", member_id=other, cause="death", happened_on="2026-01-05", evidence="act",
              assurance="high")
    assert found(desk, member) == []
    left = gone(desk)
    desk.call("add_note", member_id=left, text="prefers the telephone")
    desk.call("request_erasure", member_id=left, on=GONE)
    assert desk.call("list_notes", member_id=left) == []
    with pytest.raises(Refused, match="notes_closed"):
        desk.call("add_note", member_id=left, text="again")
    assert desk.verify() == []


def test_notes_come_newest_first_a_page_at_a_time_and_are_for_those_who_accompany(desk: Desk) -> None:
    member = desk.member()
    for text in ("first", "second", "third"):
        desk.call("add_note", roles=("advisor",), member_id=member, text=text)
    page = desk.call("list_notes", member_id=member, limit=2)
    rest = desk.call("list_notes", member_id=member, before=page[-1]["note_id"])
    assert ([one["text"] for one in page], [one["text"] for one in rest]) == (["third", "second"], ["first"])
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("list_notes", by=member, roles=("member",), member_id=member)


def test_the_history_of_a_membership_is_one_list_for_the_desk_and_the_member(desk: Desk) -> None:
    member = desk.member()
    write_letters(desk.database, desk.on, nothing)
    history = desk.call("get_history", by=member, roles=("member",), member_id=member)
    assert {(one["kind"], one["detail"]) for one in history} >= {
        ("accepted", ""), ("admitted", ""), ("share_called", "first"), ("payment", "call"), ("shares_paid", "1"),
        ("letter", "admission")}
    assert {one["amount"]["amount"] for one in history if one["kind"] == "payment"} == {"30.00"}


def test_members_are_counted_by_state_city_and_arrears(desk: Desk) -> None:
    late = desk.candidate(city="Gent")
    desk.member(city="Gent")
    desk.member()
    after = date.fromisoformat(late["due_on"]) + timedelta(days=1)
    count = {"candidates": 1, "members": 2, "left": 0, "shares": 2, "in_arrears": 1}
    assert desk.call("count_members", on=after) == count
    assert desk.call("count_members", city="Gent", on=after) == {**count, "members": 1, "shares": 1}
    assert desk.call("count_members", on=after - timedelta(days=1))["in_arrears"] == 0


def test_a_member_is_named_by_their_id_and_found_by_number_and_family_name_together(desk: Desk) -> None:
    member, other = desk.member(family_name="De Wilde"), desk.member()
    asked = {"by": other, "roles": ("member",)}
    (named,) = desk.call("list_member_names", member_ids=[member, "mbr_" + "0" * 32], **asked)
    assert (named["member_id"], named["name"].endswith("De Wilde")) == (member, True)
    assert desk.call("find_member", number=named["number"], family_name=" de wilde", **asked) == named
    for guess in ({"number": named["number"], "family_name": "Wilde"},
                  {"number": named["number"] + 100, "family_name": "De Wilde"}):
        with pytest.raises(Refused, match="not_found"):
            desk.call("find_member", **guess, **asked)
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("list_member_names", member_ids=[member], by="x", roles=("applicant",))


def test_who_left_reads_the_directory_no_more_whatever_their_login_still_says(desk: Desk) -> None:
    leaves, stays = desk.member(), desk.member()
    enter(desk, stays)
    desk.call("end_membership", member_id=leaves, cause="bankruptcy", happened_on="2026-01-05", evidence="judgment",
              assurance="high")
    with pytest.raises(Refused, match="not_member"):
        found(desk, leaves)
    assert len(found(desk, stays)) == 1
    assert len(desk.call("list_directory")) == 1
