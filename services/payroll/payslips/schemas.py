"""What crosses the bus about payslips."""

from marshmallow import fields

from shared.fields import Day, Id, Shape


class GetPayslip(Shape):
    """The wage whose payslip is meant."""

    wage_id = Id("wag", required=True)


class PayslipDetail(Shape):
    """A payslip: its number, and the PDF in base 64."""

    wage_id = Id("wag", required=True)
    number = fields.String(required=True)
    issued_on = Day(required=True)
    pdf = fields.String(required=True)
    content_digest = fields.String(required=True)
