"""Absences: asked for, certified, decided, ended by a return."""

from dataclasses import replace
from datetime import date

from services.payroll.absences import reads, rules, store
from services.payroll.absences.errors import NothingToBeAbsentFrom, ReturnTypedLate
from services.payroll.absences.rules import Absence, AbsenceKind, AbsenceState
from services.payroll.employment_contracts.errors import MonthWorkedOut
from shared.identifiers import new_id
from shared.postgres import Tx


def ask_absence(
    tx: Tx, *, member_id: str, kind: AbsenceKind, starts_on: date, ends_on: date, certificate: str, other_cause: bool,
) -> Absence:
    """A worker reports sickness, or asks for leave, for days on which they are employed."""
    rules.assert_period(kind, starts_on, ends_on, on=tx.on)
    store.assert_free(tx, member_id, starts_on, ends_on)
    if not reads.contracts_of(tx, member_id, starts_on, ends_on):
        raise NothingToBeAbsentFrom(starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
    absence = Absence(absence_id=new_id("abs"), member_id=member_id, kind=kind, starts_on=starts_on, ends_on=ends_on,
                      asked_on=tx.on, asked_by=tx.actor)
    _assert_not_worked_out(tx, absence)
    if certificate:
        absence = rules.certify(absence, digest=certificate, other_cause=other_cause, on=tx.on)
    store.add_absence(tx, absence)
    return absence


def add_certificate(tx: Tx, absence_id: str, *, digest: str, other_cause: bool) -> Absence:
    """A certificate came: it is known by its digest."""
    absence = rules.certify(store.lock_absence(tx, absence_id), digest=digest, other_cause=other_cause, on=tx.on)
    store.save_absence(tx, absence)
    return absence


def decide_absence(
    tx: Tx, absence_id: str, *, approved: bool, reason: str, excused: bool, brought_days: int,
) -> Absence:
    """A clerk or an advisor accepts an absence, with what the law asks for it, or refuses it with a reason."""
    absence = rules.decide(store.lock_absence(tx, absence_id), approved=approved, reason=reason, excused=excused,
                           brought_days=brought_days, by=tx.actor, on=tx.on)
    if approved:
        _assert_lawful(tx, absence)
        _assert_not_worked_out(tx, absence)
    store.save_absence(tx, absence)
    return absence


def _assert_lawful(tx: Tx, absence: Absence) -> None:
    year = absence.starts_on.year
    if absence.kind is AbsenceKind.SICKNESS:
        rules.assert_certified(absence, reads.law_on(tx, absence.starts_on),
                               used=reads.uncertified_in(tx, absence.member_id, year))
    if absence.kind is AbsenceKind.LEAVE:
        right, taken = reads.leave_of_year(tx, absence.member_id, year)
        asked = reads.leave_days(tx, absence, reads.employments_of(tx, absence.member_id))
        rules.assert_leave(asked, right=right + absence.brought_days, taken=taken, year=year)


def withdraw_absence(tx: Tx, absence_id: str) -> Absence:
    """What was not decided, or has not begun, is taken back."""
    absence = rules.withdraw(store.lock_absence(tx, absence_id), on=tx.on)
    store.save_absence(tx, absence)
    return absence


def return_to_work(tx: Tx, absence_id: str, *, back_on: date) -> Absence:
    """The worker works again, sooner than was asked for. They tell it on its day; a clerk writes down earlier ones."""
    absence = store.lock_absence(tx, absence_id)
    if tx.actor == absence.member_id and back_on < tx.on:
        raise ReturnTypedLate(back_on=back_on.isoformat())
    back = rules.come_back(absence, back_on)
    if not back.stands:
        back = replace(back, state=AbsenceState.WITHDRAWN)
    store.save_absence(tx, back)
    return back


def settle_absence(tx: Tx, absence_id: str, *, what: str) -> Absence:
    """What was open about it was decided elsewhere: the guaranteed wage of an order, or work that lies in it."""
    absence = store.lock_absence(tx, absence_id)
    is_open = absence.holds and (reads.is_undecided(reads.effects_of(tx, absence)) or reads.has_work_in(tx, absence))
    settled = rules.settle(absence, is_open=is_open, what=what)
    store.save_absence(tx, settled)
    return settled


def _assert_not_worked_out(tx: Tx, absence: Absence) -> None:
    """Leave is asked for before its wage is worked out; sickness is what it is, whenever it becomes known."""
    until = reads.worked_out_until(tx, absence.member_id, absence.starts_on)
    if absence.kind is not AbsenceKind.SICKNESS and until is not None:
        raise MonthWorkedOut(until=until.isoformat())
