"""Movements that were told, each given to its owner: in their order, set after set."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from services.invoicing.bank import postings, store
from services.invoicing.bank.errors import NotOurAccount
from services.invoicing.bank.rules import (
    OURS,
    KnownMovement,
    Movement,
    Outcome,
    ReferenceRange,
    Staged,
    carried_out,
    owner_of,
    range_for,
)
from services.invoicing.events import BankMovementReceived, BankMovementReturned
from services.invoicing.expenses.use_cases import record_refunds
from services.invoicing.matching.reads import match
from services.invoicing.matching.rules import Incoming, MatchedBy, Unmatched
from services.invoicing.receivables.rules import IncomingPayment
from services.invoicing.receivables.use_cases import apply_payments, take_payment_back, take_refund_back
from shared.errors import ParameterMissing
from shared.parameters import Tables
from shared.postgres import Tx

Given = tuple[str, Outcome]  # of which statement a movement was, and what became of it
Waiting = tuple[Staged, ReferenceRange | None, MatchedBy | Unmatched]


@dataclass(frozen=True, kw_only=True)
class Account:
    """One of the cooperative's accounts, while movements on it are given to their owners."""

    iban: str
    entity: str
    ranges: tuple[ReferenceRange, ...]


def account_of(tx: Tx, iban: str) -> Account:
    """The cooperative's account with this number; another is refused."""
    try:
        row = tx.tables.row("bank_account", tx.on, iban)
    except ParameterMissing:
        raise NotOurAccount from None
    return Account(iban=iban, entity=row["entity"], ranges=reference_ranges(tx.tables, tx.on))


def reference_ranges(tables: Tables, on: date) -> tuple[ReferenceRange, ...]:
    """Whose each reference is on a day, by the country's table `reference_range`."""
    rows = [(key, tables.row("reference_range", on, key)) for name, key in tables.names() if name == "reference_range"]
    return tuple(ReferenceRange(owner=owner, paid_by=row["paid_by"], transfers=tuple(row["transfers"]),
                                clearing=row["clearing"]) for owner, row in rows)


def give_next(tx: Tx, account: Account, *, limit: int, only: str = "") -> list[Given]:
    """Give the oldest movements that wait on a locked account to their owners, or one alone; nothing when none waits.

    What comes out does not depend on how many go together: each is judged as if those before it had been booked.
    """
    waiting = store.list_staged(tx, account.iban, limit=limit, only=only)
    return [given for run in _runs(waiting) for given in _receive(tx, account, run)]


def _runs(waiting: Sequence[Staged]) -> Iterator[list[Staged]]:
    """Movements that are received together; a return stands alone, for what it returns must be known."""
    run: list[Staged] = []
    for one in waiting:
        if one.movement.is_return:
            yield from ([run] if run else [])
            yield [one]
            run = []
        else:
            run.append(one)
    yield from ([run] if run else [])


def _receive(tx: Tx, account: Account, run: Sequence[Staged]) -> list[Given]:
    first = run[0]
    refunds = _refunds_in(tx, account, run)
    returned = store.find_returned(tx, account.iban, first.movement) if first.movement.is_return else None
    store.keep_staged(tx, [one.movement_id for one in run], refers_to=returned.movement_id if returned else None)
    tx.announce_all(BankMovementReceived(
        movement_id=one.movement_id, statement_id=one.statement_id, booked_on=one.movement.booked_on,
        amount=one.movement.amount, structured_communication=one.movement.structured_communication,
        end_to_end_id=one.movement.end_to_end_id) for one in run)
    record_refunds(tx, [(one.movement.end_to_end_id, one.movement.booked_on) for one in run
                        if one.movement_id in refunds])
    if returned is None:
        return _give_to_owners(tx, account, run, refunds)
    tx.announce(BankMovementReturned(
        movement_id=first.movement_id, refers_to=returned.movement_id, booked_on=first.movement.booked_on,
        amount=first.movement.amount, end_to_end_id=first.movement.end_to_end_id))
    return [(first.statement_id, _give_back(tx, account, first, returned))]


def _refunds_in(tx: Tx, account: Account, run: Sequence[Staged]) -> set[str]:
    """The movements that carry out refunds of ours."""
    (ours,) = (one for one in account.ranges if one.owner == OURS)
    out = [(one.movement_id, one.movement.end_to_end_id, one.movement.amount) for one in run
           if one.movement.amount.cents < 0 and not one.movement.is_return
           and ours.has_transfer(one.movement.end_to_end_id)]
    return carried_out(store.list_refunds(tx, [end_to_end_id for _, end_to_end_id, _ in out]), out)


