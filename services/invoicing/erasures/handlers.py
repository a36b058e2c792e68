"""Erasures: methods and what is heard."""

from typing import Any

from services.invoicing.erasures import reads, schemas, use_cases
from shared.bus import Event, allow, command, handles, query
from shared.postgres import Tx


class ErasureHandlers:
    """What persons have removed."""

    @handles("membership.erasure_requested", schemas.ErasureRequested, replaced_by=["erase_member"])
    def on_erasure_requested(self, tx: Tx, event: Event) -> None:
        """What the law does not want kept of a member is removed."""
        use_cases.erase_member(tx, member_id=event["member_id"])

    @command(schemas.EraseClient, response=schemas.Erasure, allow=allow("accountant"))
    def erase_client(self, tx: Tx, *, client_id: str) -> dict[str, Any]:
        """Remove of a natural person what the law does not want kept; the rest goes when it need not be kept."""
        return use_cases.erase_client(tx, client_id=client_id)

    @command(schemas.EraseMember, response=schemas.Erasure, allow=allow("service", "ops"))
    def erase_member(self, tx: Tx, *, member_id: str) -> dict[str, Any]:
        """Where membership is not deployed: remove of a member what the law does not want kept."""
        return use_cases.erase_member(tx, member_id=member_id)

    @query(schemas.GetErasure, response=schemas.Erasure, allow=allow("accountant", "auditor", "service"))
    def get_erasure(self, tx: Tx, *, kind: str, about: str) -> dict[str, Any]:
        """What was removed of somebody, what is kept, by which law and until when."""
        return reads.get_erasure(tx, kind=kind, subject=about)
