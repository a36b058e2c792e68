"""Covers of an order follow the days of the declared work."""

from datetime import date

from services.payroll.cover.rules import Cover, beyond, uncovered_from


def cover(first: int, last: int, closed: int | None = None) -> Cover:
    return Cover(cover_id="cov_1", order_id="ord_1", member_id="mbr_1", insurer="Insurer", policy="P1",
                 starts_on=date(2026, 9, first), ends_on=date(2026, 9, last),
                 closed_on=date(2026, 9, closed) if closed else None)


def test_work_that_reaches_further_than_its_cover_is_uncovered_from_the_day_after() -> None:
    assert uncovered_from((cover(1, 10),), date(2026, 9, 1), date(2026, 9, 12)) == date(2026, 9, 11)
    assert uncovered_from((cover(1, 10),), date(2026, 9, 1), date(2026, 9, 10)) is None
    assert uncovered_from((), date(2026, 9, 1), date(2026, 9, 1)) == date(2026, 9, 1)


def test_a_cover_that_was_closed_covers_until_that_day_only() -> None:
    assert uncovered_from((cover(1, 10, 5),), date(2026, 9, 1), date(2026, 9, 10)) == date(2026, 9, 6)


def test_only_an_open_cover_can_reach_beyond_the_work() -> None:
    assert beyond((cover(1, 10), cover(11, 20), cover(11, 20, 15)), date(2026, 9, 10)) == (cover(11, 20),)
