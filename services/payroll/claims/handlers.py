"""Accidents at work, and what the insurer does about them."""

from datetime import date, datetime
from typing import Any

from services.payroll.claims import reads, schemas, use_cases
from services.payroll.orders.reads import owner_of_order
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx


class ClaimHandlers:
    """What is asked about claims on the accident insurance."""

    @command(schemas.ReportAccident, response=schemas.ClaimStanding,
             allow=allow("payroll_clerk", self_by=owner_of_order))
    def report_accident(
        self, tx: Tx, *, order_id: str, happened_at: datetime, what: str, another: bool,
    ) -> dict[str, Any]:
        """An accident at work: a claim that is to be sent to the insurer in time."""
        return reads.summary(tx, use_cases.report_accident(
            tx, order_id=order_id, happened_at=happened_at, what=what, another=another))

    @command(schemas.GetClaim, response=schemas.ClaimStanding, allow=allow("payroll_clerk"))
    def send_claim(self, tx: Tx, *, claim_id: str) -> dict[str, Any]:
        """The report left for the insurer."""
        return reads.summary(tx, use_cases.send_claim(tx, claim_id))

    @command(schemas.AddClaimDocument, response=schemas.ClaimStanding,
             allow=allow("payroll_clerk", self_by=reads.owner_of_claim))
    def add_claim_document(self, tx: Tx, *, claim_id: str, name: str, digest: str) -> dict[str, Any]:
        """A document of the claim, by its name and digest."""
        return reads.summary(tx, use_cases.add_document(tx, claim_id, name=name, digest=digest))

    @command(schemas.DecideClaim, response=schemas.ClaimStanding, allow=allow("payroll_clerk"))
    def decide_claim(self, tx: Tx, *, claim_id: str, accepted: bool, reason: str) -> dict[str, Any]:
        """What the insurer decided."""
        return reads.summary(tx, use_cases.decide_claim(tx, claim_id, accepted=accepted, reason=reason))

    @command(schemas.RecordIncapacity, response=schemas.ClaimStanding, allow=allow("payroll_clerk"))
    def record_incapacity(self, tx: Tx, *, claim_id: str, until: date) -> dict[str, Any]:
        """The last day of incapacity that a doctor named."""
        return reads.summary(tx, use_cases.record_incapacity(tx, claim_id, until=until))

    @command(schemas.RecordClaimPayment, response=schemas.ClaimStanding, allow=allow("payroll_clerk"))
    def record_claim_payment(
        self, tx: Tx, *, claim_id: str, starts_on: date, ends_on: date, amount: Money,
    ) -> dict[str, Any]:
        """What the insurer paid the worker for days of incapacity."""
        return reads.summary(tx, use_cases.record_payment(tx, claim_id, starts_on=starts_on, ends_on=ends_on,
                                                          amount=amount))

    @command(schemas.GetClaim, response=schemas.ClaimStanding, allow=allow("payroll_clerk"))
    def settle_claim(self, tx: Tx, *, claim_id: str) -> dict[str, Any]:
        """Nothing is owed any more on a claim."""
        return reads.summary(tx, use_cases.settle_claim(tx, claim_id))

    @query(schemas.GetClaim, response=schemas.ClaimDetail,
           allow=allow("payroll_clerk", "auditor", self_by=reads.owner_of_claim))
    def get_claim(self, tx: Tx, *, claim_id: str) -> dict[str, Any]:
        """A claim whole, with what its days are worth by the law."""
        return reads.get_claim(tx, claim_id)

    @query(schemas.ListClaims, response=schemas.ClaimSummary, many=True,
           allow=allow("payroll_clerk", "auditor", self_by="member_id"))
    def list_claims(self, tx: Tx, *, member_id: str, only_open: bool, after: str, limit: int) -> list[dict[str, Any]]:
        """Claims, whose step leads on, and by when the insurer is told."""
        return reads.list_claims(tx, member_id=member_id, only_open=only_open, after=after, limit=limit)
