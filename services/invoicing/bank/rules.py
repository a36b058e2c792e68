"""Bank statements and movements: balances that add up, and whose money each movement is."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from services.invoicing.bank.errors import BalanceBroken, StatementChanged, TakesNoPayments
from services.invoicing.orders.errors import CurrencyNotOurs
from shared.money import Money, total

OURS = "invoicing"
_TRANSFER = re.compile(r"([a-z]+)_?[0-9a-f]{32}")
LONGEST_REFERENCE = 35  # characters of an end-to-end id (ISO 20022, Max35Text)


@dataclass(frozen=True, kw_only=True)
class ReferenceRange:
    """Which references one service hands out: how those begin that are paid by, and those of its own transfers.

    `clearing` is the role of the account on which a movement stands until its owner books it. `checked` characters of a
    reference (its scheme and check digits) come before the mark by which the owner is known.
    """

    owner: str
    paid_by: str
    transfers: tuple[str, ...]
    clearing: str
    checked: int = 0

    def has_payment(self, reference: str) -> bool:
        """Whether somebody pays this service by that reference."""
        return self.paid_by != "" and reference[self.checked:].startswith(self.paid_by)

    def has_transfer(self, end_to_end_id: str) -> bool:
        """Whether that is the id of a transfer of this service: one of its prefixes, then the id of what it pays."""
        named = _TRANSFER.fullmatch(end_to_end_id)
        return named is not None and named[1] in self.transfers


def range_for(ranges: Iterable[ReferenceRange], service: str, *, movement_id: str) -> ReferenceRange:
    """The range of another service that people pay, and which so may get money that came without a reference."""
    for one in ranges:
        if one.owner == service != OURS and one.paid_by:
            return one
    raise TakesNoPayments(service=service, movement_id=movement_id)


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
    bank_reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A movement that waits to be given to its owner."""

    movement_id: str
    statement_id: str
    movement: Movement


@dataclass(frozen=True, kw_only=True)
class BankStatement:
    """One statement of one account. `identity` names it among all statements of the account."""

    account: str
    identity: str
    opening: Money
    closing: Money
    closing_on: date
    movements: Sequence[Movement]


@dataclass(frozen=True, kw_only=True)
class StatementRead:
    """What a statement says, before it is taken in; `repeated`: it was taken in before."""

    account: str
    identity: str
    closing_on: date
    opening: Money
    closing: Money
    money_in: Money
    money_out: Money
    movements: int
    repeated: bool


def read_before(statement: BankStatement, *, repeated: bool) -> StatementRead:
    """What a person is shown of a statement before it is taken in."""
    amounts, currency = [one.amount for one in statement.movements], statement.opening.currency
    return StatementRead(
        account=statement.account, identity=statement.identity, closing_on=statement.closing_on,
        opening=statement.opening, closing=statement.closing, movements=len(amounts), repeated=repeated,
        money_in=total((one for one in amounts if one.cents > 0), currency),
        money_out=total((one for one in amounts if one.cents < 0), currency))


def known_reference(end_to_end_id: str) -> str:
    """A reference as it may be told to others: without what is no text, and empty when it names nothing."""
    text = "".join(filter(str.isprintable, end_to_end_id))[:LONGEST_REFERENCE]
    return "" if text in {"NOTPROVIDED", "NOT PROVIDED"} else text


def assert_adds_up(statement: BankStatement) -> None:
    """Old balance and movements give the new balance, to the cent."""
    found = statement.opening + total((m.amount for m in statement.movements), statement.opening.currency)
    if found != statement.closing:
        raise BalanceBroken(statement=statement.identity, found=found, stated=statement.closing)


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


