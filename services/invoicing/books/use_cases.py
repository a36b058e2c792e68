"""The year's close: its result is told to whoever keeps the capital."""

from shared.identifiers import new_id
from shared.ledger import BooksYearClosed
from shared.ledger.year import ClosedYear, close_year
from shared.postgres import Tx


def close_books_year(tx: Tx, *, entity: str, year: int) -> ClosedYear:
    """Shut the days of a year, begin the next one without results, and tell what the year earned."""
    closed = close_year(tx, entity=entity, year=year)
    tx.announce(BooksYearClosed(closing_id=new_id("ycl"), entity=entity, year=year, result=closed.result,
                           net_assets=closed.net_assets, closed_on=tx.on,
                           balances=tuple(closed.balances)))
    return closed
