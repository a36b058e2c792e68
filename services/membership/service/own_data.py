"""The door: a member's own data."""

from datetime import date
from typing import Any

from services.membership.reads import own_data as reads
from services.membership.schemas import own_data as shapes
from services.membership.schemas.shares import WhichMember
from services.membership.use_cases import own_data as use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx


class OwnDataDoor:
    """What a member may see, change, take along and have removed (GDPR art. 15 to 20)."""

    @command(shapes.RecordHolder, response=shapes.HolderRecorded, allow=allow("desk", self_by="member_id"))
    def record_name_and_domicile(
        self, tx: Tx, *, member_id: str, effective_on: date, reason: str, **holder: str,
    ) -> dict[str, Any]:
        """A new name or domicile for the register."""
        return use_cases.record_name_and_domicile(tx, member_id=member_id, effective_on=effective_on, reason=reason,
                                                  **holder)

    @command(shapes.ChangeContact, response=shapes.ContactChanged, allow=allow("desk", self_by="member_id"))
    def change_contact(self, tx: Tx, *, member_id: str, email: str, phone: str, language: str) -> dict[str, Any]:
        """How the member wants to be reached."""
        return use_cases.change_contact(tx, member_id=member_id, email=email, phone=phone, language=language)

    @command(WhichMember, response=shapes.Erasure, allow=allow("desk", self_by="member_id"))
    def request_erasure(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Remove what the law does not want kept."""
        return use_cases.request_erasure(tx, member_id=member_id)

    @query(WhichMember, response=shapes.MemberParticulars, allow=allow("desk", "advisor", self_by="member_id"))
    def get_particulars(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Name, domicile and contact of today."""
        return reads.get_particulars(tx, member_id)

    @query(WhichMember, response=shapes.ChangeHistory, allow=allow("desk", self_by="member_id"))
    def get_change_history(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Every version of name, domicile and contact."""
        return reads.get_change_history(tx, member_id)

    @query(WhichMember, response=shapes.Erasure, allow=allow("desk", "auditor", self_by="member_id"))
    def get_erasure(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """What was removed, and what is kept until when."""
        return reads.get_erasure(tx, member_id)

    @query(WhichMember, response=shapes.Export, audited=True, allow=allow("desk", self_by="member_id"))
    def get_member_export(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Everything this service knows of a member, signed."""
        return use_cases.export_member_data(tx, member_id=member_id)
