"""Cover follows declared work without a gap."""

from dataclasses import replace
from datetime import date

from services.payroll.cover.rules import Cover, beyond, by_policy, is_insured_by, uncovered_from
from tests.unit.payroll.builders import EMPLOYER

START, END = date(2026, 9, 1), date(2026, 9, 30)
COVER = Cover(cover_id="cov_1", order_id="ord_1", member_id="mbr_1", insurer="Ethias", policy="7001", starts_on=START,
              ends_on=END)


def test_what_nobody_insured_yet_is_insured_from_its_first_day() -> None:
    assert uncovered_from((), START, END) == START


def test_extended_work_is_insured_from_the_day_after_the_last_insured_one() -> None:
    assert uncovered_from((COVER,), START, END) is None
    assert uncovered_from((COVER,), START, date(2026, 10, 2)) == date(2026, 10, 1)


def test_only_what_reaches_beyond_the_work_is_closed() -> None:
    assert beyond((COVER,), END) == ()
    assert beyond((COVER,), date(2026, 9, 2)) == (COVER,)


def test_each_day_is_insured_under_the_policy_that_the_employer_has_on_it() -> None:
    first = replace(EMPLOYER, valid_from=START, accident_insurer="Ethias", accident_policy="7001")
    moved = replace(first, valid_from=date(2026, 9, 10), onss_number="100007")
    other = replace(first, valid_from=date(2026, 9, 21), accident_insurer="Fedrus")
    days = by_policy([first, moved, other], date(2026, 9, 3), END)
    assert [(one.insurer, one.starts_on.day, one.ends_on.day) for one in days] == [
        ("Ethias", 3, 20), ("Fedrus", 21, 30)]
    assert not is_insured_by(COVER, days)
    assert is_insured_by(COVER, by_policy([first, moved], START, END))
    early = by_policy([other], START, END)
    assert [(one.insurer, one.starts_on) for one in early] == [("Fedrus", START)], "work before any of the data"
