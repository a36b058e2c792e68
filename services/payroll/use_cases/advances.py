"""Advances in step with payments: opened with the wage, recovered as the client pays, lost when he defaults.

What comes in after a default gives the fund back its part.
"""

from collections.abc import Callable
from typing import Any

from services.payroll import store
from services.payroll.domain.advance import Advance, AdvanceEvent, Claim, give_up, open_after, regain, settle
from services.payroll.domain.events import AdvanceLost, AdvanceOpened, AdvanceRecovered, AdvanceRegained
from shared.identifiers import new_id
from shared.ledger import Entry, Posting, credit, debit, post
from shared.money import Money
from shared.postgres import Tx

ADVANCES, FUND, TREASURY = "advances", "guarantee_fund", "treasury_drawn"
Decide = Callable[..., tuple[Advance, list[AdvanceEvent]]]


def open_for_wage(tx: Tx, order_id: str, part: int) -> None:
    """A wage was worked out: the fund carries what the client has not paid yet, and bears it if he never will."""
    _bring_in_line(tx, store.invoice_of_part(tx, order_id, part), open_after)


def apply_payment(tx: Tx, *, invoice_id: str, paid_so_far: Money) -> None:
    """The client paid, or a payment was taken back: his payments so far decide what the fund still carries."""
    if store.note_paid_so_far(tx, invoice_id, paid_so_far):
        _bring_in_line(tx, _locked(tx, invoice_id), settle)


def credit_invoice(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """A part of the claim was given back: what is left decides what the fund still carries."""
    if store.note_credited(tx, invoice_id, amount):
        _bring_in_line(tx, _locked(tx, invoice_id), settle)


def write_off(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """The client will not pay what is open: the fund bears it; the wage is not touched."""
    if store.note_written_off(tx, invoice_id, amount):
        _bring_in_line(tx, _locked(tx, invoice_id), give_up)


def recover_written_off(tx: Tx, *, invoice_id: str, amount: Money) -> None:
    """Of what the client was let off, money came in, or (negative) was taken back: the fund gets back its part."""
    if store.note_recovered(tx, invoice_id, amount):
        _bring_in_line(tx, _locked(tx, invoice_id), regain)


def _locked(tx: Tx, invoice_id: str) -> dict[str, Any]:
    invoice = store.lock_invoice(tx, invoice_id)
    if invoice is None:
        raise LookupError("the invoice was there a moment ago")
    return invoice


def _bring_in_line(tx: Tx, invoice: dict[str, Any], decide: Decide) -> None:
    claim = Claim(**{name: Money(invoice[f"{name}_cents"], invoice["currency"])
                     for name in ("total", "paid", "credited", "written_off", "recovered")})
    for row in store.lock_advances_of_invoice(tx, invoice["invoice_id"]):
        advance, events = decide(_advance(row), claim=claim, on=tx.on)
        if events:
            _save(tx, advance, events, row)


def _advance(row: dict[str, Any]) -> Advance:
    def money(name: str) -> Money:
        return Money(row[f"{name}_cents"], row["currency"])

    return Advance(
        advance_id=row["advance_id"] or new_id("adv"), order_id=row["order_id"], part=row["part"],
        wage_id=row["wage_id"], invoice_id=row["invoice_id"], member_id=row["member_id"], client_id=row["client_id"],
        cost=money("cost"), amount=money("amount"), recovered=money("recovered"), lost=money("lost"),
        regained=money("regained"))


def _save(tx: Tx, advance: Advance, events: list[AdvanceEvent], row: dict[str, Any]) -> None:
    store.save_advance(tx, advance)
    keys = {"activity": row["activity_id"], "order": advance.order_id, "member": advance.member_id}
    for event in events:
        kind, postings = _step(event, keys)
        place = store.add_advance_step(tx, advance.advance_id, kind, event.amount)
        post(tx, Entry(journal="advances", document=f"{advance.advance_id}/{place}", text=f"Advance {kind}",
                       event_on=tx.on, postings=postings))
    tx.announce_all(events)


def _step(event: AdvanceEvent, keys: dict[str, str]) -> tuple[str, tuple[Posting, ...]]:
    """The kind of a step and its lines: the treasury lends to the fund, gets back, or the fund bears a loss."""
    match event:
        case AdvanceOpened(amount=amount):
            return "opened", (debit(ADVANCES, amount, **keys), credit(TREASURY, amount, **keys))
        case AdvanceRecovered(amount=amount):
            return "recovered", _back_to_the_treasury(ADVANCES, amount, keys)
        case AdvanceLost(amount=amount):
            return "lost", (debit(FUND, amount, **keys), credit(ADVANCES, amount, **keys))
        case AdvanceRegained(amount=amount):
            return "regained", _back_to_the_treasury(FUND, amount, keys)


def _back_to_the_treasury(account: str, amount: Money, keys: dict[str, str]) -> tuple[Posting, ...]:
    """What an account gives back to the treasury; the other way when it is negative."""
    if amount.cents > 0:
        return debit(TREASURY, amount, **keys), credit(account, amount, **keys)
    return debit(account, -amount, **keys), credit(TREASURY, -amount, **keys)
