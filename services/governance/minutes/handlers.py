"""What others may ask of minutes."""

from collections.abc import Mapping, Sequence

from services.governance.minutes import reads, schemas, use_cases
from services.governance.minutes.rules import Minutes, Role, Signatory
from shared.bus import allow, command, query
from shared.postgres import Tx


class MinutesHandlers:
    """Minutes."""

    @command(schemas.DrawUpMinutes, response=schemas.MinutesShape, allow=allow("returning_officer"))
    def draw_up_minutes(
        self, tx: Tx, *, assembly_id: str, incidents: Sequence[str], language: str, bureau: Sequence[Mapping[str, str]],
    ) -> Minutes:
        """Write and print the minutes."""
        signing = [Signatory(name=one["name"], role=Role(one["role"])) for one in bureau]
        return use_cases.draw_up_minutes(tx, assembly_id=assembly_id, incidents=incidents, language=language,
                                         bureau=signing)

    @query(schemas.GetAttendancePaper, response=schemas.AttendancePaper,
           allow=allow("member", "returning_officer", "board", "auditor"))
    def get_attendance_paper(
        self, tx: Tx, *, assembly_id: str, language: str, called: Sequence[Mapping[str, str]],
    ) -> dict[str, str]:
        """The attendance list as a paper, annexed to the minutes; every member may see it (CSA art. 6:76)."""
        return use_cases.get_attendance_paper(tx, assembly_id=assembly_id, language=language,
                                              called={one["member_id"]: one["called"] for one in called})

    @query(schemas.GetMinutes, response=schemas.MinutesShape,
           allow=allow("member", "returning_officer", "board", "auditor"))
    def get_minutes(self, tx: Tx, *, assembly_id: str) -> Minutes:
        """The minutes of an assembly."""
        return reads.get_minutes(tx, assembly_id=assembly_id)
