"""What others may ask of polls."""

from typing import Any

from services.governance.polls import reads, schemas
from services.governance.polls.reads import VotablePoll, cancelled_poll
from services.governance.polls.rules.poll import Poll
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

    @command(schemas.IssueCredential, response=schemas.BlindSignature, allow=allow(self_by="member_id"))
    def issue_credential(self, tx: Tx, *, poll_id: str, member_id: str, blinded: str, signature: str) -> dict[str, str]:
        """Sign the member's own blinded credential; nobody else can ask for it."""
        signed = steps.issue_credential(tx, poll_id=poll_id, member_id=member_id, blinded=blinded, signature=signature)
        return {"poll_id": poll_id, "blind_signature": signed}

    @command(schemas.ClosePoll, response=schemas.PollSummary, allow=TWO_OF_THESE)
    def close_poll(self, tx: Tx, *, poll_id: str, key: str, signature: str) -> Poll:
        """Say that a poll closes: two persons do, then its board is fetched; it is closed when that verified."""
        return steps.close_poll(tx, poll_id=poll_id, key=key, signature=signature)

    @command(schemas.CancelPoll, response=schemas.PollSummary, allow=TWO_OF_THESE)
    def cancel_poll(self, tx: Tx, *, poll_id: str, reason: str, key: str, signature: str) -> Poll:
        """Say that a poll is cancelled, and why: two persons do, for the same reason; nothing of it is counted."""
        return steps.cancel_poll(tx, poll_id=poll_id, reason=reason, key=key, signature=signature)

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
                "refusals": found.refusals, "result": found.result,
                "consents": [{"ending": one.ending, "reason": one.reason, "given_by": one.given_by}
                             for one in found.consents],
                "cancelled": [cancelled_poll(one) for one in found.cancelled]}

    @query(schemas.ListOpenPolls, response=schemas.OpenPollSummary, many=True,
           allow=allow("returning_officer", self_by="member_id"))
    def list_open_polls(self, tx: Tx, *, member_id: str) -> list[VotablePoll]:
        """The polls in which a member may vote now."""
        return reads.list_open_polls(tx, member_id=member_id)
