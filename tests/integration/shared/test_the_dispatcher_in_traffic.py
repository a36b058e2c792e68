"""One door with many callers: the same request at once, transactions that meet, and text that is no text."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest

from shared.auth import Tokens, new_key, sign_token
from shared.bus import allow, command, query
from shared.bus.dispatch import TRIES, Dispatcher, ReceivedCall
from shared.bus.event_log import EventWriter
from shared.countries import Country
from shared.definitions import ServiceDefinition
from shared.fields import Shape, Text
from shared.housekeeping import tidy
from shared.parameters import Tables
from shared.postgres import Busy, Database, Tx
from tests.builders import DAY, FreshDatabase
from tests.patience import PATIENT

PRIVATE, PUBLIC = new_key()
SIGNED = "signed when the test begins"
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
END_WHO_WROTE = ("select pg_terminate_backend(pid) from pg_stat_activity "
                 "where datname = current_database() and backend_xid is not null")


class Note(Shape):
    words = Text(required=True)


@dataclass(frozen=True, kw_only=True)
class NoteTaken:
    AGGREGATE: ClassVar[str] = "words"
    words: str


class Notebook:
    name = "notebook"

    def __init__(self) -> None:
        self.begun = 0
        self.busy_times = 0
        self.go_on = threading.Event()
        self.go_on.set()

    @command(Note, allow=allow("desk"), response=Note)
    def take_note(self, tx: Tx, *, words: str) -> dict[str, str]:
        self.begun += 1
        self.go_on.wait(PATIENT)
        if self.begun <= self.busy_times:
            raise Busy
        tx.announce(NoteTaken(words=words))
        return {"words": words}

    @command(Note, allow=allow("desk"), response=Note, stores_response=False)
    def take_secret(self, tx: Tx, *, words: str) -> dict[str, str]:
        tx.announce(NoteTaken(words=words))
        return {"words": words}

    @query(Note, allow=allow("desk"), response=Note)
    def break_down(self, tx: Tx, *, words: str) -> dict[str, str]:
        raise ZeroDivisionError(words)

    @query(Note, allow=allow("desk"), response=Note)
    def write_while_reading(self, tx: Tx, *, words: str) -> dict[str, str]:
        tx.run("insert into outbox_pending (event_id) values (gen_random_uuid())")
        return {"words": words}


@pytest.fixture
def dispatcher(fresh_database: FreshDatabase) -> Any:
    database = Database(
        fresh_database("shared.bus"), country=Country(Tables("BE", {})),
        write_events=EventWriter({"note_taken": Note}).write
    ).open()
    yield Dispatcher(Notebook(), database, Tokens({"k1": PUBLIC}, "BE"), zone="Europe/Brussels")
    database.close()


def token(subject: str = "clerk") -> str:
    return sign_token(PRIVATE, key_id="k1", subject=subject, roles=["desk", "clock"], country="BE")


def take_note(dispatcher: Dispatcher, subject: str = "clerk", *, method: str = "take_note",
              **kwargs: Any) -> dict[str, Any]:
    return dispatcher.answer(ReceivedCall(method=method, kwargs={"words": "hello", **kwargs}, token=token(subject)))


def rows(dispatcher: Dispatcher, table: str, columns: str = "*") -> list[tuple[Any, ...]]:
    with psycopg.connect(dispatcher.database.url) as conn:
        return conn.execute(f"select {columns} from {table}").fetchall()


def test_the_same_request_sent_many_times_at_once_is_carried_out_once(dispatcher: Dispatcher) -> None:
    dispatcher.service.go_on.clear()
    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(take_note, dispatcher, request_id="r1") for _ in range(8)]
        dispatcher.service.go_on.set()
        assert [answer.result() for answer in answers] == [{"result": {"words": "hello"}, "error": None}] * 8
    assert dispatcher.service.begun == 1
    assert len(rows(dispatcher, "event_log")) == len(rows(dispatcher, "rpc_requests")) == 1


def test_many_requests_at_once_on_one_aggregate_are_all_carried_out_in_one_line(dispatcher: Dispatcher) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda n: take_note(dispatcher, request_id=f"r{n}"), range(40)))
    assert all(answer["error"] is None for answer in answers)
    assert sorted(rows(dispatcher, "event_log", "version")) == [(n,) for n in range(1, 41)]


def test_a_request_id_belongs_to_its_subject_and_its_method(dispatcher: Dispatcher) -> None:
    assert take_note(dispatcher, "clerk", request_id="r1")["error"] is None
    assert take_note(dispatcher, "other", request_id="r1")["error"] is None
    assert take_note(dispatcher, "clerk", method="take_secret", request_id="r1")["error"] is None
    assert len(rows(dispatcher, "event_log")) == 3


def test_a_secret_answer_is_given_once_and_not_stored(dispatcher: Dispatcher) -> None:
    assert take_note(dispatcher, method="take_secret", request_id="r1")["result"] == {"words": "hello"}
    assert take_note(dispatcher, method="take_secret", request_id="r1")["error"]["exc_type"] == "answer_not_kept"
    assert rows(dispatcher, "rpc_requests", "answer") == [(None,)]
    assert len(rows(dispatcher, "event_log")) == 1


def test_a_request_of_long_ago_is_refused_and_not_carried_out_again(dispatcher: Dispatcher) -> None:
    take_note(dispatcher, request_id="r1")
    with psycopg.connect(dispatcher.database.url) as conn:
        conn.execute("update rpc_requests set answered_at = answered_at - interval '31 days'")
    take_note(dispatcher, request_id="r2")
    definition = ServiceDefinition("notes", type(dispatcher.service), "services.none")
    assert [tidy(definition, dispatcher.database, Path(), DAY) for _ in range(2)] == [{"forgotten": 1},
                                                                                      {"forgotten": 0}]
    assert take_note(dispatcher, request_id="r1")["error"]["exc_type"] == "answer_not_kept"
    assert take_note(dispatcher, request_id="r1", words="other")["error"]["exc_type"] == "request_id_reused"
    assert take_note(dispatcher, request_id="r2")["result"] == {"words": "hello"}
    assert len(rows(dispatcher, "event_log")) == 2


def test_the_day_that_is_passed_belongs_to_the_request(dispatcher: Dispatcher) -> None:
    days = ("2026-11-23", "2026-11-24", "2026-11-23")
    answers = [take_note(dispatcher, request_id="r1", on=day)["error"] for day in days]
    assert [answer and answer["exc_type"] for answer in answers] == [None, "request_id_reused", None]


def test_a_transaction_that_met_another_is_begun_again(dispatcher: Dispatcher) -> None:
    dispatcher.service.busy_times = TRIES - 1
    assert take_note(dispatcher, request_id="r1")["error"] is None
    assert len(rows(dispatcher, "event_log")) == 1


def test_after_enough_tries_the_caller_is_told_to_come_back(dispatcher: Dispatcher) -> None:
    dispatcher.service.busy_times = TRIES
    refused = take_note(dispatcher, request_id="r1")["error"]
    assert (refused["exc_type"], refused["retryable"]) == ("busy", True)
    assert rows(dispatcher, "rpc_requests") == []


def test_a_fault_of_ours_crosses_as_an_opaque_id_and_its_text_does_not(dispatcher: Dispatcher) -> None:
    failed = dispatcher.answer(ReceivedCall(method="break_down", kwargs={"words": "Jo Peeters"}, token=token(),
                                    correlation="c1"))
    assert failed["error"]["exc_type"] == "internal_error"
    assert failed["error"]["correlation"] == "c1"
    assert "Peeters" not in str(failed)


def test_a_database_that_goes_away_is_named_and_the_same_request_is_carried_out_once(dispatcher: Dispatcher) -> None:
    dispatcher.service.go_on.clear()
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(take_note, dispatcher, request_id="r1")
        with psycopg.connect(dispatcher.database.url, autocommit=True) as conn:
            while not conn.execute(END_WHO_WROTE).rowcount:
                assert not asked.done()
        dispatcher.service.go_on.set()
        away = asked.result()["error"]
    assert (away["exc_type"], away["retryable"], away["details"]) == ("database_is_away", True, {"service": "notebook"})
    assert rows(dispatcher, "rpc_requests") == rows(dispatcher, "event_log") == []
    assert take_note(dispatcher, request_id="r1")["error"] is None
    assert len(rows(dispatcher, "event_log")) == 1


def test_a_query_cannot_write(dispatcher: Dispatcher) -> None:
    assert take_note(dispatcher, method="write_while_reading")["error"]["exc_type"] == "internal_error"
    assert rows(dispatcher, "outbox_pending") == []


@pytest.mark.parametrize("request_id", [None, "", "x" * 101, 7, ["r"], "a\x00b", "\ud800", "line\nbreak"])
def test_a_request_id_that_cannot_be_kept_is_refused(dispatcher: Dispatcher, request_id: Any) -> None:
    assert take_note(dispatcher, request_id=request_id)["error"]["exc_type"] == "request_id_missing"
    assert rows(dispatcher, "rpc_requests") == []


@pytest.mark.parametrize("correlation", ["", "a\x00b", "\ud800", "x" * 1000])
def test_a_correlation_that_cannot_be_kept_is_replaced(dispatcher: Dispatcher, correlation: str) -> None:
    call = ReceivedCall(
        method="take_note",
        kwargs={"words": "hi", "request_id": "r"},
        token=token(),
        correlation=correlation,
        traceparent=correlation,
    )
    assert dispatcher.answer(call)["error"] is None
    kept = rows(dispatcher, "event_log", "correlation, traceparent")
    assert len(kept[0][0]) == 32
    assert kept[0][1] == ""


def test_correlation_and_trace_of_the_caller_travel_with_the_event(dispatcher: Dispatcher) -> None:
    call = ReceivedCall(
        method="take_note",
        kwargs={"words": "hi", "request_id": "r"},
        token=token(),
        correlation="c1",
        traceparent=TRACE,
    )
    dispatcher.answer(call)
    assert rows(dispatcher, "event_log", "correlation, traceparent") == [("c1", TRACE)]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (ReceivedCall(method="\ud800" * 200), "method_not_found"),
        (ReceivedCall(method="_carry_out"), "method_not_found"),
        (ReceivedCall(method="take_note", args=[1], token=SIGNED), "positional_arguments"),
        (ReceivedCall(method="take_note", kwargs=["words"], token=SIGNED), "shape_not_met"),  # type: ignore[arg-type]
        (ReceivedCall(method="take_note", kwargs={}, token="\ud800"), "token_invalid"),
        (ReceivedCall(method="take_note", kwargs={"words": "hi", "request_id": "r"}, deadline=1.0), "deadline_passed"),
        (ReceivedCall(method="take_note", kwargs={"words": "hi", "request_id": "r"}, expires=0.0), "deadline_passed"),
    ],
)
def test_calls_that_make_no_sense_are_refused_by_name(dispatcher: Dispatcher, call: ReceivedCall, code: str) -> None:
    if call.token == SIGNED:
        call = replace(call, token=token())
    assert dispatcher.answer(call)["error"]["exc_type"] == code
