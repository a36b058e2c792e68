"""Bank statements and movements as rows, with the counterparty's data, which stay here."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from services.invoicing.bank.rules import (
    BankStatement,
    Claim,
    KnownMovement,
    KnownStatement,
    Movement,
    OwnAccount,
    Report,
    Unmatched,
)
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
MOST_SHORT = 5_000  # cents: no bank keeps more than 50.00 of a payment that it gives back
COLUMNS = ("seq", "booked_on", "value_on", "structured_communication", "end_to_end_id", "communication",
           "counterparty_iban", "counterparty_bic", "counterparty_name", "is_return")


def lock_account(tx: Tx, *, iban: str, entity: str) -> None:
    """Lock an account: its statements are taken in one after the other."""
    tx.run(Q.lock_account, iban=iban, entity=entity)


def find_statements(tx: Tx, statement: BankStatement) -> list[KnownStatement]:
    """Statements of the same identity, taken in before."""
    rows = tx.all(Q.find_statements, account=statement.account, identity=statement.identity,
                  closing_on=statement.closing_on)
    currency = statement.opening.currency
    return [KnownStatement(statement_id=row["statement_id"], closing_on=row["closing_on"],
                           opening=Money(row["opening_cents"], currency), closing=Money(row["closing_cents"], currency),
                           amounts=tuple(row["amounts"])) for row in rows]


def add_file(tx: Tx, content: str, digest: str) -> None:
    """Keep a bank file as it came, once."""
    tx.run(Q.add_file, digest=digest, content=content)


def add_statement(
    tx: Tx, statement: BankStatement, *, statement_id: str, file_format: str, file_digest: str, digest: str,
) -> None:
    """Keep a statement."""
    tx.run(Q.add_statement, statement_id=statement_id, account=statement.account, identity=statement.identity,
           file_format=file_format, file_digest=file_digest, digest=digest, currency=statement.opening.currency,
           opening_cents=statement.opening.cents, closing_cents=statement.closing.cents,
           closing_on=statement.closing_on, taken_in_on=tx.on)


def list_reports(tx: Tx, statement: BankStatement) -> list[Report]:
    """Movements that are booked and could be some of these, as each format told them."""
    told = statement.movements
    return [Report(amount=Money.from_row(row), **{name: row[name] for name in (
        "movement_id", "booked_on", "structured_communication", "file_format", "bank_reference", "ordinal")})
            for row in tx.all(Q.list_reports, account=statement.account, days=sorted({one.booked_on for one in told}),
                              structured=sorted({one.structured_communication for one in told}),
                              references=sorted({one.bank_reference for one in told} - {""}))]


def find_returned(tx: Tx, account: str, movement: Movement) -> KnownMovement | None:
    """The movement that this one takes back or gives back, whole or short by the bank's costs."""
    row = tx.one(Q.find_returned, account=account, currency=movement.amount.currency, cents=movement.amount.cents,
                 end_to_end_id=movement.end_to_end_id, structured_communication=movement.structured_communication,
                 most_short=MOST_SHORT)
    return _known(row) if row else None


def list_refunds(tx: Tx, references: Sequence[str]) -> dict[str, Money]:
    """What transfers of ours pay that no movement has carried out yet, by their ids."""
    rows = tx.all(Q.list_refunds, references=list(references)) if references else []
    return {row["reference"]: Money.from_row(row) for row in rows}


def add_movements(
    tx: Tx, movements: Sequence[Movement], *, ids: Sequence[str], statement_id: str, refers_to: str | None = None,
) -> None:
    """Keep movements; one that returns another is kept alone, with which one."""
    columns: dict[str, list[Any]] = {name: [getattr(one, name) for one in movements] for name in COLUMNS}
    tx.run(Q.add_movements, statement_id=statement_id, movement_id=list(ids),
           currency=[one.amount.currency for one in movements], cents=[one.amount.cents for one in movements],
           refers_to=[refers_to] * len(movements), **columns)


def add_reports(tx: Tx, file_format: str, reports: Sequence[tuple[str, str, int]]) -> None:
    """As what this format told movements: the movement, the bank's reference, the ordinal among equals."""
    ids, references, places = zip(*reports, strict=True)
    tx.run(Q.add_reports, file_format=file_format, movement_id=list(ids), bank_reference=list(references),
           ordinal=list(places))


def add_known(tx: Tx, statement_id: str, known: Sequence[tuple[Movement, str]]) -> None:
    """What a statement told again, and which booked movement it is."""
    if known:
        tx.run(Q.add_known, statement_id=statement_id, seq=[one.seq for one, _ in known],
               movement_id=[movement_id for _, movement_id in known], cents=[one.amount.cents for one, _ in known])


def add_unmatched(tx: Tx, waiting: Sequence[tuple[str, Unmatched]]) -> None:
    """Nobody knows yet whose these movements are, and why."""
    if waiting:
        tx.run(Q.add_unmatched, movement_id=[movement_id for movement_id, _ in waiting],
               reason=[reason for _, reason in waiting], on=tx.on)


def find_by_references(tx: Tx, references: AbstractSet[str]) -> dict[str, str]:
    """The invoices that are paid by these references."""
    return {row["structured_communication"]: row["invoice_id"]
            for row in tx.all(Q.find_by_references, references=sorted(references))}


def list_claims(tx: Tx, *, numbers: AbstractSet[str], payers: AbstractSet[str], currency: str) -> list[Claim]:
    """Invoices with something open: those with one of these numbers, and those of clients who paid from an account."""
    return [Claim(invoice_id=row["invoice_id"], number=row["number"], payer=row["payer"], open=Money.from_row(row))
            for row in tx.all(Q.list_claims, numbers=sorted(numbers), payers=sorted(payers), currency=currency)]


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


def save_booked(tx: Tx, movement_id: str, account: OwnAccount) -> None:
    """The movement is the house's own."""
    tx.run(Q.save_booked, movement_id=movement_id, account=account, on=tx.on)


def save_claimed(tx: Tx, movement_id: str, service: str) -> None:
    """The movement is another service's."""
    tx.run(Q.save_claimed, movement_id=movement_id, service=service, on=tx.on)


def claimed_for(tx: Tx, movement_id: str) -> str:
    """The service whose money a movement without a reference was found to be; empty when it was not."""
    row = tx.one(Q.claimed_for, movement_id=movement_id)
    return str(row["claimed_for"]) if row else ""


def sum_movements(tx: Tx, currency: str) -> Money:
    """All that moved on the accounts."""
    return Money(tx.single(Q.sum_movements, currency=currency)["cents"], currency)
