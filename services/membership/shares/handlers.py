"""What membership answers about members, their share calls and payments, and what it consumes for them."""

from datetime import date
from typing import Any

from services.membership.register.use_cases import act_days
from services.membership.shares import reads, schemas
from services.membership.shares.rules import Part
from services.membership.shares.use_cases import calls, payments
from shared.bus import Event, allow, command, handles, query
from shared.money import Money
from shared.postgres import Tx


class ShareHandlers:
    """Shares: called, paid, placed, taken back."""

    @handles("invoicing.bank_movement_received", schemas.BankMovementReceived, replaced_by=["record_payment",
                                                                                           "record_payout"])
    def on_bank_movement_received(self, tx: Tx, event: Event) -> None:
        """Money of our range of communications pays shares."""
        payments.record_bank_movement(
            tx, movement_id=event["movement_id"], booked_on=event["booked_on"], amount=event["amount"],
            structured_communication=event["structured_communication"], end_to_end_id=event["end_to_end_id"])

    @handles("invoicing.bank_movement_returned", schemas.BankMovementReturned,
           replaced_by=["reverse_payment", "return_payout"])
    def on_bank_movement_returned(self, tx: Tx, event: Event) -> None:
        """The bank took a payment back."""
        payments.record_bank_return(tx, movement_id=event["movement_id"], refers_to=event["refers_to"],
                                  booked_on=event["booked_on"], end_to_end_id=event["end_to_end_id"])

    @handles("invoicing.movement_claimed", schemas.MovementClaimed, replaced_by=["record_payment"])
    def on_movement_claimed(self, tx: Tx, event: Event) -> None:
        """Money for shares that came without a reference waits for the desk."""
        payments.record_claimed_movement(tx, movement_id=event["movement_id"], claimed_for=event["claimed_for"],
                                         booked_on=event["booked_on"], amount=event["amount"])

    @command(schemas.CallShares, response=schemas.CallDetail, allow=allow("desk", self_by="member_id"))
    def call_voluntary_shares(self, tx: Tx, *, member_id: str, shares: int) -> dict[str, Any]:
        """More shares, because the member wants them."""
        return calls.call_voluntary_shares(tx, member_id=member_id, shares=shares)

    @command(schemas.WithdrawCall, response=schemas.CallDetail, allow=allow("desk"))
    def withdraw_share_call(self, tx: Tx, *, call_id: str, reason: str) -> dict[str, Any]:
        """Withdraw a call on which nothing was paid."""
        return calls.withdraw_share_call(tx, call_id=call_id, reason=reason)

    @command(schemas.OneCall, response=schemas.CallDetail, allow=allow("desk", self_by=reads.owner_of_call))
    def step_back_from_call(self, tx: Tx, *, call_id: str) -> dict[str, Any]:
        """A member does not want more shares any more, or a candidate not to join; parts paid are owed back."""
        return calls.step_back(tx, call_id=call_id)

    @command(schemas.RecordPayment, response=schemas.PaymentUsed, allow=allow("bank", "service", "accountant"))
    def record_payment(
        self, tx: Tx, *, movement: str, amount: Money, booked_on: date, structured_communication: str,
    ) -> dict[str, Any]:
        """Record a payment where no invoicing service reads the bank file."""
        return payments.receive_payment(tx, movement=movement, amount=amount, booked_on=booked_on,
                                        communication=structured_communication)

    @command(schemas.ReversePayment, response=schemas.PaymentUsed, allow=allow("bank", "service", "accountant"))
    def reverse_payment(self, tx: Tx, *, movement: str, refers_to: str, booked_on: date) -> dict[str, Any]:
        """Take a payment back where no invoicing service reads the bank file."""
        return payments.reverse_payment(tx, movement=movement, refers_to=refers_to, booked_on=booked_on)

    @command(schemas.PlacePayment, response=schemas.PaymentUsed, allow=allow("desk", "accountant"))
    def place_payment(self, tx: Tx, *, payment_id: str, call_id: str) -> dict[str, Any]:
        """Say which call an unplaced payment was for."""
        return payments.place_payment(tx, payment_id=payment_id, call_id=call_id)

    @command(schemas.CorrectPayment, response=schemas.PaymentUsed, allow=allow("desk", "accountant"))
    def correct_payment(
        self, tx: Tx, *, payment_id: str, parts: list[dict[str, Any]], reason: str, evidence: str,
        happened_on: date | None, known_on: date | None,
    ) -> dict[str, Any]:
        """Move a payment to the calls that it was for, of one member or several; the rest waits for the desk."""
        return payments.correct_payment(
            tx, payment_id=payment_id, parts=[Part(**part) for part in parts], reason=reason, evidence=evidence,
            days=act_days(tx, happened_on=happened_on, known_on=known_on))

    @command(schemas.SendPaymentBack, response=schemas.PaymentOnItsWayBack, allow=allow("desk", "accountant"))
    def send_payment_back(self, tx: Tx, *, payment_id: str, name: str, iban: str, reason: str) -> dict[str, Any]:
        """Send money that is for no share back to its payer."""
        return payments.send_payment_back(tx, payment_id=payment_id, name=name, iban=iban, reason=reason,
                                          days=act_days(tx, happened_on=None, known_on=None))

    @query(schemas.ListUnplacedPayments, response=schemas.UnplacedPayment, many=True, allow=allow("desk", "accountant"))
    def list_unplaced_payments(self, tx: Tx, *, limit: int) -> list[dict[str, Any]]:
        """Payments that name no call of ours."""
        return reads.list_unplaced_payments(tx, limit)

    @query(schemas.GetMember, response=schemas.MemberDetail,
           allow=allow("desk", "advisor", "accountant", "service", self_by="member_id"))
    def get_member(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """A member, their standing and their calls."""
        return reads.get_member(tx, member_id)

    @query(schemas.GetMember, response=schemas.PaymentPart, many=True,
           allow=allow("desk", "accountant", "auditor", self_by="member_id"))
    def list_payments(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """The payments of a member and what they were used for."""
        return reads.list_payments(tx, member_id)
