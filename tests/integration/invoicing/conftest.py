"""A cooperative's invoicing with its real database, its door, and the bank's files, for the tests of this service."""

from collections.abc import Iterator

import pytest

from tests.builders import FreshDatabase
from tests.integration.invoicing.driver import Host


@pytest.fixture
def host(fresh_database: FreshDatabase) -> Iterator[Host]:
    """An invoicing service whose database is empty."""
    host = Host(fresh_database("shared.bus", "shared.ledger", "shared.outgoing", "shared.mail", "services.invoicing"))
    yield host
    host.close()
