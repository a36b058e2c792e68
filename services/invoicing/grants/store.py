"""Grants as rows."""

from collections.abc import Mapping
from datetime import date

from services.invoicing.grants.errors import GrantRecorded
from services.invoicing.grants.rules import Grant, GrantKind
from shared.errors import Refusal
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
CONSTRAINTS: Mapping[str, type[Refusal]] = {"grants_once_per_movement": GrantRecorded}
FACTS = ("grant_id", "movement_id", "activity_id", "member_id", "entity", "fee_rate", "fee_source",
         "received_on")


def add_grant(tx: Tx, grant: Grant, place: int) -> None:
    """Money entered an activity without an order."""
    tx.run(Q.add_grant, kind=grant.kind, currency=grant.amount.currency, cents=grant.amount.cents,
           fee_cents=grant.fee.cents, on=tx.on, actor=tx.actor, place=place,
           **{name: getattr(grant, name) for name in FACTS})


def lock_grant(tx: Tx, movement_id: str) -> Grant | None:
    """The grant that a movement brought, unless it was taken back."""
    row = tx.one(Q.lock_grant, movement_id=movement_id)
    return None if row is None else Grant(
        kind=GrantKind(row["kind"]), amount=Money.from_row(row), fee=Money.from_row(row, "fee"),
        **{name: row[name] for name in FACTS})


def add_return(tx: Tx, grant: Grant, *, movement_id: str, on: date) -> None:
    """A grant was taken back."""
    tx.run(Q.add_return, grant_id=grant.grant_id, movement_id=movement_id, on=on)


def sum_grants(tx: Tx, currency: str) -> Money:
    """What came in as grants and was not taken back."""
    return Money(tx.single(Q.sum_grants, currency=currency)["cents"], currency)
