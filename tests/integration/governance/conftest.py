"""The house of governance for one test."""

from collections.abc import Iterator

import pytest

from tests.builders import FreshDatabase
from tests.integration.governance.house_builders import House, new_house


@pytest.fixture
def house(fresh_database: FreshDatabase) -> Iterator[House]:
    built = new_house(fresh_database)
    yield built
    built.door.database.close()
    built.box.database.close()
