"""How often a call was begun that came back because its process ended: one that ends it again and again is refused."""

from datetime import date

import structlog

from shared.bus.event_log import Q
from shared.errors import Refusal
from shared.postgres import Database, is_away

log = structlog.get_logger()

MOST_ATTEMPTS = 3


class EndsItsProcess(Refusal):
    """The call was begun several times, and its process ended each time."""

    sentence = "The call was begun {attempts} times and its process ended each time; it is not begun again."


def begin_again(database: Database, call_id: str, *, on: date) -> None:
    """Count the attempt in a transaction of its own, before the call is begun; refuses with `EndsItsProcess`."""
    with database.transaction(on=on, actor="rpc") as tx:
        attempts = tx.single(Q.count_attempt, source="rpc", event_id=call_id)["attempts"]
        if attempts > MOST_ATTEMPTS:
            tx.run(Q.forget_attempts, source="rpc", event_id=call_id)
    if attempts > MOST_ATTEMPTS:
        raise EndsItsProcess(attempts=MOST_ATTEMPTS)


def forget_attempts(database: Database, call_id: str, *, on: date) -> None:
    """The call was answered. What a database that is away keeps of it does no harm."""
    try:
        with database.transaction(on=on, actor="rpc") as tx:
            tx.run(Q.forget_attempts, source="rpc", event_id=call_id)
    except Exception as error:
        if not is_away(error):
            raise
        log.info("attempts_not_forgotten", reason=type(error).__name__)
