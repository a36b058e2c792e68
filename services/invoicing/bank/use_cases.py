"""Taking in bank statements: each once, each following the one before, each movement told and given to its owner."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from services.invoicing.bank import postings, store
from services.invoicing.bank.documents.camt import read_camt
from services.invoicing.bank.errors import BankFileNotRead, MovementMatched, NotOurAccount
from services.invoicing.bank.rules import (
    OURS,
    BankStatement,
    KnownMovement,
    Movement,
    Outcome,
    ReferenceRange,
    Taken,
    assert_adds_up,
    assert_follows,
    assert_in_currency,
    assert_the_same,
    invoice_numbers_in,
    owner_of,
)
from services.invoicing.countries.protocol import BankFileReader, Law, law
from services.invoicing.events import BankMovementReceived, BankMovementReturned
from services.invoicing.invoices.reads import find_claim
from services.invoicing.invoices.rules.content import as_content
from services.invoicing.receivables.use_cases import (
    apply_payment,
    receive_on_account,
    take_payment_back,
    take_refund_back,
)
from shared.chain import canonical
from shared.errors import ParameterMissing
from shared.identifiers import new_id
from shared.ledger import balance
from shared.parameters import Tables
from shared.postgres import Tx

CAMT = "camt053"


@dataclass(frozen=True, kw_only=True)
class _Account:
    """One of the cooperative's accounts, while a statement of it is taken in."""

    iban: str
    entity: str
    ranges: tuple[ReferenceRange, ...]


def ingest_bank_statement(tx: Tx, *, file_format: str, content: str) -> list[Taken]:
    """Take in every statement of a file. One taken in before is named again and changes nothing."""
    return [_take_in(tx, statement, file_format, content)
            for statement in read_statements(law(tx), file_format, content)]


def read_statements(country: Law, file_format: str, content: str) -> list[BankStatement]:
    """Every statement of a file, in its order; or a refusal that quotes nothing of it."""
    readers: dict[str, BankFileReader] = {
        **country.bank_file_readers(), CAMT: partial(read_camt, read_reference=country.read_payment_reference)}
    if file_format not in readers:
        raise BankFileNotRead(file_format=file_format, why="this country has no such format")
    statements = list(readers[file_format](content))
    if not statements:
        raise BankFileNotRead(file_format=file_format, why="it holds no statement")
    return statements


def _take_in(tx: Tx, statement: BankStatement, file_format: str, content: str) -> Taken:
    account, currency = _account(tx, statement), str(tx.tables.value("currency", tx.on))
    assert_in_currency(statement, currency)
    assert_adds_up(statement)
    last_closing = store.lock_account(tx, iban=account.iban, entity=account.entity, currency=currency)
    digest = _digest(canonical(as_content(statement)))
    if known := store.find_statement(tx, statement):
        assert_the_same(statement, known)
        return Taken(statement_id=known.statement_id, identity=statement.identity, closing=statement.closing,
                     movements=len(known.amounts), repeated=True)
    assert_follows(statement, last_closing=last_closing)
    statement_id, file_digest = new_id("stm"), _digest(content)
    store.add_file(tx, content, file_digest)
    store.add_statement(tx, statement, statement_id=statement_id, file_format=file_format, file_digest=file_digest,
                        digest=digest)
    if last_closing is None:
        postings.book_opening(tx, statement_id, statement.opening, statement.closing_on, account.entity)
    outcomes = [_receive(tx, account, statement_id, movement) for movement in statement.movements]
    return Taken(statement_id=statement_id, identity=statement.identity, closing=statement.closing,
                 movements=len(outcomes), applied=outcomes.count(Outcome.APPLIED),
                 passed_on=outcomes.count(Outcome.PASSED_ON), unmatched=outcomes.count(Outcome.UNMATCHED))


def _account(tx: Tx, statement: BankStatement) -> _Account:
    try:
        row = tx.tables.row("bank_account", tx.on, statement.account)
    except ParameterMissing:
        raise NotOurAccount from None
    return _Account(iban=statement.account, entity=row["entity"], ranges=reference_ranges(tx.tables, tx.on))


