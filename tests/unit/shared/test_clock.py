"""The clock: instants are aware, days belong to a country."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from shared import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 7, 1, 22, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_a_day_begins_at_midnight_of_the_country(instant: datetime, day: date) -> None:
    assert clock.day_of(instant, clock.ZONES["BE"]) == day


def test_every_country_of_the_network_has_a_zone() -> None:
    assert all(ZoneInfo(zone) for zone in clock.ZONES.values())
