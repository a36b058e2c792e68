"""Noting how a convening left, and what came back."""

from collections.abc import Sequence
from datetime import date

from services.governance.assemblies.reads import get_assembly
from services.governance.notices import reads, rules, store
from services.governance.notices.rules import Channel, Notice
from shared.postgres import Tx


def record_dispatches(
    tx: Tx, *, assembly_id: str, channel: Channel, sent_on: date, sent: Sequence[tuple[str, str]],
) -> Notice:
    """The convening left for these members (each with its proof) by one channel on one day."""
    rules.assert_left_in_time(sent_on, convened_on=get_assembly(tx, assembly_id).convened_on, on=tx.on)
    store.add_dispatches(tx, assembly_id, sent, channel=channel, sent_on=sent_on)
    return reads.get_notice(tx, assembly_id=assembly_id)


def record_bounce(
    tx: Tx, *, assembly_id: str, member_id: str, channel: Channel, proof: str, bounced_on: date, reason: str,
) -> Notice:
    """A convening came back: the member is to be reached otherwise, and the notice counts from then."""
    sent = reads.find_dispatch(tx, assembly_id, member_id=member_id, channel=channel, proof=proof)
    rules.assert_was_sent(sent.sent_on if sent else None, member_id=member_id, channel=channel, bounced_on=bounced_on,
                          on=tx.on)
    if sent:
        store.add_bounce(tx, sent.position, bounced_on=bounced_on, reason=reason)
    return reads.get_notice(tx, assembly_id=assembly_id)
