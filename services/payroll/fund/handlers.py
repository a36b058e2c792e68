"""What the guarantee fund carries, and what becomes of the invoices behind it."""

from typing import Any

from services.payroll.fund import reads, schemas, use_cases
from services.payroll.fund.rules import Source
from shared.bus import Event, allow, handles, query
from shared.postgres import Tx


class FundHandlers:
    """What is asked and consumed about the guarantee fund."""

    @query(schemas.GetGuaranteeFund, response=schemas.FundDetail,
           allow=allow("payroll_clerk", "accountant", "auditor", "board"))
    def get_guarantee_fund(self, tx: Tx, *, debtors: int) -> dict[str, Any]:
        """What the fund has, carries and lost."""
        return reads.get_guarantee_fund(tx, debtors)

    @query(schemas.ListAdvances, response=schemas.AdvanceSummary, many=True,
           allow=allow("payroll_clerk", "accountant", "auditor", "board"))
    def list_advances(self, tx: Tx, *, only_open: bool, after: str, limit: int) -> list[dict[str, Any]]:
        """The advances, one by one."""
        return reads.list_advances(tx, only_open=only_open, after=after, limit=limit, day=tx.on)

    @query(schemas.GetFundShare, response=schemas.FundShareDetail,
           allow=allow("payroll_clerk", "accountant", "auditor", "board", self_by="member_id"))
    def get_fund_share(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """What a member's work paid into the guarantee fund, and what that paid for."""
        return reads.get_fund_share(tx, member_id)

    @handles("invoicing.fee_booked", schemas.FeeBooked)
    def on_fee_booked(self, tx: Tx, event: Event) -> None:
        """A share of the fee feeds the fund."""
        source = Source(activity_id=event["activity_id"], order_id=event["order_id"], part=event["part"],
                        member_id=event["member_id"])
        use_cases.feed_from_fee(tx, source, event["fee"], event.event_on)

    @handles("invoicing.payment_applied", schemas.PaymentApplied)
    def on_payment_applied(self, tx: Tx, event: Event) -> None:
        """The client paid: the fund recovers."""
        use_cases.apply_payment(tx, invoice_id=event["invoice_id"], paid_so_far=event["paid_so_far"],
                                prepaid=event["prepaid_so_far"])

    @handles("invoicing.payment_reversed", schemas.PaymentApplied)
    def on_payment_reversed(self, tx: Tx, event: Event) -> None:
        """A payment was taken back: the fund carries it again."""
        use_cases.apply_payment(tx, invoice_id=event["invoice_id"], paid_so_far=event["paid_so_far"],
                                prepaid=event["prepaid_so_far"])

    @handles("invoicing.invoice_credited", schemas.InvoiceCredited)
    def on_invoice_credited(self, tx: Tx, event: Event) -> None:
        """A part of the claim was given back: the activity owes it, the fund carries it no longer."""
        use_cases.credit_invoice(tx, invoice_id=event["invoice_id"], amount=event["amount"])

    @handles("invoicing.invoice_written_off", schemas.InvoiceWrittenOff)
    def on_invoice_written_off(self, tx: Tx, event: Event) -> None:
        """The client defaulted: the fund bears it."""
        use_cases.write_off(tx, invoice_id=event["invoice_id"], amount=event["open"])

    @handles("invoicing.written_off_recovered", schemas.WrittenOffRecovered)
    def on_written_off_recovered(self, tx: Tx, event: Event) -> None:
        """Money came in after all: the fund gets back its part of what it lost."""
        use_cases.recover_written_off(tx, invoice_id=event["invoice_id"], amount=event["amount"])
