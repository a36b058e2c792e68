"""Taking in bank statements: each once, each following the one before, each movement told and given to its owner."""

import hashlib
from typing import Any

from services.invoicing.documents.bank_files import read_bank_file
from services.invoicing.domain.bank import (
    CLEARING,
    OWN_RANGE,
    BankStatement,
    Movement,
    assert_adds_up,
    assert_follows,
    owner_of,
)
from services.invoicing.domain.content import as_content
from services.invoicing.domain.errors import CurrencyNotOurs, MovementMatched, NotOurAccount, StatementChanged
from services.invoicing.domain.events import BankMovementReceived, BankMovementReturned
from services.invoicing.store import bank, invoices
from services.invoicing.use_cases import books
from services.invoicing.use_cases.orders import currency_of
from services.invoicing.use_cases.receivables import apply_payment, take_payment_back
from shared.bus.event_log import canonical
from shared.errors import ParameterMissing
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx


def ingest_bank_statement(tx: Tx, *, file_format: str, content: str) -> list[dict[str, Any]]:
    """Take in every statement of a file. One taken in before is named again and changes nothing."""
    return [_take_in(tx, statement, file_format, content) for statement in read_bank_file(file_format, content)]


def _take_in(tx: Tx, statement: BankStatement, file_format: str, content: str) -> dict[str, Any]:
    _assert_ours(tx, statement)
    assert_adds_up(statement)
    last_closing = bank.lock_account(tx, statement.account, statement.opening.currency)
    digest = _digest(canonical(as_content(statement)))
    if known := bank.find_statement(tx, statement):
        return _taken_in_before(known, statement, digest)
    assert_follows(statement, last_closing=last_closing)
    statement_id = new_id("stm")
    file_digest = bank.keep_file(tx, content, _digest(content))
    bank.add_statement(tx, statement, statement_id=statement_id, file_format=file_format, file_digest=file_digest,
                       digest=digest)
    if last_closing is None:
        books.book_opening(tx, statement_id, statement.opening, statement.closing_on)
    outcomes = [_receive(tx, statement, statement_id, movement) for movement in statement.movements]
    return {"statement_id": statement_id, "identity": statement.identity, "closing": statement.closing,
            "movements": len(outcomes), "applied": outcomes.count("applied"),
            "passed_on": outcomes.count("passed_on"), "unmatched": outcomes.count("unmatched"), "repeated": False}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _assert_ours(tx: Tx, statement: BankStatement) -> None:
    try:
        tx.tables.row("bank_account", tx.on, statement.account)
    except ParameterMissing:
        raise NotOurAccount from None
    for amount in (statement.opening, statement.closing, *(m.amount for m in statement.movements)):
        if amount.currency != currency_of(tx):
            raise CurrencyNotOurs(currency=amount.currency, ours=currency_of(tx))


def _taken_in_before(known: dict[str, Any], statement: BankStatement, digest: str) -> dict[str, Any]:
    if known["digest"] != digest:
        raise StatementChanged(statement=statement.identity)
    return {"statement_id": known["statement_id"], "identity": statement.identity, "closing": statement.closing,
            "movements": known["movements"], "applied": 0, "passed_on": 0, "unmatched": 0, "repeated": True}


def _receive(tx: Tx, statement: BankStatement, statement_id: str, movement: Movement) -> str:
    movement_id = new_id("mov")
    returned = bank.find_returned(tx, statement.account, movement) if movement.is_return else None
    refers_to = returned["movement_id"] if returned else None
    bank.add_movement(tx, movement, movement_id=movement_id, statement_id=statement_id, refers_to=refers_to)
    tx.announce(BankMovementReceived(
        movement_id=movement_id, statement_id=statement_id, booked_on=movement.booked_on, amount=movement.amount,
        structured_communication=movement.structured_communication, end_to_end_id=movement.end_to_end_id))
    if returned is None:
        return _give_to_owner(tx, movement_id, movement)
    tx.announce(BankMovementReturned(
        movement_id=movement_id, refers_to=returned["movement_id"], booked_on=movement.booked_on,
        amount=movement.amount, end_to_end_id=movement.end_to_end_id))
    return _give_back(tx, movement_id, movement, returned)


def _give_back(tx: Tx, movement_id: str, movement: Movement, returned: dict[str, Any]) -> str:
    """A return concerns whoever the returned movement concerned: suspense, an invoice, or another service."""
    if bank.forget_unmatched(tx, returned["movement_id"]):
        books.book_movement(tx, movement_id, movement, books.SUSPENSE)
        return "applied"
    if take_payment_back(tx, returned=returned["movement_id"], movement_id=movement_id, on=movement.booked_on):
        return "applied"
    owner = owner_of(came_in=returned["cents"] > 0, end_to_end_id=returned["end_to_end_id"],
                     structured_communication=returned["structured_communication"])
    return _pass_on(tx, movement_id, movement, owner)


def _give_to_owner(tx: Tx, movement_id: str, movement: Movement) -> str:
    owner = owner_of(came_in=movement.amount.cents > 0, end_to_end_id=movement.end_to_end_id,
                     structured_communication=movement.structured_communication)
    if owner == OWN_RANGE and (
            invoice_id := invoices.find_by_communication(tx, movement.structured_communication)):
        apply_payment(tx, invoice_id=invoice_id, movement_id=movement_id, amount=movement.amount, source=books.BANK,
                      on=movement.booked_on)
        return "applied"
    return _pass_on(tx, movement_id, movement, owner)


def _pass_on(tx: Tx, movement_id: str, movement: Movement, owner: str) -> str:
    """Another service books it, having heard of it; or it waits in suspense for somebody who knows whose it is."""
    if owner in CLEARING:
        books.book_movement(tx, movement_id, movement, CLEARING[owner])
        return "passed_on"
    books.book_movement(tx, movement_id, movement, books.SUSPENSE)
    bank.add_unmatched(tx, movement_id)
    return "unmatched"


def match_movement(tx: Tx, *, movement_id: str, invoice_id: str) -> str:
    """Somebody recognised whose money waits in suspense."""
    waiting = bank.lock_unmatched(tx, movement_id)
    if waiting is None or waiting["cents"] < 0:
        raise MovementMatched(movement_id=movement_id)
    payment_id = apply_payment(tx, invoice_id=invoice_id, movement_id=movement_id,
                               amount=Money(waiting["cents"], waiting["currency"]), source=books.SUSPENSE,
                               on=waiting["booked_on"])
    bank.mark_matched(tx, movement_id, invoice_id)
    return payment_id
