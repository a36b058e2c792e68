"""What becomes of parked messages: retries with growing delays, and what an operator may do."""

from collections.abc import Iterator

import pytest

from shared.bus.inbox_messages import Undecodable
from shared.bus.parking import (
    GapBefore,
    NotReplayable,
    WaitsBehind,
    describe,
    discard_parked,
    list_parked,
    replay_parked,
    show_parked,
)
from shared.bus.parking_groups import MessageFilter, amend_parked, by_stream, discard_stream, find_chosen, replay_chosen
from shared.bus.parking_retry import Retries
from shared.errors import NotFound
from shared.postgres import Tx
from tests.builders import DAY, FreshDatabase
from tests.integration.bus.consuming import Ear, ear_of, foreign, published

NEVER = 3600.0


@pytest.fixture
def ear(fresh_database: FreshDatabase) -> Iterator[Ear]:
    """A listener that cannot bear the number 13, with three parked events in one line."""
    for ear in ear_of(fresh_database("shared.bus")):
        ear.service.unlucky = {13}
        yield ear


def act(ear: Ear, change: object, *arguments: object, **named: object) -> None:
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        change(tx, *arguments, **named)  # type: ignore[operator]


def first_parked(ear: Ear) -> int:
    return int(ear.ask("select min(id) from parked")[0][0])


def test_a_retry_that_succeeds_releases_the_line_in_order(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13), published(2), published(3)])
    ear.service.unlucky = set()
    assert Retries(ear.inbox).run_due().applied == 3
    assert [version for _, version in ear.effects] == [1, 2, 3]
    assert ear.parked == []
    assert ear.ask("select version, stopped from cursors") == [(3, False)]
    assert ear.inbox.take([published(4)]).applied == 1


def test_a_retry_that_meets_the_next_poison_stops_there(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13), published(2), published(3, number=14), published(4)])
    ear.service.unlucky = {14}
    ear.service.begun.clear()
    Retries(ear.inbox).run_due()
    assert [version for _, version in ear.effects] == [1, 2]
    assert ear.parked == [("ord_1", 3, "unlucky"), ("ord_1", 4, "behind")]


def test_retries_are_spaced_by_the_delays_and_end_after_the_last(fresh_database: FreshDatabase) -> None:
    for ear in ear_of(fresh_database("shared.bus"), delays=(0.0, 0.0, NEVER)):
        ear.service.unlucky = {13}
        ear.inbox.take([published(1, number=13)])
        Retries(ear.inbox).run_due()
        assert ear.service.begun == [13, 13, 13, 13]  # in its batch, alone, and twice again
        assert ear.ask("select attempts, next_try_at > now() + interval '50 min' from parked") == [(3, True)]
        with ear.database.connection() as conn:
            conn.execute("update parked set next_try_at = now()")
        Retries(ear.inbox).run_due()
        assert ear.ask("select attempts, next_try_at from parked") == [(4, None)]
        Retries(ear.inbox).run_due()
        assert len(ear.service.begun) == 5


def test_an_attempt_is_counted_before_it_is_begun(ear: Ear) -> None:
    class Killed(BaseException):
        pass

    ear.inbox.take([published(1, number=13)])

    def deadly(*_: object) -> None:
        raise Killed

    ear.inbox.apply = deadly  # type: ignore[method-assign]
    with pytest.raises(Killed):
        Retries(ear.inbox).run_due()
    assert ear.ask("select attempts from parked") == [(2,)]


def test_an_event_that_waited_behind_another_and_ends_its_process_is_found_too(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13), published(2)])
    act(ear, discard_parked, first_parked(ear), by="x", why="y")
    with ear.database.connection() as conn:
        conn.execute("update parked set attempts = 3, next_try_at = now()")  # three processes ended over it
    Retries(ear.inbox).run_due()
    assert ear.parked == [("ord_1", 2, "kills_its_process")]
    assert ear.effects == []


