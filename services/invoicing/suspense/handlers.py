"""Suspense: methods."""

from datetime import date
from typing import Any

from services.invoicing.grants.rules import Grant, GrantKind
from services.invoicing.suspense import reads, schemas, use_cases
from services.invoicing.suspense.rules import OwnAccount
from shared.bus import allow, command, query
from shared.postgres import Tx


class SuspenseHandlers:
    """Whose money is that."""

    @query(schemas.ListUnmatched, response=schemas.UnmatchedMovement, many=True,
           allow=allow("accountant", "bank", "auditor"))
    def list_unmatched_movements(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """Movements that wait for their owner."""
        return reads.list_unmatched_movements(tx, after=after, limit=limit)

    @command(schemas.MatchMovement, response=schemas.MovementApplied, allow=allow("accountant"))
    def match_movement(self, tx: Tx, *, movement_id: str, invoice_id: str) -> dict[str, str]:
        """Money in suspense pays an invoice."""
        return {"payment_id": use_cases.match_movement(tx, movement_id=movement_id, invoice_id=invoice_id)}

    @command(schemas.BookOwnMovement, allow=allow("accountant"))
    def book_own_movement(self, tx: Tx, *, movement_id: str, account: str) -> None:
        """Money in suspense, in or out, is the house's own: costs of the bank, or interest."""
        use_cases.book_own_movement(tx, movement_id=movement_id, account=OwnAccount(account))

    @command(schemas.BookGrant, response=schemas.GrantBooked, allow=allow("accountant"))
    def book_grant(self, tx: Tx, *, movement_id: str, activity_id: str, kind: str) -> Grant:
        """Money in suspense is a grant or sponsoring: it enters an activity without an order, less the fee."""
        return use_cases.book_grant(tx, movement_id=movement_id, activity_id=activity_id, kind=GrantKind(kind))

    @command(schemas.CreditMovement, allow=allow("accountant"))
    def credit_movement(self, tx: Tx, *, movement_id: str, client_id: str) -> None:
        """Money in suspense is a client's: it stands on their account."""
        use_cases.credit_movement(tx, movement_id=movement_id, client_id=client_id)

    @command(schemas.UndoPlacement, allow=allow("accountant"))
    def undo_placement(self, tx: Tx, *, movement_id: str, because: str) -> None:
        """Money was placed wrongly: it waits in suspense again, what it had paid is open, and it can be placed anew."""
        use_cases.undo_placement(tx, movement_id=movement_id, because=because)

    @query(schemas.ListPlacements, response=schemas.Placement, many=True, allow=allow("accountant", "auditor"))
    def list_placements(self, tx: Tx, *, before: date | None, before_id: str, limit: int) -> list[dict[str, Any]]:
        """Where money that came in was placed, newest first."""
        return reads.list_placements(tx, before=before, before_id=before_id, limit=limit)

    @command(schemas.SettleRefund, allow=allow("accountant"))
    def settle_refund(self, tx: Tx, *, movement_id: str, reference: str) -> None:
        """A debit in suspense is a refund of ours, whose id the bank left out."""
        use_cases.settle_refund(tx, movement_id=movement_id, reference=reference)

    @command(schemas.ReturnMovement, allow=allow("accountant"))
    def return_movement(self, tx: Tx, *, movement_id: str, returns: str) -> None:
        """A movement in suspense takes back, or gives back, an earlier one though the bank does not say which."""
        use_cases.return_movement(tx, movement_id=movement_id, returns=returns)

    @command(schemas.ClaimMovement, allow=allow("accountant"))
    def claim_movement(self, tx: Tx, *, movement_id: str, service: str) -> None:
        """Money in suspense is another service's (a share paid without its reference): it is told, and finds whose."""
        use_cases.claim_movement(tx, movement_id=movement_id, service=service)
