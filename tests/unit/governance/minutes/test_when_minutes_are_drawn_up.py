"""Minutes are drawn up on the day of the assembly, not before."""

from datetime import timedelta

import pytest

from services.governance.minutes.errors import MinutesTooEarly
from services.governance.minutes.rules import assert_may_minute
from tests.unit.governance.assemblies.test_convening import HELD, detail, item


def test_minutes_wait_for_the_day_of_the_assembly() -> None:
    assert_may_minute(detail(1, item(1, "")), on=HELD)
    with pytest.raises(MinutesTooEarly, match="2026-06-20"):
        assert_may_minute(detail(1, item(1, "")), on=HELD - timedelta(days=1))
