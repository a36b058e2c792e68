"""Students: what they state, what is left of their quota."""

from datetime import date
from typing import Any

from services.payroll.students import reads, schemas, use_cases
from services.payroll.students.rules import Studies
from shared.bus import allow, command, query
from shared.postgres import Tx


class StudentHandlers:
    """What is asked about students."""

    @command(schemas.StateStudies, response=schemas.StudentQuota, allow=allow("payroll_clerk"))
    def state_studies(
        self, tx: Tx, *, member_id: str, year: int, from_on: date, until_on: date, hours_elsewhere: int,
        certificate: str,
    ) -> dict[str, Any]:
        """A worker studies in a year, and other employers use so many of their hours: from the next order on."""
        use_cases.state_studies(tx, Studies(
            member_id=member_id, year=year, from_on=from_on, until_on=until_on, hours_elsewhere=hours_elsewhere,
            certificate=certificate))
        return reads.get_quota(tx, member_id, year)

    @query(schemas.GetStudentQuota, response=schemas.StudentQuota,
           allow=allow("payroll_clerk", "advisor", "auditor", self_by="member_id"))
    def get_student_quota(self, tx: Tx, *, member_id: str, year: int) -> dict[str, Any]:
        """The hours of a student's year: used here and elsewhere, left, and by which orders."""
        return reads.get_quota(tx, member_id, year)
