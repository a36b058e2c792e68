"""What others may ask of credentials."""

from services.governance.credentials import reads, schemas, use_cases
from services.governance.credentials.reads import VotablePoll
from services.governance.credentials.rules import HandedOut
from shared.bus import allow, command, query
from shared.postgres import Tx


class CredentialHandlers:
    """The right to vote once on one paper."""

    @command(schemas.IssueCredential, response=schemas.BlindSignature, allow=allow(self_by="member_id"))
    def issue_credential(self, tx: Tx, *, poll_id: str, member_id: str, blinded: str, signature: str) -> dict[str, str]:
        """Sign the member's own blinded credential; nobody else can ask for it."""
        signed = use_cases.issue_credential(tx, poll_id=poll_id, member_id=member_id, blinded=blinded,
                                            signature=signature)
        return {"poll_id": poll_id, "blind_signature": signed}

    @command(schemas.IssueProxyCredential, response=schemas.BlindSignature, allow=allow(self_by="holder_id"))
    def issue_proxy_credential(
        self, tx: Tx, *, poll_id: str, principal_id: str, holder_id: str, blinded: str, signature: str,
    ) -> dict[str, str]:
        """Sign the blinded credential of whom the caller represents: one per principal, each may vote otherwise."""
        signed = use_cases.issue_proxy_credential(tx, poll_id=poll_id, principal_id=principal_id, holder_id=holder_id,
                                                  blinded=blinded, signature=signature)
        return {"poll_id": poll_id, "blind_signature": signed}

    @command(schemas.HandOutBallot, allow=allow("returning_officer"))
    def hand_out_ballot(
        self, tx: Tx, *, poll_id: str, member_id: str, how: str, holder_id: str, document_digest: str,
    ) -> None:
        """Note that a ballot on paper is handed out in the room, or came by post; it is the member's one vote."""
        use_cases.hand_out_ballot(tx, poll_id=poll_id, member_id=member_id, how=HandedOut(how), holder_id=holder_id,
                                  document_digest=document_digest)

    @command(schemas.IssueAtTheDesk, response=schemas.BlindSignature, allow=allow("returning_officer"))
    def issue_at_the_desk(self, tx: Tx, *, poll_id: str, member_id: str, blinded: str) -> dict[str, str]:
        """Sign the blinded credential of a member in the room who votes at the house's own device."""
        signed = use_cases.issue_at_the_desk(tx, poll_id=poll_id, member_id=member_id, blinded=blinded)
        return {"poll_id": poll_id, "blind_signature": signed}

    @query(schemas.ListOpenPolls, response=schemas.OpenPollSummary, many=True,
           allow=allow("returning_officer", self_by="member_id"))
    def list_open_polls(self, tx: Tx, *, member_id: str) -> list[VotablePoll]:
        """The polls in which a member may vote now."""
        return reads.list_open_polls(tx, member_id=member_id)
