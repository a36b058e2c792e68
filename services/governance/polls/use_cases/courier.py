"""The courier: carries governance's messages to the ballot box, and records what comes back.

A message is a row of the transaction that decided it. The courier asks the box, then records the answer in one
transaction; if it dies anywhere between, it asks again, and the box gives the same answer. Any number may run.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

import structlog

from services.governance.polls import store
from services.governance.polls.documents.board_file import read_batch
from services.governance.polls.rules.ballots import Closing
from services.governance.polls.store import BoxMessage, Operation
from services.governance.polls.use_cases import results
from services.governance.polls.use_cases.box import Box
from shared.errors import Refusal
from shared.postgres import Database

log = structlog.get_logger()

ACTOR = "ballot-box-courier"
AT_ONCE = 20


def carry(database: Database, box: Box, *, on: date) -> int:
    """Carry every message that waits; how many were answered. Stops at the first that must be asked again later."""
    with database.reading(on=on, actor=ACTOR) as tx:
        messages = store.find_messages(tx, limit=AT_ONCE)
    for carried, message in enumerate(messages):
        if not _carry_one(database, box, message):
            return carried
    return len(messages)


def _carry_one(database: Database, box: Box, message: BoxMessage) -> bool:
    try:
        record, answer = _ask(box, message)
        _record(database, message, record, **answer)
    except Refusal as refusal:
        if refusal.retryable:
            log.info("ballot_box_asked_again", poll=message.poll_id, code=refusal.code)
            return False
        log.warning("ballot_box_refused", poll=message.poll_id, operation=message.operation, code=refusal.code)
        _record(database, message, results.record_refusal, code=refusal.code)
    return True


def _ask(box: Box, message: BoxMessage) -> tuple[Callable[..., None], dict[str, Any]]:
    poll_id = message.poll_id
    answer = box.ask(message.operation, **message.body)
    if message.operation == Operation.OPEN_POLL:
        return results.record_opened, {"poll_id": poll_id, "digest": answer["digest"]}
    batches = [read_batch(box.ask("get_batch", poll_id=poll_id, number=batch["number"]))
               for batch in answer["batches"]]
    return results.record_board, {"poll_id": poll_id, "closing": Closing(**answer["closing"]), "root": answer["root"],
                                  "tally": answer["tally"], "batches": batches}


def _record(database: Database, message: BoxMessage, record: Callable[..., None], **answer: Any) -> None:
    with database.transaction(on=message.decided_on, actor=ACTOR) as tx:
        record(tx, position=message.position, **answer)