def test_discarding_lets_the_rest_of_the_line_go(ear: Ear) -> None:
    poison = published(1, number=13)
    ear.inbox.take([poison, published(2), published(3)])
    act(ear, discard_parked, first_parked(ear), by="an operator", why="signed twice by mistake")
    Retries(ear.inbox).run_due()
    assert [version for _, version in ear.effects] == [2, 3]
    assert ear.ask("select event_id, discarded_by, why from discards") == [
        (poison.id, "an operator", "signed twice by mistake")]
    assert ear.ask("select outcome from inbox order by version") == [("discarded",), ("applied",), ("applied",)]
    assert ear.inbox.take([poison]).repeated == 1


def test_only_the_first_of_a_line_can_be_replayed_or_discarded(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13), published(2)])
    behind = int(ear.ask("select max(id) from parked")[0][0])
    with pytest.raises(WaitsBehind):
        act(ear, discard_parked, behind, by="x", why="y")
    with pytest.raises(WaitsBehind):
        act(ear, replay_parked, behind)
    assert len(ear.parked) == 2


def test_an_operators_replay_is_tried_at_once_even_after_the_last_delay(fresh_database: FreshDatabase) -> None:
    for ear in ear_of(fresh_database("shared.bus"), delays=()):
        ear.service.unlucky = {13}
        ear.inbox.take([published(1, number=13)])
        Retries(ear.inbox).run_due()
        assert ear.ask("select attempts, next_try_at from parked") == [(1, None)]
        ear.service.unlucky = set()
        act(ear, replay_parked, first_parked(ear))
        assert Retries(ear.inbox).run_due().applied == 1
        assert ear.parked == []


def test_what_can_never_be_heard_can_only_be_discarded(ear: Ear) -> None:
    ear.inbox.take([foreign()])
    with pytest.raises(NotReplayable):
        act(ear, replay_parked, first_parked(ear))
    act(ear, discard_parked, first_parked(ear), by="an operator", why="nobody knows what it is")
    assert ear.parked == []
    assert ear.ask("select count(*) from inbox") == [(0,)]


def test_an_oversized_event_is_heard_when_an_operator_says_so(ear: Ear) -> None:
    ear.inbox.largest = 10
    event = published(1)
    ear.inbox.take([event, published(2, body=b"{}")])
    assert ear.parked[0] == ("ord_1", 1, "oversized")
    assert Retries(ear.inbox).run_due().applied == 0
    act(ear, replay_parked, first_parked(ear))
    Retries(ear.inbox).run_due()
    assert ear.effects == [("ord_1", 1)]


def test_the_list_shows_no_bodies_and_is_paged(ear: Ear) -> None:
    ear.inbox.take([published(1, f"ord_{number}", number=13) for number in range(3)])
    with ear.database.reading(on=DAY, actor="operator") as tx:
        first = list_parked(tx, limit=2)
        rest = list_parked(tx, after=first[-1]["id"], limit=2)
        shown = show_parked(tx, rest[0]["id"])
    assert [len(first), len(rest)] == [2, 1]
    assert "body" not in first[0]
    assert shown["code"] == "unlucky"
    assert b"13" in bytes(shown["body"])


def test_an_unknown_number_is_refused(ear: Ear) -> None:
    def show(tx: Tx) -> None:
        show_parked(tx, 99)

    with pytest.raises(NotFound):
        act(ear, show)
    with pytest.raises(NotFound):
        act(ear, discard_parked, 99, by="x", why="y")


def test_the_text_of_an_unexpected_error_stays_out_of_the_list() -> None:
    def fail() -> None:
        raise ValueError("BE68 5390 0754 7034")

    with pytest.raises(ValueError, match="BE68") as caught:
        fail()
    code, sentence = describe(caught.value)
    assert code == "value_error"
    assert "BE68" not in sentence
    assert "test_parking_operators.py" in sentence


def test_an_event_is_not_discarded_over_one_that_has_not_come_and_would_be_lost(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13)])
    ear.inbox.take([published(3)])
    act(ear, discard_parked, first_parked(ear), by="ops", why="a test order")
    with pytest.raises(GapBefore, match="event 3 of a stream consumed up to 1"):
        act(ear, discard_parked, first_parked(ear), by="ops", why="a test order")
    ear.inbox.take([published(2)])
    Retries(ear.inbox).run_due()
    assert [version for _, version in ear.effects] == [2, 3]
    assert ear.parked == []


