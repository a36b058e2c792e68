"""Taking in bank statements: each once, its movements given to their owners in their order, set after set."""

import gc
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from services.invoicing.bank import postings, reads, store
from services.invoicing.bank.errors import MovementStuck, NotOurAccount
from services.invoicing.bank.rules import (
    OURS,
    BankStatement,
    KnownMovement,
    Outcome,
    ReferenceRange,
    Staged,
    StatementRead,
    Taken,
    assert_adds_up,
    assert_in_currency,
    carried_out,
    is_the_same,
    ordinals,
    owner_of,
    read_before,
    recognise,
)
from services.invoicing.bank.use_cases.reading import CAMT, read_statements, text_of
from services.invoicing.countries.protocol import law
from services.invoicing.events import BankMovementReceived, BankMovementReturned
from services.invoicing.expenses.use_cases import record_refunds
from services.invoicing.grants.use_cases import take_grant_back
from services.invoicing.matching.reads import match
from services.invoicing.matching.rules import MatchedBy, Unmatched
from services.invoicing.receivables.rules import IncomingPayment
from services.invoicing.receivables.use_cases import apply_payments, take_money_back, take_refund_back
from shared.errors import ParameterMissing, Refusal
from shared.identifiers import new_id
from shared.postgres import Database, Tx, is_away

Given = tuple[str, Outcome]  # of which statement a movement was, and what became of it
Waiting = tuple[Staged, ReferenceRange | None, MatchedBy | Unmatched]
A_SET = 500  # movements that are booked in one transaction


@dataclass(frozen=True, kw_only=True)
class _Account:
    """One of the cooperative's accounts, while movements on it are given to their owners."""

    iban: str
    entity: str
    ranges: tuple[ReferenceRange, ...]


def ingest_bank_statement(tx: Tx, *, file_format: str, content: str) -> list[Taken]:
    """Take in every statement of a file. One taken in before is named again and changes nothing."""
    file = store.add_file(tx, content)
    return [_take_in(tx, statement, file_format, file) for statement in read_statements(law(tx), file_format, content)]


def preview_bank_statement(tx: Tx, *, file_format: str, content: str) -> list[StatementRead]:
    """What a bank file holds, refused for what it would be refused for when it is taken in; nothing is written."""
    found = []
    for statement in read_statements(law(tx), file_format, content):
        _judge(tx, statement)
        repeated = any(is_the_same(statement, known) for known in store.find_statements(tx, statement))
        found.append(read_before(statement, repeated=repeated))
    return found


def take_in_file(database: Database, file: Path, *, on: date, together: int = A_SET) -> list[Taken]:
    """Take in a file of any size, as the bank wrote it: each statement, then each set of movements, in a transaction.

    A file that was interrupted is taken in again from its beginning: what is booked already is only named, and
    movements that were left waiting are booked first. One that cannot be booked is set aside and stops no other.
    """
    with database.reading(on=on, actor="job") as tx:
        country = law(tx)
        content, file_format = text_of(file.read_bytes(), national=next(iter(country.bank_file_readers()), CAMT))
        statements = read_statements(country, file_format, content)
        for statement in statements:
            _judge(tx, statement)
    with database.transaction(on=on, actor="job") as tx:
        digest = store.add_file(tx, content)
    gc.freeze()  # a large file is many values that live until its end: none of them is garbage before
    taken = []
    for statement in statements:
        _give_all(database, statement.account, on=on, together=together)
        with database.transaction(on=on, actor="job") as tx:
            registered = _register(tx, statement, file_format, digest)
        taken.append(registered.with_outcomes(_give_all(database, statement.account, on=on, together=together)))
    gc.unfreeze()
    return taken


def give_waiting(database: Database, *, on: date) -> int:
    """Book movements that an interruption left waiting, and try again those that could not be booked; how many."""
    with database.transaction(on=on, actor="job") as tx:
        accounts = store.retry_staged(tx)
    return sum(_give_all(database, iban, on=on, together=A_SET).total() for iban in accounts)


def _give_all(database: Database, iban: str, *, on: date, together: int) -> Counter[Given]:
    """Give what waits on an account to its owners, set after set."""
    found = Counter[Given]()
    while given := _give_set(database, iban, on=on, together=together):
        found.update(one for one in given if one[0])
    return found


