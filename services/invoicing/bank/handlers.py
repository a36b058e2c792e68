"""The bank: methods."""

from services.invoicing.bank import reads, schemas
from services.invoicing.bank.rules import Gap, StatementRead, Taken
from services.invoicing.bank.use_cases import statements
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

    @query(schemas.ListBankGaps, response=schemas.BankGap, many=True, allow=allow("accountant", "bank", "auditor"))
    def list_bank_gaps(self, tx: Tx) -> list[Gap]:
        """Where statements of our accounts do not follow one another."""
        return reads.list_bank_gaps(tx)
