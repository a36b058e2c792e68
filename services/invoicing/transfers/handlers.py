"""Budget that moves: methods."""

from services.invoicing.activities.reads import owner_of_activity
from services.invoicing.transfers import reads, schemas, use_cases
from services.invoicing.transfers.rules import Transfer
from shared.bus import allow, command, query
from shared.money import Money
from shared.postgres import Tx


class TransferHandlers:
    """Budget between activities and their members."""

    @command(schemas.TransferBudget, response=schemas.TransferDetail,
             allow=allow("advisor", self_by=reads.owner_of_giving))
    def transfer_budget(self, tx: Tx, *, from_activity: str, to_activity: str, amount: Money) -> Transfer:
        """An activity gives budget that it received, beyond wages planned and approved expenses, to another one."""
        return use_cases.transfer_budget(tx, from_activity=from_activity, to_activity=to_activity, amount=amount)

    @command(schemas.ReverseTransfer, response=schemas.TransferDetail,
             allow=allow("advisor", self_by=reads.owner_of_receiving))
    def reverse_transfer(self, tx: Tx, *, transfer_id: str) -> Transfer:
        """Budget that moved goes back whole, once."""
        return use_cases.reverse_transfer(tx, transfer_id=transfer_id)

    @query(schemas.ListTransfers, response=schemas.TransferDetail, many=True,
           allow=allow("advisor", "accountant", "auditor", self_by=owner_of_activity))
    def list_transfers(self, tx: Tx, *, activity_id: str, after: str, limit: int) -> list[Transfer]:
        """What an activity gave and received, and what was given back."""
        return reads.list_transfers(tx, activity_id=activity_id, after=after, limit=limit)
