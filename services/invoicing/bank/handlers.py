"""The bank: methods."""

from typing import Any

from services.invoicing.bank import reads, schemas
from services.invoicing.bank.rules import Gap, OwnAccount, StatementRead, Taken
from services.invoicing.bank.use_cases import statements, suspense
from shared.bus import allow, command, query
from shared.postgres import Tx


class BankHandlers:
    """Statements in, movements to their owners."""

    @command(schemas.IngestBankStatement, response=schemas.StatementsTaken, allow=allow("bank", "accountant"))
    def ingest_bank_statement(self, tx: Tx, *, file_format: str, content: str) -> dict[str, list[Taken]]:
        """Take in every statement of a bank file, each once."""
        return {"statements": statements.ingest_bank_statement(tx, file_format=file_format, content=content)}

    @query(schemas.IngestBankStatement, response=schemas.StatementPreview, many=True, allow=allow("bank", "accountant"))
    def preview_bank_statement(self, tx: Tx, *, file_format: str, content: str) -> list[StatementRead]:
        """What a bank file holds, before it is taken in."""
        return statements.preview_bank_statement(tx, file_format=file_format, content=content)

    @query(schemas.ListUnmatched, response=schemas.UnmatchedMovement, many=True,
           allow=allow("accountant", "bank", "auditor"))
    def list_unmatched_movements(self, tx: Tx, *, after: str, limit: int) -> list[dict[str, Any]]:
        """Movements that wait for their owner."""
        return reads.list_unmatched_movements(tx, after=after, limit=limit)

    @query(schemas.ListBankGaps, response=schemas.BankGap, many=True, allow=allow("accountant", "bank", "auditor"))
    def list_bank_gaps(self, tx: Tx) -> list[Gap]:
        """Where statements of our accounts do not follow one another."""
        return reads.list_bank_gaps(tx)

    @command(schemas.MatchMovement, response=schemas.MovementApplied, allow=allow("accountant"))
    def match_movement(self, tx: Tx, *, movement_id: str, invoice_id: str) -> dict[str, str]:
        """Money in suspense pays an invoice."""
        return {"payment_id": suspense.match_movement(tx, movement_id=movement_id, invoice_id=invoice_id)}

    @command(schemas.BookOwnMovement, allow=allow("accountant"))
    def book_own_movement(self, tx: Tx, *, movement_id: str, account: str) -> None:
        """Money in suspense, in or out, is the house's own: costs of the bank, or interest."""
        suspense.book_own_movement(tx, movement_id=movement_id, account=OwnAccount(account))

    @command(schemas.CreditMovement, allow=allow("accountant"))
    def credit_movement(self, tx: Tx, *, movement_id: str, client_id: str) -> None:
        """Money in suspense is a client's: it stands on their account."""
        suspense.credit_movement(tx, movement_id=movement_id, client_id=client_id)

    @command(schemas.SettleRefund, allow=allow("accountant"))
    def settle_refund(self, tx: Tx, *, movement_id: str, reference: str) -> None:
        """A debit in suspense is a refund of ours, whose id the bank left out."""
        suspense.settle_refund(tx, movement_id=movement_id, reference=reference)

    @command(schemas.ReturnMovement, allow=allow("accountant"))
    def return_movement(self, tx: Tx, *, movement_id: str, returns: str) -> None:
        """A movement in suspense takes back, or gives back, an earlier one though the bank does not say which."""
        suspense.return_movement(tx, movement_id=movement_id, returns=returns)

    @command(schemas.ClaimMovement, allow=allow("accountant"))
    def claim_movement(self, tx: Tx, *, movement_id: str, service: str) -> None:
        """Money in suspense is another service's (a share paid without its reference): it is told, and finds whose."""
        suspense.claim_movement(tx, movement_id=movement_id, service=service)
