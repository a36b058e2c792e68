"""What the returning officer may ask."""

from services.governance.officer import reads, schemas
from services.governance.officer.rules import Step
from shared.bus import allow, query
from shared.postgres import Tx

DESK = allow("returning_officer", "board")


class OfficerHandlers:
    """The returning officer's desk."""

    @query(schemas.GetChecklist, response=schemas.ChecklistStep, many=True, allow=DESK)
    def get_checklist(self, tx: Tx, *, assembly_id: str) -> list[Step]:
        """What is done, due and late of an assembly, from convening to minutes."""
        return reads.get_checklist(tx, assembly_id=assembly_id)

    @query(schemas.ListToRemind, response=schemas.MemberToRemind, many=True, allow=allow("returning_officer"))
    def list_to_remind(self, tx: Tx, *, poll_id: str, after: str, limit: int) -> list[dict[str, str]]:
        """Who may vote in an open poll and took no credential yet: a reminder goes to nobody else."""
        return [{"member_id": member_id}
                for member_id in reads.list_to_remind(tx, poll_id=poll_id, after=after, limit=limit)]
