"""One door, called in-process: who may come in, what he must bring, what is answered, what is written."""

from dataclasses import dataclass
from typing import Any, ClassVar

import psycopg
import pytest

from shared.auth import Tokens, new_key, sign_token
from shared.bus import allow, command, query
from shared.bus.door import Call, Door
from shared.bus.saying import Voice
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

    @command(Greet, allow=allow("desk", self_by="member_id"), gives=Greeting)
    def greet(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
        if words.isupper():
            raise TooLoud(words=words)
        tx.announce(MemberGreeted(member_id=member_id, words=words))
        return {"words": words, "version": 1}

    @query(Greet, allow=allow("desk"), gives=Greeting, leaves_trace=True)
    def recall_aloud(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
        tx.announce(MemberGreeted(member_id=member_id, words=f"{tx.actor} {tx.assurance} {tx.purpose}"))
        return {"words": words, "version": 0}

    @query(Greet, allow=allow("desk"), gives=Greeting, many=True)
    def recall_all(self, tx: Tx, *, member_id: str, words: str) -> list[dict[str, Any]]:
        return [{"words": words, "version": 1}, {"words": words, "version": 2}]

    @query(Greet, allow=allow("desk"), gives=Greeting)
    def recall(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
        return {"words": words, "version": len(tx.all("select 1 from event_log"))}


MEMBER = "mbr_" + "0" * 32
PRIVATE, PUBLIC = new_key()


def token(subject: str = "clerk", *roles: str) -> str:
    return sign_token(PRIVATE, key_id="k1", subject=subject, roles=roles or ("desk",), country="BE")


@pytest.fixture
def door(fresh_database: FreshDatabase) -> Any:
    class Said(Greet):
        pass

    url = fresh_database("shared.bus")
    database = Database(url, tables=Tables("BE", {}), write_events=Voice({"member_greeted": Said}).write).open()
    yield Door(Greeter(), database, Tokens({"k1": PUBLIC}, "BE"), zone="Europe/Brussels")
    database.close()


def call(door: Door, method: str, *, token: str | None, **kwargs: Any) -> Any:
    return door.answer(Call(method=method, kwargs=kwargs, token=token))


def events(door: Door) -> int:
    with psycopg.connect(door.database.url) as conn:
        return conn.execute("select count(*) from event_log").fetchone()[0]


def test_a_command_answers_and_says_its_event_once_however_often_it_is_sent(door: Door) -> None:
    asked = {"member_id": MEMBER, "words": "hello", "request_id": "r1"}
    first = call(door, "greet", token=token(), **asked)
    assert first == {"result": {"words": "hello", "version": 1}, "error": None}
    assert call(door, "greet", token=token(), **asked) == first
    assert events(door) == 1


def test_another_body_under_the_same_request_id_is_refused(door: Door) -> None:
    call(door, "greet", token=token(), member_id=MEMBER, words="hello", request_id="r1")
    again = call(door, "greet", token=token(), member_id=MEMBER, words="bye", request_id="r1")
    assert again["error"]["exc_type"] == "request_id_reused"
    assert events(door) == 1


def test_a_refused_command_leaves_nothing_and_may_be_sent_again(door: Door) -> None:
    refused = call(door, "greet", token=token(), member_id=MEMBER, words="HELLO", request_id="r1")
    assert refused["error"]["exc_type"] == "too_loud"
    assert refused["error"]["details"] == {"words": "HELLO"}
    assert call(door, "greet", token=token(), member_id=MEMBER, words="hello", request_id="r1")["error"] is None


@pytest.mark.parametrize(("kwargs", "code"), [
    ({"member_id": MEMBER, "words": "hi"}, "request_id_missing"),
    ({"member_id": MEMBER, "words": 1.5, "request_id": "r"}, "shape_not_met"),
    ({"member_id": MEMBER, "words": "hi", "shout": True, "request_id": "r"}, "shape_not_met"),
    ({"member_id": "ord_1", "words": "hi", "request_id": "r"}, "shape_not_met"),
    ({"member_id": MEMBER, "words": "hi", "request_id": "r", "on": "2026-01-01"}, "not_your_clock"),
])
def test_what_does_not_fit_is_refused_by_name(door: Door, kwargs: dict[str, Any], code: str) -> None:
    assert call(door, "greet", token=token(), **kwargs)["error"]["exc_type"] == code
    assert events(door) == 0


def test_without_a_token_nobody_comes_in(door: Door) -> None:
    assert call(door, "recall", token=None, member_id=MEMBER, words="x")["error"]["exc_type"] == "token_missing"
    assert call(door, "recall", token="nonsense", member_id=MEMBER, words="x")["error"]["exc_type"] == "token_invalid"


def test_a_member_may_do_it_for_himself_and_not_for_another(door: Door) -> None:
    asked = {"member_id": MEMBER, "words": "hello", "request_id": "r1"}
    assert call(door, "greet", token=token("mbr_" + "1" * 32, "member"), **asked)["error"]["exc_type"] == "not_allowed"
    assert call(door, "greet", token=token(MEMBER, "member"), **asked)["error"] is None


def test_a_query_answers_in_its_shape(door: Door) -> None:
    assert call(door, "recall", token=token(), member_id=MEMBER, words="x")["result"] == {"words": "x", "version": 0}


def test_a_question_answers_with_a_list_of_its_shape(door: Door) -> None:
    answer = call(door, "recall_all", token=token(), member_id=MEMBER, words="x")
    assert answer["result"] == [{"words": "x", "version": 1}, {"words": "x", "version": 2}]


def test_only_the_clock_may_pass_a_business_day(door: Door) -> None:
    call(door, "greet", token=token("job", "desk", "clock"), member_id=MEMBER, words="hello", request_id="r",
         on=DAY.isoformat())
    with psycopg.connect(door.database.url) as conn:
        assert conn.execute("select event_on, version from event_log").fetchall() == [(DAY, 1)]


def test_a_question_that_leaves_a_trace_notes_who_asked_how_strongly_identified_and_what_for(door: Door) -> None:
    strong = sign_token(PRIVATE, key_id="k1", subject="clerk", roles=("desk",), country="BE", assurance="high",
                        purpose="yearly audit")
    call(door, "recall_aloud", token=strong, member_id=MEMBER, words="x")
    with psycopg.connect(door.database.url) as conn:
        assert "clerk high yearly audit" in conn.execute("select body from event_log").fetchone()[0]


def test_a_question_that_leaves_no_trace_cannot_write(door: Door) -> None:
    class Sly(Greeter):
        @query(Greet, allow=allow("desk"), gives=Greeting)
        def recall(self, tx: Tx, *, member_id: str, words: str) -> dict[str, Any]:
            tx.run("delete from outbox_pending")
            return {"words": words, "version": 0}

    sly = Door(Sly(), door.database, door.tokens, zone="Europe/Brussels")
    assert call(sly, "recall", token=token(), member_id=MEMBER, words="x")["error"]["exc_type"] == "internal_error"
