"""The ballot box over a real database: what counts, what is refused, what can be told from its tables."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.governance.ballot_box.handlers import OPERATIONS
from services.governance.ballots.use_cases.keys import sign_order
from services.governance.boards.documents.board_file import read_board
from services.governance.boards.rules import board
from services.governance.voting import use_cases as voter
from services.governance.voting.errors import ReceiptNotFound, ReceiptWrong
from services.governance.voting.rules import find_receipt
from shared.bus.calling import RemoteRefusal
from tests.builders import FreshDatabase, as_owner
from tests.contracts.garbage import body_of, odd
from tests.integration.governance.box_builders import (
    DeskBox,
    PollKeys,
    box_at,
    box_database,
    fill_in,
    published,
    verified,
)


@pytest.fixture
def box(fresh_database: FreshDatabase) -> Iterator[DeskBox]:
    database = box_database(fresh_database("services.governance.ballot_box"), batch=4)
    yield DeskBox(database)
    database.close()


@pytest.fixture
def poll(box: DeskBox) -> PollKeys:
    keys = PollKeys()
    box.ask("open_poll", paper=keys.paper, opening=keys.opening())
    return keys


def refused(box: DeskBox, do: str, **message: Any) -> str:
    with pytest.raises(RemoteRefusal) as caught:
        box.ask(do, **message)
    return caught.value.code


def rows(box: DeskBox, query: str) -> list[Any]:
    with psycopg.connect(as_owner(box.database.url)) as conn:
        return conn.execute(query).fetchall()


def test_ballots_are_counted_and_verify_from_the_published_file_alone(box: DeskBox, poll: PollKeys) -> None:
    for choice in ["yes"] * 5 + ["no"] * 3 + ["abstain"]:
        voter.cast(box, poll.credential(), [choice])
    head = box.ask("close_poll", **poll.closing())
    assert head["tally"] == {"yes": 5, "no": 3, "abstain": 1}
    assert [batch["size"] for batch in head["batches"]] == [4, 4, 1]
    assert verified(published(box, poll)) == ({"yes": 5, "no": 3, "abstain": 1}, [])


def test_a_poll_in_which_nobody_voted_closes_with_an_empty_board(box: DeskBox, poll: PollKeys) -> None:
    head = box.ask("close_poll", **poll.closing())
    assert (head["tally"], head["batches"]) == ({"yes": 0, "no": 0, "abstain": 0}, [])
    assert verified(published(box, poll))[1] == []


def test_the_last_ballot_of_a_credential_counts(box: DeskBox, poll: PollKeys) -> None:
    mine = poll.credential()
    voter.cast(box, mine, ["yes"], turn=1)
    voter.cast(box, mine, ["no"], turn=2)
    for _ in range(3):
        voter.cast(box, poll.credential(), ["yes"])
    voter.cast(box, mine, ["abstain"], turn=3)
    assert box.ask("close_poll", **poll.closing())["tally"] == {"yes": 3, "no": 0, "abstain": 1}
    assert verified(published(box, poll)) == ({"yes": 3, "no": 0, "abstain": 1}, [])


def test_a_ballot_delivered_twice_counts_once_with_the_same_receipt(box: DeskBox, poll: PollKeys) -> None:
    ballot = fill_in(poll.credential(), ["yes"]).fields
    first = box.ask("cast_ballot", **ballot)
    for _ in range(3):
        voter.cast(box, poll.credential(), ["no"])
    assert box.ask("cast_ballot", **ballot) == first
    assert box.ask("close_poll", **poll.closing())["tally"]["yes"] == 1


def test_an_earlier_turn_or_another_ballot_of_the_same_turn_is_refused(box: DeskBox, poll: PollKeys) -> None:
    mine = poll.credential()
    voter.cast(box, mine, ["yes"], turn=2)
    for turn in (1, 2):
        assert refused(box, "cast_ballot", **fill_in(mine, ["no"], turn=turn).fields) == "ballot_outdated"
    assert box.ask("close_poll", **poll.closing())["tally"]["yes"] == 1


def test_a_ballot_behind_the_closing_is_refused_and_the_closing_may_come_twice(box: DeskBox, poll: PollKeys) -> None:
    head = box.ask("close_poll", **poll.closing())
    assert refused(box, "cast_ballot", **fill_in(poll.credential(), ["yes"]).fields) == "poll_closed"
    again = {**head["closing"]}
    assert box.ask("close_poll", **again) == head
    assert refused(box, "close_poll", **poll.closing(99)) == "poll_closed"


def test_a_closing_that_governance_did_not_sign_is_refused(box: DeskBox, poll: PollKeys) -> None:
    assert refused(box, "close_poll", **{**poll.closing(), "credentials": 5}) == "closing_forged"
    assert refused(box, "close_poll", **{**poll.closing(), "signature": "00" * 64}) == "closing_forged"
    voter.cast(box, poll.credential(), ["yes"])
    assert box.ask("close_poll", **poll.closing())["tally"]["yes"] == 1


def test_a_forged_credential_is_refused(box: DeskBox, poll: PollKeys) -> None:
    ballot = fill_in(poll.credential(), ["yes"])
    other_poll = PollKeys()
    box.ask("open_poll", paper=other_poll.paper, opening=other_poll.opening())
    forged = replace(ballot, credential=ballot.credential[:-2] + ("00" if ballot.credential[-2:] != "00" else "01"))
    assert refused(box, "cast_ballot", **forged.fields) == "credential_forged"
    assert refused(box, "cast_ballot", **replace(ballot, randomizer="00" * 32).fields) == "credential_forged"
    moved = replace(ballot, poll_id=other_poll.poll_id, digest=other_poll.digest)
    assert refused(box, "cast_ballot", **moved.fields) == "credential_forged"
    assert rows(box, "select * from staged_ballots") == []


def test_nobody_changes_a_ballot_on_its_way(box: DeskBox, poll: PollKeys) -> None:
    ballot = fill_in(poll.credential(), ["yes"])
    for changed in (replace(ballot, choices=("no",)), replace(ballot, turn=2), replace(ballot, ballot_id="00" * 16)):
        assert refused(box, "cast_ballot", **changed.fields) == "ballot_forged"


@pytest.mark.parametrize("choices", [["maybe"], ["yes", "no"], ["yes", "yes"]])
def test_choices_that_the_paper_does_not_offer_are_refused(
    box: DeskBox, poll: PollKeys, choices: list[str],
) -> None:
    assert refused(box, "cast_ballot", **fill_in(poll.credential(), choices).fields) == "ballot_malformed"


@pytest.mark.parametrize("change", [
    {"turn": 0}, {"turn": "1"}, {"sealed": ""}, {"choices": "yes"}, {"voter_key": "zz"}, {"credential": "AB"},
    {"member_id": "mbr_" + "0" * 32}, {"signature": None}, {"poll_id": "pol_1"},
])
def test_a_malformed_ballot_is_refused_by_its_shape(box: DeskBox, poll: PollKeys, change: dict[str, Any]) -> None:
    ballot = fill_in(poll.credential(), ["yes"]).fields
    assert refused(box, "cast_ballot", **{**ballot, **change}) == "shape_not_met"


@pytest.mark.parametrize("message", [None, 5, "x", [], {}, {"do": ["x"]}, {"do": "count"}])
def test_what_is_no_message_is_refused(box: DeskBox, message: Any) -> None:
    assert box_at(box.database).answer(message)["error"]["exc_type"] == "shape_not_met"


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_is_said_to_the_box_is_answered_or_refused_by_name(box: DeskBox, data: st.DataObject) -> None:
    do = data.draw(st.sampled_from(sorted(OPERATIONS)))
    message = data.draw(body_of(OPERATIONS[do].shape()) | st.dictionaries(st.text(max_size=8), odd, max_size=4) | odd)
    if isinstance(message, dict):
        message = {**message, "do": do}
    reply = box_at(box.database).answer(message)
    json.dumps(reply, allow_nan=False)
    assert not reply["error"] or reply["error"]["exc_type"] != "box_failed"


def test_an_unknown_poll_takes_no_ballot(box: DeskBox) -> None:
    ballot = fill_in(PollKeys().credential(), ["yes"])
    assert refused(box, "cast_ballot", **ballot.fields) == "poll_unknown"


def test_a_poll_opens_once_with_one_paper(box: DeskBox, poll: PollKeys) -> None:
    assert box.ask("open_poll", paper=poll.paper, opening=poll.opening())["digest"] == poll.digest
    other = PollKeys(poll_id=poll.poll_id)
    assert refused(box, "open_poll", paper=other.paper, opening=other.opening()) == "poll_already_open"
    assert refused(box, "open_poll", paper={**poll.paper, "question": "Another?"}, opening=poll.opening()) \
        == "opening_forged"


def test_nothing_of_a_poll_is_shown_before_it_is_closed(box: DeskBox, poll: PollKeys) -> None:
    for _ in range(5):
        voter.cast(box, poll.credential(), ["yes"])
    assert refused(box, "get_board", poll_id=poll.poll_id) == "poll_not_closed"
    assert refused(box, "get_batch", poll_id=poll.poll_id, number=1) == "poll_not_closed"


def test_a_receipt_is_proved_to_be_on_the_board(box: DeskBox, poll: PollKeys) -> None:
    receipts = [voter.cast(box, poll.credential(), ["yes"]) for _ in range(7)]
    box.ask("close_poll", **poll.closing())
    file = published(box, poll)
    for receipt in receipts:
        batch, path = find_receipt(read_board(file).batches, receipt)
        assert board.root_from(receipt, path) == file["batches"][batch - 1]["root"]
    with pytest.raises(ReceiptNotFound):
        find_receipt(read_board(file).batches, "00" * 32)


def test_sealed_rows_do_not_keep_the_order_in_which_ballots_came(fresh_database: FreshDatabase) -> None:
    database = box_database(fresh_database("services.governance.ballot_box"), batch=40)
    box, poll = DeskBox(database), PollKeys()
    box.ask("open_poll", paper=poll.paper, opening=poll.opening())
    came = [voter.cast(box, poll.credential(), ["yes"]) for _ in range(41)]
    assert rows(box, "select * from ballots") == []
    box.ask("close_poll", **poll.closing())
    stored = [row[0] for row in rows(box, "select leaf from ballots order by ctid")]
    assert stored == sorted(came) != came
    assert len(rows(box, "select distinct xmin::text from ballots")) == 1
    assert rows(box, "select pg_relation_size('staged_ballots')") == [(0,)]
    database.close()


def test_ballots_of_another_poll_wait_on_when_a_poll_is_sealed(box: DeskBox, poll: PollKeys) -> None:
    other = PollKeys()
    box.ask("open_poll", paper=other.paper, opening=other.opening())
    voter.cast(box, other.credential(), ["no"])
    for _ in range(4):
        voter.cast(box, poll.credential(), ["yes"])
    box.ask("close_poll", **poll.closing())
    assert rows(box, "select poll_id from staged_ballots") == [(other.poll_id,)]
    assert box.ask("close_poll", **other.closing())["tally"]["no"] == 1


def test_no_table_of_the_box_has_a_time_a_serial_or_a_person(box: DeskBox) -> None:
    columns = rows(box, """
        select table_name, column_name, data_type, coalesce(column_default, ''), is_identity
        from information_schema.columns where table_schema = 'public' and table_name <> 'migrations'""")
    assert {table for table, *_ in columns} == {"polls", "staged_ballots", "ballots", "batches"}
    for table, column, kind, default, identity in columns:
        assert kind in {"text", "integer"}, (table, column)
        assert (default, identity) == ("", "NO"), (table, column)
        assert not {"member", "at", "on", "time", "seq"} & set(column.split("_")), (table, column)


def test_sealed_ballots_cannot_be_changed(box: DeskBox, poll: PollKeys) -> None:
    for _ in range(4):
        voter.cast(box, poll.credential(), ["yes"])
    for statement in ("update ballots set choices = '[]'", "delete from ballots", "truncate batches"):
        with psycopg.connect(as_owner(box.database.url)) as conn, pytest.raises(psycopg.errors.RestrictViolation):
            conn.execute(statement)


def test_the_examples_of_the_contracts_are_what_the_box_takes_and_gives(box: DeskBox) -> None:
    folder = files("services.governance.ballot_box") / "contracts" / "messages"
    for do in OPERATIONS:
        example = json.loads((folder / f"{do}.v1.json").read_text(encoding="utf-8"))
        reply = box_at(box.database).answer(example["message"])
        assert reply == {"result": example["result"], "error": None}


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from(["yes", "no", "abstain"])), max_size=14))
def test_the_recount_equals_the_count_for_any_ballots(box: DeskBox, votes: list[tuple[int, str]]) -> None:
    poll = PollKeys()
    box.ask("open_poll", paper=poll.paper, opening=poll.opening())
    credentials = [poll.credential() for _ in range(5)]
    turns: Counter[int] = Counter()
    last: dict[int, str] = {}
    for who, choice in votes:
        turns[who] += 1
        last[who] = choice
        voter.cast(box, credentials[who], [choice], turn=turns[who])
    head = box.ask("close_poll", **poll.closing())
    expected = {choice: list(last.values()).count(choice) for choice in ("yes", "no", "abstain")}
    assert head["tally"] == expected
    assert verified(published(box, poll)) == (expected, [])


def test_only_governance_opens_and_closes_a_poll(box: DeskBox, poll: PollKeys) -> None:
    mine = PollKeys(poll_id=poll.poll_id)
    attacks = [("open_poll", {"paper": mine.paper, "opening": mine.opening()}), ("close_poll", poll.closing(0))]
    for do, message in attacks:
        for order in ("00" * 64, sign_order("get_board", message), sign_order(do, {**message, "x": 1})):
            assert refused(box, do, **{**message, "order": order}) == "order_forged"
    voter.cast(box, poll.credential(), ["yes"])
    assert box.ask("close_poll", **poll.closing())["tally"]["yes"] == 1


def test_a_ballot_filled_in_on_another_paper_is_refused(box: DeskBox, poll: PollKeys) -> None:
    ballot = fill_in(poll.credential(), ["yes"])
    assert refused(box, "cast_ballot", **replace(ballot, digest="00" * 32).fields) == "paper_unknown"


def test_a_receipt_is_signed_by_the_box_and_a_false_one_is_not_taken(
    box: DeskBox, poll: PollKeys, monkeypatch: pytest.MonkeyPatch,
) -> None:
    honest = box.ask
    with monkeypatch.context() as lying:
        lying.setattr(box, "ask", lambda do, **message: {**honest(do, **message), "signature": "00" * 64})
        with pytest.raises(ReceiptWrong):
            voter.cast(box, poll.credential(), ["yes"])
    assert voter.cast(box, poll.credential(), ["yes"])
