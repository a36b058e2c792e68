"""Approval by a second person: by the code, and by the database whoever writes to it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared.approval import (
    CONSTRAINTS,
    ApprovalMissing,
    ApprovalState,
    ApprovedContentDiffers,
    DecidedAlready,
    RequestExpired,
    SecondPersonNeeded,
    UsedAlready,
    approve,
    ask_approval,
    get_approval,
    list_open,
    refuse,
    use_approval,
    withdraw,
)
from shared.countries import Country
from shared.errors import NotFound, Refusal
from shared.parameters import Tables
from shared.postgres import Database, Tx
from tests.builders import DAY, INSTANT, FreshDatabase

CONTENT = {"batch": "run_1", "cents": 123_456, "payments": 12}
HOURS = timedelta(hours=4)
LAST = INSTANT + HOURS - timedelta(microseconds=1)


@pytest.fixture
def database(fresh_database: FreshDatabase) -> Iterator[Database]:
    opened = Database(fresh_database("shared.bus", "shared.approval"), country=Country(Tables("BE", {})),
                      constraints=CONSTRAINTS).open()
    yield opened
    opened.close()


def as_(database: Database, actor: str, act: Callable[[Tx], Any], at: datetime = INSTANT) -> Any:
    with database.transaction(on=DAY, actor=actor, at=at) as tx:
        return act(tx)


def ask(database: Database, actor: str = "ana", at: datetime = INSTANT, **facts: Any) -> str:
    usual: dict[str, Any] = {"act": "send_run", "about": "run_1", "content": CONTENT, "lasts": HOURS}
    return str(as_(database, actor, lambda tx: ask_approval(tx, **{**usual, **facts}), at))


def use(database: Database, request: str, at: datetime = INSTANT, **facts: Any) -> None:
    usual: dict[str, Any] = {"act": "send_run", "about": "run_1", "content": CONTENT}
    as_(database, "ana", lambda tx: use_approval(tx, request, **{**usual, **facts}), at)


def state(database: Database, request: str, at: datetime = INSTANT) -> ApprovalState:
    found: ApprovalState = as_(database, "anybody", lambda tx: get_approval(tx, request)).state_at(at)
    return found


def test_what_another_person_approved_is_done_once(database: Database) -> None:
    request = ask(database)
    assert state(database, request) is ApprovalState.OPEN
    as_(database, "bo", lambda tx: approve(tx, request))
    assert state(database, request) is ApprovalState.APPROVED
    use(database, request)
    assert state(database, request) is ApprovalState.USED
    with pytest.raises(UsedAlready):
        use(database, request)


def test_nobody_approves_or_refuses_what_they_asked(database: Database) -> None:
    request = ask(database)
    with pytest.raises(SecondPersonNeeded):
        as_(database, "ana", lambda tx: approve(tx, request))
    with pytest.raises(SecondPersonNeeded):
        as_(database, "ana", lambda tx: refuse(tx, request, reason="no"))
    with pytest.raises(SecondPersonNeeded):
        as_(database, "bo", lambda tx: withdraw(tx, request))
    as_(database, "ana", lambda tx: withdraw(tx, request))
    assert state(database, request) is ApprovalState.WITHDRAWN


def test_what_was_not_approved_is_not_done(database: Database) -> None:
    request = ask(database)
    with pytest.raises(ApprovalMissing):
        use(database, request)
    as_(database, "bo", lambda tx: refuse(tx, request, reason="the sum is wrong"))
    with pytest.raises(ApprovalMissing):
        use(database, request)
    assert as_(database, "ana", lambda tx: get_approval(tx, request)).reason == "the sum is wrong"


@pytest.mark.parametrize("facts", [
    {"content": {**CONTENT, "cents": 123_457}}, {"about": "run_2"}, {"act": "close_run"}])
def test_another_content_than_the_approved_one_is_refused(database: Database, facts: dict[str, Any]) -> None:
    request = ask(database)
    as_(database, "bo", lambda tx: approve(tx, request))
    with pytest.raises(ApprovedContentDiffers):
        use(database, request, **facts)
    use(database, request)


def test_a_question_is_decided_once(database: Database) -> None:
    request = ask(database)
    as_(database, "bo", lambda tx: refuse(tx, request, reason="no"))
    with pytest.raises(DecidedAlready):
        as_(database, "chloe", lambda tx: approve(tx, request))


def test_the_time_to_decide_and_to_act_ends(database: Database) -> None:
    late, in_time = ask(database), ask(database, about="run_2")
    with pytest.raises(RequestExpired):
        as_(database, "bo", lambda tx: approve(tx, late), INSTANT + HOURS)
    as_(database, "bo", lambda tx: approve(tx, in_time), LAST)
    with pytest.raises(RequestExpired):
        use(database, in_time, about="run_2", at=INSTANT + HOURS)
    assert state(database, in_time, INSTANT + HOURS) is ApprovalState.EXPIRED
    use(database, in_time, about="run_2", at=LAST)


def test_who_asks_twice_asks_once_until_it_is_answered(database: Database) -> None:
    first = ask(database)
    assert ask(database) == first
    assert ask(database, content={"other": 1}) != first
    assert ask(database, actor="chloe") != first
    as_(database, "bo", lambda tx: refuse(tx, first, reason="no"))
    assert ask(database) != first
    assert ask(database, at=INSTANT + HOURS * 2) != first


def test_what_waits_is_listed_oldest_first_and_leaves_when_answered_or_expired(database: Database) -> None:
    first, second = ask(database), ask(database, act="close_poll", at=INSTANT + timedelta(hours=1))

    def waiting(at: datetime, **facts: Any) -> list[str]:
        return [row["id"] for row in as_(database, "bo", lambda tx: list_open(tx, **facts), at)]

    assert waiting(INSTANT + timedelta(hours=2)) == [first, second]
    assert waiting(INSTANT + timedelta(hours=2), act="close_poll") == [second]
    assert waiting(INSTANT + HOURS) == [second]
    as_(database, "bo", lambda tx: approve(tx, second), INSTANT + timedelta(hours=2))
    assert waiting(INSTANT + timedelta(hours=2)) == [first]


def test_of_twenty_uses_at_once_one_holds(database: Database) -> None:
    request = ask(database)
    as_(database, "bo", lambda tx: approve(tx, request))

    def attempt(_: int) -> str:
        try:
            use(database, request)
        except Refusal as refusal:
            return refusal.code
        return "used"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(20)))
    assert sorted(outcomes) == ["used", *["used_already"] * 19]


def test_an_act_that_is_undone_leaves_its_approval_unused(database: Database) -> None:
    request = ask(database)
    as_(database, "bo", lambda tx: approve(tx, request))

    def fail(tx: Tx) -> None:
        use_approval(tx, request, act="send_run", about="run_1", content=CONTENT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        as_(database, "ana", fail)
    use(database, request)


def test_a_request_that_is_not_there_is_refused(database: Database) -> None:
    with pytest.raises(NotFound):
        as_(database, "bo", lambda tx: approve(tx, "apr_none"))


DECIDE = "insert into approval_decisions values (%(id)s, %(decision)s, %(by)s, %(at)s, '')"
USE = "insert into approval_uses values (%(id)s, 'ana', %(at)s)"


@pytest.mark.parametrize(("statements", "constraint"), [
    ([(DECIDE, "approved", "ana", INSTANT)], "approval_four_eyes"),
    ([(DECIDE, "withdrawn", "bo", INSTANT)], "approval_four_eyes"),
    ([(DECIDE, "approved", "bo", INSTANT + HOURS)], "approval_in_time"),
    ([(DECIDE, "approved", "bo", INSTANT), (DECIDE, "approved", "cy", INSTANT)], "approval_decisions_pkey"),
    ([(USE, "", "", INSTANT)], "approval_before_use"),
    ([(DECIDE, "refused", "bo", INSTANT), (USE, "", "", INSTANT)], "approval_before_use"),
    ([(DECIDE, "approved", "bo", INSTANT), (USE, "", "", INSTANT + HOURS)], "approval_before_use"),
    ([(DECIDE, "approved", "bo", INSTANT), (USE, "", "", INSTANT), (USE, "", "", INSTANT)], "approval_uses_pkey"),
])
def test_the_database_keeps_four_eyes_whoever_writes(
    database: Database, statements: list[tuple[str, str, str, datetime]], constraint: str,
) -> None:
    request = ask(database)
    with psycopg.connect(database.url) as conn, pytest.raises(psycopg.errors.IntegrityError) as refused:
        for statement, decision, by, at in statements:
            conn.execute(statement, {"id": request, "decision": decision, "by": by, "at": at})  # type: ignore[arg-type]
    assert refused.value.diag.constraint_name == constraint
    assert issubclass(CONSTRAINTS[constraint], Refusal)


@pytest.mark.parametrize("table", ["approval_requests", "approval_decisions", "approval_uses"])
@pytest.mark.parametrize("change", ["update {} set {} = {}", "delete from {}", "truncate {} cascade"])
def test_nothing_of_it_is_ever_changed(database: Database, table: str, change: str) -> None:
    column = "asked_by" if table == "approval_requests" else "request_id"
    with psycopg.connect(database.url) as conn, pytest.raises(psycopg.errors.RestrictViolation):
        conn.execute(change.format(table, column, column))  # type: ignore[arg-type]


def test_the_schema_is_what_the_migration_makes() -> None:
    folder = Path(__file__).parents[3] / "shared" / "approval"
    assert (folder / "schema.sql").read_text() == (folder / "migrations" / "0001_approval.sql").read_text()
