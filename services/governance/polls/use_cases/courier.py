"""The courier: carries governance's messages to the ballot box, and records what comes back.

A message is a row of the transaction that decided it. The courier asks the box, then records the answer in one
transaction; if it dies anywhere between, it asks again, and the box gives the same answer. Any number may run.
"""

from collections.abc import Callable
from typing import Any

import structlog

from services.governance import store
from services.governance.polls.use_cases import results
from services.governance.polls.use_cases.box import Box
from shared import clock
from shared.errors import Refusal
from shared.postgres import Database

log = structlog.get_logger()

ACTOR = "ballot-box-courier"
MOST = 20


def carry(database: Database, box: Box) -> int:
    """Carry every message that waits; how many were answered. Stops at the first that must be asked again later."""
    with database.reading(on=clock.now().date(), actor=ACTOR) as tx:
        messages = store.find_messages(tx, limit=MOST)
    for carried, message in enumerate(messages):
        if not _carry_one(database, box, message):
            return carried
    return len(messages)


def _carry_one(database: Database, box: Box, message: dict[str, Any]) -> bool:
    try:
        record, answer = _ask(box, message)
        _record(database, message, record, **answer)
    except Refusal as refusal:
        if refusal.retryable:
            log.info("ballot_box_asked_again", poll=message["poll_id"], code=refusal.code)
            return False
        log.warning("ballot_box_refused", poll=message["poll_id"], do=message["do_what"], code=refusal.code)
        _record(database, message, results.record_refusal, code=refusal.code)
    return True


def _ask(box: Box, message: dict[str, Any]) -> tuple[Callable[..., None], dict[str, Any]]:
    poll_id = message["poll_id"]
    answer = box.ask(message["do_what"], **message["body"])
    if message["do_what"] == "open_poll":
        return results.record_opened, {"poll_id": poll_id, "digest": answer["digest"]}
    batches = [box.ask("get_batch", poll_id=poll_id, number=batch["number"]) for batch in answer["batches"]]
    return results.record_board, {"poll_id": poll_id, "head": answer, "batches": batches}


def _record(database: Database, message: dict[str, Any], record: Callable[..., None], **answer: Any) -> None:
    with database.transaction(on=message["decided_on"], actor=ACTOR) as tx:
        record(tx, position=message["position"], **answer)
