"""A ledger as an accountant reads it over the bus, the same for every service that keeps one."""

from datetime import date

from shared.bus import allow, query
from shared.ledger import shapes, trial
from shared.postgres import Tx

READERS = allow("accountant", "auditor", "board")


class LedgerHandlers:
    """What is asked about a ledger."""

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

    @query(shapes.ListAccountYear, response=shapes.JournalSumDetail, many=True, allow=READERS)
    def list_account_year(self, tx: Tx, *, entity: str, account: str, year: int) -> list[trial.JournalSum]:
        """Where the money of an account came from in a year, and where it went, journal by journal."""
        return trial.list_account_year(tx, entity=entity, account=account, year=year)
