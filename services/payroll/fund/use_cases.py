"""Advances in step with payments: opened with the wage, recovered as the client pays, lost when they default.

What comes in after a default gives the fund back its part.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from services.payroll.fund import store
from services.payroll.fund.postings import advance_step, fed
from services.payroll.fund.reads import inflow_rate
from services.payroll.fund.rules import (
    Advance,
    AdvanceEvent,
    Inflow,
    InflowKind,
    Source,
    TakenStep,
    charge,
    fee_given_back,
    give_up,
    inflow,
    open_after,
    regain,
    settle,
    step_of,
)
from services.payroll.invoices.rules import Claim
from services.payroll.invoices.use_cases import (
    lock_claims,
    record_credit,
    record_payment,
    record_recovery,
    record_write_off,
)
from services.payroll.orders.rules import PartId
from services.payroll.orders.use_cases import count_guarantees_behind
from services.payroll.wages.rules.pay import Wage
from shared.ledger import post_all
from shared.money import Money
from shared.postgres import Tx

Decide = Callable[..., tuple[Advance, list[AdvanceEvent]]]


def open_for_wages(tx: Tx, parts: Sequence[PartId]) -> None:
    """Wages were worked out: the fund carries what clients have not paid yet, and bears it if they never will."""
    open_behind(tx, store.invoices_behind(tx, parts))


def open_behind(tx: Tx, invoice_ids: Collection[str]) -> None:
    """Invoices are to bring the cost of wages that were worked out: the fund carries what they have not brought yet."""
    _bring_in_line(tx, lock_claims(tx, invoice_ids), open_after)


def apply_payment(tx: Tx, *, invoice_id: str, paid_so_far: Money, prepaid: Money | None) -> None:
    """The client paid, or a payment was taken back: their payments so far decide what the fund still carries."""
    _follow(tx, invoice_id, record_payment(tx, invoice_id, paid_so_far, prepaid), settle)


def credit_invoice(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """A part of the claim was given back: the activity owes what no client owes any more."""
    claim = record_credit(tx, invoice_id, amount)
    _follow(tx, invoice_id, claim, charge)
    if claim is not None:
        back = [fee_given_back(before, claim=claim) for before in store.fees_fed_behind(tx, invoice_id)]
        _feed(tx, [flow for flow in back if flow is not None], tx.on)


def write_off(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """The client will not pay what is open: the fund bears it; the wage is not touched."""
    _follow(tx, invoice_id, record_write_off(tx, invoice_id, amount), give_up)


def recover_written_off(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """Of what the client was let off, money came in, or (negative) was taken back: the fund gets back its part."""
    _follow(tx, invoice_id, record_recovery(tx, invoice_id, amount), regain)


def feed_from_fee(tx: Tx, source: Source, fee: Money, on: date) -> None:
    """A fee was booked on a day: the share of it that the cooperative set for that day feeds the fund."""
    if rate := inflow_rate(tx, "fee", on):
        _feed(tx, [inflow(source, InflowKind.FEE, fee, rate)], on)


def feed_from_wages(tx: Tx, wages: Sequence[Wage]) -> None:
    """Wages were worked out: the share of their variable contribution that the cooperative set feeds the fund."""
    if rate := inflow_rate(tx, "mutual", tx.on):
        _feed(tx, [inflow(Source.of(wage.due), InflowKind.MUTUAL, wage.pay.shares.variable, rate) for wage in wages],
              tx.on)


def _feed(tx: Tx, flows: Sequence[Inflow], on: date) -> None:
    flows = [flow for flow in flows if flow.amount]
    if not flows:
        return
    places = store.next_places(tx, [flow.source.order_id for flow in flows])
    placed = []
    for flow in flows:
        places[flow.source.order_id, flow.source.part] += 1
        placed.append((flow, places[flow.source.order_id, flow.source.part]))
    store.add_inflows(tx, placed, on)
    post_all(tx, [fed(flow, place, on) for flow, place in placed])


def _follow(tx: Tx, invoice_id: str, claim: Claim | None, decide: Decide) -> None:
    """Something became of a claim: its advances follow, and what the fund guarantees of its orders is counted anew."""
    _bring_in_line(tx, {invoice_id: claim}, decide)
    count_guarantees_behind(tx, [invoice_id])


def _bring_in_line(tx: Tx, claims: Mapping[str, Claim | None], decide: Decide) -> None:
    """Bring the advances behind claims in line with them; an invoice on which no budget stands has no claim."""
    moved, steps, entries = [], [], []
    for before in store.lock_advances_of_invoices(tx, claims):
        advance, events = decide(before, claim=claims[before.invoice_id], on=tx.on)
        if events:
            moved.append(advance)
        for place, event in enumerate(events, start=before.steps + 1):
            steps.append(TakenStep(advance_id=advance.advance_id, place=place, kind=step_of(event),
                                   amount=event.amount))
            entries.append(advance_step(advance, event, place, tx.on))
        tx.announce_all(events)
    if moved:
        store.save_advances(tx, moved)
        store.add_advance_steps(tx, steps)
        post_all(tx, entries)
