"""The ballot box's own proof for `sharedco verify`; it has no long work."""

from collections.abc import Iterator

from services.governance.ballot_box.reads import find_faults
from shared.definitions import Check
from shared.postgres import Database


def check_batches(database: Database) -> Iterator[str]:
    """Every sealed batch hashes to its root, the chain holds, and a closed poll's count is that of its ballots."""
    with database.proving() as tx:
        yield from find_faults(tx)


CHECKS = [Check("ballot_batches", check_batches)]
