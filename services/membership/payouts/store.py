"""Statements, findings, payees, claims and what became of them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from services.membership.payouts.errors import StatementKnown, StatementTooEarly
from services.membership.payouts.rules import Claim, ClaimKind, ClaimState, PayoutBatch, Worth
from shared.errors import NotFound, Refusal
from shared.identifiers import new_id
from shared.money import Money, total
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)

CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "net_asset_statements_once": StatementKnown,
    "net_asset_statements_after_their_day": StatementTooEarly,
}


def add_statement(tx: Tx, *, as_of: date, approved_on: date, kind: str, net: Money, unavailable: Money) -> str:
    """Net assets, as approved or stated; the statement's id."""
    statement_id = new_id("nas")
    tx.run(Q.add_statement, id=statement_id, as_of=as_of, approved_on=approved_on, kind=kind, net_cents=net.cents,
           unavailable_cents=unavailable.cents, currency=net.currency, at=tx.at, actor=tx.actor)
    return statement_id


def add_finding(tx: Tx, *, decided_on: date, covers_until: date, ceiling: Money) -> str:
    """The board finds that so much can be paid; the finding's id."""
    finding_id = new_id("liq")
    tx.run(Q.add_finding, id=finding_id, decided_on=decided_on, covers_until=covers_until, most_cents=ceiling.cents,
           currency=ceiling.currency, at=tx.at, actor=tx.actor)
    return finding_id


def add_exit_claim(tx: Tx, *, exit_id: str, member_id: str, worth: Worth, due_on: date) -> None:
    """What is owed to a leaver."""
    tx.run(Q.add_claim, id=new_id("clm"), kind=ClaimKind.EXIT, member_id=member_id, exit_id=exit_id,
           cents=worth.amount.cents, par_cents=worth.paid_in.cents, currency=worth.amount.currency, due_on=due_on,
           statement_id=worth.statement_id, at=tx.at)


def add_surplus_claim(tx: Tx, member_id: str, amount: Money) -> None:
    """What a member paid too much is owed back."""
    tx.run(Q.add_claim, id=new_id("clm"), kind=ClaimKind.SURPLUS, member_id=member_id, exit_id=None,
           cents=amount.cents, par_cents=amount.cents, currency=amount.currency, due_on=tx.on, statement_id=None,
           at=tx.at)


def split_claim(tx: Tx, claim: Claim, part: Money) -> Claim:
    """A part of a claim becomes a claim of its own; the rest keeps its place in the queue."""
    part_id = new_id("clm")
    tx.run(Q.split_claim, id=part_id, claim_id=claim.id, cents=part.cents, at=tx.at)
    return replace(claim, id=part_id, amount=part)


def save_set_off(tx: Tx, claim: Claim, part: Money) -> None:
    """A claim falls by what its member owes us; one of which nothing is left is withdrawn."""
    tx.run(Q.withdraw_claim if part == claim.amount else Q.reduce_claim, claim_id=claim.id, cents=part.cents)


def lock_claims_of(tx: Tx, member_id: str) -> list[Claim]:
    """What is owed to a leaver and not at the bank, the oldest first."""
    return [_claim(row) for row in tx.all(Q.claims_of, member_id=member_id)]


def lock_claims_of_exit(tx: Tx, exit_id: str) -> list[Claim]:
    """What is owed for an exit."""
    return [_claim(row) for row in tx.all(Q.claims_of_exit, exit_id=exit_id)]


def withdraw_claim(tx: Tx, claim: Claim) -> None:
    """It is owed no more."""
    tx.run(Q.withdraw_claim, claim_id=claim.id, cents=claim.amount.cents)


def add_return_claim(tx: Tx, payment_id: str, amount: Money, *, name: str, account: str) -> str:
    """Money that is sent back to its payer; the claim's id."""
    claim_id = new_id("clm")
    tx.run(Q.add_return_claim, id=claim_id, payment_id=payment_id, name=name, account=account, cents=amount.cents,
           currency=amount.currency, on=tx.on, at=tx.at, actor=tx.actor)
    return claim_id


def lock_return_claim(tx: Tx, payment_id: str) -> Claim | None:
    """The claim by which a payment is sent back, if it is."""
    row = tx.one(Q.return_claim_of, payment_id=payment_id)
    return _claim(row) if row else None


def save_payee_of_return(tx: Tx, claim_id: str, *, name: str, account: str) -> None:
    """The payer named another account."""
    tx.run(Q.save_payee_of_return, claim_id=claim_id, name=name, account=account, actor=tx.actor)


def lock_unconfirmed_return(tx: Tx, claim_id: str) -> str | None:
    """Who named the account of a claim that waits for a second person; nothing when it waits for none."""
    row = tx.one(Q.unconfirmed_return, claim_id=claim_id)
    return row["payee_recorded_by"] if row else None


def save_return_confirmed(tx: Tx, claim_id: str) -> None:
    """A second person looked at it."""
    tx.run(Q.confirm_return, claim_id=claim_id, on=tx.on)


def hold_queue(tx: Tx) -> None:
    """One payment run at a time; freed with its transaction."""
    tx.run(Q.hold_queue)


def lock_queue(tx: Tx, kind: ClaimKind) -> list[Claim]:
    """The due claims of a kind with where the money goes."""
    return [_claim(row) for row in tx.all(Q.queue, kind=kind, on=tx.on)]


def lock_claim(tx: Tx, claim_id: str) -> Claim:
    """A claim, locked; or a refusal."""
    return _claim(tx.require(Q.lock_claim, NotFound(kind="claim", id=claim_id), claim_id=claim_id))


def _claim(row: Mapping[str, Any]) -> Claim:
    return Claim(id=row["id"], kind=ClaimKind(row["kind"]), member_id=row["member_id"], amount=Money.from_row(row),
                 due_on=row["due_on"], state=ClaimState(row["state"]), payee=row["payee"], account=row["account"])


def withdraw_surplus_claims(tx: Tx, member_id: str) -> None:
    """Claims for what a member paid too much fall away, but for those that are at the bank."""
    tx.run(Q.withdraw_surplus_claims, member_id=member_id)


def save_suspended(tx: Tx, claims: Sequence[Claim], bound_by: str) -> None:
    """These wait until distributions are allowed again."""
    tx.run(Q.suspend_claims, ids=[claim.id for claim in claims], on=tx.on, bound_by=bound_by)


def save_sent(tx: Tx, batch: PayoutBatch, document_id: str) -> None:
    """These go to the bank in one batch."""
    amount = total([claim.amount for claim in batch.claims], batch.claims[0].amount.currency)
    tx.run(Q.add_batch, id=batch.id, on=tx.on, count=len(batch.claims), cents=amount.cents, currency=amount.currency,
           document_id=document_id, actor=tx.actor)
    tx.run(Q.send_claims, ids=[claim.id for claim in batch.claims], on=tx.on, batch_id=batch.id)


def add_payout_movement(tx: Tx, claim: Claim, *, movement: str, kind: str, booked_on: date, moved: Money) -> bool:
    """A bank movement of ours, with what it moved on the account; whether it is news."""
    row = tx.one(Q.add_payout_movement, movement=movement, claim_id=claim.id, kind=kind, booked_on=booked_on,
                 cents=moved.cents)
    return row is not None


def save_paid(tx: Tx, claim_id: str, on: date) -> None:
    """The bank carried it out."""
    tx.run(Q.claim_paid, claim_id=claim_id, on=on)


def save_returned(tx: Tx, claim_id: str) -> None:
    """The money came back: it is due again."""
    tx.run(Q.claim_back, claim_id=claim_id)
