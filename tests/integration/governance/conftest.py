"""The house of governance for one test."""

from collections.abc import Iterator

import pytest

from tests.builders import FreshDatabase
from tests.integration.governance.builders import Host, new_house


@pytest.fixture
def host(fresh_database: FreshDatabase) -> Iterator[Host]:
    built = new_house(fresh_database)
    yield built
    built.dispatcher.database.close()
    built.box.database.close()
