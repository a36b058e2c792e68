"""What others may ask of the tellers."""

from services.governance.ballots.rules.papers import PaperSheet
from services.governance.tellers import reads, schemas, use_cases
from services.governance.tellers.rules import Counting
from shared.bus import allow, command, query
from shared.postgres import Tx

TELLERS = allow("returning_officer", "board")


class TellerHandlers:
    """Ballots on paper."""

    @command(schemas.CountPapers, response=schemas.PaperCountShape, allow=TELLERS)
    def count_papers(
        self, tx: Tx, *, poll_id: str, yes: int, no: int, abstain: int, blank: int, invalid: int, key: str,
        signature: str,
    ) -> Counting:
        """Say what lay in the urn, after the close; the count of two tellers who found the same stands."""
        sheet = PaperSheet(yes=yes, no=no, abstain=abstain, blank=blank, invalid=invalid)
        return use_cases.count_papers(tx, poll_id=poll_id, sheet=sheet, key=key, signature=signature)

    @command(schemas.CountHands, response=schemas.PaperCountShape, allow=TELLERS)
    def count_hands(
        self, tx: Tx, *, poll_id: str, yes: int, no: int, abstain: int, key: str, signature: str,
    ) -> Counting:
        """Say how many hands were shown for an item whose poll is not open; two who counted the same decide it."""
        sheet = PaperSheet(yes=yes, no=no, abstain=abstain, blank=0, invalid=0)
        return use_cases.count_hands(tx, poll_id=poll_id, sheet=sheet, key=key, signature=signature)

    @query(schemas.GetPaperCount, response=schemas.PaperCountShape, allow=TELLERS)
    def get_paper_count(self, tx: Tx, *, poll_id: str) -> Counting:
        """Where the count of the ballots on paper stands; what one teller alone found is not told."""
        return reads.get_counting(tx, poll_id=poll_id)
