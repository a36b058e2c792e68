"""Rows of dispatches."""

from collections.abc import Sequence
from datetime import date

from services.governance.notices.rules import Channel
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_dispatches(
    tx: Tx, assembly_id: str, sent: Sequence[tuple[str, str]], *, channel: Channel, sent_on: date,
) -> None:
    """Write that a convening left for members, each with its proof."""
    tx.run_many(Q.add_dispatch, [
        {"assembly_id": assembly_id, "member_id": member_id, "proof": proof, "channel": channel, "sent_on": sent_on,
         "on": tx.on, "by": tx.actor} for member_id, proof in sent])


def add_bounce(tx: Tx, position: int, *, bounced_on: date, reason: str) -> None:
    """Write that a dispatch came back."""
    tx.run(Q.add_bounce, position=position, bounced_on=bounced_on, reason=reason)
