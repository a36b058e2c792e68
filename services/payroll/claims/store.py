"""Claims, their documents and payments: rows and values."""

from dataclasses import asdict
from datetime import date
from typing import Any

from services.payroll.claims.errors import AccidentReportedBefore, DaysPaidBefore
from services.payroll.claims.rules import ClaimState, InsuranceClaim
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def cover_of_day(tx: Tx, order_id: str, day: date) -> dict[str, Any]:
    """The cover of an order on a day: its id, insurer and policy; empty where nobody insures it yet."""
    return tx.one(Q.cover_of_day, order_id=order_id, day=day) or {"cover_id": None, "insurer": "", "policy": ""}


def assert_reported_once(tx: Tx, order_id: str, day: date) -> None:
    """Refuse an accident of a day that was reported; whoever reports one of the order at this moment is waited for."""
    tx.one(Q.lock_reports, order_id=order_id)
    for row in tx.all(Q.claims_of_day, order_id=order_id, day=day):
        raise AccidentReportedBefore(claim_id=row["claim_id"], day=day.isoformat())


def add_claim(tx: Tx, claim: InsuranceClaim) -> None:
    """Write a claim that was reported today."""
    tx.run(Q.add_claim, **asdict(claim), on=tx.on, by=tx.actor)


def lock_claim(tx: Tx, claim_id: str) -> InsuranceClaim:
    """A claim, locked until commit, or a refusal."""
    row = tx.require(Q.lock_claim, NotFound(kind="claim", id=claim_id), claim_id=claim_id)
    return InsuranceClaim(**{**row, "state": ClaimState(row["state"])})


def save_claim(tx: Tx, claim: InsuranceClaim) -> None:
    """Write where a claim stands now."""
    tx.run(Q.save_claim, **asdict(claim))


def add_document(tx: Tx, claim_id: str, *, name: str, digest: str) -> None:
    """Write a document of a claim; the same one again is the same document."""
    tx.run(Q.add_document, claim_id=claim_id, name=name, digest=digest, on=tx.on)


def add_payment(tx: Tx, claim_id: str, *, starts_on: date, ends_on: date, amount: Money) -> None:
    """Write what the insurer paid for days of incapacity of a locked claim, or refuse days that were paid before."""
    if not tx.run(Q.add_payment, claim_id=claim_id, starts_on=starts_on, ends_on=ends_on, cents=amount.cents,
                  currency=amount.currency, on=tx.on):
        raise DaysPaidBefore(claim_id=claim_id)
