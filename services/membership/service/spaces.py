"""The door: trainings, rooms and desks."""

from datetime import date, datetime
from typing import Any

from services.membership.reads import sessions as session_reads
from services.membership.reads import spaces as reads
from services.membership.schemas import sessions as session_shapes
from services.membership.schemas import spaces as shapes
from services.membership.use_cases import sessions, spaces
from shared.bus import allow, anyone, command, query
from shared.postgres import Tx


class SpaceDoor:
    """Trainings, and spaces to work in."""

    @command(shapes.OfferTraining, response=shapes.TrainingStep, allow=allow("desk"))
    def offer_training(self, tx: Tx, *, title: str, about: str, language: str) -> dict[str, Any]:
        """Put a training into the catalogue."""
        return spaces.offer_training(tx, title=title, about=about, language=language)

    @command(shapes.WhichTraining, response=shapes.TrainingStep, allow=allow("desk"))
    def end_training(self, tx: Tx, *, training_id: str) -> dict[str, Any]:
        """Take a training out of the catalogue."""
        return spaces.end_training(tx, training_id=training_id)

    @command(shapes.ScheduleTraining, response=session_shapes.Scheduled, allow=allow("desk"))
    def schedule_training_session(
        self, tx: Tx, *, training_id: str, place: str, host_id: str, capacity: int, starts_at: datetime,
        ends_at: datetime,
    ) -> dict[str, Any]:
        """Schedule a session of a training."""
        return spaces.schedule_training_session(tx, training_id=training_id, place=place, host_id=host_id,
                                                capacity=capacity, starts_at=starts_at, ends_at=ends_at)

    @command(session_shapes.WhichSession, response=session_shapes.Scheduled, allow=allow("desk"))
    def cancel_training_session(self, tx: Tx, *, session_id: str) -> dict[str, Any]:
        """Cancel a session of a training."""
        return sessions.cancel_session(tx, session_id=session_id, kind="training")

    @command(shapes.Enrol, response=session_shapes.Seat, allow=allow("desk", self_by="member_id"))
    def enrol_in_training(self, tx: Tx, *, member_id: str, session_id: str) -> dict[str, Any]:
        """Take a seat in a training."""
        return spaces.enrol(tx, session_id=session_id, member_id=member_id)

    @command(session_shapes.RecordAttendance, response=session_shapes.Attendance, allow=allow("desk"))
    def record_training_attendance(
        self, tx: Tx, *, session_id: str, present: list[str], absent: list[str],
    ) -> dict[str, Any]:
        """Note who was at a training."""
        return sessions.record_attendance(tx, session_id=session_id, kind="training", present=present, absent=absent)

    @command(shapes.OpenSpace, response=shapes.SpaceStep, allow=allow("desk"))
    def open_space(self, tx: Tx, *, city: str, kind: str, name: str, places: int) -> dict[str, Any]:
        """Let a room or desk be booked."""
        return spaces.open_space(tx, city=city, kind=kind, name=name, places=places)

    @command(shapes.WhichSpace, response=shapes.SpaceStep, allow=allow("desk"))
    def close_space(self, tx: Tx, *, space_id: str) -> dict[str, Any]:
        """Let a room or desk be booked no more."""
        return spaces.close_space(tx, space_id=space_id)

    @command(shapes.BookSpace, response=shapes.Booking, allow=allow("desk", self_by="member_id"))
    def book_space(
        self, tx: Tx, *, member_id: str, space_id: str, starts_at: datetime, ends_at: datetime,
    ) -> dict[str, Any]:
        """Take a room or desk."""
        return spaces.book_space(tx, space_id=space_id, member_id=member_id, starts_at=starts_at, ends_at=ends_at)

    @command(shapes.WhichBooking, response=shapes.Booking, allow=allow("desk", self_by=reads.member_of_booking))
    def give_space_back(self, tx: Tx, *, booking_id: str) -> dict[str, Any]:
        """Give a room or desk back."""
        return spaces.give_space_back(tx, booking_id=booking_id)

    @query(shapes.WhichTrainings, response=shapes.Training, many=True, allow=anyone)
    def list_trainings(self, tx: Tx, *, language: str, after: str, limit: int) -> list[dict[str, Any]]:
        """The catalogue of trainings."""
        return reads.list_trainings(tx, language=language, after=after, limit=limit)

    @query(session_shapes.WhichSessions, response=session_shapes.SessionShown, many=True, allow=anyone)
    def list_training_sessions(
        self, tx: Tx, *, since: date | None, place: str, language: str, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """Sessions of trainings to come."""
        return session_reads.list_sessions(tx, kind="training", since=since, place=place, language=language,
                                           after=after, limit=limit)

    @query(shapes.WhichSpaces, response=shapes.Space, many=True, allow=anyone)
    def list_spaces(self, tx: Tx, *, city: str, after: str, limit: int) -> list[dict[str, Any]]:
        """Rooms and desks."""
        return reads.list_spaces(tx, city=city, after=after, limit=limit)

    @query(shapes.WhichBookings, response=shapes.Taken, many=True, allow=allow("desk", "member"))
    def list_space_bookings(
        self, tx: Tx, *, space_id: str, since: date | None, limit: int,
    ) -> list[dict[str, Any]]:
        """When a space is taken."""
        return reads.list_space_bookings(tx, space_id=space_id, since=since, limit=limit)
