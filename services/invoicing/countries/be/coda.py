"""CODA (Febelfin): bank statements in lines of 128 characters, with every type of movement (0 to 3, details 5 to 9)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from services.invoicing.bank.errors import BankFileNotRead
from services.invoicing.bank.rules import BankStatement, Movement, known_reference
from services.invoicing.countries.be.references import structured
from shared.fields import EARLIEST, LATEST
from shared.money import Money, NotAnAmount

LINE = 128
RETURNS = {"1", "2", "3", "4", "5"}  # reject, return, refund, reversal, cancellation
WHOLE, DETAIL, DETAIL_OF_DETAIL = "0123", "5678", "9"  # types of movement (first digit of the transaction code)
NUMBERS_OF_ACCOUNT = {"0": 12, "1": 34, "2": 31, "3": 34}  # by structure: how many characters are the number
WORDS = {"101": slice(4, 16), "102": slice(4, 16), "103": slice(4, 16), "105": slice(49, 61), "127": slice(83, 145)}


@dataclass
class _Move:
    """One movement with its details, as its records are read one after the other."""

    first: str
    amount: Decimal
    words: str
    reference: str = ""
    bic: str = ""
    returned: str = ""
    iban: str = ""
    name: str = ""
    details: list["_Move"] = field(default_factory=list)

    def parts(self) -> Iterator["_Move"]:
        """The movement, or its details where they make it up."""
        if self.details and sum(detail.amount for detail in self.details) == self.amount:
            for detail in self.details:
                yield from detail.parts()
        else:
            yield self


@dataclass
class _Read:
    """A statement as far as it was read."""

    old: str = ""
    new: str = ""
    moves: list[_Move] = field(default_factory=list)
    last: _Move | None = None


def read_coda(content: str) -> Iterator[BankStatement]:
    """Every statement of a file; or a refusal that quotes nothing of it."""
    try:
        for read in _statements(content.splitlines()):
            yield _statement(read)
    except (ValueError, KeyError, IndexError, ArithmeticError, AttributeError, NotAnAmount):
        raise BankFileNotRead(file_format="coda", why="a record is not as Febelfin describes it") from None


def _statements(lines: list[str]) -> Iterator[_Read]:
    read, within = _Read(), False
    for line in (line.ljust(LINE) for line in lines if line.strip()):
        if line[0] == "0":
            if line[127] != "2" or within:
                raise ValueError("not a header of version 2")
            read, within = _Read(), True
        elif not within or line[0] not in "123489":
            raise ValueError("a record outside a statement")
        elif line[0] == "9":
            within = False
            yield read
        else:
            _take(read, line)
    if within:
        raise ValueError("cut")


def _take(read: _Read, line: str) -> None:
    if line[0] == "1":
        read.old = line
    elif line[0] == "8":
        read.new = line
    elif line[:2] == "21":
        _begin(read, _Move(first=line, amount=_amount(line[31:47]), words=line[61:115]))
    elif line[:2] == "22" and read.last:
        last = read.last
        last.words += line[10:63]
        last.reference, last.bic, last.returned = line[63:98].strip(), line[98:109].strip(), line[112:113]
    elif line[:2] == "23" and read.last:
        read.last.iban, read.last.name = line[10:44].strip(), line[47:82].strip()
        read.last.words += line[82:125]


def _begin(read: _Read, move: _Move) -> None:
    kind = move.first[53]
    if kind in WHOLE:
        read.moves.append(move)
    elif kind in DETAIL:
        read.moves[-1].details.append(move)
    elif kind in DETAIL_OF_DETAIL:
        read.moves[-1].details[-1].details.append(move)
    else:
        raise ValueError("an unknown type of movement")
    read.last = move


def _statement(read: _Read) -> BankStatement:
    old, new = read.old, read.new or f"8{read.old[2:5]}{read.old[5:42]}{read.old[42:64]}"
    length = NUMBERS_OF_ACCOUNT[old[1]]
    currency = old[18:21] if old[1] == "0" else old[39:42]
    opening, closing = Money.of(_amount(old[42:58]), currency), Money.of(_amount(new[41:57]), currency)
    closing_on = _day(new[57:63])
    moves = [part for move in read.moves for part in move.parts() if part.amount]
    return BankStatement(
        account=old[5:5 + length].strip().replace(" ", ""), opening=opening, closing=closing, closing_on=closing_on,
        identity=_identity(old, closing_on, opening, closing),
        movements=tuple(_movement(seq, move, currency) for seq, move in enumerate(moves, start=1)))


def _identity(old: str, closing_on: date, opening: Money, closing: Money) -> str:
    """The coded sequence number; where it is 000 the paper's; where that is too, the day and the two balances."""
    number = next((number for number in (old[125:128].strip(), old[2:5].strip()) if number.strip("0")), "")
    return f"{closing_on.year}/{number}" if number else f"{closing_on.isoformat()}/{opening.cents}/{closing.cents}"


def _movement(seq: int, move: _Move, currency: str) -> Movement:
    words, booked, valued = _words(move.words), move.first[115:121], move.first[47:53]
    return Movement(
        seq=seq, booked_on=_day(booked), value_on=_day(valued if valued.strip("0 ") else booked),
        amount=Money.of(move.amount, currency),
        structured_communication=structured(words), end_to_end_id=known_reference(move.reference),
        communication=" ".join(words.split()), counterparty_name=move.name, counterparty_iban=move.iban,
        counterparty_bic=move.bic, is_return=move.returned in RETURNS, bank_reference=move.first[10:31].strip())


def _words(text: str) -> str:
    """What was written: free text, or what a structured communication says beside its codes."""
    if not text.startswith("1"):
        return text[1:].rstrip()
    kind = text[1:4]
    return text[WORDS.get(kind, slice(4, None))].rstrip()


def _day(text: str) -> date:
    day = datetime.strptime(text, "%d%m%y").date()  # noqa: DTZ007 - a day, not an instant
    if not EARLIEST <= day <= LATEST:
        raise ValueError("no day of a bank")
    return day


def _amount(text: str) -> Decimal:
    """A sign (0 credit, 1 debit) and fifteen digits, the last three after the point."""
    if not re.fullmatch(r"[01][0-9]{15}", text):
        raise ValueError("no amount")
    amount = Decimal(text[1:]) / 1000
    return -amount if text[0] == "1" else amount
