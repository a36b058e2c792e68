"""What is asked and answered about what is late."""

from typing import Any

from marshmallow import fields, post_load

from services.invoicing.reminders.rules import Answer, Instalment
from shared.fields import Count, Day, Flag, Id, MoneyField, OneOf, Shape, Text

PAGE, MOST_INSTALMENTS, LONGEST_NOTE = 100, 36, 500


class ListLateInvoices(Shape):
    """A page of late invoices, of one client or member where asked.

    `due_today`: only those with a step to take, by the daily run or by whoever hands them to a collector.
    """

    client_id = Id("cli", load_default=None)
    member_id = Id("mbr", load_default=None)
    due_today = Flag(load_default=False)
    after = Count(load_default=0)
    limit = Count(least=1, limit=PAGE, load_default=PAGE)


class LateInvoice(Shape):
    """A late invoice: what was done, what comes next and when, or what holds it back.

    `asked`: the member was asked what they know and has not answered. `plan`: a payment plan runs, kept or broken.
    """

    invoice_id = fields.String(required=True)
    number = fields.String(required=True)
    client_id = fields.String(required=True)
    client_name = fields.String(required=True)
    member_id = fields.String(required=True)
    order_id = fields.String(required=True)
    due_on = Day(required=True)
    days_late = Count(required=True)
    open = MoneyField(required=True)
    last_step = fields.String(required=True, allow_none=True)
    next_step = fields.String(required=True, allow_none=True)
    next_on = Day(required=True, allow_none=True)
    hold = fields.String(required=True, allow_none=True)
    asked = Flag(required=True)
    plan = Flag(required=True)


class NameLateInvoice(Shape):
    """Names an invoice."""

    invoice_id = Id("inv", required=True)


class AnswerLateQuestion(NameLateInvoice):
    """What the member knows of a client who does not pay; a day where they want to wait."""

    answer = OneOf(*Answer, required=True)
    wait_until = Day(load_default=None)
    note = Text(load_default="", longest=LONGEST_NOTE)


class OpenDispute(NameLateInvoice):
    """Why the client contests."""

    reason = Text(required=True, longest=LONGEST_NOTE)


class CloseDispute(NameLateInvoice):
    """How the dispute ended."""

    outcome = Text(required=True, longest=LONGEST_NOTE)


class InstalmentAgreed(Shape):
    """A part of a plan."""

    due_on = Day(required=True)
    amount = MoneyField(required=True, positive=True)

    @post_load
    def _made(self, data: dict[str, Any], **_: Any) -> Instalment:
        return Instalment(**data)


class AgreePaymentPlan(NameLateInvoice):
    """The parts in which the client pays what is open."""

    instalments = fields.List(fields.Nested(InstalmentAgreed), required=True,
                              validate=lambda parts: 0 < len(parts) <= MOST_INSTALMENTS)


class PlanAgreed(Shape):
    """A plan runs."""

    plan_id = fields.String(required=True)


class EndPaymentPlan(NameLateInvoice):
    """Why the plan ends."""

    reason = Text(required=True, longest=LONGEST_NOTE)


class HandOverToCollector(Shape):
    """Whose invoices go to which collector."""

    client_id = Id("cli", required=True)
    collector = Text(required=True, longest=100)


class ClaimHandedOver(Shape):
    """What a collector asks for one invoice."""

    number = fields.String(required=True, attribute="late.number")
    open = MoneyField(required=True, attribute="late.open")
    interest = MoneyField(required=True)
    lump_sum = MoneyField(required=True)
    whole = MoneyField(required=True)


class ClaimsHandedOver(Shape):
    """What was handed over."""

    claims = fields.List(fields.Nested(ClaimHandedOver), required=True)


class ListReminders(Shape):
    """Names a client."""

    client_id = Id("cli", required=True)


class ReminderSent(Shape):
    """A letter that went to a client, and about which invoices."""

    letter_id = fields.String(required=True)
    client_id = fields.String(required=True)
    step = fields.String(required=True)
    sent_on = Day(required=True)
    by_mail = Flag(required=True)
    numbers = fields.String(required=True)


class GetReminder(Shape):
    """Names a letter."""

    letter_id = Id("ltr", required=True)


class ReminderFile(Shape):
    """A letter: its name, its media type, its bytes in base64."""

    name = fields.String(required=True)
    media_type = fields.String(required=True)
    content_base64 = fields.String(required=True)


class GetAgeing(Shape):
    """For whom what is open is added up."""

    per = OneOf("client", "member", "sector", required=True)


class AgeClass(Shape):
    """What is open in a class of days late."""

    age = fields.String(required=True)
    open = MoneyField(required=True)


class AgeingLine(Shape):
    """What one client, member or sector has open, by how late it is."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    invoices = Count(required=True)
    open = MoneyField(required=True)
    classes = fields.List(fields.Nested(AgeClass), required=True)
