"""Money in suspense, until somebody says whose it is."""

from typing import Any

from services.invoicing.bank.reads import list_refunds, owner_before, reference_ranges
from services.invoicing.bank.rules import OURS, KnownMovement, range_for
from services.invoicing.events import BankMovementReturned, MovementClaimed
from services.invoicing.expenses.use_cases import record_refunds
from services.invoicing.grants.rules import Grant, GrantKind
from services.invoicing.grants.use_cases import receive_grant, take_grant_back
from services.invoicing.matching.rules import MatchedBy
from services.invoicing.receivables.rules import IncomingPayment, Placed
from services.invoicing.receivables.use_cases import (
    apply_payments,
    receive_on_account,
    take_money_back,
    take_refund_back,
    undo_placing,
)
from services.invoicing.suspense import postings, store
from services.invoicing.suspense.errors import (
    MovementMatched,
    NothingPlaced,
    PlacedBeyondUndoing,
    RefundNotAwaited,
    ReturnsNothing,
)
from services.invoicing.suspense.rules import OwnAccount, PlacedMovement, SuspendedMovement
from shared.ledger import MAIN_ENTITY
from shared.postgres import Tx


def match_movement(tx: Tx, *, movement_id: str, invoice_id: str) -> str:
    """Somebody recognised whose money waits in suspense."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    (payment_id,) = apply_payments(tx, [IncomingPayment(
        invoice_id=invoice_id, movement_id=movement_id, amount=waiting.amount, on=waiting.booked_on,
        matched_by=MatchedBy.PERSON, place=waiting.undone)], source=postings.SUSPENSE)
    store.save_matched(tx, movement_id, invoice_id)
    return payment_id


def credit_movement(tx: Tx, *, movement_id: str, client_id: str) -> None:
    """Somebody recognised whose money waits in suspense, though it is for no invoice: it is the client's."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    receive_on_account(tx, client_id=client_id, document=waiting.document, amount=waiting.amount, on=waiting.booked_on)
    store.save_credited(tx, movement_id, client_id)


def book_own_movement(tx: Tx, *, movement_id: str, account: OwnAccount) -> None:
    """Somebody recognised the house's own cost or income, in or out, in suspense."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None:
        raise MovementMatched(movement_id=movement_id)
    postings.book_own(tx, waiting.document, waiting.amount, account, on=waiting.booked_on, entity=MAIN_ENTITY)
    store.save_booked(tx, movement_id, account)


def book_grant(tx: Tx, *, movement_id: str, activity_id: str, kind: GrantKind) -> Grant:
    """Somebody recognised money in suspense as given to an activity: no work was ordered for it."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    grant = receive_grant(tx, movement_id=movement_id, activity_id=activity_id, kind=kind, amount=waiting.amount,
                          on=waiting.booked_on, source=postings.SUSPENSE, place=waiting.undone)
    store.save_booked(tx, movement_id, postings.GRANTS)
    return grant


def undo_placement(tx: Tx, *, movement_id: str, because: str) -> None:
    """Money was placed wrongly, by a person or by its reference: it waits in suspense again, what it settled is open.

    A payment is told as taken back, as when the bank does it; the next placing has documents of its own.
    """
    placed = store.lock_placed(tx, movement_id)
    if placed.gone_on:
        raise PlacedBeyondUndoing(movement_id=movement_id)
    placed_as = None if placed.waits else _taken_back(tx, placed)
    if placed_as is None:
        raise NothingPlaced(movement_id=movement_id)
    store.add_undone(tx, placed, placed_as, because)


def _taken_back(tx: Tx, placed: PlacedMovement) -> Placed | None:
    movement_id, undone = placed.movement_id, f"{placed.document}/undone"
    if placed.booked_as in set(OwnAccount):
        postings.book_own(tx, undone, -placed.amount, placed.booked_as, on=tx.on, entity=MAIN_ENTITY)
        return Placed.OWN
    if take_grant_back(tx, returned=movement_id, movement_id=movement_id, document=undone, on=tx.on,
                       source=postings.SUSPENSE):
        return Placed.GRANT
    return undo_placing(tx, movement_id=movement_id, document=placed.document)


def settle_refund(tx: Tx, *, movement_id: str, reference: str) -> None:
    """Somebody recognised a debit in suspense as a refund of ours whose id the bank left out."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents > 0:
        raise MovementMatched(movement_id=movement_id)
    if list_refunds(tx, [reference]).get(reference) != -waiting.amount:
        raise RefundNotAwaited(reference=reference, movement_id=movement_id)
    postings.book_own(tx, waiting.document, waiting.amount, postings.REFUNDS, on=waiting.booked_on, entity=MAIN_ENTITY)
    store.save_refund_of(tx, movement_id, reference, postings.REFUNDS)
    record_refunds(tx, [(reference, waiting.booked_on)])


def return_movement(tx: Tx, *, movement_id: str, returns: str) -> None:
    """Somebody recognised a movement in suspense as the return of an earlier one, of which the bank says nothing.

    A payment is owed again, what stood on a client's account goes off it, a refund of ours is owed again, another
    service is told; two that wait cancel each other.
    """
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None:
        raise MovementMatched(movement_id=movement_id)
    returned = store.find_told_returned(tx, returns, waiting)
    if returned is None or not _gave_back(tx, waiting, returned):
        raise ReturnsNothing(movement_id=movement_id, returns=returns)
    store.save_returning(tx, movement_id, returns)


def _gave_back(tx: Tx, waiting: SuspendedMovement, returned: KnownMovement) -> bool:
    movement_id, on, reference = waiting.movement_id, waiting.booked_on, returned.end_to_end_id
    if store.release_unmatched(tx, returned.movement_id):
        return True
    back: dict[str, Any] = {"returned": returned.movement_id, "movement_id": movement_id, "on": on,
                            "source": postings.SUSPENSE}
    if take_money_back(tx, **back) or take_grant_back(tx, **back):
        return True
    owner = owner_before(tx, returned)
    if owner and owner.owner != OURS:
        postings.book_claimed(tx, movement_id, waiting.amount, owner.clearing, on=on, entity=MAIN_ENTITY)
        tx.announce(BankMovementReturned(movement_id=movement_id, refers_to=returned.movement_id, booked_on=on,
                                         amount=waiting.amount, end_to_end_id=reference))
        return True
    if owner and (take_refund_back(tx, reference=reference, movement_id=movement_id, on=on)
                  or record_refunds(tx, [(reference, on)], came_back_by=movement_id)):
        postings.book_own(tx, waiting.document, waiting.amount, owner.clearing, on=on, entity=MAIN_ENTITY)
        return True
    return False


def claim_movement(tx: Tx, *, movement_id: str, service: str) -> None:
    """Somebody recognised money in suspense as another service's, which hears of it and finds out whose it is there."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    owner = range_for(reference_ranges(tx.tables, tx.on), service, movement_id=movement_id)
    postings.book_claimed(tx, movement_id, waiting.amount, owner.clearing, on=waiting.booked_on, entity=MAIN_ENTITY)
    store.save_claimed(tx, movement_id, service)
    tx.announce(MovementClaimed(movement_id=movement_id, claimed_for=service, booked_on=waiting.booked_on,
                                amount=waiting.amount))
