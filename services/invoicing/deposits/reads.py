"""Questions about deposits."""

from services.invoicing.deposits.rules import DepositSummary
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
FACTS = ("invoice_id", "number", "order_id", "order_number", "title", "client_name", "member_id", "part", "issued_on",
         "deducted_by")
AMOUNTS = ("net", "total", "open", "credited")


def list_deposits(
    tx: Tx, *, order_id: str | None, member_id: str | None, after: str, limit: int,
) -> list[DepositSummary]:
    """A page of deposits with what became of each."""
    found = []
    for row in tx.all(Q.list_deposits, order_id=order_id, member_id=member_id, after=after, limit=limit):
        facts = {name: row[name] for name in FACTS} | {name: Money.from_row(row, name) for name in AMOUNTS}
        found.append(DepositSummary(**facts))
    return found
