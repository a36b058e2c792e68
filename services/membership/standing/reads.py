"""Questions about the right to vote: the line as known now, and the debts that bend it."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from services.membership.events import StandingReason
from services.membership.standing.rules import Debt, Flow, Standing, debts_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def standings_of(tx: Tx, member_id: str) -> list[Standing]:
    """A member's line of rights as known now."""
    return [_standing(row) for row in tx.all(Q.standings_of, member_id=member_id)]


def standing_today(tx: Tx, member_id: str) -> Standing:
    """A member's right to vote today; who never had a row votes."""
    row = tx.one(Q.standing_on, member_id=member_id, on=tx.on)
    if row is None:
        return Standing(effective_on=tx.on, voting=True, suspended_shares=0, reason=StandingReason.IN_ORDER)
    return _standing(row)


def _standing(row: dict[str, object]) -> Standing:
    return Standing(**{**row, "reason": StandingReason(row["reason"])})  # type: ignore[arg-type]


def flows_of(tx: Tx, member_id: str) -> Mapping[str, list[Flow]]:
    """What was paid on each of a member's calls and taken back, on the days on which it counts."""
    flows: defaultdict[str, list[Flow]] = defaultdict(list)
    for row in tx.all(Q.flows_of, member_id=member_id):
        flows[row["call_id"]].append((row["paid_on"], Money.from_row(row)))
    return flows


def debts_of_member(tx: Tx, member_id: str) -> list[Debt]:
    """The times in which a member's calls were overdue."""
    flows = flows_of(tx, member_id)
    return [debt for part in tx.all(Q.parts_due_of, member_id=member_id) for debt in debts_of(
        due_on=part["due_on"], amount=Money.from_row(part), flows=flows[part["id"]],
        withdrawn_on=part["withdrawn_on"])]


def barred_from(tx: Tx, member_id: str) -> date | None:
    """When a member was told of an exclusion that stands."""
    row = tx.one(Q.barred_from, member_id=member_id)
    return row["told_on"] if row else None


def taken_over_on(tx: Tx, member_id: str) -> date | None:
    """Before which day a member's line is that of a register that was taken over."""
    day: date | None = tx.single(Q.taken_over_on, member_id=member_id)["standings_taken_over_on"]
    return day


def late_members(tx: Tx, *, after: str, limit: int) -> list[str]:
    """Members who have an open call that was due before today."""
    return [row["member_id"] for row in tx.all(Q.late_members, on=tx.on, after=after, limit=limit)]
