"""An existing register is taken over whole, under its control totals, or not at all; a refused row has its reason."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.membership.imports.use_cases import TakeOverReport, import_register
from services.membership.register.use_cases import seal_register
from services.membership.standing.use_cases import suspend_arrears
from tests.integration.membership.conftest import Desk, euro, national_number

TODAY = date(2026, 11, 26)
FILES: dict[str, list[dict[str, Any]]] = {
    "members.csv": [
        {"number": 7, "national_number": national_number(70_001), "given_name": "Ada", "family_name": "Peeters",
         "street": "Rue 1", "postcode": "1000", "town": "Bruxelles", "country": "BE", "email": "ada@example.org",
         "phone": "", "language": "fr", "activity": "music", "city": "Bruxelles", "accepted_on": "2017-02-01",
         "admitted_on": "2017-02-10", "left_on": "", "left_reason": "", "holds_until": "2026-12-31", "founder": "yes"},
        {"number": 12, "national_number": national_number(70_002), "given_name": "Bo", "family_name": "Maes",
         "street": "Straat 2", "postcode": "9000", "town": "Gent", "country": "BE", "email": "bo@example.org",
         "phone": "", "language": "nl", "activity": "design", "city": "Gent", "accepted_on": "2018-01-01",
         "admitted_on": "2018-01-09", "left_on": "2020-06-30", "left_reason": "resignation", "holds_until": "",
         "founder": ""},
    ],
    "movements.csv": [
        {"number": 7, "lot": "2017", "kind": "paid", "shares": 2, "amount": "60.00", "effective_on": "2017-02-10"},
        {"number": 7, "lot": "2026", "kind": "paid", "shares": 1, "amount": "30.00", "effective_on": "2026-03-01"},
        {"number": 12, "lot": "2018", "kind": "paid", "shares": 1, "amount": "30.00", "effective_on": "2018-01-09"},
        {"number": 12, "lot": "2018", "kind": "redeemed", "shares": -1, "amount": "-30.00",
         "effective_on": "2020-06-30"},
    ],
    "calls.csv": [
        {"number": 7, "reason": "yearly", "year": 2026, "shares": 1, "amount": "30.00", "called_on": "2026-10-01",
         "due_on": "2026-10-31", "communication": ""},
    ],
    "totals.csv": [{"members": 1, "shares": 3, "paid_in": "90.00", "calls": 1, "called": "30.00"}],
}


def write(folder: Path, **changes: list[dict[str, Any]]) -> Path:
    for file, rows in (FILES | {f"{name}.csv": rows for name, rows in changes.items()}).items():
        with (folder / file).open("w", newline="", encoding="utf-8") as opened:
            writer = csv.DictWriter(opened, fieldnames=list(dict.fromkeys(name for row in rows for name in row)))
            writer.writeheader()
            writer.writerows(rows)
    return folder


def take_over(desk: Desk, folder: Path, *, dry_run: bool = False) -> TakeOverReport:
    return import_register(desk.database, folder, on=TODAY, dry_run=dry_run, advance=lambda done, total: None)


def test_a_register_is_taken_over_with_its_history_and_everything_still_agrees(desk: Desk, tmp_path: Path) -> None:
    assert take_over(desk, write(tmp_path)).written
    seal_register(desk.database)
    suspend_arrears(desk.database, TODAY, lambda done, total: None)
    assert desk.verify() == []
    [ada] = desk.rows("select id, number, share_holds_until from members where left_on is null")
    assert (ada["number"], ada["share_holds_until"]) == (7, date(2026, 12, 31))
    shown = desk.get(ada["id"], on=TODAY)
    assert (shown["shares"], shown["overdue_calls"], shown["founder"]) == (3, 1, True)
    strong = {"assurance": "high", "purpose": "after the import", "roles": ("auditor",), "on": TODAY}
    assert [desk.call("get_register", as_of=day, **strong)["shares"]
            for day in ("2017-02-09", "2017-02-10", "2018-01-09", "2020-06-30", "2026-03-01")] == [0, 2, 3, 2, 3]
    assert [kind for kind, _ in desk.published()] == [
        "member_admitted", "share_paid", "share_called", "standing_changed"]
    [(_, paid)] = desk.published("share_paid")
    assert (paid["holding"], paid["amount"], paid["holds_until"]) == (3, euro("90.00"), "2026-12-31")


def test_the_next_member_gets_the_next_number_and_an_open_call_is_paid_as_any_other(desk: Desk, tmp_path: Path) -> None:
    take_over(desk, write(tmp_path))
    desk.member(on=TODAY)
    [ada, _, new] = desk.rows("select id, number from members order by number")
    assert new["number"] == 13
    [call] = desk.get(ada["id"])["calls"]
    desk.pay(call["structured_communication"], "30.00", on=TODAY)
    assert desk.get(ada["id"], on=TODAY)["shares"] == 4
    assert desk.verify() == []


def test_a_dry_run_says_that_all_is_well_and_writes_nothing(desk: Desk, tmp_path: Path) -> None:
    report = take_over(desk, write(tmp_path), dry_run=True)
    assert (report.is_right, report.written) == (True, False)
    assert desk.rows("select 1 from members") == []


def test_a_second_taking_over_finds_that_everybody_is_here(desk: Desk, tmp_path: Path) -> None:
    take_over(desk, write(tmp_path))
    again = take_over(desk, tmp_path)
    assert [str(row) for row in again.refused] == [
        "members.csv, line 2: member 7 or the same person is here already",
        "members.csv, line 3: member 12 or the same person is here already"]


def changed(file: str, line: int, **changes: Any) -> dict[str, list[dict[str, Any]]]:
    rows = [dict(row) for row in FILES[f"{file}.csv"]]
    rows[line - 2] |= changes
    return {file: rows}


@pytest.mark.parametrize(("file", "line", "changes", "reason"), [
    ("members", 2, {"national_number": "12345678901"}, "cannot be read: the number of the person cannot exist"),
    ("members", 2, {"admitted_on": "2017-01-31"}, "accepted, admitted, left and today are not in this order"),
    ("members", 2, {"admitted_on": "31/1/2017"}, "cannot be read"),
    ("members", 3, {"number": 7}, "member 7 comes twice"),
    ("members", 3, {"national_number": national_number(70_001), "left_on": "", "left_reason": ""},
     "the same person as in line 2"),
    ("movements", 2, {"number": 99}, "no member 99"),
    ("movements", 2, {"effective_on": "2017-02-09"}, "its day lies before the admission"),
    ("movements", 2, {"shares": -2}, "shares and amount do not come and go as its kind says"),
    ("movements", 5, {"effective_on": "2018-01-09", "shares": -2, "amount": "-60.00"},
     "lot 2018 of member 12: on some day fewer shares than none"),
    ("movements", 5, {"amount": "-20.00"}, "lot 2018 of member 12: its shares and what is paid in on them do not end"),
    ("calls", 2, {"number": 12}, "no current member 12"),
    ("calls", 2, {"due_on": "2026-09-30"}, "a call has shares, an amount, and falls due after it was made"),
])
def test_each_row_that_cannot_be_true_is_refused_with_its_reason_and_nothing_is_written(
    desk: Desk, tmp_path: Path, file: str, line: int, changes: dict[str, Any], reason: str,
) -> None:
    report = take_over(desk, write(tmp_path, **changed(file, line, **changes)))
    assert any(str(row).startswith(f"{file}.csv, line {line}: {reason}") for row in report.refused), report.refused
    assert not report.written
    assert desk.rows("select 1 from members") == []


def test_a_control_total_that_differs_stops_everything(desk: Desk, tmp_path: Path) -> None:
    report = take_over(desk, write(tmp_path, **changed("totals", 2, paid_in="90.01")))
    assert report.differences == ["paid_in: 90.01 EUR were counted, 90.00 EUR are there"]
    assert desk.rows("select 1 from members") == []


def test_references_of_our_range_that_somebody_else_gave_are_not_given_again(desk: Desk, tmp_path: Path) -> None:
    theirs = desk.database.country.law.share_communication(41)
    take_over(desk, write(tmp_path, **changed("calls", 2, communication=f"+++{theirs}+++")))
    given = desk.candidate(on=TODAY)["structured_communication"]
    assert int(given[1:10]) == 42
    [ada] = desk.rows("select id from members where number = 7")
    desk.pay(theirs, "30.00", on=TODAY)
    assert desk.get(ada["id"], on=TODAY)["shares"] == 4
    assert desk.verify() == []
    others = [row | {"number": 8, "national_number": ""} for row in FILES["members.csv"][:1]]
    again = take_over(desk, write(tmp_path, members=others, movements=[row | {"number": 8} for row in
                                                                      FILES["movements.csv"][:2]],
                                  calls=[FILES["calls.csv"][0] | {"number": 8, "communication": theirs}]))
    assert [str(row) for row in again.refused] == ["calls.csv, line 2: a call with this reference is here already"]


PAST = [{"number": 7, "effective_on": "2019-04-02", "voting": "no", "reason": "share_in_arrears"},
        {"number": 7, "effective_on": "2019-05-01", "voting": "yes", "reason": "in_order"},
        {"number": 7, "effective_on": "2026-11-01", "voting": "no", "reason": "share_in_arrears"}]


def test_past_suspensions_are_taken_over_and_stand_whatever_is_paid_later(desk: Desk, tmp_path: Path) -> None:
    assert take_over(desk, write(tmp_path, standings=PAST)).written
    seal_register(desk.database)
    [ada] = desk.rows("select id from members where number = 7")
    suspend_arrears(desk.database, TODAY, lambda done, total: None)
    assert desk.get(ada["id"], on=TODAY)["voting"] is False
    [(_, told)] = desk.published("standing_changed")
    assert (told["voting"], told["suspended_shares"], told["effective_on"]) == (False, 3, "2026-11-01")
    [call] = desk.get(ada["id"])["calls"]
    desk.pay(call["structured_communication"], "30.00", on=TODAY)
    assert desk.get(ada["id"], on=TODAY)["voting"] is True
    line = desk.rows("select effective_on, voting, suspended_shares from standings order by effective_on, id")
    assert [(row["effective_on"].isoformat(), row["voting"], row["suspended_shares"]) for row in line] == [
        ("2019-04-02", False, 2), ("2019-05-01", True, 0), ("2026-11-01", False, 3), ("2026-11-26", True, 0)]
    seal_register(desk.database)
    assert desk.verify() == []


@pytest.mark.parametrize(("line", "changes", "reason"), [
    (2, {"number": 99}, "no member 99"),
    (2, {"effective_on": "2017-02-09"}, "its day lies outside the membership"),
    (2, {"effective_on": "2026-11-27"}, "its day lies outside the membership"),
    (2, {"voting": "perhaps"}, "cannot be read: perhaps is neither yes nor no"),
    (2, {"voting": "yes"}, "vote and reason do not go together"),
    (2, {"reason": "no_share"}, "vote and reason do not go together"),
    (2, {"reason": "moved"}, "cannot be read"),
    (3, {"effective_on": "2019-04-02"}, "the right of one member on one day comes twice"),
])
def test_a_past_right_that_cannot_be_true_is_refused(
    desk: Desk, tmp_path: Path, line: int, changes: dict[str, Any], reason: str,
) -> None:
    rows = [dict(row) for row in PAST]
    rows[line - 2] |= changes
    report = take_over(desk, write(tmp_path, standings=rows))
    assert any(str(row).startswith(f"standings.csv, line {line}: {reason}") for row in report.refused), report.refused
    assert not report.written


def test_a_suspension_that_nothing_would_ever_end_is_refused(desk: Desk, tmp_path: Path) -> None:
    report = take_over(desk, write(tmp_path, standings=PAST, **changed("calls", 2, due_on="2026-12-31")))
    assert [str(row)[:67] for row in report.refused] == [
        "standings.csv, line 4: member 7 does not vote, and no call of their"]
