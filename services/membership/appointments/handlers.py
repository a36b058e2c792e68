"""What membership answers about appointments."""

from datetime import date, datetime
from typing import Any

from services.membership.appointments import reads, schemas, use_cases
from services.membership.appointments.rules import Place
from services.membership.sessions.rules import Hours
from shared.bus import allow, command, query
from shared.postgres import Tx


class AppointmentHandlers:
    """Appointments: advisors offer hours, members come."""

    @command(schemas.OfferHours, response=schemas.HoursOffered, allow=allow("desk", "advisor"))
    def offer_hours(
        self, tx: Tx, *, advisor_id: str, hours: list[dict[str, datetime]], place: str, topic: str, places: int,
    ) -> dict[str, Any]:
        """Offer hours to one member each, or to a group."""
        return use_cases.offer_hours(tx, advisor_id=advisor_id, hours=[Hours(**one) for one in hours],
                                     at=Place(place=place, topic=topic, places=places))

    @command(schemas.OneSlot, response=schemas.HoursWithdrawn, allow=allow("desk", "advisor"))
    def withdraw_hours(self, tx: Tx, *, slot_id: str) -> dict[str, Any]:
        """Withdraw hours; who wanted to come needs others."""
        return use_cases.withdraw_hours(tx, slot_id=slot_id)

    @command(schemas.BookAppointment, response=schemas.AppointmentStep, allow=allow("desk", self_by="member_id"))
    def book_appointment(
        self, tx: Tx, *, member_id: str, slot_id: str, subject: str, replaces: str,
    ) -> dict[str, Any]:
        """Come to hours that are offered."""
        return use_cases.book_appointment(tx, member_id=member_id, slot_id=slot_id, subject=subject,
                                          replaces=replaces)

    @command(schemas.OneAppointment, response=schemas.AppointmentStep,
             allow=allow("desk", self_by=reads.member_of_appointment))
    def give_appointment_back(self, tx: Tx, *, appointment_id: str) -> dict[str, Any]:
        """Give an appointment back."""
        return use_cases.give_appointment_back(tx, appointment_id=appointment_id)

    @query(schemas.ListSlots, response=schemas.SlotSummary, many=True, allow=allow("desk", "advisor", "member"))
    def list_offered_hours(
        self, tx: Tx, *, advisor_id: str, since: date | None, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """Hours to which somebody can still come."""
        return reads.list_slots(tx, advisor_id=advisor_id, since=since, after=after, limit=limit)

    @query(schemas.OwnAppointments, response=schemas.AppointmentDetail, many=True,
           allow=allow("desk", "advisor", self_by="member_id"))
    def list_own_appointments(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """A member's appointments to come, and those that wait for other hours."""
        return reads.list_own(tx, member_id)

    @query(schemas.ListComing, response=schemas.AppointmentDetail, many=True, allow=allow("desk", "advisor"))
    def list_appointments(self, tx: Tx, *, advisor_id: str, since: date | None, limit: int) -> list[dict[str, Any]]:
        """Who comes to an advisor."""
        return reads.list_coming(tx, advisor_id=advisor_id, since=since, limit=limit)

    @query(schemas.ListDisplaced, response=schemas.AppointmentDetail, many=True, allow=allow("desk", "advisor"))
    def list_displaced_appointments(self, tx: Tx, *, limit: int) -> list[dict[str, Any]]:
        """Who waits for other hours, the longest first."""
        return reads.list_displaced(tx, limit)
