"""Files that people made by hand, or that somebody spoilt: each row has its reason, and no row stops the others."""

from pathlib import Path
from typing import Any

import pytest

from services.membership.imports.documents import read_register
from services.membership.imports.errors import ColumnsMissing, FileMissing, FileNotRead
from services.membership.imports.rules import OldRegister, refused_rows
from tests.integration.membership.imports.test_importing import FILES, TODAY, changed, write


def read(folder: Path) -> tuple[OldRegister, list[str]]:
    """What can be read, and every reason why something cannot be taken over."""
    old, _, refused = read_register(folder, currency="EUR", person_number=lambda given: given,
                                    enterprise_number=lambda given: given, classes=["A", "C"])
    return old, [str(row) for row in (*refused, *refused_rows(old, today=TODAY))]


@pytest.mark.parametrize(("file", "line", "changes", "reason"), [
    ("members", 2, {"given_name": "A\x00da"}, "given_name is longer than 200 signs, or holds signs that nobody can"),
    ("members", 2, {"street": "Rue\u2028 1"}, "street is longer than 200 signs, or holds signs"),
    ("members", 2, {"family_name": "x" * 201}, "family_name is longer than 200 signs"),
    ("members", 2, {"number": "0"}, "0 is no whole number here"),
    ("members", 2, {"number": "-7"}, "-7 is no whole number here"),
    ("members", 2, {"number": "1_0"}, "1_0 is no whole number here"),
    ("members", 2, {"number": "\u0667"}, "\u0667 is no whole number here"),
    ("members", 2, {"number": "9" * 30}, "is no whole number here"),
    ("members", 2, {"admitted_on": "20170210"}, "20170210 is no day such as 2026-11-23"),
    ("members", 2, {"admitted_on": "2017-W06-5"}, "2017-W06-5 is no day"),
    ("members", 2, {"admitted_on": "2017-02-30"}, "cannot be read"),
    ("members", 3, {"left_reason": "moved"}, "'moved' is not a valid LeavingReason"),
    ("members", 2, {"language": "xx"}, "a name and one of the languages"),
    ("members", 2, {"share_class": "Z"}, "a legal person has a name and a number, and shares are of A, C"),
    ("members", 2, {"enterprise_number": "0417497106"}, "a legal person has a name and a number"),
    ("movements", 2, {"shares": "2.0"}, "2.0 is no whole number here"),
    ("movements", 2, {"shares": ""}, "nothing is no whole number here"),
    ("movements", 2, {"shares": 9_999_999_999}, "9999999999 is no whole number here"),
    ("movements", 2, {"amount": "1e9999"}, "cannot be read"),
    ("movements", 2, {"amount": "NaN"}, "cannot be read"),
    ("movements", 2, {"amount": "60,00"}, "cannot be read"),
    ("movements", 2, {"amount": "9999999999999.00"}, "is more than a register can hold"),
    ("movements", 2, {"kind": "bought"}, "'bought' is not a valid MovementKind"),
    ("movements", 2, {"lot": "2017/1"}, "the name of a lot has no stroke"),
    ("movements", 3, {"kind": "transferred_in"}, "what passed from one to another on 2026-03-01 did not come where it"),
    ("calls", 2, {"reason": "first"}, "whoever is a member has paid their first share"),
])
def test_each_spoilt_row_is_refused_with_its_reason(
    tmp_path: Path, file: str, line: int, changes: dict[str, Any], reason: str,
) -> None:
    old, refused = read(write(tmp_path, **changed(file, line, **changes)))
    assert any(row.startswith(f"{file}.csv, line {line}:") and reason in row for row in refused), refused
    assert len(old.members) + len(old.movements) + len(old.calls) >= 6


def test_a_company_is_taken_over_under_its_number_with_its_class(tmp_path: Path) -> None:
    company = {"legal_name": "Studio X", "enterprise_number": "0417497106", "share_class": "C", "national_number": ""}
    old, refused = read(write(tmp_path, **changed("members", 2, **company)))
    assert refused == []
    taken = old.members[0]
    assert (taken.share_class, taken.person.national_number, taken.person.holder.name) == (
        "C", "0417497106", "Studio X, 0417497106")


def twice(file: str, **changes: Any) -> dict[str, list[dict[str, Any]]]:
    [row] = FILES[f"{file}.csv"]
    return {file: [row | changes, row | changes | {"amount": "40.00"}]}


def test_two_calls_are_two_references_and_one_yearly_share_is_one(tmp_path: Path) -> None:
    named = {"communication": "+++100/0000/00135+++"}
    _, refused = read(write(tmp_path, **twice("calls", reason="voluntary", **named)))
    assert refused == ["calls.csv, line 3: the same reference as in line 2"]
    assert read(write(tmp_path, **twice("calls")))[1] == ["calls.csv, line 3: the same yearly share as in line 2"]
    assert read(write(tmp_path, **changed("calls", 2, **named)))[0].calls[0].communication == "100000000135"


def test_shares_that_passed_from_one_to_another_came_where_they_went(tmp_path: Path) -> None:
    moved = [*FILES["movements.csv"][:3],
             {"number": 12, "lot": "2018", "kind": "transferred_out", "shares": -1, "amount": "-30.00",
              "effective_on": "2020-06-30"},
             {"number": 7, "lot": "from 12", "kind": "transferred_in", "shares": 1, "amount": "30.00",
              "effective_on": "2020-06-30"}]
    assert read(write(tmp_path, movements=moved))[1] == []
    moved[-1]["amount"] = "29.99"
    assert read(write(tmp_path, movements=moved))[1] == [
        "movements.csv, line 6: what passed from one to another on 2020-06-30 did not come where it went"]


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    text = (write(tmp_path) / "members.csv").read_text(encoding="utf-8")
    broken = text.replace("Rue 1", '"Rue\n1"').replace("2018-01-01", "x")
    (tmp_path / "members.csv").write_text(broken, encoding="utf-8")
    assert [row.partition(":")[0] for row in read(tmp_path)[1]][:2] == ["members.csv, line 3", "members.csv, line 4"]


@pytest.mark.parametrize("content", [
    b"\xff\xfe\x00", b'number,given_name,family_name,accepted_on,admitted_on\n"' + b"x" * 140_000])
def test_what_is_no_csv_in_utf8_says_where_it_breaks_off(tmp_path: Path, content: bytes) -> None:
    (write(tmp_path) / "members.csv").write_bytes(content)
    with pytest.raises(FileNotRead, match=r"members.csv cannot be read from line \d on"):
        read(tmp_path)


def test_a_file_or_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    (write(tmp_path) / "calls.csv").write_text("number;reason\n")
    with pytest.raises(ColumnsMissing, match="amount, called_on, due_on"):
        read(tmp_path)
    (tmp_path / "calls.csv").unlink()
    with pytest.raises(FileMissing, match=r"calls\.csv"):
        read(tmp_path)


def test_a_row_with_more_answers_than_questions_keeps_its_own(tmp_path: Path) -> None:
    text = (write(tmp_path) / "totals.csv").read_text(encoding="utf-8")
    (tmp_path / "totals.csv").write_text(text.replace("\r\n", ",extra\r\n"), encoding="utf-8")
    assert read(tmp_path)[1] == []
