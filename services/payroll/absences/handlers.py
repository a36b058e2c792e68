"""Absences: what a worker reports or asks for, what a clerk or an advisor answers."""

from datetime import date
from typing import Any

from services.payroll.absences import reads, schemas, use_cases
from services.payroll.absences.reads import owner_of_absence
from services.payroll.absences.rules import AbsenceKind
from shared.bus import allow, command, query
from shared.postgres import Tx

READERS = ("payroll_clerk", "advisor")  # nobody else: why somebody does not work is a private matter


class AbsenceHandlers:
    """What is asked about absences."""

    @command(schemas.AskAbsence, response=schemas.AbsenceDetail, allow=allow("payroll_clerk", self_by="member_id"))
    def ask_absence(
        self, tx: Tx, *, member_id: str, kind: str, starts_on: date, ends_on: date, certificate: str, other_cause: bool,
    ) -> dict[str, Any]:
        """Report sickness with its certificate, or ask for leave or unpaid leave, from a day to another."""
        return reads.summary(tx, use_cases.ask_absence(
            tx, member_id=member_id, kind=AbsenceKind(kind), starts_on=starts_on, ends_on=ends_on,
            certificate=certificate, other_cause=other_cause))

    @command(schemas.AddAbsenceCertificate, response=schemas.AbsenceDetail,
             allow=allow("payroll_clerk", self_by=owner_of_absence))
    def add_absence_certificate(
        self, tx: Tx, *, absence_id: str, certificate: str, other_cause: bool,
    ) -> dict[str, Any]:
        """A certificate of sickness, by its digest: the day on which it comes counts."""
        return reads.summary(tx, use_cases.add_certificate(tx, absence_id, digest=certificate, other_cause=other_cause))

    @command(schemas.DecideAbsence, response=schemas.AbsenceDetail, allow=allow(*READERS))
    def decide_absence(
        self, tx: Tx, *, absence_id: str, approved: bool, reason: str, excused: bool, brought_days: int,
    ) -> dict[str, Any]:
        """Accept an absence, or refuse it with a reason that the worker reads."""
        return reads.summary(tx, use_cases.decide_absence(
            tx, absence_id, approved=approved, reason=reason, excused=excused, brought_days=brought_days))

    @command(schemas.GetAbsence, response=schemas.AbsenceDetail, allow=allow("payroll_clerk", self_by=owner_of_absence))
    def withdraw_absence(self, tx: Tx, *, absence_id: str) -> dict[str, Any]:
        """Take back an absence that was not decided, or has not begun."""
        return reads.summary(tx, use_cases.withdraw_absence(tx, absence_id))

    @command(schemas.ReturnToWork, response=schemas.AbsenceDetail,
             allow=allow("payroll_clerk", self_by=owner_of_absence))
    def return_to_work(self, tx: Tx, *, absence_id: str, back_on: date) -> dict[str, Any]:
        """Work again from a day on, sooner than was asked for: what follows is paid as work."""
        return reads.summary(tx, use_cases.return_to_work(tx, absence_id, back_on=back_on))

    @command(schemas.SettleAbsence, response=schemas.AbsenceDetail, allow=allow("payroll_clerk"))
    def settle_absence(self, tx: Tx, *, absence_id: str, what: str) -> dict[str, Any]:
        """What was decided elsewhere of what is open: the guaranteed wage of an order, or work in the absence."""
        return reads.summary(tx, use_cases.settle_absence(tx, absence_id, what=what))

    @query(schemas.GetAbsence, response=schemas.AbsenceDetail, allow=allow(*READERS, self_by=owner_of_absence))
    def get_absence(self, tx: Tx, *, absence_id: str) -> dict[str, Any]:
        """An absence: where it stands, until when a certificate is in time, what it does in each contract."""
        return reads.summary(tx, reads.get_absence(tx, absence_id))

    @query(schemas.ListAbsences, response=schemas.AbsenceDetail, many=True, allow=allow(*READERS, self_by="member_id"))
    def list_absences(self, tx: Tx, *, member_id: str, after: str, limit: int) -> list[dict[str, Any]]:
        """A page of absences, of one worker or of all."""
        found = reads.list_absences(tx, member_id=member_id, after=after, limit=limit)
        return [reads.summary(tx, one) for one in found]

    @query(schemas.GetLeave, response=schemas.LeaveDetail, allow=allow(*READERS, self_by="member_id"))
    def get_leave(self, tx: Tx, *, member_id: str, year: int) -> dict[str, Any]:
        """How many days of leave a worker earned for a year, and how many are taken."""
        right, taken = reads.leave_of_year(tx, member_id, year)
        return {"member_id": member_id, "year": year, "right": right, "taken": taken, "left": max(right - taken, 0)}
