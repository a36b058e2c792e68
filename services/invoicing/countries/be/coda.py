"""CODA (Febelfin): bank statements in lines of 128 characters."""

import io
from collections.abc import Iterator
from decimal import InvalidOperation
from typing import Any

from coda import CODA  # type: ignore[import-untyped]

from services.invoicing.bank.errors import BankFileNotRead
from services.invoicing.bank.rules import BankStatement, Movement, known_reference
from services.invoicing.countries.be.references import structured
from shared.money import Money, NotAnAmount

RETURNS = {"1", "2", "3", "4", "5"}  # reject, return, refund, reversal, cancellation


def read_coda(content: str) -> Iterator[BankStatement]:
    """Every statement of a file; or a refusal that quotes nothing of it."""
    try:
        statements = CODA(io.StringIO(content)).statements
        for statement in statements:
            yield _coda_statement(statement)
    except (AssertionError, NotAnAmount):
        raise BankFileNotRead(file_format="coda", why="its totals or balances do not add up") from None
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, UnboundLocalError, InvalidOperation):
        raise BankFileNotRead(file_format="coda", why="a record is not as Febelfin describes it") from None


def _coda_statement(statement: Any) -> BankStatement:
    currency = statement.account_currency
    moves = [part for move in statement.moves for part in _parts(move) if part.amount]
    return BankStatement(
        account=statement.account.replace(" ", ""),
        identity=f"{statement.new_balance_date.year}/{statement.coda_sequence}",
        opening=Money.of(statement.old_balance, currency), closing=Money.of(statement.new_balance, currency),
        closing_on=statement.new_balance_date,
        movements=tuple(_coda_movement(seq, move, currency) for seq, move in enumerate(moves, start=1)))


def _parts(move: Any) -> list[Any]:
    """A total with its details is as many movements, when the details make up the total."""
    details = move.moves
    return details if details and sum(detail.amount for detail in details) == move.amount else [move]


def _coda_movement(seq: int, move: Any, currency: str) -> Movement:
    communication = move.communication or ""
    return Movement(
        seq=seq, booked_on=move.entry_date, value_on=move.value_date, amount=Money.of(move.amount, currency),
        structured_communication=structured(communication),
        end_to_end_id=known_reference(move.customer_reference or ""),
        communication=" ".join(communication.split()), counterparty_name=(move.counterparty_name or "").strip(),
        counterparty_iban=(move.counterparty_account or "")[:34].strip(), counterparty_bic=move.counterparty_bic or "",
        is_return=(move.r_transaction or "0") in RETURNS)
