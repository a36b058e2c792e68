"""Bank statements and movements: balances that add up, and whose money each movement is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.invoicing.bank.errors import BalanceBroken, StatementChanged, StatementOutOfLine
from services.invoicing.orders.errors import CurrencyNotOurs
from shared.money import Money, total

OURS = "invoicing"
_INVOICE_NUMBER = re.compile(r"(?<![\w/])\d{4}/\d{6}(?!\d)")
LONGEST_REFERENCE = 35  # characters of an end-to-end id (ISO 20022, Max35Text)


@dataclass(frozen=True, kw_only=True)
class ReferenceRange:
    """Which references one service hands out: how those begin that are paid by, and those of its own transfers.

    `clearing` is the role of the account on which a movement stands until its owner books it.
    """

    owner: str
    paid_by: str
    transfers: str
    clearing: str

    def has_payment(self, reference: str) -> bool:
        """Whether somebody pays this service by that reference."""
        return self.paid_by != "" and reference.startswith(self.paid_by)

    def has_transfer(self, end_to_end_id: str) -> bool:
        """Whether that is the id of a transfer of this service: its prefix, then the id of what it pays."""
        return self.transfers != "" and re.fullmatch(rf"{self.transfers}_?[0-9a-f]{{32}}", end_to_end_id) is not None


class Outcome(StrEnum):
    """What became of a movement."""

    APPLIED = "applied"
    PASSED_ON = "passed_on"
    UNMATCHED = "unmatched"


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


def invoice_numbers_in(text: str) -> list[str]:
    """Invoice numbers that somebody wrote between other words, each once."""
    return list(dict.fromkeys(_INVOICE_NUMBER.findall(text)))


def known_reference(end_to_end_id: str) -> str:
    """A reference as it may be told to others: without what is no text, and empty when it names nothing."""
    text = "".join(filter(str.isprintable, end_to_end_id))[:LONGEST_REFERENCE]
    return "" if text in {"NOTPROVIDED", "NOT PROVIDED"} else text


def assert_adds_up(statement: BankStatement) -> None:
    """Old balance and movements give the new balance, to the cent."""
    found = statement.opening + total((m.amount for m in statement.movements), statement.opening.currency)
    if found != statement.closing:
        raise BalanceBroken(statement=statement.identity, found=found, stated=statement.closing)


def assert_follows(statement: BankStatement, *, last_closing: Money | None) -> None:
    """It begins where the statement before it on the same account ended."""
    if last_closing is not None and statement.opening != last_closing:
        raise StatementOutOfLine(statement=statement.identity, opening=statement.opening, expected=last_closing)


def assert_in_currency(statement: BankStatement, currency: str) -> None:
    """The books are kept in one currency."""
    for amount in (statement.opening, statement.closing, *(m.amount for m in statement.movements)):
        if amount.currency != currency:
            raise CurrencyNotOurs(currency=amount.currency, ours=currency)


def owner_of(
    ranges: Iterable[ReferenceRange], *, came_in: bool, structured_communication: str, end_to_end_id: str,
) -> ReferenceRange | None:
    """The range whose owner books a movement; none when nobody would, so that somebody has to tell whose it is.

    What comes in is told by the reference that was paid by; what goes out, by the id that a service gave its transfer.
    """
    for one in ranges:
        if one.has_payment(structured_communication) if came_in else one.has_transfer(end_to_end_id):
            return one
    return None


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of a statement. `repeated`: it had been taken in before."""

    statement_id: str
    identity: str
    closing: Money
    movements: int
    applied: int = 0
    passed_on: int = 0
    unmatched: int = 0
    repeated: bool = False


@dataclass(frozen=True, kw_only=True)
class KnownStatement:
    """A statement that was taken in before: its balances and the amounts of its movements."""

    statement_id: str
    opening: Money
    closing: Money
    amounts: tuple[int, ...]


def assert_the_same(statement: BankStatement, known: KnownStatement) -> None:
    """Who sends a statement again sends the same money; how its words are read may have changed since."""
    if (statement.opening, statement.closing, tuple(one.amount.cents for one in statement.movements)) != (
            known.opening, known.closing, known.amounts):
        raise StatementChanged(statement=statement.identity)


@dataclass(frozen=True, kw_only=True)
class KnownMovement:
    """A movement that was taken in before."""

    movement_id: str
    amount: Money
    structured_communication: str
    end_to_end_id: str
    booked_on: date
