"""Completed work that is beyond the law's bounds."""

from typing import Any

from services.payroll.working_time import reads, schemas, use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx


class WorkingTimeHandlers:
    """What is asked about working time and least pay."""

    @query(schemas.ListWorkFlags, response=schemas.WorkFlagDetail, many=True,
           allow=allow("payroll_clerk", "advisor", "auditor", self_by="member_id"))
    def list_work_flags(
        self, tx: Tx, *, member_id: str, only_open: bool, after: str, limit: int,
    ) -> list[dict[str, Any]]:
        """Days that were too long over all contracts, and pay below the minimum."""
        return reads.list_flags(tx, member_id=member_id, only_open=only_open, after=after, limit=limit)

    @command(schemas.SettleWorkFlag, response=schemas.WorkFlagDetail, allow=allow("payroll_clerk", "advisor"))
    def settle_work_flag(self, tx: Tx, *, flag_id: str, because: str) -> dict[str, Any]:
        """Say what became of it: it leaves the list of what waits."""
        use_cases.settle_flag(tx, flag_id, because)
        return reads.get_flag(tx, flag_id)
