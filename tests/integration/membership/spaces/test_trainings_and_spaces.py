"""Trainings with seats and waiting lists; rooms and desks whose bookings cannot overlap."""

import threading
from datetime import date
from typing import Any

import pytest

from tests.integration.membership.conftest import Desk, Refused, euro

TODAY = date(2027, 3, 1)


def training(desk: Desk, capacity: int = 1) -> tuple[str, str]:
    offered = desk.call("offer_training", title="Quotes that work", about="How to price a job",
                        language="fr")["training_id"]
    session = desk.call("schedule_training_session", training_id=offered, place="Namur", capacity=capacity,
                        starts_at="2027-03-10T09:00:00+01:00", ends_at="2027-03-10T12:00:00+01:00")["session_id"]
    return offered, session


def test_members_enrol_until_the_training_is_full_then_wait(desk: Desk) -> None:
    _, session = training(desk)
    first, second = desk.member(), desk.member()
    seats = [desk.call("enrol_in_training", by=one, roles=("member",), member_id=one, session_id=session, on=TODAY)
             for one in (first, second)]
    assert [seat["state"] for seat in seats] == ["booked", "waiting"]
    (own,) = desk.call("list_own_trainings", by=second, roles=("member",), member_id=second, on=TODAY)
    assert (own["state"], own["session_id"]) == ("waiting", session)
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("list_own_trainings", by=first, roles=("member",), member_id=second)
    given_back = desk.call("give_back_seat", by=first, roles=("member",), seat_id=seats[0]["seat_id"], on=TODAY)
    assert given_back["promoted_seat_id"] == seats[1]["seat_id"]
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("give_back_seat", by=first, roles=("member",), seat_id=seats[1]["seat_id"], on=TODAY)
    noted = desk.call("record_training_attendance", session_id=session, present=[seats[1]["seat_id"]],
                      on=date(2027, 3, 10))
    assert noted["present"] == 1


def test_trainings_are_for_members_and_an_info_session_is_no_training(desk: Desk) -> None:
    _, session = training(desk)
    with pytest.raises(Refused, match="not_member"):
        desk.call("enrol_in_training", member_id=desk.candidate()["member_id"], session_id=session)
    with pytest.raises(Refused, match="not_found"):
        desk.call("book_seat", roles=("applicant",), session_id=session, name="Ada", email="a@example.org")


def test_a_training_that_ended_has_no_new_sessions(desk: Desk) -> None:
    offered, _ = training(desk)
    assert [one["training_id"] for one in desk.call("list_trainings")] == [offered]
    desk.call("end_training", training_id=offered)
    assert desk.call("list_trainings") == []
    with pytest.raises(Refused, match="training_ended"):
        desk.call("schedule_training_session", training_id=offered, place="Namur", capacity=3,
                  starts_at="2027-03-10T09:00:00+01:00", ends_at="2027-03-10T12:00:00+01:00")


def test_a_session_ends_after_it_begins(desk: Desk) -> None:
    offered, _ = training(desk)
    with pytest.raises(Refused, match="times_reversed"):
        desk.call("schedule_training_session", training_id=offered, place="Namur", capacity=3,
                  starts_at="2027-03-10T09:00:00+01:00", ends_at="2027-03-10T09:00:00+01:00")


DAYS = [{"starts_at": f"2027-03-{day}T09:00:00+01:00", "ends_at": f"2027-03-{day}T12:00:00+01:00"} for day in (11, 17)]


def course(desk: Desk, *further: dict[str, str], **changes: Any) -> tuple[str, str]:
    """A training of several days, with a topic and a price."""
    offered = desk.call("offer_training", **{
        "title": "Quotes that work", "about": "How to price a job", "language": "fr", "topic": "pricing",
        "price": euro("40.00"), **changes})["training_id"]
    session = desk.call("schedule_training_session", training_id=offered, place="Namur", capacity=1,
                        trainer="Noor Haddad", starts_at="2027-03-10T09:00:00+01:00",
                        ends_at="2027-03-10T12:00:00+01:00", further_days=list(further))["session_id"]
    return offered, session


def enrol(desk: Desk, member: str, session: str, on: date = TODAY) -> dict[str, Any]:
    answer: dict[str, Any] = desk.call("enrol_in_training", by=member, roles=("member",), member_id=member,
                                       session_id=session, on=on)
    return answer


def test_a_training_of_three_days_shows_its_days_trainer_topic_and_price(desk: Desk) -> None:
    course(desk, *DAYS)
    [shown] = desk.call("list_training_sessions", on=TODAY)
    assert (shown["trainer"], shown["topic"], shown["price"]) == ("Noor Haddad", "pricing", euro("40.00"))
    assert [one["starts_at"][:10] for one in shown["days"]] == ["2027-03-10", "2027-03-11", "2027-03-17"]
    assert shown["ends_at"][:10] == "2027-03-17"


