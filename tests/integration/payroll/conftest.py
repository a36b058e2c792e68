"""A payroll house per test."""

from collections.abc import Iterator

import pytest

from services.payroll.service import Payroll
from shared.homes import home_of
from tests.builders import FreshDatabase
from tests.integration.payroll.house import House


@pytest.fixture
def house(fresh_database: FreshDatabase) -> Iterator[House]:
    """A payroll service with an empty database of its own."""
    opened = House(fresh_database(*home_of(Payroll).migrations))
    yield opened
    opened.close()