def test_a_group_is_replayed_by_its_cause_and_what_waits_behind_follows(ear: Ear) -> None:
    ear.inbox.take([published(1, "ord_1", number=13), published(2, "ord_1"), published(1, "ord_2", number=13),
                    published(1, "ord_3", body=b"[]")])
    ear.service.unlucky = set()
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        tx.run("update parked set next_try_at = null")
        assert replay_chosen(tx, find_chosen(tx, MessageFilter(code="unlucky"))) == 2
    assert Retries(ear.inbox).run_due().applied == 3
    assert ear.parked == [("ord_3", 1, "undecodable")]


@pytest.mark.parametrize("choice", [
    MessageFilter(stream="ord_1"), MessageFilter(event="invoicing.order_signed", stream="ord_1"),
    MessageFilter(event_id="a" * 32)])
def test_a_group_is_chosen_by_stream_event_or_id(ear: Ear, choice: MessageFilter) -> None:
    ear.inbox.take([published(1, "ord_1", number=13, id="a" * 32), published(1, "ord_2", number=13)])
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        assert [row["aggregate"] for row in find_chosen(tx, choice)] == ["ord_1"]


def test_what_waits_behind_another_or_is_hopeless_is_no_part_of_a_groups_replay(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13), published(2), foreign()])
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        assert replay_chosen(tx, find_chosen(tx, MessageFilter(code="behind"))) == 0
        assert replay_chosen(tx, find_chosen(tx, MessageFilter(code="without_id"))) == 0


def test_a_whole_stream_is_discarded_and_one_that_waits_for_a_gap_is_left(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13), published(2), published(3), published(1, "ord_2", number=13)])
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        chosen = find_chosen(tx, MessageFilter(event="invoicing.order_signed"))
    counts = []
    for rows in by_stream(chosen):
        with ear.database.transaction(on=DAY, actor="operator") as tx:
            counts.append(discard_stream(tx, rows, by="an operator", why="a test run by mistake"))
    assert counts == [3, 1]
    assert ear.parked == []
    assert ear.ask("select version, stopped from cursors order by aggregate") == [(3, False), (1, False)]
    assert Retries(ear.inbox).run_due().applied == 0


def test_a_group_of_later_events_is_not_discarded_before_the_one_they_wait_for(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13), published(2)])
    with ear.database.transaction(on=DAY, actor="operator") as tx:
        chosen = find_chosen(tx, MessageFilter(code="behind"))
        assert discard_stream(tx, chosen, by="x", why="y") == 0
    assert len(ear.parked) == 2


def test_an_amended_body_is_applied_and_the_event_stays_known_by_its_own(ear: Ear) -> None:
    event = published(1, body=b"not json")
    ear.inbox.take([event, published(2)])
    act(ear, amend_parked, first_parked(ear), b'{"number": 7}', by="an operator", why="its sender wrote no JSON")
    assert Retries(ear.inbox).run_due().applied == 2
    assert ear.ask("select number from effects order by seq") == [(7,), (2,)]
    assert ear.ask("select amended_by, why, body from amendments") == [
        ("an operator", "its sender wrote no JSON", b'{"number": 7}')]
    assert ear.ask("select body_hash = sha256('not json') from inbox where version = 1") == [(True,)]
    assert ear.inbox.take([event]).repeated == 1


def test_a_body_that_is_no_json_object_amends_nothing(ear: Ear) -> None:
    ear.inbox.take([published(1, number=13)])
    with pytest.raises(Undecodable):
        act(ear, amend_parked, first_parked(ear), b"[1]", by="x", why="y")
    assert ear.ask("select count(*) from amendments") == [(0,)]


def test_no_body_helps_a_message_without_an_id(ear: Ear) -> None:
    ear.inbox.take([foreign()])
    with pytest.raises(NotReplayable):
        act(ear, amend_parked, first_parked(ear), b'{"number": 1}', by="x", why="y")