def _give_set(database: Database, iban: str, *, on: date, together: int, only: str = "") -> list[Given]:
    """Book one set; one that cannot be booked whole is booked movement by movement, and what stands alone set aside."""
    try:
        with database.transaction(on=on, actor="job") as tx:
            account = _account_of(tx, iban)
            store.lock_account(tx, iban=iban, entity=account.entity)
            return _give_next(tx, account, limit=together, only=only)
    except Exception as error:
        if is_away(error):
            raise
        fault = error.code if isinstance(error, Refusal) else type(error).__name__
    with database.transaction(on=on, actor="job") as tx:
        if only:
            store.save_fault(tx, only, fault)
            return [("", Outcome.UNMATCHED)]
        waiting = store.list_staged(tx, iban, limit=together)
    return [given for one in waiting
            for given in _give_set(database, iban, on=on, together=1, only=one.movement_id)]


def _take_in(tx: Tx, statement: BankStatement, file_format: str, file: str) -> Taken:
    registered = _register(tx, statement, file_format, file)
    account, found = _account_of(tx, statement.account), Counter[Given]()
    while given := _give_next(tx, account, limit=A_SET):
        found.update(given)
    return registered.with_outcomes(found)


def _judge(tx: Tx, statement: BankStatement) -> _Account:
    """The account of a statement; one that does not add up, or is not ours, is refused."""
    account = _account_of(tx, statement.account)
    assert_in_currency(statement, str(tx.tables.value("currency", tx.on)))
    assert_adds_up(statement)
    return account


def _register(tx: Tx, statement: BankStatement, file_format: str, file: str) -> Taken:
    """Keep a statement whole; its new movements wait to be given to their owners."""
    account = _judge(tx, statement)
    store.lock_account(tx, iban=account.iban, entity=account.entity)
    while _give_next(tx, account, limit=A_SET):  # what an interruption left comes first
        pass
    before = store.find_statements(tx, statement)
    for known in before:
        if is_the_same(statement, known):
            return Taken(statement_id=known.statement_id, identity=statement.identity, closing=statement.closing,
                         movements=len(known.amounts), repeated=True)
    if before:  # banks begin to count anew each year
        statement = replace(statement, identity=f"{statement.identity} of {statement.closing_on.isoformat()}")
    return _register_new(tx, account, statement, file_format, file)


def _register_new(tx: Tx, account: _Account, statement: BankStatement, file_format: str, file: str) -> Taken:
    statement_id, before = new_id("stm"), reads.first_opening(tx, account.iban)
    store.add_statement(tx, statement, statement_id=statement_id, file_format=file_format, file_digest=file,
                        digest=hashlib.sha256(repr(statement).encode()).hexdigest())
    known = _stage(tx, statement_id, statement, file_format)
    first = reads.first_opening(tx, account.iban)
    unbooked = first - before if first is not None and before is not None else statement.opening
    postings.book_opening(tx, statement_id, unbooked, statement.closing_on, account.entity)
    return Taken(statement_id=statement_id, identity=statement.identity, closing=statement.closing,
                 movements=len(statement.movements), known=known)


def _stage(tx: Tx, statement_id: str, statement: BankStatement, file_format: str) -> int:
    """Keep what is new until it is booked; how many are booked already.

    Either way it is noted as what this format told each movement, so that no file books it again.
    """
    told, reports = statement.movements, store.list_reports(tx, statement)
    stuck = {one.movement_id for one in reports if not one.booked}
    fresh, known = [], []
    for one, ordinal, movement_id in zip(told, ordinals(told), recognise(told, reports, file_format), strict=True):
        if movement_id in stuck:
            raise MovementStuck(movement_id=movement_id)
        if movement_id:
            known.append((one, movement_id, ordinal))
        else:
            fresh.append((Staged(movement_id=new_id("mov"), statement_id=statement_id, movement=one), ordinal))
    store.add_staged(tx, statement.account, file_format, fresh)
    store.add_known(tx, statement_id, file_format, known)
    return len(known)


def _account_of(tx: Tx, iban: str) -> _Account:
    """The cooperative's account with this number; another is refused."""
    try:
        row = tx.tables.row("bank_account", tx.on, iban)
    except ParameterMissing:
        raise NotOurAccount from None
    return _Account(iban=iban, entity=row["entity"], ranges=reads.reference_ranges(tx.tables, tx.on))


