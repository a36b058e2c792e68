"""Ends of membership, net assets and findings, claims and their payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.membership.domain.leaving import Claim, Finding, NetAssets, Worth
from shared.errors import NotFound
from shared.identifiers import new_id
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("services.membership", "queries/leaving.sql")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """An end of membership."""

    id: str
    member_id: str
    cause: str
    requested_on: date
    effective_on: date
    state: str


def add_statement(tx: Tx, *, as_of: date, approved_on: date, kind: str, net: Money, unavailable: Money) -> str:
    """Net assets, as approved or stated; the statement's id."""
    statement_id = new_id("nas")
    tx.run(Q.add_statement, id=statement_id, as_of=as_of, approved_on=approved_on, kind=kind, net_cents=net.cents,
           unavailable_cents=unavailable.cents, currency=net.currency, at=tx.at, actor=tx.actor)
    return statement_id


def last_statement(tx: Tx, kind: str = "") -> NetAssets | None:
    """The newest net assets known today, with the shares that existed on their day."""
    row = tx.one(Q.last_statement, on=tx.on, kind=kind)
    if row is None:
        return None
    shares = tx.one(Q.shares_on, on=row["as_of"]) or {"shares": 0}
    return NetAssets(id=row["id"], as_of=row["as_of"], net=Money(row["net_cents"], row["currency"]),
                     unavailable=Money(row["unavailable_cents"], row["currency"]), shares=shares["shares"])


def add_finding(tx: Tx, *, decided_on: date, covers_until: date, most: Money) -> str:
    """The board finds that so much can be paid; the finding's id."""
    finding_id = new_id("liq")
    tx.run(Q.add_finding, id=finding_id, decided_on=decided_on, covers_until=covers_until, most_cents=most.cents,
           currency=most.currency, at=tx.at, actor=tx.actor)
    return finding_id


def last_finding(tx: Tx) -> Finding | None:
    """The newest finding known today."""
    row = tx.one(Q.last_finding, on=tx.on)
    return Finding(decided_on=row["decided_on"], covers_until=row["covers_until"],
                   most=Money(row["most_cents"], row["currency"])) if row else None


def distributed_since(tx: Tx, day: date, *, from_day: bool, currency: str) -> Money:
    """What was sent to leavers after a day, or from that day on."""
    row = tx.one(Q.distributed_since, day=day, from_day=from_day)
    return Money(row["cents"] if row else 0, currency)


def add_exit(tx: Tx, *, member_id: str, cause: str, effective_on: date, evidence: str) -> str:
    """An end of membership; its id."""
    exit_id = new_id("lve")
    tx.run(Q.add_exit, id=exit_id, member_id=member_id, cause=cause, requested_on=tx.on, effective_on=effective_on,
           evidence=evidence, at=tx.at, actor=tx.actor)
    return exit_id


def lock_exit(tx: Tx, exit_id: str) -> Exit:
    """An end of membership, locked, or a refusal."""
    row = tx.one(Q.lock_exit, exit_id=exit_id)
    if row is None:
        raise NotFound(kind="exit", id=exit_id)
    return Exit(**row)


def exit_of(tx: Tx, member_id: str) -> dict[str, Any] | None:
    """The end of membership that stands for a member."""
    return tx.one(Q.exit_of, member_id=member_id)


def drop_exit(tx: Tx, exit_id: str) -> None:
    """A resignation is taken back."""
    tx.run(Q.drop_exit, exit_id=exit_id)


def settle_exit(tx: Tx, exit_id: str, shares: int) -> None:
    """The shares are gone from the register."""
    tx.run(Q.settle_exit, exit_id=exit_id, on=tx.on, shares=shares)


def exits_to_settle(tx: Tx, *, after: str, limit: int) -> list[str]:
    """Ends of membership whose day has come."""
    return [row["id"] for row in tx.all(Q.exits_to_settle, on=tx.on, after=after, limit=limit)]


def add_payee(tx: Tx, *, member_id: str, name: str, iban: str) -> None:
    """Where a member's money goes."""
    tx.run(Q.add_payee, id=new_id("pye"), member_id=member_id, name=name, iban=iban, on=tx.on, at=tx.at, actor=tx.actor)


