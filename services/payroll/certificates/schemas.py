"""What crosses the bus about declared and insured work at an instant."""

from marshmallow import fields

from shared.fields import Day, Flag, Id, Instant, Rate, Shape


class GetDeclaredAndCovered(Shape):
    """A worker and an instant."""

    member_id = Id("mbr", required=True)
    at = Instant(required=True)


class DocumentEvidence(Shape):
    """A document that left for the authority, and the digest of what it holds (SHA-256)."""

    name = fields.String(required=True)
    digest = fields.String(required=True)


class EmploymentAt(Shape):
    """An employment at the instant: when it was declared and under which number, and who insures the day."""

    order_id = Id("ord", required=True)
    reference = fields.String(required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    declared_at = Instant(required=True)
    declared = Flag(required=True)
    cover_id = fields.String(required=True, allow_none=True)
    insurer = fields.String(required=True, allow_none=True)
    policy = fields.String(required=True, allow_none=True)
    hours = Rate(required=True, allow_none=True)
    documents = fields.List(fields.Nested(DocumentEvidence), required=True)


class DeclaredAndCovered(Shape):
    """Whether the worker's work was declared before the instant and insured on its day, and by what that is shown.

    `absent`: the worker was not to work that day; why is not told. Declaration and cover go on in an absence.
    """

    member_id = Id("mbr", required=True)
    at = Instant(required=True)
    declared = Flag(required=True)
    covered = Flag(required=True)
    absent = Flag(required=True)
    employments = fields.List(fields.Nested(EmploymentAt), required=True)


class IssueCoverCertificate(Shape):
    """The order whose cover is certified."""

    order_id = Id("ord", required=True)


class CertificateIssued(Shape):
    """The certificate that is printed within minutes."""

    certificate_id = Id("crt", required=True)
    number = fields.String(required=True)


class GetCoverCertificate(Shape):
    """The certificate that is asked for."""

    certificate_id = Id("crt", required=True)


class CertificateDetail(Shape):
    """A certificate of cover: its number, and the PDF in base 64."""

    certificate_id = Id("crt", required=True)
    number = fields.String(required=True)
    issued_on = Day(required=True)
    pdf = fields.String(required=True)
