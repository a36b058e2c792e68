"""What others may ask of polls."""

from datetime import date
from typing import Any

from services.governance.polls import reads, schemas
from services.governance.polls.reads import cancelled_poll
from services.governance.polls.rules.poll import Poll
from services.governance.polls.rules.signed_steps import Ending
from services.governance.polls.use_cases import steps
from shared.bus import allow, command, query
from shared.postgres import Tx

OFFICER = allow("returning_officer")
TWO_OF_THESE = allow("returning_officer", "board")
READERS = allow("member", "returning_officer", "board", "auditor")


class PollHandlers:
    """Secret votes."""

    @command(schemas.OpenPoll, response=schemas.PollSummary, allow=OFFICER)
    def open_poll(self, tx: Tx, *, resolution_id: str) -> Poll:
        """Put a resolution to a secret vote; the poll is open when the ballot box has confirmed it."""
        return steps.open_poll(tx, resolution_id=resolution_id)

    @command(schemas.ClosePoll, response=schemas.PollSummary, allow=TWO_OF_THESE)
    def close_poll(self, tx: Tx, *, poll_id: str, key: str, signature: str, lapses_on: date | None) -> Poll:
        """Say that a poll closes: two persons do, then its board is fetched; it is closed when that verified."""
        return steps.close_poll(tx, poll_id=poll_id, key=key, signature=signature, lapses_on=lapses_on)

    @command(schemas.CancelPoll, response=schemas.PollSummary, allow=TWO_OF_THESE)
    def cancel_poll(
        self, tx: Tx, *, poll_id: str, reason: str, key: str, signature: str, lapses_on: date | None,
    ) -> Poll:
        """Say that a poll is cancelled, and why: two persons do, for the same reason; nothing of it is counted."""
        return steps.cancel_poll(tx, poll_id=poll_id, reason=reason, key=key, signature=signature,
                                 lapses_on=lapses_on)

    @command(schemas.WithdrawConsent, response=schemas.PollSummary, allow=TWO_OF_THESE)
    def withdraw_consent(self, tx: Tx, *, poll_id: str, ending: str, reason: str) -> Poll:
        """Take back one's own word that a poll is to end, until a second person gave theirs."""
        return steps.withdraw_consent(tx, poll_id=poll_id, ending=Ending(ending), reason=reason)

    @command(schemas.AskBallotBoxAgain, response=schemas.PollSummary, allow=OFFICER)
    def ask_ballot_box_again(self, tx: Tx, *, poll_id: str) -> Poll:
        """Ask the ballot box once more what it refused, or answered so that it did not verify."""
        return steps.ask_ballot_box_again(tx, poll_id=poll_id)

    @query(schemas.GetPoll, response=schemas.PollDetailShape, allow=READERS)
    def get_poll(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """A poll with its paper, and its result once it is closed."""
        found = reads.get_poll_detail(tx, poll_id=poll_id)
        poll = found.poll
        return {"poll_id": poll_id, "digest": poll.digest, "state": poll.state, "assembly_id": poll.assembly_id,
                "resolution_id": poll.resolution_id, "paper": poll.paper.fields, "credentials": poll.credentials,
                "refusals": found.refusals, "result": found.result, "on_paper": found.on_paper,
                "consents": found.consents,
                "cancelled": [cancelled_poll(one) for one in found.cancelled]}
