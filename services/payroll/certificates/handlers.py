"""Whether work was declared and insured at an instant, and its certificate."""

from datetime import datetime
from typing import Any

from services.payroll.certificates import reads, schemas, use_cases
from services.payroll.orders.reads import owner_of_order
from shared.bus import allow, command, query
from shared.postgres import Tx


class CertificateHandlers:
    """What is asked about declared and insured work."""

    @query(schemas.GetDeclaredAndCovered, response=schemas.DeclaredAndCovered,
           allow=allow("payroll_clerk", "advisor", "auditor", self_by="member_id"))
    def get_declared_and_covered(self, tx: Tx, *, member_id: str, at: datetime) -> dict[str, Any]:
        """Whether a worker's work was declared before an instant and insured on its day: by whom, shown by what."""
        return reads.get_declared_and_covered(tx, member_id=member_id, at=at)

    @command(schemas.IssueCoverCertificate, response=schemas.CertificateIssued,
             allow=allow("payroll_clerk", self_by=owner_of_order))
    def issue_cover_certificate(self, tx: Tx, *, order_id: str) -> dict[str, str]:
        """Certify that an order's work is insured, for the worker and for inspectors."""
        certificate_id, number = use_cases.issue_certificate(tx, order_id)
        return {"certificate_id": certificate_id, "number": number}

    @query(schemas.GetCoverCertificate, response=schemas.CertificateDetail,
           allow=allow("payroll_clerk", "auditor", self_by=reads.owner_of_certificate))
    def get_cover_certificate(self, tx: Tx, *, certificate_id: str) -> dict[str, Any]:
        """A certificate of cover as PDF, once the job `print_certificates` has made it."""
        return reads.get_certificate(tx, certificate_id)
