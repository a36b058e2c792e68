"""One door, called in-process: who may come in, what he must bring, what is answered, what is written."""

from dataclasses import dataclass
from typing import Any, ClassVar

import psycopg
import pytest

from shared.auth import Tokens, new_key, sign_token
from shared.bus import allow, command, query
from shared.bus.dispatch import Dispatcher, ReceivedCall
from shared.bus.event_log import EventWriter
from shared.countries import Country
from shared.errors import Refusal
from shared.fields import Count, Id, Shape, Text
from shared.parameters import Tables
from shared.postgres import Database, Tx
from tests.builders import DAY, FreshDatabase


class Greet(Shape):
    member_id = Id("mbr", required=True)
    words = Text(required=True)


class Greeting(Shape):
    words = Text(required=True)
    version = Count(required=True)


@dataclass(frozen=True, kw_only=True)
class MemberGreeted:
    AGGREGATE: ClassVar[str] = "member_id"
    member_id: str
    words: str


class TooLoud(Refusal):
    sentence = "{words} is too loud."


class Greeter:
    name = "greeter"

    @command(Greet, allow=allow("desk", self_by="member_id"), response=Greeting)
    def greet(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
        if words.isupper():
            raise TooLoud(words=words)
        tx.announce(MemberGreeted(member_id=member_id, words=words))
        return {"words": words, "version": 1}

    @query(Greet, allow=allow("desk"), response=Greeting, audited=True)
    def recall_aloud(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
        tx.announce(MemberGreeted(member_id=member_id, words=f"{tx.actor} {tx.assurance} {tx.purpose}"))
        return {"words": words, "version": 0}

    @query(Greet, allow=allow("desk"), response=Greeting, many=True)
    def recall_all(self, tx: Tx, *, member_id: str, words: str) -> list[dict[str, Any]]:
        return [{"words": words, "version": 1}, {"words": words, "version": 2}]

    @query(Greet, allow=allow("desk"), response=Greeting)
    def recall(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
        return {"words": words, "version": len(tx.all("select 1 from event_log"))}


MEMBER = "mbr_" + "0" * 32
PRIVATE, PUBLIC = new_key()


def token(subject: str = "clerk", *roles: str) -> str:
    return sign_token(PRIVATE, key_id="k1", subject=subject, roles=roles or ("desk",), country="BE")


@pytest.fixture
def dispatcher(fresh_database: FreshDatabase) -> Any:
    class Said(Greet):
        pass

    url = fresh_database("shared.bus")
    database = Database(url, country=Country(Tables("BE", {})),
                        write_events=EventWriter({"member_greeted": Said}).write).open()
    yield Dispatcher(Greeter(), database, Tokens({"k1": PUBLIC}, "BE"), zone="Europe/Brussels")
    database.close()


def call(dispatcher: Dispatcher, method: str, *, token: str | None, **kwargs: Any) -> Any:
    return dispatcher.answer(ReceivedCall(method=method, kwargs=kwargs, token=token))


def events(dispatcher: Dispatcher) -> int:
    with psycopg.connect(dispatcher.database.url) as conn:
        return conn.execute("select count(*) from event_log").fetchone()[0]


def test_a_command_answers_and_says_its_event_once_however_often_it_is_sent(dispatcher: Dispatcher) -> None:
    asked = {"member_id": MEMBER, "words": "hello", "request_id": "r1"}
    first = call(dispatcher, "greet", token=token(), **asked)
    assert first == {"result": {"words": "hello", "version": 1}, "error": None}
    assert call(dispatcher, "greet", token=token(), **asked) == first
    assert events(dispatcher) == 1


def test_another_body_under_the_same_request_id_is_refused(dispatcher: Dispatcher) -> None:
    call(dispatcher, "greet", token=token(), member_id=MEMBER, words="hello", request_id="r1")
    again = call(dispatcher, "greet", token=token(), member_id=MEMBER, words="bye", request_id="r1")
    assert again["error"]["exc_type"] == "request_id_reused"
    assert events(dispatcher) == 1


def test_a_refused_command_leaves_nothing_and_may_be_sent_again(dispatcher: Dispatcher) -> None:
    refused = call(dispatcher, "greet", token=token(), member_id=MEMBER, words="HELLO", request_id="r1")
    assert refused["error"]["exc_type"] == "too_loud"
    assert refused["error"]["details"] == {"words": "HELLO"}
    assert call(dispatcher, "greet", token=token(), member_id=MEMBER, words="hello", request_id="r1")["error"] is None


@pytest.mark.parametrize(("kwargs", "code"), [
    ({"member_id": MEMBER, "words": "hi"}, "request_id_missing"),
    ({"member_id": MEMBER, "words": 1.5, "request_id": "r"}, "shape_not_met"),
    ({"member_id": MEMBER, "words": "hi", "shout": True, "request_id": "r"}, "shape_not_met"),
    ({"member_id": "ord_1", "words": "hi", "request_id": "r"}, "shape_not_met"),
    ({"member_id": MEMBER, "words": "hi", "request_id": "r", "on": "2026-01-01"}, "not_your_clock"),
])
def test_what_does_not_fit_is_refused_by_name(dispatcher: Dispatcher, kwargs: dict[str, Any], code: str) -> None:
    assert call(dispatcher, "greet", token=token(), **kwargs)["error"]["exc_type"] == code
    assert events(dispatcher) == 0


def test_who_reads_in_anothers_name_reads_what_they_may_read_and_changes_nothing(dispatcher: Dispatcher) -> None:
    reading = sign_token(PRIVATE, key_id="k1", subject="clerk", roles=("desk",), country="BE", acting="somebody")
    asked = {"member_id": MEMBER, "words": "hello"}
    assert call(dispatcher, "recall", token=reading, **asked)["result"] == {"words": "hello", "version": 0}
    refused = call(dispatcher, "greet", token=reading, request_id="r1", **asked)
    assert refused["error"]["exc_type"] == "not_allowed"


def test_without_a_token_nobody_comes_in(dispatcher: Dispatcher) -> None:
    assert call(dispatcher, "recall", token=None, member_id=MEMBER, words="x")["error"]["exc_type"] == "token_missing"
    assert call(dispatcher, "recall", token="nonsense", member_id=MEMBER,
                words="x")["error"]["exc_type"] == "token_invalid"


def test_a_member_may_do_it_for_himself_and_not_for_another(dispatcher: Dispatcher) -> None:
    asked = {"member_id": MEMBER, "words": "hello", "request_id": "r1"}
    assert call(dispatcher, "greet", token=token("mbr_" + "1" * 32, "member"),
                **asked)["error"]["exc_type"] == "not_allowed"
    assert call(dispatcher, "greet", token=token(MEMBER, "member"), **asked)["error"] is None


def test_a_query_answers_in_its_shape(dispatcher: Dispatcher) -> None:
    assert call(dispatcher, "recall", token=token(), member_id=MEMBER, words="x")["result"] == {"words": "x",
                                                                                                "version": 0}


def test_a_question_answers_with_a_list_of_its_shape(dispatcher: Dispatcher) -> None:
    answer = call(dispatcher, "recall_all", token=token(), member_id=MEMBER, words="x")
    assert answer["result"] == [{"words": "x", "version": 1}, {"words": "x", "version": 2}]


def test_only_the_clock_may_pass_a_business_day(dispatcher: Dispatcher) -> None:
    call(dispatcher, "greet", token=token("job", "desk", "clock"), member_id=MEMBER, words="hello", request_id="r",
         on=DAY.isoformat())
    with psycopg.connect(dispatcher.database.url) as conn:
        assert conn.execute("select event_on, version from event_log").fetchall() == [(DAY, 1)]


def test_an_audited_question_notes_who_asked_how_strongly_identified_and_what_for(dispatcher: Dispatcher) -> None:
    strong = sign_token(PRIVATE, key_id="k1", subject="clerk", roles=("desk",), country="BE", assurance="high",
                        purpose="yearly audit")
    call(dispatcher, "recall_aloud", token=strong, member_id=MEMBER, words="x")
    with psycopg.connect(dispatcher.database.url) as conn:
        assert "clerk high yearly audit" in conn.execute("select body from event_log").fetchone()[0]


def test_a_question_that_leaves_no_trace_cannot_write(dispatcher: Dispatcher) -> None:
    class Sly(Greeter):
        @query(Greet, allow=allow("desk"), response=Greeting)
        def recall(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
            tx.run("delete from outbox_pending")
            return {"words": words, "version": 0}

    sly = Dispatcher(Sly(), dispatcher.database, dispatcher.tokens, zone="Europe/Brussels")
    assert call(sly, "recall", token=token(), member_id=MEMBER, words="x")["error"]["exc_type"] == "internal_error"


def test_a_mark_whose_owner_stands_in_nothing_that_the_method_is_given_is_refused() -> None:
    def of_guest(_tx: Tx, *, guest_id: str) -> str:
        return guest_id

    for owner in ("guest_id", of_guest):
        with pytest.raises(TypeError, match="guest_id"):
            @command(Greet, allow=allow("desk", self_by=owner))
            def greet(self: object, tx: Tx, *, member_id: str, words: str) -> None:
                """No member could ever call it."""
