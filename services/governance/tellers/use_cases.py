"""Counting ballots on paper."""

from services.governance.ballots.rules.papers import PaperSheet, sheet_message
from services.governance.polls.use_cases.answers import ask_again, lock_poll
from services.governance.tellers import reads, rules, store
from services.governance.tellers.rules import Counting, TellersWord
from shared.postgres import Tx
from shared.signatures import ed25519_verifies


def count_papers(tx: Tx, *, poll_id: str, sheet: PaperSheet, key: str, signature: str) -> Counting:
    """A teller's count after the close; when a second one has the same, the result can be declared."""
    poll, before = lock_poll(tx, poll_id), reads.get_counting(tx, poll_id=poll_id)
    rules.assert_may_count(poll, sheet, handed_out=before.handed_out)
    word = TellersWord(given_by=tx.actor, sheet=sheet, key=key, signature=signature)
    signed = bool(key) and ed25519_verifies(key, sheet_message(poll.digest, before.marks_digest, sheet), signature)
    words = rules.add_word(reads.list_words(tx, poll_id), word, poll, signed=signed)
    store.add_word(tx, poll_id, word)
    if rules.agreed(words):
        ask_again(tx, poll_id)
    return reads.get_counting(tx, poll_id=poll_id)
