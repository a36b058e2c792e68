"""Values that tests of every service share: a day, an instant, and the type of the database fixture."""

from collections.abc import Callable
from datetime import UTC, date, datetime

DAY = date(2026, 9, 1)
INSTANT = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)

FreshDatabase = Callable[..., str]
