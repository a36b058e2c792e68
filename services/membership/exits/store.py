"""Ends of membership, exclusions, transfers."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from datetime import date

from services.membership.events import LeavingReason
from services.membership.exits.errors import ExclusionOpen, LeavingBefore, TransferToOneself
from services.membership.exits.rules import Exclusion, ExclusionState, Exit, ExitState, Obstacle, Transfer
from shared.errors import Refusal
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "exits_one_per_member": LeavingBefore,
    "exclusions_one_open_per_member": ExclusionOpen,
    "transfers_between_two": TransferToOneself,
}


def add_exit(
    tx: Tx, *, member_id: str, cause: LeavingReason, requested_on: date, effective_on: date, evidence: str,
) -> Exit:
    """An end of membership."""
    leaving = Exit(id=new_id("lve"), member_id=member_id, cause=cause, requested_on=requested_on,
                   effective_on=effective_on, state=ExitState.REQUESTED)
    tx.run(Q.add_exit, id=leaving.id, member_id=member_id, cause=cause, requested_on=requested_on,
           effective_on=effective_on, state=leaving.state, evidence=evidence, at=tx.at, actor=tx.actor)
    return leaving


def save_withdrawn(tx: Tx, exit_id: str) -> None:
    """A resignation is taken back."""
    tx.run(Q.drop_exit, exit_id=exit_id)


def save_ended(tx: Tx, exit_id: str, *, shares: int, paid_in: Money) -> None:
    """Membership and shares are gone; what the shares are worth is still to be known."""
    tx.run(Q.end_exit, exit_id=exit_id, on=tx.on, shares=shares, cents=paid_in.cents, currency=paid_in.currency)


def save_settled(tx: Tx, exit_id: str) -> None:
    """What the shares are worth is known, and nothing stops the exit any more."""
    tx.run(Q.settle_exit, exit_id=exit_id, on=tx.on)
    tx.run(Q.drop_obstacle, exit_id=exit_id)


def savepoint(tx: Tx) -> AbstractContextManager[object]:
    """What is tried inside comes to nothing when it is refused, and what was done before stands."""
    return tx.conn.transaction()


def save_obstacle(tx: Tx, exit_id: str, obstacle: Obstacle) -> None:
    """Something stops this exit."""
    tx.run(Q.save_obstacle, exit_id=exit_id, on=tx.on, **asdict(obstacle))


def add_exclusion(tx: Tx, *, member_id: str, reasons: str, on: date) -> Exclusion:
    """An exclusion is proposed."""
    exclusion = Exclusion(id=new_id("exc"), member_id=member_id, state=ExclusionState.PROPOSED, proposed_on=on)
    tx.run(Q.add_exclusion, id=exclusion.id, member_id=member_id, reasons=reasons, on=on)
    return exclusion


def save_exclusion(tx: Tx, exclusion: Exclusion) -> None:
    """The next step of an exclusion."""
    tx.run(Q.save_exclusion, **asdict(exclusion))


def drop_open_exclusion(tx: Tx, member_id: str) -> None:
    """A procedure against somebody who is no member any more ends."""
    tx.run(Q.drop_open_exclusion, member_id=member_id)


def save_annulled(tx: Tx, exit_id: str) -> None:
    """An end of membership that should never have been."""
    tx.run(Q.annul_exit, exit_id=exit_id)


def add_transfer(tx: Tx, transfer: Transfer) -> None:
    """Shares pass from one member to another."""
    tx.run(Q.add_transfer, at=tx.at, actor=tx.actor, **asdict(transfer))
