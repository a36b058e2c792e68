"""What membership answers about a member's own data."""

from typing import Any

from services.membership.own_data import reads, schemas, use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx


class OwnDataHandlers:
    """What a member may see, take along and have removed (GDPR art. 15 to 20)."""

    @command(schemas.AboutMember, response=schemas.Erasure, allow=allow("desk", self_by="member_id"))
    def request_erasure(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Remove what the law does not want kept."""
        return use_cases.request_erasure(tx, member_id=member_id)

    @query(schemas.AboutMember, response=schemas.MemberParticulars, audited=True,
           allow=allow("desk", "advisor", self_by="member_id"))
    def get_particulars(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Name, domicile and contact of today; who reads those of somebody else is kept."""
        return use_cases.show_particulars(tx, member_id=member_id)

    @query(schemas.AboutMember, response=schemas.ChangeHistory, audited=True,
           allow=allow("desk", self_by="member_id"))
    def get_change_history(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Every version of name, domicile and contact; who reads those of somebody else is kept."""
        return use_cases.show_change_history(tx, member_id=member_id)

    @query(schemas.AboutMember, response=schemas.Erasure, allow=allow("desk", "auditor", self_by="member_id"))
    def get_erasure(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """What was removed, and what is kept until when."""
        return reads.get_erasure(tx, member_id)

    @query(schemas.AboutMember, response=schemas.Export, audited=True, allow=allow("desk", self_by="member_id"))
    def get_member_export(self, tx: Tx, *, member_id: str) -> dict[str, str]:
        """Everything this service knows of a member, signed."""
        return use_cases.export_member_data(tx, member_id=member_id)
