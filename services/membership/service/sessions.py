"""The door: information sessions and their seats."""

from datetime import date, datetime
from typing import Any

from services.membership.reads import sessions as reads
from services.membership.schemas import sessions as shapes
from services.membership.use_cases import sessions as use_cases
from shared.bus import allow, anyone, command, query
from shared.postgres import Tx


class SessionDoor:
    """Information sessions: scheduled by the desk, booked by whoever is interested."""

    @command(shapes.ScheduleInfoSession, response=shapes.Scheduled, allow=allow("desk", "advisor"))
    def schedule_info_session(
        self, tx: Tx, *, title: str, place: str, language: str, host_id: str, capacity: int, starts_at: datetime,
        ends_at: datetime,
    ) -> dict[str, Any]:
        """Schedule an information session."""
        return use_cases.schedule_session(tx, kind="info", title=title, place=place, language=language, host_id=host_id,
                                          capacity=capacity, starts_at=starts_at, ends_at=ends_at)

    @command(shapes.WhichSession, response=shapes.Scheduled, allow=allow("desk", "advisor"))
    def cancel_info_session(self, tx: Tx, *, session_id: str) -> dict[str, Any]:
        """Cancel an information session."""
        return use_cases.cancel_session(tx, session_id=session_id, kind="info")

    @command(shapes.BookSeat, response=shapes.Seat, allow=allow("desk", "applicant"))
    def book_seat(self, tx: Tx, *, session_id: str, name: str, email: str) -> dict[str, Any]:
        """Book a seat, or a place on the waiting list."""
        return use_cases.book_guest_seat(tx, session_id=session_id, name=name, email=email)

    @command(shapes.WhichSeat, response=shapes.SeatGivenBack, allow=allow("desk", self_by=reads.member_of_seat))
    def give_back_seat(self, tx: Tx, *, seat_id: str) -> dict[str, Any]:
        """Give a seat back."""
        return use_cases.give_back_seat(tx, seat_id=seat_id)

    @command(shapes.RecordAttendance, response=shapes.Attendance, allow=allow("desk", "advisor"))
    def record_attendance(
        self, tx: Tx, *, session_id: str, present: list[str], absent: list[str],
    ) -> dict[str, Any]:
        """Note who was at an information session."""
        return use_cases.record_attendance(tx, session_id=session_id, kind="info", present=present, absent=absent)

    @query(shapes.WhichSessions, response=shapes.SessionShown, many=True, allow=anyone)
    def list_info_sessions(
        self, tx: Tx, *, since: date | None, place: str, language: str, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """Information sessions to come."""
        return reads.list_sessions(tx, kind="info", since=since, place=place, language=language, after=after,
                                   limit=limit)

    @query(shapes.WhichSession, response=shapes.SeatListed, many=True, allow=allow("desk", "advisor"))
    def list_seats(self, tx: Tx, *, session_id: str) -> list[dict[str, Any]]:
        """Everybody of a session."""
        return reads.list_seats(tx, session_id)
