"""Counting ballots on paper."""

from services.governance.ballots.rules.ballots import GENESIS
from services.governance.ballots.rules.papers import CountedPapers, PaperSheet, sheet_message
from services.governance.polls.rules.poll import Poll, VoteCount
from services.governance.polls.use_cases.answers import ask_again, declare_result, forget_keys, lock_poll
from services.governance.rolls.reads import get_entitled, get_roll, list_present
from services.governance.tellers import reads, rules, store
from services.governance.tellers.rules import Counting, TellersWord
from shared.postgres import Tx
from shared.signatures import ed25519_verifies


def count_papers(tx: Tx, *, poll_id: str, sheet: PaperSheet, key: str, signature: str) -> Counting:
    """A teller's count after the close; when a second one has the same, the result can be declared."""
    poll, before = lock_poll(tx, poll_id), reads.get_counting(tx, poll_id=poll_id)
    rules.assert_may_count(poll, sheet, handed_out=before.handed_out)
    if _add_word(tx, poll, sheet, key=key, signature=signature):
        ask_again(tx, poll_id)
    return reads.get_counting(tx, poll_id=poll_id)


def _add_word(tx: Tx, poll: Poll, sheet: PaperSheet, *, key: str, signature: str) -> CountedPapers | None:
    """Write what a teller counted; what two agree on now."""
    marks = reads.get_counting(tx, poll_id=poll.poll_id).marks_digest
    word = TellersWord(given_by=tx.actor, sheet=sheet, key=key, signature=signature)
    signed = bool(key) and ed25519_verifies(key, sheet_message(poll.digest, marks, sheet), signature)
    words = rules.add_word(reads.list_words(tx, poll.poll_id), word, poll, signed=signed)
    store.add_word(tx, poll.poll_id, word)
    return rules.agreed(words)


def count_hands(tx: Tx, *, poll_id: str, sheet: PaperSheet, key: str, signature: str) -> Counting:
    """A teller's count of a show of hands; when a second one has the same, the item is decided by it, openly."""
    poll = lock_poll(tx, poll_id)
    closed = rules.closed_by_hands(poll, sheet, roll=get_roll(tx, poll.assembly_id),
                                   entitled=get_entitled(tx, poll.assembly_id, college=poll.college),
                                   present=list_present(tx, poll.assembly_id), on=tx.on)
    papers = _add_word(tx, poll, sheet, key=key, signature=signature)
    if papers:
        declare_result(tx, closed, VoteCount(ballots=0, root=GENESIS, tally=papers.tally, papers=papers),
                       closing="", opened_with="")
        forget_keys(tx, poll_id)
    return reads.get_counting(tx, poll_id=poll_id)
