"""Questions about ballots on paper."""

import json

from services.governance.ballots.rules.papers import CountedPapers, PaperSheet
from services.governance.credentials.reads import list_on_paper
from services.governance.polls.rules.poll import Poll
from services.governance.polls.rules.signed_steps import marks_digest
from services.governance.tellers import rules
from services.governance.tellers.errors import PapersUncounted
from services.governance.tellers.rules import Counting, TellersWord
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_words(tx: Tx, poll_id: str) -> list[TellersWord]:
    """The last word of each teller."""
    return [TellersWord(**row | {"sheet": PaperSheet(**json.loads(row["sheet"]))})
            for row in tx.all(Q.words_of, poll_id=poll_id)]


def get_counting(tx: Tx, *, poll_id: str) -> Counting:
    """Where the count of a poll's ballots on paper stands."""
    marks, words = list_on_paper(tx, poll_id), list_words(tx, poll_id)
    return Counting(poll_id=poll_id, handed_out=len(marks), marks_digest=marks_digest(marks), tellers=len(words),
                    agreed=rules.agreed(words))


def is_uncounted(tx: Tx, poll_id: str) -> bool:
    """Whether ballots were handed out on paper about which no two tellers agreed yet."""
    found = get_counting(tx, poll_id=poll_id)
    return found.handed_out > 0 and found.agreed is None


def get_papers(tx: Tx, poll: Poll) -> CountedPapers | None:
    """What two tellers counted, nothing where no ballot was on paper; refused while they have not."""
    found = get_counting(tx, poll_id=poll.poll_id)
    if found.handed_out and found.agreed is None:
        raise PapersUncounted(poll_id=poll.poll_id, handed_out=found.handed_out)
    return found.agreed
