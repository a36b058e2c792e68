"""Bank statements and movements: balances that add up, and whose money each movement is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.invoicing.domain.errors import BalanceBroken, StatementOutOfLine
from shared.money import Money, total

OWN_RANGE = "2"  # the first digit of a structured communication tells which service handed it out
CLEARING = {"1": "49901", "3": "49903"}  # the clearing account with the owner of each other range
TRANSFERS = {"wag": "3"}  # a transfer of the house bears the id of what it pays: a wage is payroll's


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One movement as the bank wrote it; positive when money came in. What the bank left out is an empty text."""

    seq: int
    booked_on: date
    value_on: date
    amount: Money
    structured_communication: str
    end_to_end_id: str
    communication: str
    counterparty_iban: str
    counterparty_bic: str
    counterparty_name: str
    is_return: bool = False  # the bank takes back, or gives back, an earlier payment


@dataclass(frozen=True, kw_only=True)
class BankStatement:
    """One statement of one account. `identity` names it among all statements of the account."""

    account: str
    identity: str
    opening: Money
    closing: Money
    closing_on: date
    movements: Sequence[Movement]


def assert_adds_up(statement: BankStatement) -> None:
    """Old balance and movements give the new balance, to the cent."""
    found = statement.opening + total((m.amount for m in statement.movements), statement.opening.currency)
    if found != statement.closing:
        raise BalanceBroken(statement=statement.identity, found=found, stated=statement.closing)


def assert_follows(statement: BankStatement, *, last_closing: Money | None) -> None:
    """It begins where the statement before it on the same account ended."""
    if last_closing is not None and statement.opening != last_closing:
        raise StatementOutOfLine(statement=statement.identity, opening=statement.opening, expected=last_closing)


def range_of(movement: Movement) -> str:
    """The range whose owner a movement belongs to, empty when nothing tells.

    By its structured communication, else by the reference that a service of the house gave its own transfer.
    """
    if movement.structured_communication:
        return movement.structured_communication[0]
    return next((owner for prefix, owner in TRANSFERS.items() if movement.end_to_end_id.startswith(prefix)), "")
