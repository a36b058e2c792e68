"""Rows of entry passes."""

from services.governance.entry_passes.rules import digest_of_code
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def add_pass(tx: Tx, code: str, *, assembly_id: str, member_id: str) -> None:
    """Write the digest of a pass."""
    tx.run(Q.add_pass, code_digest=digest_of_code(code), assembly_id=assembly_id, member_id=member_id, on=tx.on)
