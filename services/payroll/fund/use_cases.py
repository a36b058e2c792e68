"""Advances in step with payments: opened with the wage, recovered as the client pays, lost when they default.

What comes in after a default gives the fund back its part.
"""

from collections.abc import Callable

from services.payroll.fund import store
from services.payroll.fund.postings import advance_step, step_of
from services.payroll.fund.rules import Advance, AdvanceEvent, charge, give_up, open_after, regain, settle
from services.payroll.invoices.rules import Claim
from services.payroll.invoices.use_cases import (
    lock_claim,
    record_credit,
    record_payment,
    record_recovery,
    record_write_off,
)
from services.payroll.orders.reads import invoice_of_part
from shared.ledger import post
from shared.money import Money
from shared.postgres import Tx

Decide = Callable[..., tuple[Advance, list[AdvanceEvent]]]


def open_for_wage(tx: Tx, order_id: str, part: int) -> None:
    """A wage was worked out: the fund carries what the client has not paid yet, and bears it if they never will."""
    invoice_id = invoice_of_part(tx, order_id, part)
    _bring_in_line(tx, invoice_id, lock_claim(tx, invoice_id), open_after)


def apply_payment(tx: Tx, *, invoice_id: str, paid_so_far: Money) -> None:
    """The client paid, or a payment was taken back: their payments so far decide what the fund still carries."""
    _bring_in_line(tx, invoice_id, record_payment(tx, invoice_id, paid_so_far), settle)


def credit_invoice(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """A part of the claim was given back: the activity owes what no client owes any more."""
    _bring_in_line(tx, invoice_id, record_credit(tx, invoice_id, amount), charge)


def write_off(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """The client will not pay what is open: the fund bears it; the wage is not touched."""
    _bring_in_line(tx, invoice_id, record_write_off(tx, invoice_id, amount), give_up)


def recover_written_off(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """Of what the client was let off, money came in, or (negative) was taken back: the fund gets back its part."""
    _bring_in_line(tx, invoice_id, record_recovery(tx, invoice_id, amount), regain)


def _bring_in_line(tx: Tx, invoice_id: str, claim: Claim | None, decide: Decide) -> None:
    if claim is None:
        return  # no budget stands on this invoice
    for before in store.lock_advances_of_invoice(tx, invoice_id):
        advance, events = decide(before, claim=claim, on=tx.on)
        if events:
            store.save_advance(tx, advance)
        for event in events:
            place = store.add_advance_step(tx, advance.advance_id, step_of(event), event.amount)
            post(tx, advance_step(advance, event, place, tx.on))
        tx.announce_all(events)
