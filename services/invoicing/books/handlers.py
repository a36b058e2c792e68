"""The ledger as an accountant reads it, and the year's close: methods."""

from services.invoicing.books import use_cases
from shared.bus import allow, command
from shared.ledger import shapes
from shared.ledger.handlers import LedgerHandlers
from shared.ledger.year import ClosedYear
from shared.postgres import Tx


class BookHandlers(LedgerHandlers):
    """What is asked about the ledger, and its years."""

    @command(shapes.CloseYear, response=shapes.ClosedYearDetail, allow=allow("accountant"))
    def close_books_year(self, tx: Tx, *, entity: str, year: int) -> ClosedYear:
        """Close a calendar year in this ledger: its days are shut, and the next one begins without results."""
        return use_cases.close_books_year(tx, entity=entity, year=year)
