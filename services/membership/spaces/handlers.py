"""What membership answers about rooms and desks."""

from datetime import date, datetime
from typing import Any

from services.membership.spaces import reads, schemas, use_cases
from shared.bus import allow, anyone, command, query
from shared.postgres import Tx


class SpaceHandlers:
    """Rooms and desks: the desk opens them, members book."""

    @command(schemas.OpenSpace, response=schemas.SpaceStep, allow=allow("desk"))
    def open_space(self, tx: Tx, *, city: str, kind: str, name: str, places: int) -> dict[str, str]:
        """Let a room or desk be booked."""
        return use_cases.open_space(tx, city=city, kind=kind, name=name, places=places)

    @command(schemas.OneSpace, response=schemas.SpaceStep, allow=allow("desk"))
    def close_space(self, tx: Tx, *, space_id: str) -> dict[str, str]:
        """Let a room or desk be booked no more."""
        return use_cases.close_space(tx, space_id=space_id)

    @command(schemas.BookSpace, response=schemas.BookingDone, allow=allow("desk", self_by="member_id"))
    def book_space(
        self, tx: Tx, *, member_id: str, space_id: str, starts_at: datetime, ends_at: datetime,
    ) -> dict[str, Any]:
        """Take a room or desk."""
        return use_cases.book_space(tx, space_id=space_id, member_id=member_id, starts_at=starts_at, ends_at=ends_at)

    @command(schemas.OneBooking, response=schemas.BookingDone, allow=allow("desk", self_by=reads.member_of_booking))
    def give_space_back(self, tx: Tx, *, booking_id: str) -> dict[str, Any]:
        """Give a room or desk back."""
        return use_cases.give_space_back(tx, booking_id=booking_id)

    @query(schemas.ListSpaces, response=schemas.SpaceSummary, many=True, allow=anyone)
    def list_spaces(self, tx: Tx, *, city: str, after: str, limit: int) -> list[dict[str, Any]]:
        """Rooms and desks."""
        return reads.list_spaces(tx, city=city, after=after, limit=limit)

    @query(schemas.ListSpaceBookings, response=schemas.Taken, many=True, allow=allow("desk", "member"))
    def list_space_bookings(
        self, tx: Tx, *, space_id: str, since: date | None, limit: int,
    ) -> list[dict[str, Any]]:
        """When a space is taken."""
        return reads.list_space_bookings(tx, space_id=space_id, since=since, limit=limit)

    @query(schemas.OwnBookings, response=schemas.OwnBooking, many=True, allow=allow("desk", self_by="member_id"))
    def list_own_bookings(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """The rooms and desks that a member has taken, from today on."""
        return reads.list_own_bookings(tx, member_id)
