"""Questions about claims, and about what may be distributed."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.membership.countries.protocol import law
from services.membership.payouts.rules import Claim, ClaimKind, Finding, NetAssets, Room
from shared.ledger import balance
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


def list_claims(tx: Tx, *, member_id: str, state: str, limit: int) -> list[dict[str, Any]]:
    """What is owed, in the order in which it is paid."""
    return [{**row, "claim_id": row["id"], "amount": Money.from_row(row), "paid_in": Money.from_row(row, "par"),
             "waits_for": (why := _why_not_payable(tx, row)), "payable": not why}
            for row in tx.all(Q.list_claims, member_id=member_id, state=state, limit=limit)]


def _why_not_payable(tx: Tx, row: Mapping[str, Any]) -> str:
    """What is missing before a claim can be paid: an account, its confirmation, or one that banks pay to."""
    claim = Claim(id=row["id"], kind=ClaimKind(row["kind"]), member_id=row["member_id"] or "",
                  amount=Money.from_row(row), due_on=row["due_on"], payee=row["payee"] or "",
                  account=row["account"] or "")
    if not claim.is_payable:
        return "account"
    if row["account_confirmed_on"] is None:
        return "confirmation"
    return "" if law(tx).takes_payment(claim) else "another_account"


def last_statement(tx: Tx, kind: str = "") -> NetAssets | None:
    """The newest net assets known today (of a kind, or of any), with the shares that existed on their day."""
    row = tx.one(Q.last_statement, on=tx.on, kind=kind)
    if row is None:
        return None
    return NetAssets(id=row["id"], as_of=row["as_of"], net=Money.from_row(row, "net"),
                     unavailable=Money.from_row(row, "unavailable"),
                     shares=tx.single(Q.shares_on, on=row["as_of"])["shares"])


def last_finding(tx: Tx) -> Finding | None:
    """The newest finding known today."""
    row = tx.one(Q.last_finding, on=tx.on)
    return Finding(decided_on=row["decided_on"], covers_until=row["covers_until"],
                   ceiling=Money.from_row(row, "most")) if row else None


def room_today(tx: Tx) -> Room:
    """How much may be distributed today."""
    statement, finding = last_statement(tx), last_finding(tx)
    return law(tx).room_for_distribution(
        tx.tables, on=tx.on, statement=statement, finding=finding,
        paid_since_statement=_distributed_since(tx, statement.as_of if statement else None, from_day=False),
        paid_since_finding=_distributed_since(tx, finding.decided_on if finding else None, from_day=True))


def _distributed_since(tx: Tx, day: date | None, *, from_day: bool) -> Money:
    """What was sent to leavers after a day, or from that day on."""
    row = tx.single(Q.distributed_since, day=day, from_day=from_day)
    return Money(row["cents"], str(tx.tables.value("currency", tx.on)))


def owed_to_us(tx: Tx, member_id: str) -> Money:
    """What a member owes us because the bank took back what had been used up."""
    return balance(tx, "taken_back_after_use", member=member_id, currency=str(tx.tables.value("currency", tx.on)))


def unclaimed_surpluses(tx: Tx, limit: int) -> list[tuple[str, Money]]:
    """What members paid too much, is not yet claimed for them and can be sent: member and amount."""
    return [(row["member_id"], Money.from_row(row)) for row in tx.all(Q.surpluses, limit=limit)]
