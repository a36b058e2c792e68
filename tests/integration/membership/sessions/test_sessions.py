"""Information sessions: seats, the waiting list, attendance."""

import threading
from datetime import date
from typing import Any

import pytest

from tests.integration.membership.conftest import Desk, Refused

HELD = date(2026, 2, 10)
AFTER = date(2026, 2, 11)


def schedule(desk: Desk, capacity: int = 2, **changes: Any) -> str:
    asked = {"title": "How the cooperative works", "place": "Bruxelles", "language": "fr", "capacity": capacity,
             "starts_at": "2026-02-10T18:00:00+01:00", "ends_at": "2026-02-10T20:00:00+01:00", **changes}
    return desk.call("schedule_info_session", **asked)["session_id"]


def book(desk: Desk, session: str, email: str, on: date | None = None) -> dict[str, Any]:
    return desk.call("book_seat", roles=("applicant",), session_id=session, name="Ada", email=email, on=on)


def test_a_session_is_held_in_a_city_of_the_cooperative_or_online(desk: Desk) -> None:
    assert schedule(desk, place="Liège")
    assert schedule(desk, place="online")
    with pytest.raises(Refused, match="place_unknown"):
        schedule(desk, place="Atlantis")


def test_seats_are_booked_until_the_room_is_full_then_people_wait_in_the_order_of_asking(desk: Desk) -> None:
    session = schedule(desk)
    states = [book(desk, session, f"p{n}@example.org")["state"] for n in range(4)]
    assert states == ["booked", "booked", "waiting", "waiting"]
    [shown] = desk.call("list_info_sessions", since="2026-01-01")
    assert (shown["seats_taken"], shown["waiting"]) == (2, 2)


def test_a_seat_given_back_goes_to_who_waits_longest(desk: Desk) -> None:
    session = schedule(desk, capacity=1)
    first, second, third = (book(desk, session, f"p{n}@example.org")["seat_id"] for n in range(3))
    assert desk.call("give_back_seat", seat_id=first)["promoted_seat_id"] == second
    assert desk.call("give_back_seat", seat_id=third)["promoted_seat_id"] == ""
    states = {row["seat_id"]: row["state"] for row in desk.call("list_seats", session_id=session)}
    assert states == {first: "cancelled", second: "booked", third: "cancelled"}
    desk.call("give_back_seat", seat_id=second)
    [shown] = desk.call("list_info_sessions", since="2026-01-01")
    assert (shown["seats_taken"], shown["waiting"]) == (0, 0)


def test_one_person_has_one_seat_per_session_however_the_address_is_written(desk: Desk) -> None:
    session = schedule(desk)
    seat = book(desk, session, "ada@example.org")["seat_id"]
    with pytest.raises(Refused, match="seat_booked_before"):
        book(desk, session, "Ada@Example.ORG")
    desk.call("give_back_seat", seat_id=seat)
    assert book(desk, session, "Ada@Example.ORG")["state"] == "booked"


def test_seats_are_booked_on_the_day_of_the_session_and_not_the_day_after(desk: Desk) -> None:
    session = schedule(desk)
    assert book(desk, session, "a@example.org", on=HELD)["state"] == "booked"
    with pytest.raises(Refused, match="session_over"):
        book(desk, session, "b@example.org", on=AFTER)


def test_attendance_is_noted_from_the_day_of_the_session_on(desk: Desk) -> None:
    session = schedule(desk)
    there, missing = (book(desk, session, f"p{n}@example.org")["seat_id"] for n in range(2))
    with pytest.raises(Refused, match="session_not_yet"):
        desk.call("record_attendance", session_id=session, present=[there], absent=[missing], on=date(2026, 2, 9))
    noted = desk.call("record_attendance", session_id=session, present=[there], absent=[missing], on=HELD)
    assert (noted["present"], noted["absent"]) == (1, 1)


def test_who_waits_for_a_seat_cannot_have_attended(desk: Desk) -> None:
    session = schedule(desk, capacity=1)
    book(desk, session, "a@example.org")
    waiting = book(desk, session, "b@example.org")["seat_id"]
    with pytest.raises(Refused, match="seat_not_booked"):
        desk.call("record_attendance", session_id=session, present=[waiting], on=HELD)


def test_a_cancelled_session_has_no_seats(desk: Desk) -> None:
    session = schedule(desk)
    book(desk, session, "a@example.org")
    desk.call("cancel_info_session", session_id=session)
    with pytest.raises(Refused, match="session_cancelled"):
        book(desk, session, "b@example.org")
    assert desk.call("list_info_sessions", since="2026-01-01") == []


def test_fifty_people_who_want_the_last_seat_at_once_get_one_seat_and_forty_nine_places_in_line(desk: Desk) -> None:
    session = schedule(desk, capacity=1)
    states: list[str] = []

    def want(number: int) -> None:
        states.append(book(desk, session, f"p{number}@example.org")["state"])

    threads = [threading.Thread(target=want, args=(number,)) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states) == ["booked"] + ["waiting"] * 49
    [shown] = desk.call("list_info_sessions", since="2026-01-01")
    assert (shown["seats_taken"], shown["waiting"]) == (1, 49)


def test_a_guest_gives_their_own_seat_back_and_nobody_elses(desk: Desk) -> None:
    session = schedule(desk, capacity=1)
    first, second = book(desk, session, "Ada@example.org"), book(desk, session, "eve@example.org")
    guest = {"by": "somebody", "roles": ("applicant",), "seat_id": first["seat_id"]}
    with pytest.raises(Refused, match="not_found"):
        desk.call("give_back_guest_seat", email="eve@example.org", **guest)
    given = desk.call("give_back_guest_seat", email="ADA@example.org", **guest)
    assert (given["state"], given["promoted_seat_id"]) == ("cancelled", second["seat_id"])


def test_sessions_come_in_the_order_of_time_a_page_at_a_time(desk: Desk) -> None:
    late, early, middle = (schedule(desk, starts_at=f"2026-02-{day}T18:00:00+01:00",
                                    ends_at=f"2026-02-{day}T19:00:00+01:00") for day in ("20", "02", "11"))
    pages, after = [], ""
    while page := desk.call("list_info_sessions", limit=1, after=after, since="2026-01-01"):
        pages += [one["session_id"] for one in page]
        after = pages[-1]
    assert pages == [early, middle, late]


def test_a_session_is_held_by_an_advisor_or_by_whoever_plans_it(desk: Desk) -> None:
    assert schedule(desk, host_id="clerk")
    with pytest.raises(Refused, match="host_unknown"):
        schedule(desk, host_id="nobody-1")
    advisor = desk.call("register_advisor", subject="idp-7", name="A", languages=["fr"], cities=[], working_share="1.0")
    assert schedule(desk, host_id="idp-7")
    assert schedule(desk, host_id=advisor["advisor_id"])
