"""Appointments with advisors: booked once by one, moved by an absence, and nobody forgotten."""

import threading
from datetime import date
from typing import Any

import pytest

from tests.integration.membership.advisors.test_advisors import advisor
from tests.integration.membership.conftest import Desk, Refused

TODAY = date(2027, 3, 1)


def hours(start: int, end: int, day: int = 10) -> dict[str, str]:
    return {"starts_at": f"2027-03-{day:02d}T{start:02d}:00:00+01:00",
            "ends_at": f"2027-03-{day:02d}T{end:02d}:00:00+01:00"}


def offer(desk: Desk, advisor_id: str, *when: dict[str, str], **changes: Any) -> list[str]:
    answer = desk.call("offer_hours", **{"advisor_id": advisor_id, "hours": list(when), "place": "Bruxelles",
                                         "on": TODAY, **changes})
    found: list[str] = answer["slot_ids"]
    return found


def book(desk: Desk, member: str, slot: str, on: date = TODAY, **changes: Any) -> str:
    answer = desk.call("book_appointment", by=member, roles=("member",), member_id=member, slot_id=slot,
                       subject="my first order", on=on, **changes)
    found: str = answer["appointment_id"]
    return found


def own(desk: Desk, member: str, on: date = TODAY) -> list[tuple[str, str]]:
    return [(one["advisor"], one["state"]) for one in
            desk.call("list_own_appointments", by=member, roles=("member",), member_id=member, on=on)]


def free(desk: Desk) -> list[str]:
    return [one["slot_id"] for one in desk.call("list_offered_hours", roles=("member",), on=TODAY)]


def test_hours_are_offered_booked_by_one_and_free_again_when_given_back(desk: Desk) -> None:
    first, second = offer(desk, advisor(desk, "ann"), hours(9, 10), hours(10, 11))
    member, other = desk.member(), desk.member()
    booked = book(desk, member, first)
    assert (free(desk), own(desk, member)) == ([second], [("Ann", "booked")])
    with pytest.raises(Refused, match="hours_full"):
        book(desk, other, first)
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("give_appointment_back", by=other, roles=("member",), appointment_id=booked, on=TODAY)
    desk.call("give_appointment_back", by=member, roles=("member",), appointment_id=booked, on=TODAY)
    assert free(desk) == [first, second]
    with pytest.raises(Refused, match="appointment_over"):
        desk.call("give_appointment_back", by=member, roles=("member",), appointment_id=booked, on=TODAY)


def test_an_advisor_is_at_one_place_at_a_time_and_so_is_a_member(desk: Desk) -> None:
    ann, ben = advisor(desk, "ann"), advisor(desk, "ben")
    [slot] = offer(desk, ann, hours(9, 11))
    with pytest.raises(Refused, match="hours_taken"):
        offer(desk, ann, hours(10, 12))
    [same_time] = offer(desk, ben, hours(10, 12))
    member = desk.member()
    book(desk, member, slot)
    with pytest.raises(Refused, match="appointment_at_once"):
        book(desk, member, same_time)
    with pytest.raises(Refused, match="times_reversed"):
        offer(desk, ann, hours(12, 12))


def test_of_ten_who_want_the_same_hours_at_once_one_gets_them(desk: Desk) -> None:
    [slot] = offer(desk, advisor(desk, "ann"), hours(9, 10))
    outcomes: list[str] = []

    def want(member: str) -> None:
        try:
            book(desk, member, slot)
            outcomes.append("booked")
        except Refused as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=want, args=(desk.member(),)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked"] + ["hours_full"] * 9


def test_a_group_comes_to_the_same_hours(desk: Desk) -> None:
    [slot] = offer(desk, advisor(desk, "ann"), hours(9, 11), places=2, topic="First quotes")
    for member in (desk.member(), desk.member()):
        book(desk, member, slot)
    with pytest.raises(Refused, match="hours_full"):
        book(desk, desk.member(), slot)


