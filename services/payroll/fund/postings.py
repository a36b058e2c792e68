"""What each step of an advance books: the treasury lends to the fund, gets back, or the fund bears a loss."""

from datetime import date

from services.payroll.fund.rules import Advance, AdvanceEvent, Inflow, InflowKind, Step, step_of
from shared.ledger import Entry, Posting, signed


def advance_step(advance: Advance, event: AdvanceEvent, place: int, on: date) -> Entry:
    """The entry of an advance's step; a negative amount goes the other way."""
    step = step_of(event)
    return Entry(journal="advances", document=f"{advance.advance_id}/{place}", text=f"Advance {step}", event_on=on,
                 postings=_lines(advance, event, step))


def fed(flow: Inflow, place: int, on: date) -> Entry:
    """The entry of what feeds the fund: the fee's share costs the cooperative, the other is the mutual fund's."""
    keys, source = flow.source.keys, flow.source
    from_ = "mutual_fund" if flow.kind is InflowKind.MUTUAL else "fed_to_guarantee_fund"
    return Entry(journal="fund", document=f"{source.order_id}/{source.part}/{place}", text=f"Inflow: {flow.kind}",
                 event_on=on, postings=(signed(from_, flow.amount, **keys),
                                        signed("guarantee_fund", -flow.amount, **keys)))


def _lines(advance: Advance, event: AdvanceEvent, step: Step) -> tuple[Posting, ...]:
    to, from_ = {
        Step.OPENED: ("advances", "treasury_drawn"), Step.RECOVERED: ("treasury_drawn", "advances"),
        Step.LOST: ("guarantee_fund", "advances"), Step.REGAINED: ("treasury_drawn", "guarantee_fund"),
        Step.CHARGED: ("charged_to_activities", "advances"),
    }[step]
    return signed(to, event.amount, **advance.keys), signed(from_, -event.amount, **advance.keys)
