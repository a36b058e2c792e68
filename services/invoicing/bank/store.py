"""Bank statements and movements as rows, with the counterparty's data, which stay here."""

from typing import Any

from services.invoicing.bank.rules import BankStatement, KnownMovement, KnownStatement, Movement
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def lock_account(tx: Tx, *, iban: str, entity: str, currency: str) -> Money | None:
    """The balance that the last statement of the account ended with, locked; nothing before the first."""
    row = tx.single(Q.lock_account, iban=iban, entity=entity)
    return None if row["closing_cents"] is None else Money(row["closing_cents"], currency)


def find_statement(tx: Tx, statement: BankStatement) -> KnownStatement | None:
    """The same statement, taken in before."""
    row = tx.one(Q.find_statement, account=statement.account, identity=statement.identity)
    if row is None:
        return None
    opening, closing = (Money(row[name], statement.opening.currency) for name in ("opening_cents", "closing_cents"))
    return KnownStatement(statement_id=row["statement_id"], opening=opening, closing=closing,
                          amounts=tuple(row["amounts"]))


def add_file(tx: Tx, content: str, digest: str) -> None:
    """Keep a bank file as it came, once."""
    tx.run(Q.add_file, digest=digest, content=content)


def add_statement(
    tx: Tx, statement: BankStatement, *, statement_id: str, file_format: str, file_digest: str, digest: str,
) -> None:
    """Keep a statement, and note where the account has come to."""
    tx.run(Q.add_statement, statement_id=statement_id, account=statement.account, identity=statement.identity,
           file_format=file_format, file_digest=file_digest, digest=digest, currency=statement.opening.currency,
           opening_cents=statement.opening.cents, closing_cents=statement.closing.cents,
           closing_on=statement.closing_on, taken_in_on=tx.on)
    tx.run(Q.save_account, iban=statement.account, identity=statement.identity, closing_cents=statement.closing.cents,
           closing_on=statement.closing_on)


def find_returned(tx: Tx, account: str, movement: Movement) -> KnownMovement | None:
    """The movement that this one takes back or gives back."""
    row = tx.one(Q.find_returned, account=account, currency=movement.amount.currency, cents=movement.amount.cents,
                 end_to_end_id=movement.end_to_end_id, structured_communication=movement.structured_communication)
    return _known(row) if row else None


def add_movement(
    tx: Tx, movement: Movement, *, movement_id: str, statement_id: str, refers_to: str | None,
) -> None:
    """Keep a movement, and which one it returns."""
    tx.run(Q.add_movement, movement_id=movement_id, statement_id=statement_id, refers_to=refers_to, seq=movement.seq,
           booked_on=movement.booked_on, value_on=movement.value_on, currency=movement.amount.currency,
           cents=movement.amount.cents, structured_communication=movement.structured_communication,
           end_to_end_id=movement.end_to_end_id, communication=movement.communication,
           counterparty_iban=movement.counterparty_iban, counterparty_bic=movement.counterparty_bic,
           counterparty_name=movement.counterparty_name, is_return=movement.is_return)


def add_unmatched(tx: Tx, movement_id: str) -> None:
    """Nobody knows yet whose the movement is."""
    tx.run(Q.add_unmatched, movement_id=movement_id, on=tx.on)


def remove_unmatched(tx: Tx, movement_id: str) -> bool:
    """Nobody needs to tell any more whose the movement is; whether it was waiting."""
    return tx.run(Q.remove_unmatched, movement_id=movement_id) == 1


def lock_unmatched(tx: Tx, movement_id: str) -> KnownMovement | None:
    """A movement that waits for its owner, locked."""
    row = tx.one(Q.lock_unmatched, movement_id=movement_id)
    return _known(row) if row else None


def _known(row: dict[str, Any]) -> KnownMovement:
    return KnownMovement(movement_id=row["movement_id"], amount=Money.from_row(row), booked_on=row["booked_on"],
                         structured_communication=row["structured_communication"], end_to_end_id=row["end_to_end_id"])


def save_matched(tx: Tx, movement_id: str, invoice_id: str) -> None:
    """The movement belongs to an invoice."""
    tx.run(Q.save_matched, movement_id=movement_id, invoice_id=invoice_id, on=tx.on)


def save_credited(tx: Tx, movement_id: str, client_id: str) -> None:
    """The movement belongs to a client."""
    tx.run(Q.save_credited, movement_id=movement_id, client_id=client_id, on=tx.on)


def sum_closing(tx: Tx, currency: str) -> Money:
    """What the last statements tell is on the accounts."""
    return Money(tx.single(Q.sum_closing)["cents"], currency)
