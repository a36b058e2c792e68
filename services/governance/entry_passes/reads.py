"""Questions about entry passes."""

from services.governance.entry_passes.errors import PassUnknown
from services.governance.entry_passes.rules import digest_of_code
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def get_holder(tx: Tx, *, assembly_id: str, code: str) -> str:
    """The member whose pass this is, or a refusal."""
    row = tx.require(Q.holder_of, PassUnknown(assembly_id=assembly_id), assembly_id=assembly_id,
                     code_digest=digest_of_code(code))
    return str(row["member_id"])
