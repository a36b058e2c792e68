"""Leaving: resignations in their window, ends that come by themselves, and the settling of both.

On the effective day the shares leave the register and a claim takes their place: what was paid in, capped at the net
asset value of the last approved accounts. Without approved accounts nothing is settled; the exit waits, and is settled
with its own effective day once they are known.
"""

from datetime import date
from typing import Any

from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from services.membership.domain import leaving as rules
from services.membership.domain.calls import Use, take_back
from services.membership.domain.errors import CauseTooEarly, ExitStateWrong, IbanWrong, NetAssetsUnknown, NotMember
from services.membership.domain.events import MemberLeft, SharesRedeemed
from services.membership.store import advisors, exclusions, members, register
from services.membership.store import calls as call_store
from services.membership.store import leaving as store
from services.membership.store.reading import assert_entry
from services.membership.use_cases.bookings import book_exit, book_released_part
from services.membership.use_cases.calls import withdraw
from services.membership.use_cases.standings import recast_standing
from shared.money import Money
from shared.postgres import Database, Tx

BATCH = 200


def resign(tx: Tx, *, member_id: str) -> dict[str, Any]:
    """A member resigns with all shares (art. 6:120), in the window; it takes effect on the window's last day."""
    member = _lock_current(tx, member_id)
    tables = tx.tables
    effective_on = rules.resign(
        on=tx.on, founder=member.founder,
        window=rules.Window(first_month=tables.integer("financial_year_first_month", tx.on),
                            months=tables.integer("resignation_window_months", tx.on)),
        founded_on=date.fromisoformat(str(tables.value("founded_on", tx.on))),
        founders_from_year=tables.integer("founders_leave_from_year", tx.on))
    exit_id = store.add_exit(tx, member_id=member_id, cause="resignation", effective_on=effective_on, evidence="")
    return {"exit_id": exit_id, "member_id": member_id, "cause": "resignation", "effective_on": effective_on,
            "state": "requested"}


def _lock_current(tx: Tx, member_id: str) -> members.Member:
    member = members.lock_member(tx, member_id)
    if not member.is_member_on(tx.on):
        raise NotMember(member_id=member_id, day=tx.on.isoformat())
    return member


def take_resignation_back(tx: Tx, *, exit_id: str) -> dict[str, Any]:
    """A resignation is taken back before the day on which it takes effect."""
    leaving = store.lock_exit(tx, exit_id)
    if leaving.state != "requested" or leaving.cause != "resignation" or tx.on >= leaving.effective_on:
        raise ExitStateWrong(exit_id=exit_id, state=leaving.state)
    store.drop_exit(tx, exit_id)
    return _answer(leaving, "withdrawn")


def end_membership_by_law(
    tx: Tx, *, member_id: str, cause: str, happened_on: date, evidence: str,
) -> dict[str, Any]:
    """Death, incapacity or bankruptcy end a membership by themselves, at any time of the year (art. 6:121)."""
    assert_entry(tx)
    if happened_on > tx.on:
        raise CauseTooEarly(happened_on=happened_on.isoformat(), today=tx.on.isoformat())
    _lock_current(tx, member_id)
    return end_now(tx, member_id=member_id, cause=cause, effective_on=happened_on, evidence=evidence)


def end_now(tx: Tx, *, member_id: str, cause: str, effective_on: date, evidence: str) -> dict[str, Any]:
    """An end that takes effect at once; a resignation under way gives way to it."""
    standing = store.exit_of(tx, member_id)
    if standing and standing["state"] == "requested":
        store.drop_exit(tx, standing["id"])
    exit_id = store.add_exit(tx, member_id=member_id, cause=cause, effective_on=effective_on, evidence=evidence)
    leaving = store.lock_exit(tx, exit_id)
    try:
        settle(tx, leaving)
    except NetAssetsUnknown:
        return _answer(leaving, "requested")
    return _answer(leaving, "settled")


def _answer(leaving: store.Exit, state: str) -> dict[str, Any]:
    return {"exit_id": leaving.id, "member_id": leaving.member_id, "cause": leaving.cause,
            "effective_on": leaving.effective_on, "state": state}


def settle(tx: Tx, leaving: store.Exit) -> None:
    """Take the shares out of the register and put the claim in their place."""
    member = members.lock_member(tx, leaving.member_id)
    paid_in = register.paid_in(tx, member.id)
    worth = _worth(tx, member.shares, paid_in) if member.shares else None
    release_open_calls(tx, member.id)
    if worth:
        _redeem(tx, leaving, member.shares, worth)
    leave(tx, leaving.member_id, on=leaving.effective_on, cause=leaving.cause)
    store.settle_exit(tx, leaving.id, member.shares)


def _worth(tx: Tx, shares: int, paid_in: Money) -> rules.Worth:
    return rules.worth_of(shares=shares, paid_in=paid_in, accounts=store.last_statement(tx, "approved_accounts"))


