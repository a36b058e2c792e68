"""A payroll house per test."""

from collections.abc import Iterator

import pytest

from services.payroll.service import Payroll
from shared.definitions import definition_of
from tests.builders import FreshDatabase
from tests.integration.payroll.driver import Host


@pytest.fixture
def host(fresh_database: FreshDatabase) -> Iterator[Host]:
    """A payroll service with an empty database of its own."""
    opened = Host(fresh_database(*definition_of(Payroll).migrations))
    yield opened
    opened.close()
