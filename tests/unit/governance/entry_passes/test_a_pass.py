"""What stands on a pass, and when it lets in."""

from datetime import date, timedelta

import pytest

from services.governance.entry_passes.errors import PassNotForToday
from services.governance.entry_passes.rules import assert_lets_in, code_of, digest_of_code

HELD = date(2026, 6, 20)


def test_a_pass_lets_in_on_the_day_of_its_assembly_and_on_no_other() -> None:
    assert_lets_in(assembly_id="asm_1", held_on=HELD, on=HELD)
    for day in (-1, 1):
        with pytest.raises(PassNotForToday):
            assert_lets_in(assembly_id="asm_1", held_on=HELD, on=HELD + timedelta(days=day))


def test_what_is_kept_of_a_code_is_not_the_code() -> None:
    code = code_of("ab" * 16)
    assert code == "ENTRY1" + "AB" * 16
    assert code not in digest_of_code(code) != digest_of_code(code_of("ac" * 16))
