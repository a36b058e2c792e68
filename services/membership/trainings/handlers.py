"""What membership answers about trainings."""

from datetime import date, datetime
from typing import Any

from services.membership.sessions.rules import Hours, SessionKind
from services.membership.sessions.use_cases import cancel_session, record_attendance
from services.membership.trainings import reads, schemas, use_cases
from services.membership.trainings.rules import SessionPlan, TrainingText
from shared.bus import allow, anyone, command, query
from shared.money import Money
from shared.postgres import Tx


class TrainingHandlers:
    """Trainings: the desk offers them, members enrol."""

    @command(schemas.OfferTraining, response=schemas.TrainingStep, allow=allow("desk"))
    def offer_training(
        self, tx: Tx, *, title: str, about: str, language: str, topic: str, price: Money | None, draft: bool,
    ) -> dict[str, str]:
        """Put a training into the catalogue, or write a draft of one."""
        return use_cases.offer_training(tx, is_draft=draft, text=TrainingText(
            title=title, about=about, language=language, topic=topic, price=price))

    @command(schemas.RewriteTraining, response=schemas.TrainingStep, allow=allow("desk"))
    def rewrite_training(
        self, tx: Tx, *, training_id: str, title: str, about: str, language: str, topic: str, price: Money | None,
    ) -> dict[str, str]:
        """Write a draft anew."""
        return use_cases.rewrite_training(tx, training_id=training_id, text=TrainingText(
            title=title, about=about, language=language, topic=topic, price=price))

    @command(schemas.OneTraining, response=schemas.TrainingStep, allow=allow("desk"))
    def publish_training(self, tx: Tx, *, training_id: str) -> dict[str, str]:
        """Show a draft and its sessions to members."""
        return use_cases.publish_training(tx, training_id=training_id)

    @command(schemas.OneTraining, response=schemas.TrainingStep, allow=allow("desk"))
    def end_training(self, tx: Tx, *, training_id: str) -> dict[str, str]:
        """Take a training out of the catalogue."""
        return use_cases.end_training(tx, training_id=training_id)

    @command(schemas.ScheduleTraining, response=schemas.TrainingScheduled, allow=allow("desk"))
    def schedule_training_session(
        self, tx: Tx, *, training_id: str, place: str, host_id: str, trainer: str, capacity: int, starts_at: datetime,
        ends_at: datetime, further_days: list[dict[str, datetime]],
    ) -> dict[str, Any]:
        """Schedule a session of a training, on one day or several."""
        days = (Hours(starts_at=starts_at, ends_at=ends_at), *(Hours(**day) for day in further_days))
        return use_cases.schedule_training_session(
            tx, training_id=training_id, place=place,
            plan=SessionPlan(days=days, capacity=capacity, host_id=host_id, trainer=trainer))

    @command(schemas.OneTrainingSession, response=schemas.TrainingScheduled, allow=allow("desk"))
    def cancel_training_session(self, tx: Tx, *, session_id: str) -> dict[str, Any]:
        """Cancel a session of a training."""
        return cancel_session(tx, session_id=session_id, kind=SessionKind.TRAINING)

    @command(schemas.Enrol, response=schemas.EnrolledSeat, allow=allow("desk", self_by="member_id"))
    def enrol_in_training(self, tx: Tx, *, member_id: str, session_id: str) -> dict[str, Any]:
        """Take a seat in a training."""
        return use_cases.enrol(tx, session_id=session_id, member_id=member_id)

    @command(schemas.RecordTrainingAttendance, response=schemas.TrainingAttendance, allow=allow("desk"))
    def record_training_attendance(
        self, tx: Tx, *, session_id: str, present: list[str], absent: list[str],
    ) -> dict[str, Any]:
        """Record who was at a training."""
        return record_attendance(tx, session_id=session_id, kind=SessionKind.TRAINING, present=present, absent=absent)

    @query(schemas.ListTrainings, response=schemas.TrainingSummary, many=True, allow=anyone)
    def list_trainings(self, tx: Tx, *, language: str, after: str, limit: int) -> list[dict[str, Any]]:
        """The catalogue of trainings."""
        return reads.list_trainings(tx, language=language, after=after, limit=limit)

    @query(schemas.ListTrainingSessions, response=schemas.TrainingSession, many=True, allow=anyone)
    def list_training_sessions(
        self, tx: Tx, *, since: date | None, place: str, language: str, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """Sessions of trainings to come."""
        return reads.list_training_sessions(tx, since=since, place=place, language=language, after=after, limit=limit)

    @query(schemas.ListDrafts, response=schemas.TrainingSummary, many=True, allow=allow("desk"))
    def list_training_drafts(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """Trainings that are written and not published."""
        return reads.list_drafts(tx, after=after, limit=limit)

    @query(schemas.ListFees, response=schemas.OpenFee, many=True,
           allow=allow("desk", "accountant", self_by="member_id"))
    def list_training_fees(self, tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
        """Seats of which a fee is still open."""
        return reads.list_open_fees(tx, member_id=member_id, limit=limit)

    @command(schemas.OneSeat, allow=allow("desk", "accountant"))
    def settle_training_fee(self, tx: Tx, *, seat_id: str) -> None:
        """Note that nothing is open of a seat."""
        use_cases.settle_fee(tx, seat_id=seat_id)

    @query(schemas.OwnTrainings, response=schemas.OwnTraining, many=True, allow=allow("desk", self_by="member_id"))
    def list_own_trainings(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """The seats that a member has, or waits for, in trainings to come."""
        return reads.list_own_trainings(tx, member_id)
