"""Transfers as rows."""

from collections.abc import Mapping

from services.invoicing.transfers.errors import TransferReversed
from services.invoicing.transfers.rules import Transfer
from shared.errors import Refusal
from shared.ledger import numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: Mapping[str, type[Refusal]] = {"budget_transfers_reversed_once": TransferReversed}


def lock_movable(tx: Tx, from_activity: str, to_activity: str, currency: str) -> Money:
    """What an activity may give; who holds both spends alone, until the transaction ends."""
    tx.run(Q.lock_activities, activity_ids=sorted({from_activity, to_activity}))
    row = tx.one(Q.get_movable, activity_id=from_activity, currency=currency,
                 accounts=numbers_of(tx, "activity_accounts"), owed=numbers_of(tx, "owed_by_activities"))
    return Money(row["cents"] if row else 0, currency)


def add_transfer(tx: Tx, transfer: Transfer) -> None:
    """Budget moved."""
    tx.run(Q.add_transfer, transfer_id=transfer.transfer_id, from_activity=transfer.from_activity,
           to_activity=transfer.to_activity, entity=transfer.entity, currency=transfer.amount.currency,
           cents=transfer.amount.cents, moved_on=transfer.moved_on, moved_by=transfer.moved_by,
           reverses=transfer.reverses)


def list_wrong_transfers(tx: Tx) -> list[str]:
    """Transfers that the ledger does not bear out."""
    return [row["transfer_id"] for row in tx.all(Q.list_wrong_transfers)]
