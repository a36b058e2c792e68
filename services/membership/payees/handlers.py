"""What membership answers about members' accounts."""

from typing import Any

from services.membership.payees import reads, schemas, use_cases
from shared.bus import allow, command, query
from shared.postgres import Tx


class PayeeHandlers:
    """Where money for members goes: named once, confirmed over another channel."""

    @command(schemas.RecordPayee, response=schemas.NamedPayee, allow=allow("desk", self_by="member_id"))
    def record_payee(self, tx: Tx, *, member_id: str, name: str, iban: str) -> dict[str, Any]:
        """Say where money for a member goes; no money does before the account is confirmed."""
        return use_cases.record_payee(tx, member_id=member_id, name=name, iban=iban)

    @command(schemas.ConfirmPayee, response=schemas.PayeeStep, allow=allow("desk", self_by="member_id"))
    def confirm_payee(self, tx: Tx, *, member_id: str, code: str) -> dict[str, Any]:
        """Confirm an account with the code that came to an address known before."""
        return use_cases.confirm_payee(tx, member_id=member_id, code=code)

    @command(schemas.OnePayee, response=schemas.PayeeStep, allow=allow("desk"))
    def confirm_payee_identity(self, tx: Tx, *, member_id: str, payee_id: str) -> dict[str, Any]:
        """Confirm an account that somebody else recorded, after seeing the document of who asks for it."""
        return use_cases.confirm_payee_identity(tx, member_id=member_id, payee_id=payee_id)

    @command(schemas.OnePayee, response=schemas.PayeeStep, allow=allow("desk", self_by="member_id"))
    def withdraw_payee(self, tx: Tx, *, member_id: str, payee_id: str) -> dict[str, Any]:
        """Take an account back that waits for its confirmation."""
        return use_cases.withdraw_payee(tx, member_id=member_id, payee_id=payee_id)

    @query(schemas.ListWaitingPayees, response=schemas.WaitingPayee, many=True,
           allow=allow("desk", "accountant", self_by="member_id"))
    def list_waiting_payees(self, tx: Tx, *, member_id: str, limit: int) -> list[dict[str, Any]]:
        """Accounts to which no money goes before they are confirmed."""
        return reads.list_waiting(tx, member_id=member_id, limit=limit)
