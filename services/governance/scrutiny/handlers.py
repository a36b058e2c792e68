"""What others may ask of the scrutineers' work."""

from services.governance.scrutiny import schemas, use_cases
from services.governance.scrutiny.rules import Handing
from shared.bus import allow, command
from shared.postgres import Tx


class ScrutinyHandlers:
    """The opening of sealed ballots."""

    @command(schemas.HandInShare, response=schemas.SharesHandedIn, allow=allow("returning_officer"))
    def hand_in_share(self, tx: Tx, *, poll_id: str, share: str) -> Handing:
        """Hand in a scrutineer's share after the close; with enough of them the ballots are opened and counted."""
        return use_cases.hand_in_share(tx, poll_id=poll_id, share=share)
