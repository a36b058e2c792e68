"""The files of a register that is taken over: UTF-8, commas, a head line; days as 2026-11-23, amounts as 30.00.

    members.csv    number, national_number, given_name, family_name, street, postcode, town, country, email, phone,
                   language, activity, city, accepted_on, admitted_on, left_on, left_reason, holds_until, founder;
                   for a company or association: legal_name, enterprise_number; where there are several: share_class
    movements.csv  number, lot, kind, shares, amount, effective_on
    calls.csv      number, reason, year, shares, amount, called_on, due_on, communication (its letters and digits count)
    standings.csv  number, effective_on, voting (yes or no), reason     (may be left out: whose vote was ever suspended)
    totals.csv     members, shares, paid_in, calls, called      (one line: what was counted beforehand)
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from services.membership.admission.rules import Application
from services.membership.events import CallReason, LeavingReason, StandingReason
from services.membership.imports.errors import ColumnsMissing, FileMissing, FileNotRead
from services.membership.imports.rules import (
    OldCall,
    OldMember,
    OldMovement,
    OldRegister,
    OldStanding,
    RefusedRow,
    Totals,
)
from services.membership.members.rules import LANGUAGES
from services.membership.register.rules import MovementKind
from shared.money import Money, NotAnAmount

PersonNumber = Callable[[str], str | None]
PERSON = [field.name for field in fields(Application)]
NEEDED = {"members.csv": {"number", "given_name", "family_name", "accepted_on", "admitted_on"},
          "movements.csv": {"number", "lot", "kind", "shares", "amount", "effective_on"},
          "calls.csv": {"number", "reason", "year", "shares", "amount", "called_on", "due_on"},
          "standings.csv": {"number", "effective_on", "voting", "reason"},
          "totals.csv": {"members", "shares", "paid_in", "calls", "called"}}
MOST_CENTS = 10**14  # of one row: sums of a whole register still fit
LONGEST = 200  # characters of one answer
_WHOLE, _DAY = re.compile(r"-?[0-9]{1,9}"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_register(
    folder: Path, *, currency: str, person_number: PersonNumber, enterprise_number: PersonNumber,
    classes: Sequence[str],
) -> tuple[OldRegister, Totals, list[RefusedRow]]:
    """What the files say, what was counted beforehand, and the rows that cannot be read."""
    refused: list[RefusedRow] = []

    def each(file: str, read: Callable[[Mapping[str, str], int], Any]) -> list[Any]:
        found = []
        for line, row in _rows(folder, file):
            spoilt = [name for name, text in row.items() if len(text) > LONGEST or not text.isprintable()]
            if spoilt:
                why = f"{spoilt[0]} is longer than {LONGEST} signs, or holds signs that nobody can print"
                refused.append(RefusedRow(file=file, line=line, reason=f"cannot be read: {why}"))
                continue
            try:
                found.append(read(row, line))
            except (ValueError, KeyError, NotAnAmount) as error:
                refused.append(RefusedRow(file=file, line=line, reason=f"cannot be read: {error}"))
        return found

    old = OldRegister(
        members=each("members.csv", lambda row, line: _member(row, line, person_number, enterprise_number, classes)),
        movements=each("movements.csv", lambda row, line: _movement(row, line, currency)),
        calls=each("calls.csv", lambda row, line: _call(row, line, currency)),
        standings=each("standings.csv", _standing) if (folder / "standings.csv").is_file() else ())
    [totals] = each("totals.csv", lambda row, _line: _totals(row, currency)) or [None]
    if totals is None:
        raise FileMissing(file="line in totals.csv that can be read")
    return old, totals, refused


def _rows(folder: Path, file: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    path = folder / file
    if not path.is_file():
        raise FileMissing(file=file)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened, restkey=None)
        try:
            if missing := NEEDED[file] - set(reader.fieldnames or ()):
                raise ColumnsMissing(file=file, columns=", ".join(sorted(missing)))
            for row in reader:
                yield reader.line_num, {name: (value or "").strip() for name, value in row.items() if name}
        except (csv.Error, UnicodeDecodeError) as error:  # what comes after it would be read wrongly
            raise FileNotRead(file=file, line=reader.line_num + 1, why=str(error)) from None


def _whole(text: str, *, least: int = -(10**9)) -> int:
    if not _WHOLE.fullmatch(text) or int(text) < least:
        raise ValueError(f"{text or 'nothing'} is no whole number here")
    return int(text)


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text or 'nothing'} is no day such as 2026-11-23")
    return date.fromisoformat(text)


def _amount(text: str, currency: str) -> Money:
    amount = Money.of(text, currency)
    if abs(amount.cents) > MOST_CENTS:
        raise ValueError(f"{text} is more than a register can hold")
    return amount


def _member(
    row: Mapping[str, str], line: int, person_number: PersonNumber, enterprise_number: PersonNumber,
    classes: Sequence[str],
) -> OldMember:
    given, legal = row.get("national_number", ""), row.get("enterprise_number", "")
    number = enterprise_number(legal) if legal else person_number(given) if given else ""
    share_class = row.get("share_class", "") or classes[0]
    if number is None:
        raise ValueError("the number of the person cannot exist")
    if bool(legal) != bool(row.get("legal_name", "")) or share_class not in classes:
        raise ValueError("a legal person has a name and a number, and shares are of " + ", ".join(classes))
    person = Application(**{name: row.get(name, "") for name in PERSON} | {
        "national_number": number, "enterprise_number": number if legal else ""})
    if person.language not in LANGUAGES or not person.family_name or not person.given_name:
        raise ValueError("a name and one of the languages " + ", ".join(LANGUAGES) + " are needed")
    left_on = _day_or_none(row.get("left_on", ""))
    return OldMember(
        line=line, number=_whole(row["number"], least=1), person=person, accepted_on=_day(row["accepted_on"]),
        admitted_on=_day(row["admitted_on"]), left_on=left_on,
        left_reason=LeavingReason(row["left_reason"]) if left_on else "",
        holds_until=_day_or_none(row.get("holds_until", "")), founder=row.get("founder", "") == "yes",
        share_class=share_class)


def _movement(row: Mapping[str, str], line: int, currency: str) -> OldMovement:
    if "/" in row["lot"]:
        raise ValueError("the name of a lot has no stroke")
    return OldMovement(
        line=line, number=_whole(row["number"], least=1), lot=row["lot"], kind=MovementKind(row["kind"]),
        shares=_whole(row["shares"]), amount=_amount(row["amount"], currency), effective_on=_day(row["effective_on"]))


def _call(row: Mapping[str, str], line: int, currency: str) -> OldCall:
    return OldCall(
        line=line, number=_whole(row["number"], least=1), reason=CallReason(row["reason"]),
        year=_whole(row["year"], least=1), shares=_whole(row["shares"]), amount=_amount(row["amount"], currency),
        communication="".join(sign for sign in row.get("communication", "") if sign.isalnum()),
        called_on=_day(row["called_on"]), due_on=_day(row["due_on"]))


def _standing(row: Mapping[str, str], line: int) -> OldStanding:
    if row["voting"] not in {"yes", "no"}:
        raise ValueError(f"{row['voting'] or 'nothing'} is neither yes nor no")
    return OldStanding(line=line, number=_whole(row["number"], least=1), effective_on=_day(row["effective_on"]),
                       voting=row["voting"] == "yes", reason=StandingReason(row["reason"]))


def _totals(row: Mapping[str, str], currency: str) -> Totals:
    return Totals(
        members=_whole(row["members"]), shares=_whole(row["shares"]), paid_in=_amount(row["paid_in"], currency),
        calls=_whole(row["calls"]), called=_amount(row["called"], currency))


def _day_or_none(text: str) -> date | None:
    return _day(text) if text else None
