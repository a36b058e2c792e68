"""The door: the share register. Every question leaves its trace."""

from datetime import date
from typing import Any

from services.membership.schemas import register as shapes
from services.membership.use_cases import register as use_cases
from shared.bus import allow, query
from shared.postgres import Tx


class RegisterDoor:
    """The register (art. 6:24 to 6:28; RD 29-4-2019 art. 7:12 to 7:15)."""

    @query(shapes.ConsultRegister, response=shapes.Register, audited=True,
           allow=allow("desk", "board", "auditor", "accountant", "member"))
    def get_register(
        self, tx: Tx, *, as_of: date | None, known_on: date | None, after: str, limit: int,
    ) -> dict[str, Any]:
        """The register on a day, as known on a day."""
        return use_cases.consult_register(tx, on=as_of, known_on=known_on, after=after, limit=limit)

    @query(shapes.ConsultHolding, response=shapes.Holding, audited=True,
           allow=allow("desk", "board", "auditor", "accountant", self_by="member_id"))
    def get_holding(
        self, tx: Tx, *, member_id: str, as_of: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """One member's shares and rights on a day, as known on a day."""
        return use_cases.consult_holding(tx, member_id=member_id, on=as_of, known_on=known_on)

    @query(shapes.IssueCertificate, response=shapes.Certificate, audited=True,
           allow=allow("desk", self_by="member_id"))
    def get_share_certificate(self, tx: Tx, *, member_id: str, as_of: date | None) -> dict[str, Any]:
        """An extract of the register as PDF, as proof of ownership."""
        return use_cases.issue_certificate(tx, member_id=member_id, on=as_of)

    @query(shapes.ConsultReads, response=shapes.Read, many=True, audited=True, allow=allow("auditor"))
    def list_register_reads(self, tx: Tx, *, about: str, before: str, limit: int) -> list[dict[str, Any]]:
        """Who read the register."""
        return use_cases.consult_reads(tx, about=about, before=before, limit=limit)
