"""Governance's own proofs for `sharedco verify`."""

from collections.abc import Iterator
from typing import Any

from services.governance.boards.use_cases.carrying import find_false_boards
from services.governance.credentials import reads as credentials
from services.governance.rolls import reads as rolls
from shared import outgoing
from shared.definitions import Check
from shared.postgres import Database


def check_rolls(database: Database) -> Iterator[str]:
    """Every frozen roll has the digest that was published."""
    yield from _found(database, rolls.find_changed_rolls)


def check_marks(database: Database) -> Iterator[str]:
    """Roll marks are as many as the credentials that each closing names, and no key outlived its poll."""
    yield from _found(database, credentials.find_false_marks)


def check_boards(database: Database) -> Iterator[str]:
    """Every published board verifies, and its recount is the declared result."""
    yield from _found(database, find_false_boards)


def _found(database: Database, find: Any) -> Iterator[str]:
    with database.proving() as tx:
        yield from find(tx)


CHECKS = [Check("rolls", check_rolls), Check("roll_marks", check_marks), Check("boards", check_boards), outgoing.CHECK]
