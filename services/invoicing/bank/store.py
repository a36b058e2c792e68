"""Bank statements and movements, with the counterparty's data, which stay here."""

from typing import Any

from services.invoicing.domain.bank import BankStatement, Movement
from services.invoicing.store.rows import sure
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.invoicing")


def lock_account(tx: Tx, iban: str, currency: str) -> Money | None:
    """The balance that the last statement of the account ended with, locked; nothing before the first."""
    row = sure(tx.one(Q.lock_account, iban=iban))
    return None if row["closing_cents"] is None else Money(row["closing_cents"], currency)


def find_statement(tx: Tx, statement: BankStatement) -> dict[str, Any] | None:
    """The same statement, taken in before."""
    return tx.one(Q.get_statement, account=statement.account, identity=statement.identity)


def keep_file(tx: Tx, content: str, digest: str) -> str:
    """Keep a bank file as it came, once; its digest."""
    tx.run(Q.keep_file, digest=digest, content=content)
    return digest


def add_statement(
    tx: Tx, statement: BankStatement, *, statement_id: str, file_format: str, file_digest: str, digest: str,
) -> None:
    """Keep a statement, and note where the account has come to."""
    tx.run(Q.add_statement, statement_id=statement_id, account=statement.account, identity=statement.identity,
           file_format=file_format, file_digest=file_digest, digest=digest, currency=statement.opening.currency,
           opening_cents=statement.opening.cents, closing_cents=statement.closing.cents,
           closing_on=statement.closing_on, taken_in_on=tx.on)
    tx.run(Q.move_account, iban=statement.account, identity=statement.identity, closing_cents=statement.closing.cents,
           closing_on=statement.closing_on)


def find_returned(tx: Tx, account: str, movement: Movement) -> dict[str, Any] | None:
    """The movement that this one takes back or gives back."""
    return tx.one(Q.find_returned, account=account, currency=movement.amount.currency, cents=movement.amount.cents,
                  end_to_end_id=movement.end_to_end_id, structured_communication=movement.structured_communication)


def add_movement(
    tx: Tx, movement: Movement, *, movement_id: str, statement_id: str, refers_to: str | None,
) -> None:
    """Keep a movement, and which one it returns."""
    named = {name: getattr(movement, name) for name in movement.__dataclass_fields__ if name != "amount"}
    tx.run(Q.add_movement, movement_id=movement_id, statement_id=statement_id, refers_to=refers_to,
           currency=movement.amount.currency,
           cents=movement.amount.cents, **named)


def add_unmatched(tx: Tx, movement_id: str) -> None:
    """Nobody knows yet whose the movement is."""
    tx.run(Q.add_unmatched, movement_id=movement_id, on=tx.on)


def forget_unmatched(tx: Tx, movement_id: str) -> bool:
    """Nobody needs to say any more whose the movement is; whether it was waiting."""
    return tx.run(Q.forget_unmatched, movement_id=movement_id) == 1


def lock_unmatched(tx: Tx, movement_id: str) -> dict[str, Any] | None:
    """A movement that waits for its owner, locked."""
    return tx.one(Q.lock_unmatched, movement_id=movement_id)


def mark_matched(tx: Tx, movement_id: str, invoice_id: str) -> None:
    """The movement belongs to an invoice."""
    tx.run(Q.mark_matched, movement_id=movement_id, invoice_id=invoice_id, on=tx.on)
