"""The files of a register that is taken over: UTF-8, commas, a head line; days as 2026-11-23, amounts as 30.00.

    members.csv    number, national_number, given_name, family_name, street, postcode, town, country, email, phone,
                   language, activity, city, accepted_on, admitted_on, left_on, left_reason, holds_until, founder
    movements.csv  number, lot, kind, shares, amount, effective_on
    calls.csv      number, reason, year, shares, amount, called_on, due_on, communication
    totals.csv     members, shares, paid_in, calls, called      (one line: what was counted beforehand)
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from services.membership.admission.rules import Application
from services.membership.events import CallReason, LeavingReason
from services.membership.imports.errors import ColumnsMissing, FileMissing
from services.membership.imports.rules import OldCall, OldMember, OldMovement, OldRegister, RefusedRow, Totals
from services.membership.members.rules import LANGUAGES
from services.membership.register.rules import MovementKind
from shared.money import Money, NotAnAmount

PersonNumber = Callable[[str], str | None]
PERSON = [field.name for field in fields(Application)]
NEEDED = {"members.csv": {"number", "given_name", "family_name", "accepted_on", "admitted_on"},
          "movements.csv": {"number", "lot", "kind", "shares", "amount", "effective_on"},
          "calls.csv": {"number", "reason", "year", "shares", "amount", "called_on", "due_on"},
          "totals.csv": {"members", "shares", "paid_in", "calls", "called"}}
FIRST_LINE = 2


def read_register(
    folder: Path, *, currency: str, person_number: PersonNumber,
) -> tuple[OldRegister, Totals, list[RefusedRow]]:
    """What the files say, what was counted beforehand, and the rows that cannot be read."""
    refused: list[RefusedRow] = []

    def each(file: str, read: Callable[[Mapping[str, str], int], Any]) -> list[Any]:
        found = []
        for line, row in _rows(folder, file):
            try:
                found.append(read(row, line))
            except (ValueError, KeyError, NotAnAmount) as error:
                refused.append(RefusedRow(file=file, line=line, reason=f"cannot be read: {error}"))
        return found

    old = OldRegister(
        members=each("members.csv", lambda row, line: _member(row, line, person_number)),
        movements=each("movements.csv", lambda row, line: _movement(row, line, currency)),
        calls=each("calls.csv", lambda row, line: _call(row, line, currency)))
    [totals] = each("totals.csv", lambda row, _line: _totals(row, currency)) or [None]
    if totals is None:
        raise FileMissing(file="line in totals.csv that can be read")
    return old, totals, refused


def _rows(folder: Path, file: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    path = folder / file
    if not path.is_file():
        raise FileMissing(file=file)
    with path.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        if missing := NEEDED[file] - set(reader.fieldnames or ()):
            raise ColumnsMissing(file=file, columns=", ".join(sorted(missing)))
        for line, row in enumerate(reader, start=FIRST_LINE):
            yield line, {name: (value or "").strip() for name, value in row.items() if name}


def _member(row: Mapping[str, str], line: int, person_number: PersonNumber) -> OldMember:
    given = row.get("national_number", "")
    number = person_number(given) if given else ""
    if number is None:
        raise ValueError("the number of the person cannot exist")
    person = Application(**{name: row.get(name, "") for name in PERSON} | {"national_number": number})
    if person.language not in LANGUAGES or not person.family_name or not person.given_name:
        raise ValueError("a name and one of the languages " + ", ".join(LANGUAGES) + " are needed")
    left_on = _day_or_none(row.get("left_on", ""))
    return OldMember(
        line=line, number=int(row["number"]), person=person, accepted_on=date.fromisoformat(row["accepted_on"]),
        admitted_on=date.fromisoformat(row["admitted_on"]), left_on=left_on,
        left_reason=LeavingReason(row["left_reason"]) if left_on else "",
        holds_until=_day_or_none(row.get("holds_until", "")), founder=row.get("founder", "") == "yes")


def _movement(row: Mapping[str, str], line: int, currency: str) -> OldMovement:
    if "/" in row["lot"]:
        raise ValueError("the name of a lot has no stroke")
    return OldMovement(
        line=line, number=int(row["number"]), lot=row["lot"], kind=MovementKind(row["kind"]), shares=int(row["shares"]),
        amount=Money.of(row["amount"], currency), effective_on=date.fromisoformat(row["effective_on"]))


def _call(row: Mapping[str, str], line: int, currency: str) -> OldCall:
    return OldCall(
        line=line, number=int(row["number"]), reason=CallReason(row["reason"]), year=int(row["year"]),
        shares=int(row["shares"]), amount=Money.of(row["amount"], currency), communication=row.get("communication", ""),
        called_on=date.fromisoformat(row["called_on"]), due_on=date.fromisoformat(row["due_on"]))


def _totals(row: Mapping[str, str], currency: str) -> Totals:
    return Totals(members=int(row["members"]), shares=int(row["shares"]), paid_in=Money.of(row["paid_in"], currency),
                  calls=int(row["calls"]), called=Money.of(row["called"], currency))


def _day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
