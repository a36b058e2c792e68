"""Whoever holds both databases finds nothing by which a ballot could be joined with a voter."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from services.governance.ballot_box.commands import CHECKS
from tests.builders import FreshDatabase
from tests.integration.governance import linking
from tests.integration.governance.box_builders import DeskBox, box_database
from tests.integration.governance.builders import Host, new_house

VOTERS = 40
COLUMNS = """
select table_name, column_name from information_schema.columns
where table_schema = 'public' and table_name <> 'migrations' order by 1, 2
"""


def values(url: str) -> dict[str, set[str]]:
    """Every value of every column, with the transaction numbers and places of the rows."""
    found: dict[str, set[str]] = {}
    with psycopg.connect(url) as conn:
        for table, column in conn.execute(COLUMNS).fetchall():
            for name in (column, "xmin", "xmax"):
                rows = conn.execute(f'select "{name}"::text from "{table}"').fetchall()
                found[f"{table}.{name}"] = {row[0] for row in rows if row[0] not in (None, "0", "1")}
    return found


def voted(fresh_database: FreshDatabase) -> tuple[Host, list[str], list[str]]:
    """A house in which everybody voted, one after the other: members and receipts in that order."""
    host = new_house(fresh_database)
    host.box.database.close()
    host.box = DeskBox(box_database(fresh_database("services.governance.ballot_box"), batch=VOTERS))
    members = [host.admit() for _ in range(VOTERS)]
    assembly = host.convene()
    host.freeze(assembly)
    poll_id = host.open(assembly)
    receipts = [host.vote(poll_id, member_id, "yes") for member_id in members]
    host.close(poll_id)
    return host, members, receipts


def ordered(url: str, query: str) -> list[Any]:
    with psycopg.connect(url) as conn:
        return [row[0] for row in conn.execute(query).fetchall()]


def test_no_column_no_transaction_number_and_no_order_joins_the_roll_with_the_ballots(
    fresh_database: FreshDatabase,
) -> None:
    host, members, receipts = voted(fresh_database)
    roll_url, box_url = host.dispatcher.database.url, host.box.database.url
    roll, box = values(roll_url), values(box_url)
    public = {"polls", "results", "published_batches", "box_messages", "event_log", "aggregates", "rpc_requests"}
    marks = {name: found for name, found in roll.items() if name.partition(".")[0] not in public}
    ballots = {name: found for name, found in box.items() if name.startswith(("ballots.", "staged_ballots."))}
    poll = {row[0] for row in host.rows("select poll_id from polls")}
    linked = [(left, right) for left, some in marks.items() for right, others in ballots.items()
              if (some & others) - poll and max(len(some), len(others)) > 1 and not _are_small_numbers(some & others)]
    assert linked == []
    marked = ordered(roll_url, "select member_id from credentials order by ctid")
    cast = f"from ballots where poll_id = '{next(iter(poll))}'"  # the others are canaries
    stored = ordered(box_url, f"select leaf {cast} order by ctid")
    assert marked == members
    assert sorted(stored) == sorted(receipts)
    in_place = sum(left == right for left, right in zip(stored, receipts, strict=True))
    assert in_place < VOTERS // 4
    assert len(set(ordered(box_url, f"select xmin::text {cast}"))) == 1
    assert [fault for check in CHECKS for fault in check.run(host.box.database)] == []
    host.dispatcher.database.close()
    host.box.database.close()


def _are_small_numbers(values: set[str]) -> bool:
    """Turns, places and truths are shared by everybody and tell nothing."""
    return all(value in {"t", "f", "true", "false"} or (value.isdigit() and int(value) < 10) for value in values)


@pytest.mark.parametrize(("procedure", "at_least", "at_most"), [(linking.naive, 27, 30), (linking.recommended, 0, 6)])
def test_who_holds_every_table_log_and_queue_guesses_no_better_than_chance_unless_all_cast_right_after_check_in(
    fresh_database: FreshDatabase, procedure: Callable[[linking.Election], None], at_least: int, at_most: int,
) -> None:
    """A sample of one election with thirty voters; `make linking` holds twenty with sixty by each procedure."""
    host = new_house(fresh_database)
    _, right = linking.best([linking.guesses(linking.played(host, procedure, 30))])
    assert at_least <= right <= at_most
    host.dispatcher.database.close()
    host.box.database.close()
