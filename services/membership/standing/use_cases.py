"""The right to vote: recomputed whenever calls, payments or holdings change, and swept once a day."""

from datetime import date

from services.membership.events import StandingChanged
from services.membership.members.reads import lock_member
from services.membership.register.reads import holdings_of
from services.membership.standing import reads, rules, store
from shared.definitions import Advance
from shared.postgres import Database, Tx

BATCH = 500


def recompute_standing(tx: Tx, member_id: str) -> int:
    """Bring a member's line of rights up to today; publishes each change. How many there were."""
    holdings = holdings_of(tx, member_id)
    if not holdings:
        return 0
    added = rules.corrections(
        reads.standings_of(tx, member_id), debts=reads.debts_of_member(tx, member_id), holdings=holdings,
        suspends=tx.tables.value("arrears_suspend", tx.on), until=tx.on, barred_from=reads.barred_from(tx, member_id),
        taken_over_on=reads.taken_over_on(tx, member_id))
    for standing in added:
        store.add_standing(tx, member_id, standing)
        tx.announce(StandingChanged(
            member_id=member_id, voting=standing.voting, suspended_shares=standing.suspended_shares,
            reason=standing.reason, effective_on=standing.effective_on))
    return len(added)


def suspend_arrears(database: Database, on: date, advance: Advance, limit: int = BATCH) -> str:
    """The daily sweep: whoever has an overdue call loses the vote as the statutes say."""
    looked, changed, after = 0, 0, ""
    while True:
        with database.transaction(on=on, actor="job:suspend_arrears") as tx:
            found = reads.late_members(tx, after=after, limit=limit)
            for member_id in found:
                lock_member(tx, member_id)
                changed += recompute_standing(tx, member_id)
        if not found:
            return f"{changed} rights to vote changed among {looked} members with an overdue call."
        looked, after = looked + len(found), found[-1]
        advance(looked, looked)
