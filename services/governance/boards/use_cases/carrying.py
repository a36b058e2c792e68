"""The courier: carries governance's messages to the ballot box, and records what comes back.

A message is a row of the transaction that decided it. The courier asks the box, then records the answer in one
transaction; if it dies anywhere between, it asks again, and the box gives the same answer. Any number may run.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date

import structlog

from services.governance.ballots.use_cases.calculators import CALCULATORS
from services.governance.boards import reads, store
from services.governance.boards.documents.board_file import read_board
from services.governance.boards.errors import BoardDoesNotVerify
from services.governance.boards.rules import verification
from services.governance.boards.rules.board import Batch
from services.governance.boards.rules.verification import Board, Signed
from services.governance.boards.store import BoxMessage
from services.governance.boards.use_cases import counting
from services.governance.boards.use_cases.box import Box
from services.governance.polls import reads as polls
from services.governance.polls.rules.paper import Paper
from services.governance.polls.rules.signed_steps import Closing, Ending, Operation, are_two
from services.governance.polls.use_cases import answers
from shared.errors import Refusal
from shared.postgres import Database, Tx
from shared.signatures import ed25519_verifies

log = structlog.get_logger()

ACTOR = "ballot-box-courier"
AT_ONCE = 20
FAULTS_TOLD = 5
Try = Callable[[Box, Paper], None]


def carry(database: Database, box: Box, *, on: date, before_opening: Try) -> int:
    """Carry every message that waits; how many were answered. Stops at the first that must be asked again later.

    `before_opening` tries the box before a poll opens there, and refuses where it should not.
    """
    with database.reading(on=on, actor=ACTOR) as tx:
        messages = store.find_messages(tx, limit=AT_ONCE)
    for carried, message in enumerate(messages):
        if not _carry_one(database, box, message, before_opening):
            return carried
    return len(messages)


def _carry_one(database: Database, box: Box, message: BoxMessage, before_opening: Try) -> bool:
    with database.reading(on=message.decided_on, actor=ACTOR) as tx:
        paper = polls.get_poll(tx, message.poll_id).paper
    try:
        _record(database, message, _ask(box, message, paper, before_opening))
    except Refusal as refusal:
        if refusal.retryable:
            log.info("ballot_box_asked_again", poll=message.poll_id, code=refusal.code)
            return False
        log.warning("ballot_box_refused", poll=message.poll_id, operation=message.operation, code=refusal.code)
        _record(database, message, lambda _: None, refused=refusal.code)
    return True


def _ask(box: Box, message: BoxMessage, paper: Paper, before_opening: Try) -> Callable[[Tx], None]:
    """What is to be recorded of the box's answer; signatures are checked here, while no transaction is open."""
    if message.operation == Operation.OPEN_POLL:
        before_opening(box, paper)
    answer = box.ask(message.operation, **message.body)
    if message.operation == Operation.OPEN_POLL:
        return lambda tx: answers.confirm_open(tx, message.poll_id, digest=answer["digest"])
    if message.operation == Operation.CANCEL_POLL:
        return lambda _: None
    batches, signed = [], {}
    for head in answer["batches"]:
        batch = Batch.from_fields(box.ask("get_batch", poll_id=message.poll_id, number=head["number"]))
        batches.append(batch)
        signed.update(_check_signatures(paper, batch))
    board = Board(closing=Closing.from_fields(answer["closing"]), root=answer["root"], tally=answer["tally"],
                  batches=batches)
    return lambda tx: _record_board(tx, message, board, signed)


def _record(database: Database, message: BoxMessage, record: Callable[[Tx], None], *, refused: str = "") -> None:
    """Record an answer once, however often it arrives."""
    with database.transaction(on=message.decided_on, actor=ACTOR) as tx:
        if store.lock_message(tx, message.position):
            record(tx)
            store.save_answer(tx, message.position, refused=refused)


def _record_board(tx: Tx, message: BoxMessage, board: Board, signed: Mapping[str, Signed]) -> None:
    """The board has come back: verify it whole, publish it, count it again and declare the result, unless it is sealed.

    Refuses a board that does not verify; the poll then stays `closing`, with the reason shown.
    """
    poll = answers.lock_poll(tx, message.poll_id)
    faults = list(verification.faults_of(poll.paper, board, closing=Closing.from_fields(message.body), signed=signed))
    if faults:
        raise BoardDoesNotVerify(poll_id=poll.poll_id, faults=faults[:FAULTS_TOLD])
    store.add_board(tx, poll.poll_id, board.batches)
    if poll.paper.sealing:
        store.add_sealed_board(tx, poll.poll_id, closing=board.closing.text, root=board.root)
        answers.keep_sealed(tx, poll)
    else:
        counting.declare(tx, poll, board)


def _check_signatures(paper: Paper, batch: Batch) -> dict[str, Signed]:
    found = CALCULATORS.run("check_ballots", modulus=paper.modulus, exponent=paper.exponent, ballots=batch.texts)
    return {leaf: Signed(credential=credential, ballot=ballot)
            for leaf, (credential, ballot) in zip(batch.leaves, found, strict=True)}


def find_false_boards(tx: Tx) -> Iterator[str]:
    """Published boards that do not verify, or whose recount is not the declared result."""
    for poll_id in reads.list_closed_polls(tx):
        published, poll = reads.get_board(tx, poll_id=poll_id), polls.get_poll_detail(tx, poll_id=poll_id)
        paper, board, papers = poll.poll.paper, read_board(published), poll.declared.papers
        opened = counting.open_ballots(published["opened_with"], board) if paper.sealing else None
        tally = verification.recount(paper, board, opened)
        if (paper.sealing or papers) and verification.together(tally, papers) != board.tally:
            yield f"poll {poll_id}: its ballots, opened or counted again, are not what was declared"
        board = replace(board, tally={} if paper.sealing else tally if papers else board.tally)
        signed = {leaf: one for batch in board.batches for leaf, one in _check_signatures(paper, batch).items()}
        faults = verification.faults_of(paper, board, closing=board.closing, signed=signed)
        if not are_two(paper.closers, board.closing.consents, ending=Ending.CLOSE, digest=paper.digest,
                       on=board.closing.closed_on, verifies=ed25519_verifies):
            yield f"poll {poll_id}: two of the closers on its paper did not sign its closing"
        yield from (f"poll {poll_id}: {fault}" for fault in faults)