@pytest.mark.parametrize("further", [
    [DAYS[1], DAYS[0]], [{**DAYS[0], "ends_at": DAYS[0]["starts_at"]}],
    [{"starts_at": "2027-03-10T11:59:00+01:00", "ends_at": "2027-03-10T13:00:00+01:00"}]])
def test_the_days_of_a_training_follow_one_another(desk: Desk, further: list[dict[str, str]]) -> None:
    with pytest.raises(Refused, match="times_reversed"):
        course(desk, *further)
    assert desk.rows("select from session_days") == []


def test_attendance_of_several_days_is_noted_on_the_last_and_a_seat_shows_until_then(desk: Desk) -> None:
    _, session = course(desk, *DAYS)
    member = desk.member()
    seat = enrol(desk, member, session)["seat_id"]
    with pytest.raises(Refused, match="session_not_yet"):
        desk.call("record_training_attendance", session_id=session, present=[seat], on=date(2027, 3, 16))
    assert [one["seat_id"] for one in desk.call("list_own_trainings", member_id=member, on=date(2027, 3, 16))] == [seat]
    assert desk.call("record_training_attendance", session_id=session, present=[seat], on=date(2027, 3, 17))["present"]


def test_a_draft_is_seen_by_the_desk_and_enrolled_in_by_nobody_before_it_is_published(desk: Desk) -> None:
    offered, session = course(desk, draft=True)
    member = desk.member()
    assert (desk.call("list_trainings"), desk.call("list_training_sessions", on=TODAY)) == ([], [])
    assert [one["training_id"] for one in desk.call("list_training_drafts")] == [offered]
    with pytest.raises(Refused, match="training_not_published"):
        enrol(desk, member, session)
    desk.call("rewrite_training", training_id=offered, title="Quotes", about="Shorter", language="nl")
    desk.call("publish_training", training_id=offered)
    [shown] = desk.call("list_training_sessions", on=TODAY)
    assert (shown["title"], shown["language"], shown["price"]) == ("Quotes", "nl", euro("0.00"))
    assert enrol(desk, member, session)["state"] == "booked"
    for again in ("publish_training", "rewrite_training"):
        text = {"title": "x", "about": "y", "language": "fr"} if again == "rewrite_training" else {}
        with pytest.raises(Refused, match="training_published"):
            desk.call(again, training_id=offered, **text)


def test_a_seat_costs_what_it_cost_when_it_was_taken_until_the_desk_notes_it_as_settled(desk: Desk) -> None:
    _, session = course(desk)
    member, other = desk.member(), desk.member()
    seat = enrol(desk, member, session)
    assert seat["price"] == euro("40.00")
    enrol(desk, other, session)
    assert [fee["seat_id"] for fee in desk.call("list_training_fees")] == [seat["seat_id"]]  # who waits owes nothing
    with pytest.raises(Refused, match="not_allowed"):
        desk.call("settle_training_fee", by=member, roles=("member",), seat_id=seat["seat_id"])
    desk.call("settle_training_fee", seat_id=seat["seat_id"])
    assert desk.call("list_training_fees") == []
    with pytest.raises(Refused, match="fee_not_open"):
        desk.call("settle_training_fee", seat_id=seat["seat_id"])


def test_a_price_in_other_money_than_the_countrys_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused, match="price_in_other_money"):
        course(desk, price={"amount": "40.00", "currency": "USD"})


@pytest.mark.parametrize(("left_on", "follows"), [("2027-03-09", "booked"), ("2027-03-12", "waiting")])
def test_enrolment_falls_with_membership_and_who_waits_follows_only_before_the_first_day(
    desk: Desk, left_on: str, follows: str,
) -> None:
    _, session = course(desk, *DAYS)
    leaves, waits = desk.member(), desk.member()
    for member in (leaves, waits):
        enrol(desk, member, session)
    desk.call("end_membership", member_id=leaves, cause="death", happened_on=left_on, evidence="civil registry",
              assurance="high", on=date.fromisoformat(left_on))
    states = {row["member_id"]: row["state"] for row in desk.rows("select member_id, state from seats")}
    assert states == {leaves: "cancelled", waits: follows}
    assert desk.rows("select seats_taken from sessions") == [{"seats_taken": int(follows == "booked")}]


def space(desk: Desk, name: str = "Desk 1") -> str:
    return desk.call("open_space", city="Gent", kind="desk", name=name, places=1)["space_id"]


def book(desk: Desk, member: str, space_id: str, start: str = "09:00", end: str = "12:00", on: date = TODAY,
         day: str = "2027-03-10") -> dict[str, Any]:
    return desk.call("book_space", by=member, roles=("member",), member_id=member, space_id=space_id, on=on,
                     starts_at=f"{day}T{start}:00+01:00", ends_at=f"{day}T{end}:00+01:00")


