"""What others may ask of notices."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.governance.notices import reads, schemas, use_cases
from services.governance.notices.rules import Channel, Notice
from shared.bus import allow, command, query
from shared.postgres import Tx

SENDERS = allow("returning_officer", "service")
READERS = allow("returning_officer", "board", "auditor")


class NoticeHandlers:
    """How the convening reached the members."""

    @command(schemas.RecordDispatches, response=schemas.NoticeShape, allow=SENDERS)
    def record_dispatches(
        self, tx: Tx, *, assembly_id: str, channel: str, sent_on: date, sent: Sequence[Mapping[str, str]],
    ) -> Notice:
        """Note that the convening left for members, by e-mail or post, each with what proves it."""
        return use_cases.record_dispatches(tx, assembly_id=assembly_id, channel=Channel(channel), sent_on=sent_on,
                                           sent=[(one["member_id"], one["proof"]) for one in sent])

    @command(schemas.RecordBounce, response=schemas.NoticeShape, allow=SENDERS)
    def record_bounce(
        self, tx: Tx, *, assembly_id: str, member_id: str, channel: str, proof: str, bounced_on: date, reason: str,
    ) -> Notice:
        """Note that a convening came back: the member is to be reached otherwise."""
        return use_cases.record_bounce(tx, assembly_id=assembly_id, member_id=member_id, channel=Channel(channel),
                                       proof=proof, bounced_on=bounced_on, reason=reason)

    @query(schemas.GetNotice, response=schemas.NoticeShape, allow=READERS)
    def get_notice(self, tx: Tx, *, assembly_id: str) -> Notice:
        """How the convening reached the members, and from which day on the assembly may be held by it."""
        return reads.get_notice(tx, assembly_id=assembly_id)

    @query(schemas.ListUnreached, response=schemas.UnreachedMember, allow=READERS, many=True)
    def list_unreached(self, tx: Tx, *, assembly_id: str, after: str, limit: int) -> list[dict[str, str]]:
        """The members whom the convening did not reach yet, and why."""
        found = reads.list_unreached(tx, assembly_id=assembly_id, after=after, limit=limit)
        return [{"member_id": member_id, "why": why} for member_id, why in found]