def add_exit_claim(tx: Tx, leaving: Exit, worth: Worth, due_on: date) -> str:
    """What is owed to a leaver; the claim's id."""
    claim_id = new_id("clm")
    tx.run(Q.add_claim, id=claim_id, kind="exit", member_id=leaving.member_id, exit_id=leaving.id,
           cents=worth.amount.cents, par_cents=worth.paid_in.cents, currency=worth.amount.currency, due_on=due_on,
           statement_id=worth.statement_id, at=tx.at)
    return claim_id


def claim_surpluses(tx: Tx, limit: int) -> int:
    """Claim for members what they paid too much and can be sent to them; how many."""
    rows = tx.all(Q.surpluses, limit=limit)
    for row in rows:
        tx.run(Q.add_claim, id=new_id("clm"), kind="surplus", member_id=row["member_id"], exit_id=None,
               cents=row["cents"], par_cents=row["cents"], currency=row["currency"], due_on=tx.on, statement_id=None,
               at=tx.at)
    return len(rows)


def lock_queue(tx: Tx, kind: str) -> list[dict[str, Any]]:
    """The due claims of a kind with where the money goes; one payment run at a time."""
    tx.run(Q.hold_queue)
    return [{**row, "amount": Money(row["cents"], row["currency"])} for row in tx.all(Q.queue, kind=kind, on=tx.on)]


def as_claim(row: dict[str, Any]) -> Claim:
    """A claim as its rules see it."""
    return Claim(id=row["id"], amount=row["amount"], due_on=row["due_on"], payable=bool(row["iban"]))


def withdraw_surplus_claims(tx: Tx, member_id: str) -> None:
    """What a member paid too much is counted anew: claims for it that are not at the bank fall away."""
    tx.run(Q.withdraw_surplus_claims, member_id=member_id)


def suspend_claims(tx: Tx, claims: Sequence[Claim], bound_by: str) -> None:
    """These wait until distributions are allowed again."""
    tx.run(Q.suspend_claims, ids=[claim.id for claim in claims], on=tx.on, bound_by=bound_by)


def send_claims(tx: Tx, batch_id: str, rows: Sequence[dict[str, Any]], document_id: str) -> Money:
    """These go to the bank in one batch; how much in all."""
    amount = Money(sum(row["cents"] for row in rows), rows[0]["currency"])
    tx.run(Q.add_batch, id=batch_id, on=tx.on, count=len(rows), cents=amount.cents, currency=amount.currency,
           document_id=document_id, actor=tx.actor)
    tx.run(Q.send_claims, ids=[row["id"] for row in rows], on=tx.on, batch_id=batch_id)
    return amount


def lock_claim(tx: Tx, claim_id: str) -> dict[str, Any]:
    """A claim, locked, with its amount; or a refusal."""
    row = tx.one(Q.lock_claim, claim_id=claim_id)
    if row is None:
        raise NotFound(kind="claim", id=claim_id)
    return {**row, "amount": Money(row["cents"], row["currency"])}


def note_payout(tx: Tx, *, movement: str, claim_id: str, kind: str, booked_on: date) -> bool:
    """A bank movement of ours; whether it is news."""
    row = tx.one(Q.add_payout_movement, movement=movement, claim_id=claim_id, kind=kind, booked_on=booked_on)
    return row is not None


def claim_paid(tx: Tx, claim_id: str, on: date) -> None:
    """The bank carried it out."""
    tx.run(Q.claim_paid, claim_id=claim_id, on=on)


def claim_back(tx: Tx, claim_id: str) -> None:
    """The money came back: it is due again."""
    tx.run(Q.claim_back, claim_id=claim_id)


def add_transfer(tx: Tx, **transfer: Any) -> None:
    """Shares pass from one member to another."""
    tx.run(Q.add_transfer, on=tx.on, at=tx.at, actor=tx.actor, **transfer)


def uses_on_call(tx: Tx, call_id: str, currency: str) -> list[tuple[str, Money]]:
    """What payments brought on one call: payment id and amount."""
    return [(row["payment_id"], Money(row["cents"], currency)) for row in tx.all(Q.uses_on_call, call_id=call_id)]


def last_line_of(tx: Tx, payment_id: str) -> int:
    """The last line of a payment's uses."""
    row = tx.one(Q.last_line_of, payment_id=payment_id)
    return int(row["line"]) if row and row["line"] else 0