def test_bookings_that_touch_are_fine_and_those_that_overlap_are_refused(desk: Desk) -> None:
    member, place = desk.member(), space(desk)
    book(desk, member, place)
    assert book(desk, member, place, "12:00", "14:00")
    for start, end in (("11:59", "12:30"), ("08:00", "09:01"), ("09:30", "10:00"), ("08:00", "18:00")):
        with pytest.raises(Refused, match="space_taken"):
            book(desk, member, place, start, end)
    assert book(desk, member, space(desk, "Desk 2"))
    own = desk.call("list_own_bookings", by=member, roles=("member",), member_id=member, on=TODAY)
    assert [one["name"] for one in own] == ["Desk 1", "Desk 2", "Desk 1"]


def test_of_twenty_who_want_the_same_desk_at_once_one_gets_it(desk: Desk) -> None:
    member, place = desk.member(), space(desk)
    outcomes: list[str] = []

    def want() -> None:
        try:
            book(desk, member, place)
            outcomes.append("booked")
        except Refused as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=want) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["booked"] + ["space_taken"] * 19


def test_a_space_given_back_is_free_again(desk: Desk) -> None:
    member, place = desk.member(), space(desk)
    booking = book(desk, member, place)["booking_id"]
    desk.call("give_space_back", by=member, roles=("member",), booking_id=booking, on=TODAY)
    with pytest.raises(Refused, match="booking_cancelled_before"):
        desk.call("give_space_back", booking_id=booking, on=TODAY)
    assert book(desk, member, place)


def test_a_member_gives_back_until_the_day_before_and_the_desk_on_the_day_itself(desk: Desk) -> None:
    member, place = desk.member(), space(desk)
    booking = book(desk, member, place)["booking_id"]
    with pytest.raises(Refused, match="cancelled_too_late"):
        desk.call("give_space_back", by=member, roles=("member",), booking_id=booking, on=date(2027, 3, 10))
    with pytest.raises(Refused, match="booking_over"):
        desk.call("give_space_back", booking_id=booking, on=date(2027, 3, 11))
    other = book(desk, member, space(desk, "Desk 2"))["booking_id"]
    assert desk.call("give_space_back", by=member, roles=("member",), booking_id=other, on=date(2027, 3, 9))
    assert desk.call("give_space_back", booking_id=booking, on=date(2027, 3, 10))


def test_spaces_are_booked_today_or_later_not_too_far_ahead_and_not_for_too_long(desk: Desk) -> None:
    member, place = desk.member(), space(desk)
    with pytest.raises(Refused, match="booking_over"):
        book(desk, member, place, on=date(2027, 3, 11))
    with pytest.raises(Refused, match="booking_too_far_ahead"):
        book(desk, member, place, day="2027-05-31")
    assert book(desk, member, place, day="2027-05-30")
    with pytest.raises(Refused, match="booking_too_long"):
        book(desk, member, place, "08:00", "18:01")
    assert book(desk, member, place, "08:00", "18:00")
    with pytest.raises(Refused, match="times_reversed"):
        book(desk, member, place, "12:00", "12:00")


def test_a_closed_space_cannot_be_booked_and_names_are_unique_in_a_city(desk: Desk) -> None:
    member, place = desk.member(), space(desk)
    with pytest.raises(Refused, match="space_known"):
        space(desk)
    desk.call("close_space", space_id=place)
    with pytest.raises(Refused, match="space_closed"):
        book(desk, member, place)
    assert desk.call("list_spaces", city="Gent") == []


def test_who_looks_sees_when_a_space_is_taken_and_not_by_whom(desk: Desk) -> None:
    member, place = desk.member(), space(desk)
    book(desk, member, place)
    [taken] = desk.call("list_space_bookings", roles=("member",), space_id=place, on=TODAY)
    assert set(taken) == {"booking_id", "starts_at", "ends_at"}


def test_a_room_with_two_places_takes_two_bookings_at_once_and_no_third(desk: Desk) -> None:
    member = desk.member()
    room = desk.call("open_space", city="Gent", kind="room", name="Atelier", places=2)["space_id"]
    first = book(desk, member, room)
    book(desk, desk.member(), room, "10:00", "11:00")
    with pytest.raises(Refused, match="space_taken"):
        book(desk, member, room, "10:30", "13:00")
    book(desk, member, room, "11:00", "13:00")
    desk.call("give_space_back", booking_id=first["booking_id"], on=TODAY)
    assert book(desk, member, room, "09:00", "11:00")


def test_who_leaves_keeps_no_seat_and_no_room_and_who_waits_gets_the_seat(desk: Desk) -> None:
    _, session = training(desk)
    leaver, waits, room = desk.member(), desk.member(), space(desk)
    for one in (leaver, waits):
        desk.call("enrol_in_training", member_id=one, session_id=session, on=TODAY)
    book(desk, leaver, room)
    desk.call("end_membership", member_id=leaver, cause="death", happened_on=TODAY.isoformat(), evidence="act",
              assurance="high", on=TODAY)
    assert [(one["member_id"], one["state"]) for one in desk.call("list_seats", session_id=session)] == [
        (leaver, "cancelled"), (waits, "booked")]
    assert book(desk, waits, room)
