"""Shapes of letters."""

from marshmallow import fields, validate

from shared.fields import Count, Day, Flag, Id, MoneyField, Shape, Text

LONGEST_REPORT = 200_000  # characters of a delivery report, with the head of the mail that came back


class DeliveryReport(fields.String):
    """A message as the mailbox keeps it, with the lines and signs of whoever wrote it, bounded in size."""

    def __init__(self) -> None:
        super().__init__(required=True, validate=validate.Length(min=1, max=LONGEST_REPORT))


class ListLetters(Shape):
    """The letters of a member."""

    member_id = Id("mbr", required=True)
    limit = Count(load_default=100, least=1, limit=500)


class LetterSummary(Shape):
    """A letter: of which step, when written, how it went, and whether it came back."""

    letter_id = Id("let", required=True)
    kind = Text(required=True)
    language = Text(required=True)
    written_on = Day(required=True)
    sent_by = Text(required=True)
    obstacle = Text(required=True)
    left_us = Flag(required=True)
    failed = Text(required=True)
    failure_code = Text(required=True)


class ListShareBills(Shape):
    """A member, or a candidate whose first share is called."""

    member_id = Id("mbr", required=True)


class ShareBill(Shape):
    """What is to be paid for a call, to whom, with which communication; code: the same for a phone, as SVG."""

    call_id = Id("shc", required=True)
    amount = MoneyField(required=True)
    due_on = Day(required=True)
    payee = Text(required=True)
    iban = Text(required=True)
    communication = Text(required=True)
    code = fields.String(required=True)


class ListStoppedLetters(Shape):
    """How many at most."""

    limit = Count(load_default=100, least=1, limit=500)


class StoppedLetter(Shape):
    """A letter that did not arrive or could not be made; without a member it was a guest's."""

    letter_id = Id("let", required=True)
    kind = Text(required=True)
    member_id = Text(required=True)
    written_on = Day(required=True)
    sent_by = Text(required=True)
    obstacle = Text(required=True)
    failed = Text(required=True)
    failure_code = Text(required=True)


class RecordBounce(Shape):
    """A delivery report as it came (RFC 3464)."""

    message = DeliveryReport()


class BounceRecorded(Shape):
    """Whether the report is about a letter of ours, and news."""

    ours = Flag(required=True)


class SettleLetter(Shape):
    """A letter that somebody saw to."""

    letter_id = Id("let", required=True)
