"""Transfers of shares, where the statutes allow them (art. 6:50: entered with their day, on a signed declaration)."""

from typing import Any

from services.membership.events import LeavingReason, SharesTransferred
from services.membership.exits import postings, reads, rules, store
from services.membership.exits.errors import (
    ConsentMissing,
    TransferInArrears,
    TransfersNotAllowed,
    TransferWhileLeaving,
)
from services.membership.exits.rules import Transfer
from services.membership.exits.use_cases.leaving import leave
from services.membership.members.reads import lock_current_member
from services.membership.members.rules import assert_member
from services.membership.register.reads import assert_entry, holdings_of
from services.membership.register.rules import ActDays, assert_after, lots_of, take_from
from services.membership.register.use_cases import enter_transfer, record_act
from services.membership.shares.reads import lock_calls_of
from services.membership.shares.use_cases.calls import release_open_calls
from services.membership.standing.use_cases import recompute_standing
from shared.identifiers import new_id
from shared.money import total
from shared.postgres import Tx


def transfer_shares(
    tx: Tx, *, giver_id: str, receiver_id: str, shares: int, declaration: str, consent: str,
    days: ActDays,
) -> dict[str, Any]:
    """Pass shares from one member to another at what was paid in on them. Who gives all their shares leaves.

    They pass on the day of the declaration, which lies after everything else that moved them.
    """
    assert_entry(tx)
    _assert_allowed(tx, consent)
    on = days.happened_on
    both = {member_id: lock_current_member(tx, member_id) for member_id in sorted((giver_id, receiver_id))}
    for member in both.values():
        assert_member(member, on=on)
    _assert_free(tx, giver_id)
    rules.assert_same_class(both[giver_id], both[receiver_id])
    transfer = Transfer(id=new_id("trf"), giver_id=giver_id, receiver_id=receiver_id, shares=shares,
                        declaration=declaration, consent=consent, effective_on=on)
    store.add_transfer(tx, transfer)
    record_act(tx, "shares_transferred", refers_to=transfer.id, days=days)
    lots = take_from(lots_of(holdings_of(tx, giver_id)), shares)
    assert_after(on, max(lot.moved_on for lot in lots))
    given, received = enter_transfer(tx, giver_id, receiver_id, lots, on=on, cause=transfer.id)
    postings.book_transfer(tx, transfer, total([lot.paid_in for lot in lots], lots[0].paid_in.currency))
    for member_id, moved, holding in ((giver_id, -shares, given), (receiver_id, shares, received)):
        tx.announce(SharesTransferred(member_id=member_id, transfer_id=transfer.id, shares=moved,
                                      effective_on=on, holding=holding))
    recompute_standing(tx, receiver_id)
    if shares == both[giver_id].shares:
        release_open_calls(tx, giver_id)
        leave(tx, both[giver_id], on=on, cause=LeavingReason.TRANSFER)
    else:
        recompute_standing(tx, giver_id)
    return {"transfer_id": transfer.id, "shares": shares, "effective_on": on}


def _assert_allowed(tx: Tx, consent: str) -> None:
    if tx.tables.value("transfers_allowed", tx.on) != "members":
        raise TransfersNotAllowed(day=tx.on.isoformat())
    if tx.tables.value("transfers_need_consent", tx.on) and not consent:
        raise ConsentMissing


def _assert_free(tx: Tx, giver_id: str) -> None:
    if reads.find_exit(tx, giver_id):
        raise TransferWhileLeaving(member_id=giver_id)
    calls = [call for call in lock_calls_of(tx, giver_id) if call.is_open]
    late = [call for call in calls if call.exists or call.next_due_on < tx.on]
    if late:
        raise TransferInArrears(member_id=giver_id, calls=len(late))