def test_nobody_books_all_hours_and_who_changes_gives_the_first_back_at_once(desk: Desk) -> None:
    slots = offer(desk, advisor(desk, "ann"), *(hours(n, n + 1) for n in range(8, 13)))
    member = desk.member()
    booked = [book(desk, member, slot) for slot in slots[:3]]
    with pytest.raises(Refused, match="too_many_appointments"):
        book(desk, member, slots[3])
    book(desk, member, slots[3], replaces=booked[0])
    assert free(desk) == [slots[0], slots[4]]


def test_nobody_frees_the_hours_of_another_by_booking_replaces_them(desk: Desk) -> None:
    first, second = offer(desk, advisor(desk, "ann"), hours(9, 10), hours(10, 11))
    member, other = desk.member(), desk.member()
    book(desk, other, second, replaces=book(desk, member, first))
    assert own(desk, member) == [("Ann", "booked")]


def test_an_absence_moves_appointments_to_who_covers_and_withdraws_hours_that_nobody_took(desk: Desk) -> None:
    ann, ben = advisor(desk, "ann"), advisor(desk, "ben")
    taken, _, later = offer(desk, ann, hours(9, 10), hours(10, 11), hours(9, 10, day=20))
    member = desk.member()
    book(desk, member, taken)
    desk.call("record_absence", advisor_id=ann, from_on="2027-03-08", until_on="2027-03-15", cover_id=ben, on=TODAY)
    assert (own(desk, member), free(desk)) == ([("Ben", "booked")], [later])
    assert [one["member_id"] for one in desk.call("list_appointments", advisor_id=ben, on=TODAY)] == [member]
    with pytest.raises(Refused, match="advisor_away"):
        offer(desk, ann, hours(14, 15))


def test_where_nobody_is_free_to_cover_who_was_to_come_stands_in_a_list_until_they_have_other_hours(
    desk: Desk,
) -> None:
    ann, ben = advisor(desk, "ann"), advisor(desk, "ben")
    [taken] = offer(desk, ann, hours(9, 10))
    [_, bens_later] = offer(desk, ben, hours(9, 10), hours(14, 15))
    member = desk.member()
    displaced = book(desk, member, taken)
    desk.call("record_absence", advisor_id=ann, from_on="2027-03-08", until_on="2027-03-15", cover_id=ben, on=TODAY)
    assert own(desk, member) == [("Ann", "displaced")]
    [waits] = desk.call("list_displaced_appointments", on=TODAY)
    assert (waits["appointment_id"], waits["changed_on"]) == (displaced, TODAY.isoformat())
    book(desk, member, bens_later, replaces=displaced)
    assert (desk.call("list_displaced_appointments"), own(desk, member)) == ([], [("Ben", "booked")])


def test_who_retires_and_hours_that_are_withdrawn_leave_nobody_forgotten(desk: Desk) -> None:
    ann, ben = advisor(desk, "ann"), advisor(desk, "ben")
    slots = [offer(desk, one, hours(9, 10))[0] for one in (ann, ben)]
    members = [desk.member(), desk.member()]
    for member, slot in zip(members, slots, strict=True):
        book(desk, member, slot)
    desk.call("retire_advisor", advisor_id=ann, handover_note="gone", on=TODAY)
    assert desk.call("withdraw_hours", slot_id=slots[1], on=TODAY)["displaced"] == 1
    with pytest.raises(Refused, match="hours_not_offered"):
        desk.call("withdraw_hours", slot_id=slots[1], on=TODAY)
    assert {one["member_id"] for one in desk.call("list_displaced_appointments")} == set(members)


def test_appointments_fall_with_membership(desk: Desk) -> None:
    [slot] = offer(desk, advisor(desk, "ann"), hours(9, 10))
    member = desk.member()
    book(desk, member, slot)
    desk.call("end_membership", member_id=member, cause="death", happened_on="2027-03-01", evidence="civil registry",
              assurance="high", on=TODAY)
    assert free(desk) == [slot]
    with pytest.raises(Refused, match="not_member"):
        book(desk, member, slot)
