"""The door: members, their share calls and payments."""

from datetime import date
from typing import Any

from services.membership.reads import members as reads
from services.membership.schemas import shares as shapes
from services.membership.use_cases import calls, payments
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx


class ShareDoor:
    """Shares: called, paid, placed, taken back."""

    @command(shapes.CallShares, response=shapes.Call, allow=allow("desk", self_by="member_id"))
    def call_voluntary_shares(self, tx: Tx, *, member_id: str, shares: int) -> dict[str, Any]:
        """More shares, because the member wants them."""
        return calls.call_voluntary_shares(tx, member_id=member_id, shares=shares)

    @command(shapes.WithdrawCall, response=shapes.Call, allow=allow("desk"))
    def withdraw_share_call(self, tx: Tx, *, call_id: str, reason: str) -> dict[str, Any]:
        """Withdraw a call on which nothing was paid."""
        return calls.withdraw_share_call(tx, call_id=call_id, reason=reason)

    @command(shapes.RecordPayment, response=shapes.Payment, allow=allow("bank", "service", "accountant"))
    def record_payment(
        self, tx: Tx, *, movement: str, amount: Money, booked_on: date, structured_communication: str,
    ) -> dict[str, Any]:
        """Record a payment where no invoicing service reads the bank file."""
        return payments.receive_payment(tx, movement=movement, amount=amount, booked_on=booked_on,
                                        communication=structured_communication)

    @command(shapes.ReversePayment, response=shapes.Payment, allow=allow("bank", "service", "accountant"))
    def reverse_payment(self, tx: Tx, *, movement: str, refers_to: str, booked_on: date) -> dict[str, Any]:
        """Take a payment back where no invoicing service reads the bank file."""
        return payments.reverse_payment(tx, movement=movement, refers_to=refers_to, booked_on=booked_on)

    @command(shapes.PlacePayment, response=shapes.Payment, allow=allow("desk", "accountant"))
    def place_payment(self, tx: Tx, *, payment_id: str, call_id: str) -> dict[str, Any]:
        """Say which call an unplaced payment was for."""
        return payments.place_payment(tx, payment_id=payment_id, call_id=call_id)

    @query(shapes.HowMany, response=shapes.UnplacedPayment, many=True, allow=allow("desk", "accountant"))
    def list_unplaced_payments(self, tx: Tx, *, limit: int) -> list[dict[str, Any]]:
        """Payments that name no call of ours."""
        return reads.list_unplaced_payments(tx, limit)

    @query(shapes.WhichMember, response=shapes.Member,
           allow=allow("desk", "advisor", "accountant", "service", self_by="member_id"))
    def get_member(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """A member, his standing and his calls."""
        return reads.get_member(tx, member_id)

    @query(shapes.WhichMember, response=shapes.LedgerLine, many=True,
           allow=allow("desk", "accountant", "auditor", self_by="member_id"))
    def get_member_account(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """Every line that the ledger has of a member."""
        return reads.get_member_account(tx, member_id)

    @query(shapes.WhichMember, response=shapes.PaymentPart, many=True,
           allow=allow("desk", "accountant", "auditor", self_by="member_id"))
    def list_payments(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """The payments of a member and what they were used for."""
        return reads.list_payments(tx, member_id)
