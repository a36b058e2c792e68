"""Bank statements and movements as rows, with the counterparty's data, which stay here."""

import hashlib
from collections.abc import Sequence
from operator import attrgetter

from services.invoicing.bank.rules import BankStatement, KnownMovement, KnownStatement, Movement, Report, Staged
from services.invoicing.matching.rules import Unmatched
from shared.money import Money
from shared.postgres import Tx, column
from shared.sql import load_queries

Q = load_queries(__package__)
MOST_SHORT = 5_000  # cents: no bank keeps more than 50.00 of a payment that it gives back
COLUMNS = ("seq", "booked_on", "value_on", "structured_communication", "end_to_end_id", "communication",
           "counterparty_iban", "counterparty_bic", "counterparty_name", "is_return")
_columns = attrgetter(*COLUMNS)


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


def add_file(tx: Tx, content: str) -> str:
    """Keep a bank file as it came, once; its digest."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    tx.run(Q.add_file, digest=digest, content=content)
    return digest


def add_statement(
    tx: Tx, statement: BankStatement, *, statement_id: str, file_format: str, file_digest: str, digest: str,
) -> None:
    """Keep a statement."""
    tx.run(Q.add_statement, statement_id=statement_id, account=statement.account, identity=statement.identity,
           file_format=file_format, file_digest=file_digest, digest=digest, currency=statement.opening.currency,
           opening_cents=statement.opening.cents, closing_cents=statement.closing.cents,
           closing_on=statement.closing_on, taken_in_on=tx.on)


def list_reports(tx: Tx, statement: BankStatement) -> list[Report]:
    """Movements that are booked, or wait to be, and could be some of these, as each format told them."""
    told = statement.movements
    return [Report(amount=Money.from_row(row), **{name: row[name] for name in (
        "movement_id", "booked_on", "structured_communication", "file_format", "bank_reference", "ordinal", "booked")})
            for row in tx.all(Q.list_reports, account=statement.account, days=sorted({one.booked_on for one in told}),
                              structured=sorted({one.structured_communication for one in told}),
                              cents=sorted({one.amount.cents for one in told if not one.structured_communication}),
                              references=sorted({one.bank_reference for one in told} - {""}))]


def find_returned(tx: Tx, account: str, movement: Movement) -> KnownMovement | None:
    """The movement that this one takes back or gives back, whole or short by the bank's costs."""
    row = tx.one(Q.find_returned, account=account, currency=movement.amount.currency, cents=movement.amount.cents,
                 end_to_end_id=movement.end_to_end_id, structured_communication=movement.structured_communication,
                 most_short=MOST_SHORT)
    return KnownMovement(
        movement_id=row["movement_id"], amount=Money.from_row(row), booked_on=row["booked_on"],
        structured_communication=row["structured_communication"],
        end_to_end_id=row["end_to_end_id"]) if row else None


def add_staged(tx: Tx, account: str, file_format: str, fresh: Sequence[tuple[Staged, int]]) -> None:
    """Keep movements until they are booked, each with its ordinal among those that look alike."""
    tx.copy(Q.add_staged, (
        (one.movement_id, one.statement_id, account, file_format, one.movement.bank_reference, ordinal,
         one.movement.amount.currency, one.movement.amount.cents, *_columns(one.movement)) for one, ordinal in fresh))


def list_staged(tx: Tx, account: str, *, limit: int, only: str = "") -> list[Staged]:
    """The oldest movements that wait on an account to be booked, or one of them."""
    return [Staged(movement_id=row["movement_id"], statement_id=row["statement_id"], movement=Movement(
        amount=Money.from_row(row), bank_reference=row["bank_reference"], **{name: row[name] for name in COLUMNS}))
            for row in tx.all(Q.list_staged, account=account, limit=limit, only=only)]


def save_staged(tx: Tx, ids: Sequence[str], *, refers_to: str | None = None) -> None:
    """Movements are booked from now on; one that returns another is kept alone, with which one."""
    tx.run(Q.save_staged, ids=column(ids), refers_to=refers_to)


def save_fault(tx: Tx, movement_id: str, fault: str) -> None:
    """Keep why a movement could not be booked; it is left out until it is tried again."""
    tx.run(Q.save_fault, movement_id=movement_id, fault=fault)


def retry_staged(tx: Tx) -> list[str]:
    """Let what could not be booked be tried again; the accounts on which movements wait."""
    tx.run(Q.retry_staged)
    return [row["account"] for row in tx.all(Q.list_accounts_waiting)]


def list_stuck(tx: Tx) -> list[tuple[str, str]]:
    """Movements that could not be booked, each with why."""
    return [(row["movement_id"], row["fault"]) for row in tx.all(Q.list_stuck)]


def sum_staged(tx: Tx, currency: str) -> Money:
    """All that waits to be booked."""
    return Money(tx.single(Q.sum_staged, currency=currency)["cents"], currency)


def add_known(tx: Tx, statement_id: str, file_format: str, known: Sequence[tuple[Movement, str, int]]) -> None:
    """What a statement told again, which booked movement it is, and its ordinal among those that look alike."""
    if known:
        tx.run(Q.add_known, statement_id=statement_id, file_format=file_format,
               seq=column(one.seq for one, _, _ in known), movement_id=column(name for _, name, _ in known),
               cents=column(one.amount.cents for one, _, _ in known), ordinal=column(place for _, _, place in known),
               bank_reference=column(one.bank_reference for one, _, _ in known))


def add_unmatched(tx: Tx, waiting: Sequence[tuple[str, Unmatched]]) -> None:
    """Nobody knows yet whose these movements are, and why."""
    if waiting:
        tx.run(Q.add_unmatched, movement_id=[movement_id for movement_id, _ in waiting],
               reason=[reason for _, reason in waiting], on=tx.on)


def remove_unmatched(tx: Tx, movement_id: str) -> bool:
    """Nobody needs to tell any more whose the movement is; whether it was waiting."""
    return tx.run(Q.remove_unmatched, movement_id=movement_id) == 1



def sum_refunds(tx: Tx, currency: str) -> Money:
    """What all transfers of ours pay that no movement has carried out yet."""
    return Money(tx.single(Q.sum_refunds, currency=currency)["cents"], currency)


def sum_movements(tx: Tx, currency: str) -> Money:
    """All that moved on the accounts."""
    return Money(tx.single(Q.sum_movements, currency=currency)["cents"], currency)
