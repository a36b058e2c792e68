"""Entries of the directory."""

from dataclasses import asdict

from services.membership.directory.rules import Listing
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def save_entry(tx: Tx, member_id: str, entry: Listing) -> None:
    """What a member lets others read."""
    tx.run(Q.save_entry, member_id=member_id, on=tx.on, **asdict(entry))


def drop_entry(tx: Tx, member_id: str) -> None:
    """Nobody finds the member any more."""
    tx.run(Q.drop_entry, member_id=member_id)