def _redeem(tx: Tx, leaving: store.Exit, shares: int, worth: rules.Worth) -> None:
    # An exit settled late may find a share that was paid after its effective day: no day may show fewer than none.
    on = max(leaving.effective_on, register.last_movement_on(tx, leaving.member_id))
    holding = register.add_movement(tx, register.Movement(
        member_id=leaving.member_id, kind="redeemed", shares=-shares, amount=-worth.paid_in, effective_on=on,
        cause=leaving.id))
    due_on = rules.add_months(leaving.effective_on, tx.tables.integer("exit_payment_months", tx.on))
    if worth.amount:
        store.add_exit_claim(tx, leaving, worth, due_on)
    book_exit(tx, leaving.id, leaving.member_id, worth, on)
    tx.announce(SharesRedeemed(member_id=leaving.member_id, shares=shares, amount=worth.paid_in, effective_on=on,
                               holding=holding))


def leave(tx: Tx, member_id: str, *, on: date, cause: str) -> None:
    """No longer a member: no vote, no advisor, no procedure."""
    exclusions.drop_open_exclusion(tx, member_id)
    advisors.end_assignment(tx, member_id)
    recast_standing(tx, member_id)
    if members.end_membership(tx, member_id, on=on, reason=cause):
        tx.announce(MemberLeft(member_id=member_id, left_on=on, reason=cause))


def release_open_calls(tx: Tx, member_id: str) -> None:
    """Who leaves owes no more calls: open ones are withdrawn, and what was paid in part on them is owed back."""
    for call in call_store.lock_calls_of(tx, member_id):
        if not call.is_open:
            continue
        for payment_id, part in store.uses_on_call(tx, call.id, call.amount.currency):
            _release(tx, member_id, call.id, payment_id, part)
        call_store.save_calls(tx, [take_back(call, call.paid)])
        withdraw(tx, call.id, reason="member_left")


def _release(tx: Tx, member_id: str, call_id: str, payment_id: str, part: Money) -> None:
    line = store.last_line_of(tx, payment_id)
    call_store.add_uses(tx, payment_id, [
        Use(use="call", amount=-part, call_id=call_id, member_id=member_id),
        Use(use="surplus", amount=part, member_id=member_id)], first_line=line + 1)
    book_released_part(tx, f"{payment_id}/{call_id}/released", member_id, part)


def settle_exits(database: Database, on: date, advance: Any) -> str:
    """The daily job: settle every exit whose day has come. Those that wait for approved accounts are counted."""
    settled, waiting, after = 0, 0, ""
    while True:
        with database.transaction(on=on, actor="job:settle_exits") as tx:
            found = store.exits_to_settle(tx, after=after, limit=BATCH)
            if found and store.last_statement(tx, "approved_accounts") is None:
                waiting += len(found)
            else:
                settled += sum(_settle_if_it_stands(tx, exit_id) for exit_id in found)
        if not found:
            return f"{settled} exits settled; {waiting} wait for approved accounts."
        after = found[-1]
        advance(settled, settled + waiting)


def _settle_if_it_stands(tx: Tx, exit_id: str) -> bool:
    """Another run may have settled it, or an end by law may have taken its place, since it was found."""
    leaving = store.lock_exit(tx, exit_id)
    if leaving.state != "requested":
        return False
    settle(tx, leaving)
    return True


def record_net_assets(
    tx: Tx, *, as_of: date, approved_on: date, kind: str, net_assets: Money, unavailable_equity: Money,
) -> dict[str, Any]:
    """Accounts that the assembly approved, or a newer statement of the board (art. 6:115)."""
    statement_id = store.add_statement(tx, as_of=as_of, approved_on=approved_on, kind=kind, net=net_assets,
                                       unavailable=unavailable_equity)
    return {"statement_id": statement_id, "as_of": as_of, "kind": kind}


def record_liquidity_finding(tx: Tx, *, decided_on: date, covers_until: date, most: Money) -> dict[str, Any]:
    """The board finds that so much can be paid and debts can still be met until a day (art. 6:116)."""
    return {"finding_id": store.add_finding(tx, decided_on=decided_on, covers_until=covers_until, most=most),
            "decided_on": decided_on, "covers_until": covers_until, "most": most}


def record_payee(tx: Tx, *, member_id: str, name: str, iban: str) -> dict[str, Any]:
    """Where money for a member goes: his own account, or that of his heirs or trustee."""
    try:
        account = IBAN(iban, validate_bban=True)
    except SchwiftyException:
        raise IbanWrong from None
    members.lock_member(tx, member_id)
    store.add_payee(tx, member_id=member_id, name=name, iban=str(account))
    return {"member_id": member_id, "ends_with": str(account)[-4:]}
