"""Questions about leaving: claims and their queue, exclusions, the room for distributions, the yearly figures."""

from datetime import date
from typing import Any

from services.membership.store import leaving as store
from services.membership.store.leaving import Q
from shared.errors import NotFound
from shared.money import Money
from shared.postgres import Tx


def list_claims(tx: Tx, *, member_id: str, state: str, limit: int) -> list[dict[str, Any]]:
    """What is owed, in the order in which it is paid."""
    return [{**row, "claim_id": row["id"], "amount": Money(row["cents"], row["currency"]),
             "paid_in": Money(row["par_cents"], row["currency"])}
            for row in tx.all(Q.list_claims, member_id=member_id, state=state, limit=limit)]


def get_exit(tx: Tx, member_id: str) -> dict[str, Any]:
    """The end of membership that stands for a member."""
    row = store.exit_of(tx, member_id)
    if row is None:
        raise NotFound(kind="exit of member", id=member_id)
    return {**row, "exit_id": row["id"], "member_id": member_id}


def get_exclusion(tx: Tx, exclusion_id: str) -> dict[str, Any]:
    """An exclusion with every step."""
    row = tx.one(Q.get_exclusion, exclusion_id=exclusion_id)
    if row is None:
        raise NotFound(kind="exclusion", id=exclusion_id)
    return {**row, "exclusion_id": row["id"]}


def member_of_exclusion(tx: Tx, *, exclusion_id: str, **_: Any) -> str | None:
    """Whom an exclusion concerns, for the door's `self`."""
    row = tx.one(Q.member_of_exclusion, exclusion_id=exclusion_id)
    return row["member_id"] if row else None


def member_of_exit(tx: Tx, *, exit_id: str, **_: Any) -> str | None:
    """Who leaves, for the door's `self`."""
    row = tx.one(Q.member_of_exit, exit_id=exit_id)
    return row["member_id"] if row else None


def get_share_report(tx: Tx, *, since: date, until: date) -> dict[str, Any]:
    """The figures of the yearly reports (art. 6:43, 6:108 par. 2, 6:120 par. 2, 6:124)."""
    row = tx.one(Q.share_report, since=since, until=until) or {}
    currency = str(tx.tables.value("currency", until))
    outstanding = tx.one(Q.shares_on, on=until) or {"shares": 0}
    late = tx.all(Q.not_fully_paid, on=until, limit=1_000)
    return {**row, "since": since, "until": until, "paid_in": Money(row["cents_issued"], currency),
            "redeemed": Money(row["cents_redeemed"], currency), "outstanding": outstanding["shares"],
            "not_fully_paid": [{**debtor, "open": Money(debtor["cents"], debtor["currency"])} for debtor in late]}
