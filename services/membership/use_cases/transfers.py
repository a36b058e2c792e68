"""Transfers of shares, where the statutes allow them (art. 6:50: entered with their day, on a signed declaration)."""

from typing import Any

from services.membership.domain.errors import (
    ConsentMissing,
    NotMember,
    TransferInArrears,
    TransfersNotAllowed,
    TransferWhileLeaving,
)
from services.membership.domain.events import SharesTransferred
from services.membership.store import calls, leaving, members, register
from services.membership.store.reading import assert_entry
from services.membership.use_cases.bookings import book_transfer
from services.membership.use_cases.leaving import leave, release_open_calls
from services.membership.use_cases.standings import recast_standing
from shared.identifiers import new_id
from shared.postgres import Tx


def transfer_shares(
    tx: Tx, *, giver_id: str, receiver_id: str, shares: int, declaration: str, consent: str,
) -> dict[str, Any]:
    """Pass shares from one member to another at what was paid in on them. Who gives all his shares leaves."""
    assert_entry(tx)
    _assert_allowed(tx, consent)
    both = {member_id: _lock(tx, member_id) for member_id in sorted((giver_id, receiver_id))}
    _assert_free(tx, giver_id)
    transfer_id = new_id("trf")
    leaving.add_transfer(tx, id=transfer_id, giver_id=giver_id, receiver_id=receiver_id, shares=shares,
                         declaration=declaration, consent=consent)
    paid_in = tx.tables.money("share_nominal", tx.on).times(shares)
    _move(tx, transfer_id, register.Movement(
        member_id=giver_id, kind="transferred_out", shares=-shares, amount=-paid_in, effective_on=tx.on,
        cause=transfer_id, counterpart=receiver_id))
    _move(tx, transfer_id, register.Movement(
        member_id=receiver_id, kind="transferred_in", shares=shares, amount=paid_in, effective_on=tx.on,
        cause=transfer_id, counterpart=giver_id))
    book_transfer(tx, transfer_id, giver_id, receiver_id, paid_in)
    recast_standing(tx, receiver_id)
    if shares == both[giver_id].shares:
        release_open_calls(tx, giver_id)
        leave(tx, giver_id, on=tx.on, cause="transfer")
    else:
        recast_standing(tx, giver_id)
    return {"transfer_id": transfer_id, "shares": shares, "effective_on": tx.on}


def _assert_allowed(tx: Tx, consent: str) -> None:
    if tx.tables.value("transfers_allowed", tx.on) != "members":
        raise TransfersNotAllowed(day=tx.on.isoformat())
    if tx.tables.value("transfers_need_consent", tx.on) and not consent:
        raise ConsentMissing


def _lock(tx: Tx, member_id: str) -> members.Member:
    member = members.lock_member(tx, member_id)
    if not member.is_member_on(tx.on):
        raise NotMember(member_id=member_id, day=tx.on.isoformat())
    return member


def _assert_free(tx: Tx, giver_id: str) -> None:
    if leaving.exit_of(tx, giver_id):
        raise TransferWhileLeaving(member_id=giver_id)
    late = [call for call in calls.lock_calls_of(tx, giver_id) if call.is_open and call.due_on < tx.on]
    if late:
        raise TransferInArrears(member_id=giver_id, calls=len(late))


def _move(tx: Tx, transfer_id: str, movement: register.Movement) -> None:
    holding = register.add_movement(tx, movement)
    tx.announce(SharesTransferred(member_id=movement.member_id, transfer_id=transfer_id, shares=movement.shares,
                                  effective_on=movement.effective_on, holding=holding))
