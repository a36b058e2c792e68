"""Declarations that wait for the clerk: late ones are declared all the same or refused, refused ones declared again."""

from starlette.responses import Response

from services.portal.frame.acting import UNPROCESSABLE, Act, Errors, carry_out, fixed, text
from services.portal.frame.languages import N_
from services.portal.frame.members import names_of
from services.portal.frame.pages import Page
from services.portal.frame.visit import Visit

CLERK = frozenset({"payroll_clerk"})
MANY = 100
REASON_MISSING = N_("Say why: it is kept with the declaration.")
DECIDE = "payroll.decide_late_declaration"
ACTS = {
    "declare": Act(command=DECIDE, roles=CLERK, entries=(text("declaration_id", "reason"), fixed(declare=True)),
                   incomplete=REASON_MISSING),
    "refuse": Act(command=DECIDE, roles=CLERK, entries=(text("declaration_id", "reason"), fixed(declare=False)),
                  incomplete=REASON_MISSING),
    "again": Act(command="payroll.declare_again", roles=CLERK, entries=(text("order_id"),)),
}


async def show_declarations(visit: Visit) -> Response:
    """The late ones first: somebody works, or is to begin."""
    return await _declarations(visit)


async def act_on_declarations(visit: Visit) -> Response:
    """Declare late, refuse, declare again; sent twice, it is done once."""
    return await carry_out(visit, ACTS, _declarations, "/declarations")


async def _declarations(visit: Visit, errors: Errors | None = None) -> Response:
    found = await visit.wave(
        late=("payroll.list_declarations", {"state": "late", "limit": MANY}),
        refused=("payroll.list_declarations", {"state": "refused", "limit": MANY}),
        sent=("payroll.list_declarations", {"state": "sent", "limit": MANY}))
    names = await names_of(visit, (row["member_id"] for rows in found.values() for row in rows or []))
    return visit.render("declarations/declarations.html", status=UNPROCESSABLE if errors else 200,
                        errors=errors or {}, found=found, names=names)


PAGES = (
    Page(name="declarations", path="/declarations", show=show_declarations, act=act_on_declarations, roles=CLERK,
         nav=N_("Declared work")),
)