def reference_ranges(tables: Tables, on: date) -> tuple[ReferenceRange, ...]:
    """Whose each reference is on a day, by the country's table `reference_range`."""
    rows = [(key, tables.row("reference_range", on, key)) for name, key in tables.names() if name == "reference_range"]
    return tuple(ReferenceRange(owner=owner, paid_by=row["paid_by"], transfers=row["transfers"],
                                clearing=row["clearing"]) for owner, row in rows)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _receive(tx: Tx, account: _Account, statement_id: str, movement: Movement) -> Outcome:
    movement_id = new_id("mov")
    returned = store.find_returned(tx, account.iban, movement) if movement.is_return else None
    store.add_movement(tx, movement, movement_id=movement_id, statement_id=statement_id,
                       refers_to=returned.movement_id if returned else None)
    tx.announce(BankMovementReceived(
        movement_id=movement_id, statement_id=statement_id, booked_on=movement.booked_on, amount=movement.amount,
        structured_communication=movement.structured_communication, end_to_end_id=movement.end_to_end_id))
    if returned is None:
        return _give_to_owner(tx, account, movement_id, movement)
    tx.announce(BankMovementReturned(
        movement_id=movement_id, refers_to=returned.movement_id, booked_on=movement.booked_on,
        amount=movement.amount, end_to_end_id=movement.end_to_end_id))
    return _give_back(tx, account, movement_id, movement, returned)


def _give_back(
    tx: Tx, account: _Account, movement_id: str, movement: Movement, returned: KnownMovement,
) -> Outcome:
    """A return concerns whoever the returned movement concerned: suspense, an invoice, or another service."""
    if store.remove_unmatched(tx, returned.movement_id):
        postings.book_movement(tx, movement_id, movement, postings.SUSPENSE, account.entity)
        return Outcome.APPLIED
    if take_payment_back(tx, returned=returned.movement_id, movement_id=movement_id, on=movement.booked_on):
        return Outcome.APPLIED
    owner = owner_of(account.ranges, came_in=returned.amount.cents > 0, end_to_end_id=returned.end_to_end_id,
                     structured_communication=returned.structured_communication)
    if owner and owner.owner == OURS and take_refund_back(
            tx, reference=returned.end_to_end_id, movement_id=movement_id, on=movement.booked_on):
        postings.book_movement(tx, movement_id, movement, owner.clearing, account.entity)
        return Outcome.APPLIED
    return _pass_on(tx, account, movement_id, movement, owner)


def _give_to_owner(tx: Tx, account: _Account, movement_id: str, movement: Movement) -> Outcome:
    owner = owner_of(account.ranges, came_in=movement.amount.cents > 0, end_to_end_id=movement.end_to_end_id,
                     structured_communication=movement.structured_communication)
    if movement.amount.cents < 0 or (owner is not None and owner.owner != OURS):
        return _pass_on(tx, account, movement_id, movement, owner)
    invoice_id = _claimed_by(tx, movement)
    if invoice_id is None:
        return _pass_on(tx, account, movement_id, movement, None)
    apply_payment(tx, invoice_id=invoice_id, movement_id=movement_id, amount=movement.amount, source=postings.BANK,
                  on=movement.booked_on)
    return Outcome.APPLIED


def _claimed_by(tx: Tx, movement: Movement) -> str | None:
    """The invoice that money pays: by its reference, else by its number in the text when exactly that sum is open."""
    return find_claim(tx, reference=movement.structured_communication, amount=movement.amount,
                      numbers=invoice_numbers_in(movement.communication))


def _pass_on(
    tx: Tx, account: _Account, movement_id: str, movement: Movement, owner: ReferenceRange | None,
) -> Outcome:
    """Another service books it, having been told; or it waits in suspense for somebody who knows whose it is."""
    if owner and owner.clearing:
        postings.book_movement(tx, movement_id, movement, owner.clearing, account.entity)
        return Outcome.PASSED_ON
    postings.book_movement(tx, movement_id, movement, postings.SUSPENSE, account.entity)
    store.add_unmatched(tx, movement_id)
    return Outcome.UNMATCHED


def match_movement(tx: Tx, *, movement_id: str, invoice_id: str) -> str:
    """Somebody recognised whose money waits in suspense."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    payment_id = apply_payment(tx, invoice_id=invoice_id, movement_id=movement_id, amount=waiting.amount,
                               source=postings.SUSPENSE, on=waiting.booked_on)
    store.save_matched(tx, movement_id, invoice_id)
    return payment_id


def credit_movement(tx: Tx, *, movement_id: str, client_id: str) -> None:
    """Somebody recognised whose money waits in suspense, though it is for no invoice: it is the client's."""
    waiting = store.lock_unmatched(tx, movement_id)
    if waiting is None or waiting.amount.cents < 0:
        raise MovementMatched(movement_id=movement_id)
    receive_on_account(tx, client_id=client_id, movement_id=movement_id, amount=waiting.amount, on=waiting.booked_on)
    store.save_credited(tx, movement_id, client_id)


def prove_balance(tx: Tx) -> Iterator[str]:
    """The bank's account stands where its last statements ended."""
    currency = str(tx.tables.value("currency", tx.on))
    expected, found = store.sum_closing(tx, currency), balance(tx, postings.BANK, currency=currency)
    if found != expected:
        yield f"invoicing: account {postings.BANK} stands at {found}, what it keeps adds up to {expected}"
