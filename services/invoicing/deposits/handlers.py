"""Deposits: methods."""

from services.invoicing.deposits import reads, schemas, use_cases
from services.invoicing.deposits.rules import DepositSummary
from services.invoicing.invoices.rules.invoice import Issued
from services.invoicing.orders.reads import owner_of_order
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx


class DepositHandlers:
    """What is claimed before it is worked."""

    @command(schemas.InvoiceDeposit, response=schemas.DepositInvoiced,
             allow=allow("advisor", "accountant", self_by=owner_of_order))
    def invoice_deposit(self, tx: Tx, *, order_id: str, part: int, net: Money) -> Issued:
        """Claim some of a part's price before it is worked; once paid, the invoice of the work takes it off."""
        return use_cases.invoice_deposit(tx, order_id=order_id, part=part, net=net)

    @query(schemas.ListDeposits, response=schemas.DepositInList, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by="member_id"))
    def list_deposits(
        self, tx: Tx, *, order_id: str | None, member_id: str | None, after: str, limit: int,
    ) -> list[DepositSummary]:
        """Deposits, and what became of each."""
        return reads.list_deposits(tx, order_id=order_id, member_id=member_id, after=after, limit=limit)
