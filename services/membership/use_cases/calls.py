"""Share calls: the first, one a year, more if wanted; withdrawn when nothing was paid and the reason is gone."""

from datetime import date
from typing import Any

from stdnum.be import ogm_vcs

from services.membership.domain import calls as rules
from services.membership.domain.errors import NotMember, TooManyShares
from services.membership.store import calls as store
from services.membership.store import members
from services.membership.use_cases.bookings import book_calls, book_withdrawal
from services.membership.use_cases.standings import recast_standing
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.postgres import Database, Tx

RANGE = "1"  # structured communications of membership begin with this digit
BATCH = 1_000


def structured_communication(number: int) -> str:
    """A Belgian structured communication (OGM): the range, nine digits, two check digits."""
    base = f"{RANGE}{number:09d}"
    return base + str(ogm_vcs.calc_check_digits(base))


def _plan(tx: Tx, member_id: str, *, number: int, reason: str, shares: int, year: int) -> tuple[rules.Call, Any]:
    return rules.call_shares(
        call_id=new_id("shc"), member_id=member_id, reason=reason, year=year, shares=shares,
        nominal=tx.tables.money("share_nominal", tx.on), communication=structured_communication(number),
        due_days=tx.tables.integer(f"{reason}_call_due_days", tx.on), on=tx.on)


def call_for(tx: Tx, member_id: str, *, reason: str, shares: int, year: int) -> rules.Call:
    """Call shares of one member: the call is kept, booked and said."""
    [number] = store.next_numbers(tx)
    call, events = _plan(tx, member_id, number=number, reason=reason, shares=shares, year=year)
    if store.add_call(tx, call):
        book_calls(tx, [call])
        tx.announce(events)
    return call


def call_voluntary_shares(tx: Tx, *, member_id: str, shares: int) -> dict[str, Any]:
    """A member wants more shares; he has them once they are paid. They give no second vote."""
    member = members.lock_member(tx, member_id)
    if not member.is_member_on(tx.on):
        raise NotMember(member_id=member_id, day=tx.on.isoformat())
    limit = tx.tables.integer("voluntary_shares_most", tx.on)
    if shares > limit:
        raise TooManyShares(shares=shares, limit=limit)
    return dump_call(call_for(tx, member_id, reason="voluntary", shares=shares, year=tx.on.year))


def note_signed_order(tx: Tx, *, order_id: str, member_id: str, signed_on: date) -> None:
    """The first order signed in a year after the year of admission calls that year's share."""
    store.add_order(tx, order_id=order_id, member_id=member_id, signed_on=signed_on)
    try:
        member = members.lock_member(tx, member_id)
    except NotFound:  # a partner who takes part without this register: his orders are none of our calls
        return
    if member.is_member_on(tx.on) and owes_yearly_share(member, signed_on.year):
        call_year_of(tx, member_id, signed_on.year)


def owes_yearly_share(member: members.Member, year: int) -> bool:
    """A yearly share is owed for the years after the year of admission."""
    return member.admitted_on is not None and member.admitted_on.year < year


def call_year_of(tx: Tx, member_id: str, year: int) -> None:
    """Call the yearly share of one member unless it stands already."""
    if store.yearly_call_of(tx, member_id, year) is None:
        call_for(tx, member_id, reason="yearly", shares=tx.tables.integer("yearly_shares", tx.on), year=year)


def note_cancelled_order(tx: Tx, *, order_id: str, cancelled_on: date) -> None:
    """Without any activity left in its year, a yearly call on which nothing was paid is withdrawn."""
    found = store.cancel_order(tx, order_id, cancelled_on)
    if found is None or not tx.tables.value("yearly_share_needs_activity", tx.on):
        return
    member_id, year = found
    call_id = store.yearly_call_of(tx, member_id, year)
    if call_id is None or store.has_activity(tx, member_id, year):
        return
    members.lock_member(tx, member_id)
    if store.lock_call(tx, call_id).state == "open":
        withdraw(tx, call_id, reason="activity_cancelled")


def withdraw(tx: Tx, call_id: str, *, reason: str, note: str = "") -> rules.Call:
    """Withdraw a call on which nothing was paid; the vote that it suspended comes back today. note stays here."""
    call, events = rules.withdraw_call(store.lock_call(tx, call_id), reason=reason, on=tx.on)
    store.save_calls(tx, [call])
    store.note_why_withdrawn(tx, call.id, note or reason)
    book_withdrawal(tx, call)
    tx.announce(events)
    recast_standing(tx, call.member_id)
    return call


def withdraw_share_call(tx: Tx, *, call_id: str, reason: str) -> dict[str, Any]:
    """The desk withdraws a call. A candidate whose first call is withdrawn is no candidate any more."""
    member = members.lock_member(tx, store.member_of_call(tx, call_id))
    call = withdraw(tx, call_id, reason="withdrawn_by_desk", note=reason)
    if call.reason == "first" and member.admitted_on is None:
        members.end_membership(tx, call.member_id, on=tx.on, reason="never_admitted")
    return dump_call(call)


def call_yearly_shares(database: Database, on: date, advance: Any, limit: int = BATCH) -> str:
    """The yearly sweep: every member who is owed a call for the year of `on` gets it, however often this runs.

    Each batch is a transaction of its own; a run that was killed goes on where it stopped, because who was called is
    passed over. The unique promise `share_calls_once_a_year` stands behind it.
    """
    called, after = 0, ""
    while True:
        with database.transaction(on=on, actor="job:call_yearly_shares") as tx:
            found = store.members_to_call(
                tx, year=on.year, needs_activity=bool(tx.tables.value("yearly_share_needs_activity", on)), after=after,
                limit=limit)
            called += _call_batch(tx, found)
        if not found:
            return f"{called} yearly shares of {on.year} called."
        after = found[-1]
        advance(called, called)


def _call_batch(tx: Tx, member_ids: list[str]) -> int:
    if not member_ids:
        return 0
    numbers = store.next_numbers(tx, len(member_ids))
    shares = tx.tables.integer("yearly_shares", tx.on)
    planned = [_plan(tx, member_id, number=number, reason="yearly", shares=shares, year=tx.on.year)
               for member_id, number in zip(member_ids, numbers, strict=True)]
    new = store.add_yearly_calls(tx, [call for call, _ in planned])
    kept = [(call, events) for call, events in planned if call.id in new]
    book_calls(tx, [call for call, _ in kept])
    tx.announce_all(events for _, events in kept)
    return len(kept)


def dump_call(call: rules.Call) -> dict[str, Any]:
    """A call as its door shows it."""
    return {
        "call_id": call.id, "member_id": call.member_id, "reason": call.reason, "year": call.year,
        "shares": call.shares, "amount": call.amount, "open": call.open, "state": call.state,
        "structured_communication": call.structured_communication, "called_on": call.called_on, "due_on": call.due_on,
    }
