"""Money enters an activity without an order, and may be taken back."""

from collections.abc import Iterator
from datetime import date

from services.invoicing.activities.use_cases import activity_for_money
from services.invoicing.budgets.reads import get_fee_rule
from services.invoicing.grants import postings, rules, store
from services.invoicing.grants.rules import Grant, GrantKind
from shared.identifiers import new_id
from shared.ledger import MAIN_ENTITY, balance
from shared.money import Money
from shared.postgres import Tx


def receive_grant(
    tx: Tx, *, movement_id: str, activity_id: str, kind: GrantKind, amount: Money, on: date, source: str, place: int,
) -> Grant:
    """Money that stood on `source` enters an activity, less the fee of today; its member's share must hold.

    `place` is how often the movement was placed wrongly before.
    """
    activity, rule = activity_for_money(tx, activity_id), get_fee_rule(tx)
    grant = Grant(grant_id=new_id("grt"), movement_id=movement_id, activity_id=activity_id,
                  member_id=activity.member_id, entity=MAIN_ENTITY, kind=kind, amount=amount,
                  fee=rules.fee_of(amount, rule), fee_rate=rule.rate, fee_source=rule.source, received_on=on)
    store.add_grant(tx, grant, place)
    postings.book_grant(tx, grant, source=source)
    return grant


def take_grant_back(
    tx: Tx, *, returned: str, movement_id: str, on: date, source: str, document: str = "",
) -> bool:
    """The bank or the giver took a grant back, or it was none; whether the returned movement had brought one."""
    grant = store.lock_grant(tx, returned)
    if grant is None:
        return False
    store.add_return(tx, grant, movement_id=movement_id, on=on)
    postings.book_returned(tx, grant, document=document or movement_id, on=on, source=source)
    return True


def prove_grants(tx: Tx) -> Iterator[str]:
    """What came in as grants, and was not taken back, stands on its account."""
    currency = str(tx.tables.value("currency", tx.on))
    expected, found = -store.sum_grants(tx, currency), balance(tx, postings.GRANTS, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.GRANTS} stands at {found}, grants add up to {expected}"
