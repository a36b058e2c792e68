"""Who may be erased, and until when the books keep what they name."""

from datetime import date

import pytest

from services.invoicing.clients.rules import ClientKind
from services.invoicing.erasures.errors import NotAPerson, NotSettled
from services.invoicing.erasures.rules import assert_erasable, books_begin, kept_until


def test_ten_years_count_from_the_first_of_january_after_the_year_of_the_last_document() -> None:
    assert kept_until(date(2026, 1, 1), on=date(2026, 11, 1), years=10) == date(2036, 12, 31)
    assert kept_until(date(2026, 12, 31), on=date(2026, 12, 31), years=10) == date(2036, 12, 31)
    assert kept_until(None, on=date(2026, 11, 1), years=10) == date(2026, 11, 1)


def test_the_books_of_ten_whole_years_before_this_one_are_kept() -> None:
    assert books_begin(date(2036, 12, 31), years=10) == date(2026, 1, 1)
    assert books_begin(date(2037, 1, 1), years=10) == date(2027, 1, 1)


def test_only_a_person_with_whom_nothing_is_open_is_erased() -> None:
    assert_erasable("cli", ClientKind.PERSON, open_=0)
    with pytest.raises(NotSettled):
        assert_erasable("cli", ClientKind.PERSON, open_=1)
    for kind in sorted(set(ClientKind) - {ClientKind.PERSON}):
        with pytest.raises(NotAPerson):
            assert_erasable("cli", kind, open_=0)
