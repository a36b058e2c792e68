"""Advances in step with payments: opened with the wage, recovered as the client pays, lost when they default.

What comes in after a default gives the fund back its part.
"""

from collections.abc import Callable, Mapping, Sequence

from services.payroll.fund import store
from services.payroll.fund.postings import advance_step
from services.payroll.fund.rules import (
    Advance,
    AdvanceEvent,
    TakenStep,
    charge,
    give_up,
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
from services.payroll.orders.reads import invoices_of_parts
from services.payroll.orders.rules import PartId
from services.payroll.orders.use_cases import count_guarantees_behind
from shared.ledger import post_all
from shared.money import Money
from shared.postgres import Tx

Decide = Callable[..., tuple[Advance, list[AdvanceEvent]]]


def open_for_wages(tx: Tx, parts: Sequence[PartId]) -> None:
    """Wages were worked out: the fund carries what clients have not paid yet, and bears it if they never will."""
    _bring_in_line(tx, lock_claims(tx, set(invoices_of_parts(tx, parts).values())), open_after)


def apply_payment(tx: Tx, *, invoice_id: str, paid_so_far: Money) -> None:
    """The client paid, or a payment was taken back: their payments so far decide what the fund still carries."""
    _follow(tx, invoice_id, record_payment(tx, invoice_id, paid_so_far), settle)


def credit_invoice(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """A part of the claim was given back: the activity owes what no client owes any more."""
    _follow(tx, invoice_id, record_credit(tx, invoice_id, amount), charge)


def write_off(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """The client will not pay what is open: the fund bears it; the wage is not touched."""
    _follow(tx, invoice_id, record_write_off(tx, invoice_id, amount), give_up)


def recover_written_off(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """Of what the client was let off, money came in, or (negative) was taken back: the fund gets back its part."""
    _follow(tx, invoice_id, record_recovery(tx, invoice_id, amount), regain)


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
