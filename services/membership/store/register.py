"""The share register: movements in, holdings out."""

from dataclasses import dataclass
from datetime import date

from services.membership.domain.standing import Holding
from services.membership.store.members import Q as MEMBERS_Q
from shared.bus.event_log import GENESIS
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/register.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """A movement of the register: shares and what is paid on them, positive when they come, negative when they go."""

    member_id: str
    kind: str
    shares: int
    amount: Money
    effective_on: date
    cause: str
    counterpart: str = ""


def add_movement(tx: Tx, movement: Movement) -> int:
    """Write a movement; how many shares the member holds after it."""
    tx.run(Q.add_movement, id=new_id("shm"), member_id=movement.member_id, kind=movement.kind, shares=movement.shares,
           share_class=str(tx.tables.value("share_class", movement.effective_on)), cents=movement.amount.cents,
           currency=movement.amount.currency, effective_on=movement.effective_on, recorded_at=tx.at,
           cause=movement.cause, counterpart=movement.counterpart, actor=tx.actor)
    row = tx.one(MEMBERS_Q.move_shares, member_id=movement.member_id, by=movement.shares)
    return int(row["shares"]) if row else 0


def holdings_of(tx: Tx, member_id: str) -> list[Holding]:
    """Every movement of a member's shares, as known now."""
    rows = tx.all(Q.movements_of, member_id=member_id, on=date.max, known_before="infinity")
    return [Holding(effective_on=row["effective_on"], shares=row["shares"]) for row in rows]


def last_movement_on(tx: Tx, member_id: str) -> date:
    """The latest effective day of a member's movements."""
    return max((movement.effective_on for movement in holdings_of(tx, member_id)), default=date.min)


def paid_in(tx: Tx, member_id: str) -> Money:
    """What is paid in on a member's shares, as known now."""
    row = tx.one(Q.holding_as_of, member_id=member_id, on=date.max, known_before="infinity") or {"cents": 0}
    return Money(row["cents"], str(tx.tables.value("currency", tx.on)))


def end_of_chain(tx: Tx) -> tuple[int, str]:
    """Where the register's chain ends: place and digest."""
    row = tx.one(Q.end_of_chain)
    return (row["place"], row["digest"]) if row else (0, GENESIS)


def three_ways(tx: Tx) -> dict[str, int]:
    """Register, capital account and bank, each counted from its own rows, in cents."""
    return tx.one(Q.three_ways) or {}


def add_comparison(tx: Tx, found: dict[str, int]) -> None:
    """Keep a day's comparison."""
    tx.run(Q.add_comparison, on=tx.on, at=tx.at, **found)
