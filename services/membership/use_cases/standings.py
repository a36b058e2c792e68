"""The right to vote: recomputed whenever calls, payments or holdings change, and swept once a day."""

from datetime import date
from typing import Any

from services.membership.domain import standing as rules
from services.membership.domain.events import StandingChanged
from services.membership.store import calls as store
from services.membership.store import members, register
from shared.postgres import Database, Tx

BATCH = 500


def recast_standing(tx: Tx, member_id: str) -> int:
    """Bring a member's line of rights up to today; says each change. How many there were."""
    holdings = register.holdings_of(tx, member_id)
    if not holdings:
        return 0
    added = rules.corrections(
        store.standings_of(tx, member_id), debts=_debts(tx, member_id), holdings=holdings,
        suspends=tx.tables.value("arrears_suspend", tx.on), until=tx.on)
    for standing in added:
        store.add_standing(tx, member_id, standing)
        tx.announce(StandingChanged(
            member_id=member_id, voting=standing.voting, suspended_shares=standing.suspended_shares,
            reason=standing.reason, effective_on=standing.effective_on))
    return len(added)


def _debts(tx: Tx, member_id: str) -> list[rules.Debt]:
    flows = store.flows_of(tx, member_id)
    return [debt for call in store.lock_calls_of(tx, member_id) for debt in rules.debts_of(
        due_on=call.due_on, amount=call.amount, flows=flows.get(call.id, []), withdrawn_on=call.withdrawn_on)]


def suspend_arrears(database: Database, on: date, advance: Any, limit: int = BATCH) -> str:
    """The daily sweep: whoever has an overdue call loses the vote as the statutes say."""
    looked, changed, after = 0, 0, ""
    while True:
        with database.transaction(on=on, actor="job:suspend_arrears") as tx:
            found = store.late_members(tx, after=after, limit=limit)
            for member_id in found:
                members.lock_member(tx, member_id)
                changed += recast_standing(tx, member_id)
        if not found:
            return f"{changed} rights to vote changed among {looked} members with an overdue call."
        looked, after = looked + len(found), found[-1]
        advance(looked, looked)
