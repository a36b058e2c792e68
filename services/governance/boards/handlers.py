"""What others may ask of boards."""

from typing import Any

from services.governance.boards import reads, schemas
from shared.bus import allow, query
from shared.postgres import Tx

READERS = allow("member", "returning_officer", "board", "auditor")


class BoardHandlers:
    """Boards of closed polls."""

    @query(schemas.GetBoard, response=schemas.BoardShape, allow=READERS)
    def get_board(self, tx: Tx, *, poll_id: str) -> dict[str, Any]:
        """The published file of a closed poll."""
        return reads.get_board(tx, poll_id=poll_id)
