"""The schema of each package of plumbing, as it is read, is the one that its migrations make."""

from importlib import resources

import pytest

from deploy.local.postgres import EmbeddedPostgres
from tests.architecture.schema_dump import database_made_by, dump, from_migrations, from_schema

BUS = "shared.bus"


@pytest.mark.parametrize(("package", "before"), [
    (BUS, ()), ("shared.ledger", (BUS,)), ("shared.outgoing", (BUS, "shared.ledger")),
])
def test_the_schema_is_what_the_migrations_make(
    embedded_postgres: EmbeddedPostgres, package: str, before: tuple[str, ...],
) -> None:
    schema = (resources.files(package) / "schema.sql").read_text(encoding="utf-8")
    with (
        database_made_by(embedded_postgres, from_migrations(*before, package)) as migrated,
        database_made_by(embedded_postgres, from_schema(schema, *before)) as described,
    ):
        assert dump(migrated) == dump(described)
