"""Questions about claims."""

from typing import Any

from services.payroll.claims.rules import ClaimState, InsuranceClaim, owed_for
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
SHOWN = ("claim_id", "member_id", "order_id", "insurer", "policy", "happened_on", "report_by", "what", "state",
         "sent_on", "decided_on", "reason", "incapable_until", "settled_on", "late")


def get_claim(tx: Tx, claim_id: str) -> dict[str, Any]:
    """A claim whole, with what its days are worth by the law where the year before the accident is complete here."""
    found = _claim(tx, claim_id)
    year = tx.single(Q.pay_before, member_id=found.member_id, day=found.happened_on)
    currency = str(tx.tables.value("currency", tx.on))
    base = Money(year["cents"], currency) if year["complete"] else None
    share = tx.tables.decimal("incapacity_share", found.happened_on)
    cap = tx.tables.money("incapacity_uncapped_to", found.happened_on)
    payments = tx.all(Q.payments_of_claim, claim_id=claim_id)
    expected = None if base is None else owed_for(found.days(), base=base, share=share, uncapped_to=cap)
    return {
        **summary(tx, found), "base": base, "expected": expected,
        "documents": tx.all(Q.documents_of_claim, claim_id=claim_id),
        "payments": [{**row, "amount": Money.from_row(row)} for row in payments]}


def list_claims(tx: Tx, *, member_id: str, only_open: bool, after: str, limit: int) -> list[dict[str, Any]]:
    """A page of claims, each with whose step leads on."""
    rows = tx.all(Q.list_claims, member_id=member_id, only_open=only_open, after=after, limit=limit)
    return [summary(tx, _claim(tx, row["claim_id"])) for row in rows]


def summary(tx: Tx, claim: InsuranceClaim) -> dict[str, Any]:
    """A claim as lists show it."""
    paid = paid_days(tx, claim.claim_id)
    return {**{name: getattr(claim, name) for name in SHOWN}, "days": claim.days(), "paid_days": paid,
            "leads_on": claim.leads_on(paid)}


def paid_days(tx: Tx, claim_id: str) -> int:
    """How many days of incapacity the insurer paid."""
    return int(tx.single(Q.paid_days, claim_id=claim_id)["days"])


def owner_of_claim(tx: Tx, *, claim_id: str, **_: Any) -> str | None:
    """The worker to whom the accident happened."""
    row = tx.one(Q.claim, claim_id=claim_id)
    return row["member_id"] if row else None


def _claim(tx: Tx, claim_id: str) -> InsuranceClaim:
    """A claim, or a refusal; nobody is kept from changing it."""
    row = tx.require(Q.claim, NotFound(kind="claim", id=claim_id), claim_id=claim_id)
    return InsuranceClaim(**{**row, "state": ClaimState(row["state"])})
