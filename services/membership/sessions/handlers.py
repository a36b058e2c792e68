"""What membership answers about information sessions and their seats."""

from datetime import date, datetime
from typing import Any

from services.membership.sessions import reads, schemas, use_cases
from services.membership.sessions.rules import NewSession, SessionKind
from shared.bus import allow, anyone, command, query
from shared.postgres import Tx


class SessionHandlers:
    """Information sessions: scheduled by the desk, booked by whoever is interested."""

    @command(schemas.ScheduleInfoSession, response=schemas.Scheduled, allow=allow("desk", "advisor"))
    def schedule_info_session(
        self, tx: Tx, *, title: str, place: str, language: str, host_id: str, capacity: int, starts_at: datetime,
        ends_at: datetime,
    ) -> dict[str, Any]:
        """Schedule an information session."""
        return use_cases.schedule_session(tx, NewSession(
            kind=SessionKind.INFO, title=title, place=place, language=language, host_id=host_id, capacity=capacity,
            starts_at=starts_at, ends_at=ends_at))

    @command(schemas.OneSession, response=schemas.Scheduled, allow=allow("desk", "advisor"))
    def cancel_info_session(self, tx: Tx, *, session_id: str) -> dict[str, Any]:
        """Cancel an information session."""
        return use_cases.cancel_session(tx, session_id=session_id, kind=SessionKind.INFO)

    @command(schemas.BookSeat, response=schemas.SeatTaken, allow=allow("desk", "applicant"))
    def book_seat(self, tx: Tx, *, session_id: str, name: str, email: str) -> dict[str, Any]:
        """Book a seat, or a place on the waiting list."""
        return use_cases.book_guest_seat(tx, session_id=session_id, name=name, email=email)

    @command(schemas.GiveBackSeat, response=schemas.SeatGivenBack, allow=allow("desk", self_by=reads.member_of_seat))
    def give_back_seat(self, tx: Tx, *, seat_id: str) -> dict[str, Any]:
        """Give a seat back."""
        return use_cases.give_back_seat(tx, seat_id=seat_id)

    @command(schemas.GiveBackGuestSeat, response=schemas.SeatGivenBack, allow=allow("desk", "applicant"))
    def give_back_guest_seat(self, tx: Tx, *, seat_id: str, email: str) -> dict[str, Any]:
        """Give back a seat that was booked under an e-mail address."""
        return use_cases.give_back_guest_seat(tx, seat_id=seat_id, email=email)

    @command(schemas.RecordAttendance, response=schemas.Attendance, allow=allow("desk", "advisor"))
    def record_attendance(
        self, tx: Tx, *, session_id: str, present: list[str], absent: list[str],
    ) -> dict[str, Any]:
        """Record who was at an information session."""
        return use_cases.record_attendance(tx, session_id=session_id, kind=SessionKind.INFO, present=present,
                                           absent=absent)

    @query(schemas.ListSessions, response=schemas.SessionSummary, many=True, allow=anyone)
    def list_info_sessions(
        self, tx: Tx, *, since: date | None, place: str, language: str, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """Information sessions to come."""
        return reads.list_sessions(tx, kind=SessionKind.INFO, since=since, place=place, language=language, after=after,
                                   limit=limit)

    @query(schemas.OneSession, response=schemas.SeatSummary, many=True, allow=allow("desk", "advisor"))
    def list_seats(self, tx: Tx, *, session_id: str) -> list[dict[str, Any]]:
        """Everybody of a session."""
        return reads.list_seats(tx, session_id)
