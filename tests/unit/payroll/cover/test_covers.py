"""Cover follows declared work without a gap."""

from datetime import date

from services.payroll.cover.rules import Cover, beyond, uncovered_from

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
