"""Named queries: each has a name and one sentence."""

import pytest

from shared.sql import QueriesBroken, load_queries, parse_queries

GOOD = """
-- name: get_member
-- The member with this id, or nothing.
select * from members where id = %(member_id)s;

-- name: count_members
-- How many there are.
select count(*)
from members;
"""


def test_each_query_is_found_under_its_name_without_its_sentence() -> None:
    q = parse_queries(GOOD)
    assert q.get_member == "select * from members where id = %(member_id)s"
    assert q.count_members == "select count(*)\nfrom members"


def test_a_query_that_does_not_exist_is_named() -> None:
    with pytest.raises(AttributeError, match="'get_ghost'"):
        _ = parse_queries(GOOD).get_ghost


@pytest.mark.parametrize(
    "text", [GOOD + GOOD, "-- name: bare\nselect 1;", "-- name: empty\n-- A sentence.\n", "-- name: nothing\n"]
)
def test_doubled_names_and_queries_without_sentence_or_statement_are_refused(text: str) -> None:
    with pytest.raises(QueriesBroken):
        parse_queries(text)


def test_the_queries_of_a_package_are_read_from_its_file() -> None:
    assert load_queries("shared.bus").append_events.startswith("with published as")
