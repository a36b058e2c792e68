"""The daily comparison of register, capital account and bank."""

from datetime import date

from prometheus_client import Gauge

from services.membership.comparison import reads, store
from services.membership.comparison.errors import RegisterDiffers
from shared.definitions import Advance
from shared.postgres import Database

DIFFERS = Gauge("sharedco_register_differs_cents", "By how much register, capital account and bank differ at most.")


def compare_register(database: Database, on: date, advance: Advance) -> str:
    """The daily comparison: register = capital account = bank; a difference is kept, named, and ends the job badly."""
    with database.transaction(on=on, actor="job:compare_register") as tx:
        found = reads.compare_three_ways(tx)
        store.add_comparison(tx, found)
    DIFFERS.set(found.difference)
    advance(1, 1)
    figures = (f"{found.shares} shares: register {found.register_cents}, capital account {found.capital_cents}, "
               f"bank {found.bank_cents} cents")
    if not found.agree:
        raise RegisterDiffers(figures=figures, account=found.account_cents, moved=found.moved_cents)
    return f"{figures} agree."
