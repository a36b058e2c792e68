"""The ledger as an accountant reads it: methods."""

from datetime import date
from typing import Any

from services.membership.books import schemas
from shared.bus import allow, query
from shared.ledger import shapes, statement, trial
from shared.postgres import Tx

READERS = allow("accountant", "auditor", "board")


class BookHandlers:
    """What is asked about the ledger."""

    @query(shapes.GetTrialBalance, response=shapes.AccountBalanceDetail, many=True, allow=READERS)
    def get_trial_balance(self, tx: Tx, *, as_of: date | None, entity: str) -> list[trial.AccountBalance]:
        """What stands on every account of a legal entity as of a day."""
        return trial.trial_balance_on(tx, as_of=as_of or tx.on, entity=entity)

    @query(shapes.ListAccountDocuments, response=shapes.BookedDocumentDetail, many=True, allow=READERS)
    def list_account_documents(
        self, tx: Tx, *, as_of: date | None, entity: str, account: str, after: str, limit: int,
    ) -> list[trial.BookedDocument]:
        """The documents behind the balance of an account."""
        return trial.list_account_documents(tx, as_of=as_of or tx.on, entity=entity, account=account, after=after,
                                            limit=limit)

    @query(schemas.GetMemberAccount, response=schemas.LedgerLine, many=True,
           allow=allow("desk", "accountant", "auditor", self_by="member_id"))
    def get_member_account(self, tx: Tx, *, member_id: str) -> list[dict[str, Any]]:
        """Every line that the ledger has of a member."""
        return statement(tx, member=member_id)
