"""A cooperative's invoicing with its real database, its door, and the bank's files, for the tests of this service."""

from collections.abc import Iterator

import pytest

from tests.builders import FreshDatabase
from tests.integration.invoicing.house import House


@pytest.fixture
def house(fresh_database: FreshDatabase) -> Iterator[House]:
    """An invoicing service whose database is empty."""
    house = House(fresh_database("shared.bus", "shared.ledger", "shared.outgoing", "services.invoicing"))
    yield house
    house.close()
