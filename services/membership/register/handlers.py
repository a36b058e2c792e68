"""What membership answers about the register: every question leaves its trace."""

from datetime import date
from typing import Any

from services.membership.register import schemas, use_cases
from services.membership.register.rules import Holder
from shared.bus import allow, command, query
from shared.identifiers import is_id
from shared.postgres import Tx


class RegisterHandlers:
    """The register (art. 6:24 to 6:28; RD 29-4-2019 art. 7:12 to 7:15)."""

    @command(schemas.RecordHolder, response=schemas.HolderRecorded, allow=allow("desk", self_by="member_id"))
    def record_name_and_domicile(
        self, tx: Tx, *, member_id: str, effective_on: date, reason: str, given_name: str, family_name: str,
        street: str, postcode: str, town: str, country: str,
    ) -> dict[str, str]:
        """A new name or domicile for the register."""
        holder = Holder(given_name=given_name, family_name=family_name, street=street, postcode=postcode, town=town,
                        country=country)
        return use_cases.record_name_and_domicile(tx, member_id=member_id, holder=holder, effective_on=effective_on,
                                                  reason=reason)

    def keep_refused_read(self, tx: Tx, *, method: str, member_id: object, code: str) -> None:
        """Who was refused a reading of the register, and why, is kept beside who read it."""
        about = member_id if isinstance(member_id, str) and is_id(member_id, "mbr") else ""
        use_cases.keep_refused_read(tx, method=method, about=about, code=code)

    @query(schemas.ConsultRegister, response=schemas.Register, audited=True,
           allow=allow("desk", "board", "auditor", "accountant", "member"))
    def get_register(
        self, tx: Tx, *, as_of: date | None, known_on: date | None, after: str, limit: int, share_class: str,
    ) -> dict[str, Any]:
        """The register on a day, as known on a day."""
        return use_cases.consult_register(tx, on=as_of, known_on=known_on, after=after, limit=limit,
                                          share_class=share_class)

    @query(schemas.ConsultHolding, response=schemas.HoldingShape, audited=True,
           allow=allow("desk", "board", "auditor", "accountant", self_by="member_id"))
    def get_holding(
        self, tx: Tx, *, member_id: str, as_of: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """One member's shares and rights on a day, as known on a day."""
        return use_cases.consult_holding(tx, member_id=member_id, on=as_of, known_on=known_on)

    @query(schemas.IssueCertificate, response=schemas.Certificate, audited=True,
           allow=allow("desk", self_by="member_id"))
    def get_share_certificate(self, tx: Tx, *, member_id: str, as_of: date | None) -> dict[str, Any]:
        """An extract of the register as PDF, as proof of ownership."""
        return use_cases.issue_certificate(tx, member_id=member_id, on=as_of)

    @query(schemas.ListActs, response=schemas.LegalAct, many=True, audited=True,
           allow=allow("desk", "board", "auditor"))
    def list_legal_acts(self, tx: Tx, *, refers_to: str, before: str, limit: int) -> list[dict[str, Any]]:
        """What was done about an exit, exclusion, transfer or payment: happened, known and recorded when."""
        return use_cases.consult_acts(tx, refers_to=refers_to, before=before, limit=limit)

    @query(schemas.ConsultReads, response=schemas.Read, many=True, audited=True, allow=allow("auditor"))
    def list_register_reads(self, tx: Tx, *, about: str, before: str, limit: int) -> list[dict[str, Any]]:
        """Who read the register."""
        return use_cases.consult_reads(tx, about=about, before=before, limit=limit)