def _give_back(tx: Tx, account: Account, staged: Staged, returned: KnownMovement) -> Outcome:
    """A return concerns whoever the returned movement concerned: suspense, an invoice, or another service."""
    movement_id, movement = staged.movement_id, staged.movement
    whole = -returned.amount == movement.amount
    if whole and store.remove_unmatched(tx, returned.movement_id):
        postings.book_movements(tx, [(movement_id, movement, postings.SUSPENSE)], account.entity)
        return Outcome.APPLIED
    if whole and take_payment_back(tx, returned=returned.movement_id, movement_id=movement_id, on=movement.booked_on):
        return Outcome.APPLIED
    owner = _owner_of_returned(tx, account, returned)
    reference, on = returned.end_to_end_id, movement.booked_on
    if owner and owner.owner == OURS and (
            take_refund_back(tx, reference=reference, movement_id=movement_id, on=on)
            or record_refunds(tx, [(reference, on)], came_back_by=movement_id)):
        postings.book_movements(tx, [(movement_id, movement, owner.clearing)], account.entity)
        if not whole:
            postings.book_short(tx, movement_id, -returned.amount - movement.amount, owner.clearing,
                                on=movement.booked_on, entity=account.entity)
        return Outcome.APPLIED
    other = owner if owner and owner.owner != OURS else None
    return _pass_on(tx, account, [(staged, other, Unmatched.NOTHING_KNOWN)])[movement_id]


def _owner_of_returned(tx: Tx, account: Account, returned: KnownMovement) -> ReferenceRange | None:
    if service := store.claimed_for(tx, returned.movement_id):
        return range_for(account.ranges, service, movement_id=returned.movement_id)
    return _owner(account, returned)


def _owner(account: Account, movement: Movement | KnownMovement) -> ReferenceRange | None:
    return owner_of(account.ranges, came_in=movement.amount.cents > 0, end_to_end_id=movement.end_to_end_id,
                    structured_communication=movement.structured_communication)


def _give_to_owners(tx: Tx, account: Account, run: Sequence[Staged], refunds: AbstractSet[str]) -> list[Given]:
    """Clients' money to their invoices, other services' to their clearing accounts, the rest to suspense.

    What left under an id that could be ours carries out a refund of ours, or waits for somebody who knows.
    """
    owned = [(one, _owner(account, one.movement)) for one in run]
    ours = [one for one, owner in owned if one.movement.amount.cents > 0 and (owner is None or owner.owner == OURS)]
    matches = match(tx, [_incoming(one) for one in ours])
    apply_payments(tx, [
        IncomingPayment(invoice_id=invoice_id, movement_id=one.movement_id, amount=amount, on=one.movement.booked_on,
                        matched_by=matches[one.movement_id][1])
        for one in ours for invoice_id, amount in matches[one.movement_id][0]], source=postings.BANK)
    rest = [(one, owner if owner and (owner.owner != OURS or one.movement_id in refunds) else None,
             matches.get(one.movement_id, ([], Unmatched.WENT_OUT))[1])
            for one, owner in owned if not matches.get(one.movement_id, ([], 0))[0]]
    passed = _pass_on(tx, account, rest)
    return [(one.statement_id, passed.get(one.movement_id, Outcome.APPLIED)) for one in run]


def _incoming(one: Staged) -> Incoming:
    return Incoming(movement_id=one.movement_id, amount=one.movement.amount, text=one.movement.communication,
                    reference=one.movement.structured_communication, payer=one.movement.counterparty_iban)


def _pass_on(tx: Tx, account: Account, rest: Sequence[Waiting]) -> dict[str, Outcome]:
    """Another service books it, having been told; or it waits in suspense for somebody who knows whose it is."""
    known = {one.movement_id: owner.clearing if owner and owner.clearing else "" for one, owner, _ in rest}
    postings.book_movements(tx, [(one.movement_id, one.movement, known[one.movement_id] or postings.SUSPENSE)
                                 for one, _, _ in rest], account.entity)
    store.add_unmatched(tx, [(one.movement_id, Unmatched(why)) for one, _, why in rest if not known[one.movement_id]])
    return {movement_id: Outcome.PASSED_ON if clearing else Outcome.UNMATCHED
            for movement_id, clearing in known.items()}
