"""Budget moves from one activity to another, and back."""

from collections.abc import Iterator

from services.invoicing.activities.reads import get_activity
from services.invoicing.activities.use_cases import activity_for_money
from services.invoicing.transfers import postings, rules, store
from services.invoicing.transfers.reads import get_transfer
from services.invoicing.transfers.rules import Transfer
from shared.identifiers import new_id
from shared.ledger import MAIN_ENTITY
from shared.money import Money
from shared.postgres import Tx


def transfer_budget(tx: Tx, *, from_activity: str, to_activity: str, amount: Money) -> Transfer:
    """An activity gives what it received to another. New money enters that one: its member's share must hold."""
    receiving = activity_for_money(tx, to_activity)
    transfer = Transfer(transfer_id=new_id("bdt"), from_activity=from_activity, to_activity=receiving.activity_id,
                        entity=MAIN_ENTITY, amount=amount, moved_on=tx.on, moved_by=tx.actor)
    return _move(tx, transfer)


def reverse_transfer(tx: Tx, *, transfer_id: str) -> Transfer:
    """Give a transfer back whole, by a second one. Nothing new comes in: neither share nor open activity is needed."""
    moved = get_transfer(tx, transfer_id)
    return _move(tx, rules.give_back(moved, transfer_id=new_id("bdt"), on=tx.on, actor=tx.actor))


def _move(tx: Tx, transfer: Transfer) -> Transfer:
    available = store.lock_movable(tx, transfer.from_activity, transfer.to_activity, transfer.amount.currency)
    rules.assert_can_move(transfer, available=available)
    giver, receiver = (get_activity(tx, name).member_id for name in (transfer.from_activity, transfer.to_activity))
    store.add_transfer(tx, transfer)
    postings.book_transfer(tx, transfer, giver=giver, receiver=receiver)
    return transfer


def prove_transfers(tx: Tx) -> Iterator[str]:
    """Every transfer stands in the books of both activities, to the cent."""
    for transfer_id in store.list_wrong_transfers(tx):
        yield f"invoicing: the books of both activities do not bear out transfer {transfer_id}"
