"""Where money that came in was placed, and the way back for what was placed wrongly."""

from starlette.responses import Response

from services.portal.books.words import MATCHED_BY, OWN_ACCOUNTS, PLACED_AS
from services.portal.frame.acting import UNPROCESSABLE, Act, Errors, carry_out, text
from services.portal.frame.languages import N_
from services.portal.frame.visit import Visit

UNDO = {"undo": Act(command="invoicing.undo_placement", roles=frozenset({"accountant"}),
                    entries=(text("movement_id", "because"),), incomplete=N_("Say why it was placed wrongly."))}


async def show_placed(visit: Visit) -> Response:
    """The newest first."""
    return await _placed(visit)


async def take_back(visit: Visit) -> Response:
    """It waits in suspense again; sent twice, done once."""
    return await carry_out(visit, UNDO, _placed, "/books/placed")


async def _placed(visit: Visit, errors: Errors | None = None) -> Response:
    found = (await visit.wave(found=("invoicing.list_placements", {})))["found"]
    return visit.render("books/placed.html", status=UNPROCESSABLE if errors else 200, errors=errors or {}, away=found,
                        placed=found or [], placed_as=PLACED_AS, matched_by=MATCHED_BY, own_accounts=OWN_ACCOUNTS)
