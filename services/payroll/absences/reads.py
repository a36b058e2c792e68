"""Questions about absences: what stands, what they do, which days an employment does not pay."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from services.payroll.absences import rules
from services.payroll.absences.rules import Absence, AbsenceEffect, AbsenceKind, AbsenceLaw, AbsencePay, ContractDays
from services.payroll.countries.protocol import law
from services.payroll.employment_contracts.reads import list_employments
from services.payroll.employment_contracts.rules import OpenEndedEmployment
from shared.errors import NotFound
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
EVERY_EMPLOYMENT = 500  # of one worker
SHOWN = ("absence_id", "member_id", "kind", "starts_on", "ends_on", "last_on", "asked_on", "state", "reason",
         "decided_on", "certified_on", "excused", "other_cause", "brought_days", "back_on", "settled")


def owner_of_absence(tx: Tx, *, absence_id: str, **_: Any) -> str | None:
    """The worker who is absent."""
    row = tx.one(Q.owner, absence_id=absence_id)
    return row["member_id"] if row else None


def get_absence(tx: Tx, absence_id: str) -> Absence:
    """An absence, or a refusal."""
    return Absence.from_fields(tx.require(Q.absence, NotFound(kind="absence", id=absence_id), absence_id=absence_id))


def list_absences(tx: Tx, *, member_id: str, after: str, limit: int) -> list[Absence]:
    """A page of absences."""
    return [Absence.from_fields(row) for row in tx.all(Q.list_absences, member_id=member_id, after=after, limit=limit)]


def absences_of(tx: Tx, member_id: str) -> list[Absence]:
    """A worker's absences that were approved, the earliest first; ended ones too."""
    return [Absence.from_fields(row) for row in tx.all(Q.approved, member_id=member_id)]


def law_on(tx: Tx, day: date) -> AbsenceLaw:
    """What the law says of absences that begin on a day."""
    return AbsenceLaw(
        guaranteed_days=tx.tables.integer("guaranteed_wage_days", day),
        relapse_days=tx.tables.integer("relapse_days", day),
        certificate_days=tx.tables.integer("certificate_working_days", day),
        without_certificate=tx.tables.integer("days_without_certificate", day),
        days_of_a_year=tx.tables.decimal("leave_days_of_twelve_months", day))


def unpaid_days(tx: Tx, member_id: str, absences: Sequence[Absence] | None = None) -> frozenset[date]:
    """The days that an employment without an end does not pay because of a worker's absences."""
    found = absences_of(tx, member_id) if absences is None else absences
    law_of = {one.absence_id: law_on(tx, one.starts_on) for one in found}
    due = {one.absence_id: _certificate_due(tx, one) for one in found if one.kind is AbsenceKind.SICKNESS}
    return rules.unpaid_days(found, law_of, due)


def touched_days(tx: Tx, member_id: str) -> frozenset[date]:
    """The days that a worker's absences have or had, also those that were taken back or ended before."""
    return frozenset(day for row in tx.all(Q.approved_once, member_id=member_id)
                     for day in rules.span(row["starts_on"], row["ends_on"]))


def employments_of(tx: Tx, member_id: str) -> list[OpenEndedEmployment]:
    """All employments without an end of a worker."""
    return list_employments(tx, member_id=member_id, after="", limit=EVERY_EMPLOYMENT)


def leave_of_year(tx: Tx, member_id: str, year: int) -> tuple[int, int]:
    """How many days of leave a worker has in a year, and how many of them are taken."""
    found, employments = absences_of(tx, member_id), employments_of(tx, member_id)
    taken = [one for one in found if one.holds and one.kind is AbsenceKind.LEAVE and one.starts_on.year == year]
    months = rules.months_worked(year - 1, employments, found)
    right = rules.leave_right(months, sum(one.brought_days for one in taken), law_on(tx, date(year, 1, 1)))
    return right, sum(leave_days(tx, one, employments) for one in taken)


def leave_days(tx: Tx, absence: Absence, employments: Sequence[OpenEndedEmployment]) -> int:
    """How many days of earned leave an absence takes."""
    return rules.leave_days(absence, employments, law(tx).public_holidays(absence.starts_on))


def uncertified_in(tx: Tx, member_id: str, year: int) -> int:
    """How many single days of sickness were accepted without a certificate in a year."""
    return sum(one.kind is AbsenceKind.SICKNESS and one.holds and not one.certificate and one.starts_on.year == year
               for one in absences_of(tx, member_id))


def contracts_of(tx: Tx, member_id: str, starts_on: date, ends_on: date) -> list[ContractDays]:
    """The contracts of a worker that have a day between two."""
    return [ContractDays(**row) for row in tx.all(Q.contracts, member_id=member_id, starts_on=starts_on,
                                                  ends_on=ends_on)]


def worked_out_until(tx: Tx, member_id: str, day: date) -> date | None:
    """Until when the wages of the employment that has a day are worked out, if that is not before it."""
    row = tx.one(Q.worked_out, member_id=member_id, day=day)
    return row["worked_out_until"] if row else None


def effects_of(tx: Tx, absence: Absence) -> list[AbsenceEffect]:
    """What an absence does in each contract; as if it were approved, while it is asked for."""
    others = [one for one in absences_of(tx, absence.member_id) if one.absence_id != absence.absence_id]
    unpaid = unpaid_days(tx, absence.member_id, [*others, rules.as_if_approved(absence)])
    return [rules.effect_in(one, absence, unpaid) for one in contracts_of(
        tx, absence.member_id, absence.starts_on, max(absence.last_on, absence.starts_on))]


def has_work_in(tx: Tx, absence: Absence) -> bool:
    """Whether work was reported of a day of it."""
    return tx.one(Q.work_in, absence_id=absence.absence_id) is not None


def summary(tx: Tx, absence: Absence) -> dict[str, Any]:
    """An absence as people see it: until when its certificate is in time, what it does in each contract."""
    sick = absence.kind is AbsenceKind.SICKNESS
    due = _certificate_due(tx, absence) if sick else None
    return {**{name: getattr(absence, name) for name in SHOWN}, "certificate": absence.certificate,
            "certificate_due": due, "late": due is not None and rules.is_late(absence, due),
            "effects": effects_of(tx, absence) if absence.stands else []}


def is_undecided(effects: Collection[AbsenceEffect]) -> bool:
    """Whether a guaranteed wage is open in any contract."""
    return any(one.pay is AbsencePay.UNDECIDED for one in effects)


def _certificate_due(tx: Tx, absence: Absence) -> date:
    return rules.certificate_due(absence, law_on(tx, absence.starts_on), law(tx).public_holidays(absence.starts_on))


def prove_absences(tx: Tx) -> Iterator[str]:
    """Nobody is absent twice on a day, nobody decided about their own absence, none was decided by nobody."""
    for row in tx.all(Q.absent_twice):
        yield f"payroll: absence {row['absence_id']} overlaps with another one of the same worker"
    for row in tx.all(Q.decided_alone):
        yield f"payroll: absence {row['absence_id']} was decided by nobody, or by the worker"
