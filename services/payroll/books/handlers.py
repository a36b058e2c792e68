"""The ledger as an accountant reads it, what falls due, and the year's close: methods."""

from datetime import date

from services.payroll.books import reads, schemas, use_cases
from services.payroll.books.rules import Obligation
from shared.bus import allow, command, query
from shared.ledger import shapes
from shared.ledger.handlers import LedgerHandlers
from shared.ledger.year import ClosedYear
from shared.postgres import Tx


class BookHandlers(LedgerHandlers):
    """What is asked about the ledger and what falls due; the ledger's years."""

    @command(shapes.CloseYear, response=shapes.ClosedYearDetail, allow=allow("accountant"))
    def close_books_year(self, tx: Tx, *, entity: str, year: int) -> ClosedYear:
        """Close a calendar year in this ledger: its days are shut, and the next one begins without results."""
        return use_cases.close_books_year(tx, entity=entity, year=year)

    @query(schemas.ListObligations, response=schemas.ObligationDetail, many=True,
           allow=allow("accountant", "auditor", "board", "payroll_clerk"))
    def list_obligations(self, tx: Tx, *, entity: str, until: date) -> list[Obligation]:
        """Whom payroll owes by due day: wages, social security, what was withheld; for a forecast of the treasury."""
        return reads.list_obligations(tx, entity=entity, until=until)
