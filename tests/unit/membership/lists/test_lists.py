"""What is typed is looked for as it is; a spreadsheet carries out nobody's name."""

import pytest

from services.membership.lists.documents import member_table
from services.membership.lists.rules import Wanted, found_by


@pytest.mark.parametrize(("typed", "pattern"), [("", "%%"), ("lamp", "%lamp%"), ("50%_", r"%50\%\_%"), ("\\", r"%\\%")])
def test_signs_of_patterns_are_letters_like_others(typed: str, pattern: str) -> None:
    assert found_by(typed) == pattern


@pytest.mark.parametrize(("typed", "number"), [("17", 17), ("9" * 18, int("9" * 18)), ("9" * 19, None), ("x1", None),
                                               ("", None)])
def test_a_text_of_figures_is_a_member_number(typed: str, number: int | None) -> None:
    assert Wanted(text=typed, city="", state="", in_arrears=False).number == number


def test_a_list_has_titles_and_no_cell_that_begins_as_a_formula() -> None:
    row = {"number": 7, "name": "=HYPERLINK(1)", "city": "Gent", "language": "nl", "state": "member", "shares": 1,
           "overdue_calls": 0, "member_id": "mbr_1"}
    titles, line = member_table([row]).splitlines()
    assert titles == "number;name;city;language;state;shares;overdue_calls"
    assert line == "7;'=HYPERLINK(1);Gent;nl;member;1;0"
