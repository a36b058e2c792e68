"""When budget may move, and back."""

from dataclasses import dataclass
from datetime import date

from services.invoicing.transfers.errors import BudgetStays, NotEnoughToMove, TransferReversed
from shared.money import Money


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """Budget that moved from one activity to another; one that `reverses` an earlier one gave that back whole."""

    transfer_id: str
    from_activity: str
    to_activity: str
    entity: str
    amount: Money
    moved_on: date
    moved_by: str
    reverses: str | None = None
    reversed_by: str | None = None


def assert_can_move(transfer: Transfer, *, available: Money) -> None:
    """Nothing moves that was not received, or that wages and approved expenses are to be paid from."""
    if transfer.from_activity == transfer.to_activity:
        raise BudgetStays(activity_id=transfer.from_activity)
    if transfer.amount > available:
        raise NotEnoughToMove(activity_id=transfer.from_activity, asked=transfer.amount, available=available)


def give_back(moved: Transfer, *, transfer_id: str, on: date, actor: str) -> Transfer:
    """The second transfer that gives the first one back whole; each is given back once."""
    if moved.reverses or moved.reversed_by:
        raise TransferReversed(transfer_id=moved.transfer_id)
    return Transfer(transfer_id=transfer_id, from_activity=moved.to_activity, to_activity=moved.from_activity,
                    entity=moved.entity, amount=moved.amount, moved_on=on, moved_by=actor, reverses=moved.transfer_id)