def _give_next(tx: Tx, account: _Account, *, limit: int, only: str = "") -> list[Given]:
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


def _receive(tx: Tx, account: _Account, run: Sequence[Staged]) -> list[Given]:
    first = run[0]
    refunds = _refunds_in(tx, account, run)
    returned = store.find_returned(tx, account.iban, first.movement) if first.movement.is_return else None
    store.save_staged(tx, [one.movement_id for one in run], refers_to=returned.movement_id if returned else None)
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


def _refunds_in(tx: Tx, account: _Account, run: Sequence[Staged]) -> set[str]:
    """The movements that carry out refunds of ours."""
    (ours,) = (one for one in account.ranges if one.owner == OURS)
    out = [(one.movement_id, one.movement.end_to_end_id, one.movement.amount) for one in run
           if one.movement.amount.cents < 0 and not one.movement.is_return
           and ours.has_transfer(one.movement.end_to_end_id)]
    return carried_out(reads.list_refunds(tx, [end_to_end_id for _, end_to_end_id, _ in out]), out)


def _give_back(tx: Tx, account: _Account, staged: Staged, returned: KnownMovement) -> Outcome:
    """A return concerns whoever the returned movement concerned: suspense, an invoice, or another service."""
    movement_id, movement = staged.movement_id, staged.movement
    whole = -returned.amount == movement.amount
    if whole and store.remove_unmatched(tx, returned.movement_id):
        postings.book_movements(tx, [(movement_id, movement, postings.SUSPENSE)], account.entity)
        return Outcome.APPLIED
    back: dict[str, Any] = {"returned": returned.movement_id, "movement_id": movement_id, "on": movement.booked_on,
                            "source": postings.BANK}
    if whole and (take_money_back(tx, **back) or take_grant_back(tx, **back)):
        return Outcome.APPLIED
    owner = reads.owner_before(tx, returned)
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


def _give_to_owners(tx: Tx, account: _Account, run: Sequence[Staged], refunds: AbstractSet[str]) -> list[Given]:
    """Clients' money to their invoices, other services' to their clearing accounts, the rest to suspense.

    What left under an id that could be ours carries out a refund of ours, or waits for somebody who knows.
    """
    owned = [(one, owner_of(account.ranges, came_in=one.movement.amount.cents > 0,
                            end_to_end_id=one.movement.end_to_end_id,
                            structured_communication=one.movement.structured_communication)) for one in run]
    ours = [one for one, owner in owned if one.movement.amount.cents > 0 and (owner is None or owner.owner == OURS)]
    matches = match(tx, [(one.movement_id, one.movement) for one in ours])
    apply_payments(tx, [
        IncomingPayment(invoice_id=invoice_id, movement_id=one.movement_id, amount=amount, on=one.movement.booked_on,
                        matched_by=matches[one.movement_id][1])
        for one in ours for invoice_id, amount in matches[one.movement_id][0]], source=postings.BANK)
    rest = [(one, owner if owner and (owner.owner != OURS or one.movement_id in refunds) else None,
             matches.get(one.movement_id, ([], Unmatched.WENT_OUT))[1])
            for one, owner in owned if not matches.get(one.movement_id, ([], 0))[0]]
    passed = _pass_on(tx, account, rest)
    return [(one.statement_id, passed.get(one.movement_id, Outcome.APPLIED)) for one in run]


def _pass_on(tx: Tx, account: _Account, rest: Sequence[Waiting]) -> dict[str, Outcome]:
    """Another service books it, having been told; or it waits in suspense for somebody who knows whose it is."""
    known = {one.movement_id: owner.clearing if owner and owner.clearing else "" for one, owner, _ in rest}
    postings.book_movements(tx, [(one.movement_id, one.movement, known[one.movement_id] or postings.SUSPENSE)
                                 for one, _, _ in rest], account.entity)
    store.add_unmatched(tx, [(one.movement_id, Unmatched(why)) for one, _, why in rest if not known[one.movement_id]])
    return {movement_id: Outcome.PASSED_ON if clearing else Outcome.UNMATCHED
            for movement_id, clearing in known.items()}
