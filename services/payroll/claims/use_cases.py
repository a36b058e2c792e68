"""Claims from the accident to the last day of incapacity."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from services.payroll.claims import reads, rules, store
from services.payroll.claims.errors import ClaimNotReported
from services.payroll.claims.rules import InsuranceClaim
from services.payroll.countries.protocol import law
from services.payroll.orders.reads import get_order
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx


def report_accident(
    tx: Tx, *, order_id: str, happened_at: datetime, what: str, another: bool,
) -> InsuranceClaim:
    """An accident happened at an order's work: a claim on the cover of its legal day, to be sent on in time.

    Also where nobody insures the day yet: the law's days run, and the list of what waits says what is to be done.
    """
    day = law(tx).day_of(happened_at)
    if day > tx.on:
        raise ClaimNotReported(day=day.isoformat())
    order = get_order(tx, order_id)
    if not another:
        store.assert_reported_once(tx, order_id, day)
    claim = InsuranceClaim(
        claim_id=new_id("clm"), order_id=order_id, member_id=order.member_id, happened_on=day, what=what,
        report_by=day + timedelta(days=tx.tables.integer("accident_report_days", day)),
        **store.cover_of_day(tx, order_id, day))
    store.add_claim(tx, claim)
    return claim


def send_claim(tx: Tx, claim_id: str) -> InsuranceClaim:
    """The report left for the insurer: the one who covers the day of the accident as it is known now."""
    return _move(tx, claim_id, lambda claim: rules.send(
        replace(claim, **store.cover_of_day(tx, claim.order_id, claim.happened_on)), on=tx.on))


def decide_claim(tx: Tx, claim_id: str, *, accepted: bool, reason: str) -> InsuranceClaim:
    """The insurer decided."""
    return _move(tx, claim_id, lambda claim: rules.decide(claim, accepted=accepted, reason=reason, on=tx.on))


def record_incapacity(tx: Tx, claim_id: str, *, until: date) -> InsuranceClaim:
    """A doctor named the last day of incapacity."""
    return _move(tx, claim_id, lambda claim: rules.record_incapacity(claim, until=until))


def settle_claim(tx: Tx, claim_id: str) -> InsuranceClaim:
    """Nothing is owed any more."""
    return _move(tx, claim_id, lambda claim: rules.settle(claim, paid_days=reads.paid_days(tx, claim_id), on=tx.on))


def add_document(tx: Tx, claim_id: str, *, name: str, digest: str) -> InsuranceClaim:
    """A document came: it is known by its name and digest."""
    claim = store.lock_claim(tx, claim_id)
    store.add_document(tx, claim_id, name=name, digest=digest)
    return claim


def record_payment(tx: Tx, claim_id: str, *, starts_on: date, ends_on: date, amount: Money) -> InsuranceClaim:
    """The insurer paid days of incapacity to the worker."""
    claim = store.lock_claim(tx, claim_id)
    rules.assert_pays_incapacity(claim, starts_on=starts_on, ends_on=ends_on)
    store.add_payment(tx, claim_id, starts_on=starts_on, ends_on=ends_on, amount=amount)
    return claim


def _move(tx: Tx, claim_id: str, step: Callable[[InsuranceClaim], InsuranceClaim]) -> InsuranceClaim:
    claim = step(store.lock_claim(tx, claim_id))
    store.save_claim(tx, claim)
    return claim
