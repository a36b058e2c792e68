"""Bank statements and movements: balances that add up, and whose money each movement is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.invoicing.domain.errors import BalanceBroken, StatementOutOfLine
from shared.money import Money, total

OWN_RANGE = "2"  # the first digit of a structured communication tells which service handed it out
# the clearing account with the owner of each other range
CLEARING = {"1": "clearing_with_membership", "3": "clearing_with_payroll"}
_RANGES = ("1", OWN_RANGE)  # whose communications clients and members pay by: payroll hands out none
_TRANSFERS = (("1", re.compile(r"clm_?[0-9a-f]{32}")), ("3", re.compile(r"wag_?[0-9a-f]{32}")))


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


def owner_of(*, came_in: bool, structured_communication: str, end_to_end_id: str) -> str:
    """The range whose owner books a movement; empty when nobody would, so that somebody has to say whose it is.

    What comes in is told by the structured communication that was paid by. What goes out is told by the id that a
    service gave its own transfer: a claim is paid by membership, a wage by payroll.
    """
    if came_in:
        return structured_communication[:1] if structured_communication.startswith(_RANGES) else ""
    return next((owner for owner, own_id in _TRANSFERS if own_id.fullmatch(end_to_end_id)), "")