def carried_out(awaited: Mapping[str, Money], moved: Iterable[tuple[str, str, Money]]) -> set[str]:
    """Which movements (id, id of a transfer, amount) carry out a transfer of ours: each one once, and to the cent."""
    left, found = dict(awaited), set()
    for movement_id, end_to_end_id, amount in moved:
        if left.get(end_to_end_id) == -amount:
            del left[end_to_end_id]
            found.add(movement_id)
    return found


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What became of a statement. `repeated`: it had been taken in before; `known`: movements another file had told."""

    statement_id: str
    identity: str
    closing: Money
    movements: int
    applied: int = 0
    passed_on: int = 0
    unmatched: int = 0
    known: int = 0
    repeated: bool = False

    def with_outcomes(self, given: Mapping[tuple[str, Outcome], int]) -> "Taken":
        """The same with what became of its movements, counted by statement and outcome."""
        return replace(self, applied=given.get((self.statement_id, Outcome.APPLIED), 0),
                       passed_on=given.get((self.statement_id, Outcome.PASSED_ON), 0),
                       unmatched=given.get((self.statement_id, Outcome.UNMATCHED), 0))


@dataclass(frozen=True, kw_only=True)
class KnownStatement:
    """A statement that was taken in before: its balances and the amounts of its movements."""

    statement_id: str
    closing_on: date
    opening: Money
    closing: Money
    amounts: tuple[int, ...]


def is_the_same(statement: BankStatement, known: KnownStatement) -> bool:
    """Whether a statement of this identity was taken in: not one of another day, for banks count anew each year.

    Who sends a statement again sends the same money; how its words are read may have changed since.
    """
    if statement.closing_on != known.closing_on:
        return False
    if (statement.opening, statement.closing, tuple(one.amount.cents for one in statement.movements)) != (
            known.opening, known.closing, known.amounts):
        raise StatementChanged(statement=statement.identity)
    return True


@dataclass(frozen=True, kw_only=True)
class Report:
    """A movement that is booked, or waits to be, as one format told it.

    `ordinal` counts those that look alike in one statement.
    """

    movement_id: str
    booked_on: date
    amount: Money
    structured_communication: str
    file_format: str
    bank_reference: str
    ordinal: int
    booked: bool = True


def ordinals(movements: Sequence[Movement]) -> list[int]:
    """For each movement how many in this statement look like it, itself included, up to there."""
    seen: Counter[tuple[date, int, str]] = Counter()
    found = []
    for one in movements:
        seen[alike := (one.booked_on, one.amount.cents, one.bank_reference)] += 1
        found.append(seen[alike])
    return found


def recognise(movements: Sequence[Movement], reports: Sequence[Report], file_format: str) -> list[str | None]:
    """Which booked movement each one is, or none: whatever the file, the format and the order in which they came.

    The same format tells a movement again with the bank's own reference. Another format tells it once for each time
    that it is booked: same day, same amount, same payment reference.
    """
    again = {(one.booked_on, one.amount.cents, one.bank_reference, one.ordinal): one.movement_id for one in reports
             if one.file_format == file_format and one.bank_reference}
    told = {one.movement_id for one in reports if one.file_format == file_format}
    others: dict[tuple[date, int, str], list[str]] = {}
    for report in reports:
        alike = others.setdefault((report.booked_on, report.amount.cents, report.structured_communication), [])
        if report.movement_id not in told and report.movement_id not in alike:
            alike.append(report.movement_id)
    found = []
    for one, ordinal in zip(movements, ordinals(movements), strict=True):
        known = again.get((one.booked_on, one.amount.cents, one.bank_reference, ordinal))
        waiting = others.get((one.booked_on, one.amount.cents, one.structured_communication), [])
        found.append(known or (waiting.pop(0) if waiting else None))
    return found


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Two statements of an account between which one is missing, or the same one doubled."""

    account: str
    after_on: date
    closing: Money
    before_on: date
    opening: Money


Balances = tuple[date, Money, Money]


def in_order(balances: Sequence[Balances]) -> list[Balances]:
    """The statements of an account (day, opening, closing), oldest first.

    Of several on one day the one comes first that begins where the last one ended; on the first day, where none did.
    """
    left, found = sorted(balances, key=lambda one: one[0]), list[Balances]()
    while left:
        same_day = [one for one in left if one[0] == left[0][0]]
        if found:
            then = next((one for one in same_day if one[1] == found[-1][2]), same_day[0])
        else:
            then = next((one for one in same_day if one[1] not in [other[2] for other in same_day]), same_day[0])
        left.remove(then)
        found.append(then)
    return found


def gaps_in(account: str, ordered: Sequence[Balances]) -> list[Gap]:
    """Where the statements of an account, in their order, do not follow one another."""
    return [Gap(account=account, after_on=before[0], closing=before[2], before_on=then[0], opening=then[1])
            for before, then in pairwise(ordered) if then[1] != before[2]]


@dataclass(frozen=True, kw_only=True)
class KnownMovement:
    """A movement that was taken in before."""

    movement_id: str
    amount: Money
    structured_communication: str
    end_to_end_id: str
    booked_on: date
