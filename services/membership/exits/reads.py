"""Questions about ends of membership, exclusions, and the yearly figures on shares."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from services.membership.events import LeavingReason
from services.membership.exits.rules import Exclusion, ExclusionState, Exit, ExitState, Obstacle, Transfer
from shared.errors import NotFound
from shared.ledger import numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)
_EXCLUSION = [field.name for field in fields(Exclusion)]


def get_exit(tx: Tx, member_id: str) -> dict[str, Any]:
    """The end of membership that stands for a member."""
    leaving = find_exit(tx, member_id)
    if leaving is None:
        raise NotFound(kind="exit of member", id=member_id)
    return dump_exit(leaving)


def dump_exit(leaving: Exit) -> dict[str, Any]:
    """An end of membership as it is shown."""
    return {"exit_id": leaving.id, "member_id": leaving.member_id, "cause": leaving.cause,
            "effective_on": leaving.effective_on, "state": leaving.state}


def find_exit(tx: Tx, member_id: str) -> Exit | None:
    """The end of membership that stands for a member, if there is one."""
    row = tx.one(Q.exit_of, member_id=member_id)
    return _exit(row) if row else None


def lock_exit(tx: Tx, exit_id: str) -> Exit:
    """An end of membership, locked, or a refusal."""
    return _exit(tx.require(Q.lock_exit, NotFound(kind="exit", id=exit_id), exit_id=exit_id))


def _exit(row: Mapping[str, Any]) -> Exit:
    paid_in = Money(row["paid_in_cents"], row["currency"]) if row["currency"] else None
    return Exit(id=row["id"], member_id=row["member_id"], cause=LeavingReason(row["cause"]),
                requested_on=row["requested_on"], effective_on=row["effective_on"], state=ExitState(row["state"]),
                shares=row["shares"] or 0, paid_in=paid_in)


def exits_to_settle(tx: Tx, *, after: str, limit: int) -> list[str]:
    """Ends of membership whose day has come, and those that wait for their value."""
    return [row["id"] for row in tx.all(Q.exits_to_settle, on=tx.on, after=after, limit=limit)]


def list_stopped_exits(tx: Tx, *, limit: int) -> list[dict[str, Any]]:
    """Exits whose day has come and that something stops, with who can mend it."""
    return [{**row, "mended_by": Obstacle(code=row["code"], sentence=row["sentence"]).mended_by}
            for row in tx.all(Q.list_stopped_exits, limit=limit)]


def value_of_exit(tx: Tx, leaving: Exit) -> Money | None:
    """What was found to be owed for the shares of an exit; nothing while that is not known."""
    if leaving.state != ExitState.SETTLED or not leaving.paid_in:
        return None
    row = tx.single(Q.value_of_exit, exit_id=leaving.id, leavers=numbers_of(tx, "owed_to_leavers"))
    return Money(row["cents"], leaving.paid_in.currency)


def get_transfer(tx: Tx, transfer_id: str) -> Transfer:
    """A transfer, or a refusal."""
    return Transfer(**tx.require(Q.get_transfer, NotFound(kind="transfer", id=transfer_id), transfer_id=transfer_id))


def member_of_exit(tx: Tx, *, exit_id: str, **_: Any) -> str | None:  # _: whatever else the method takes
    """Who leaves, for `self`."""
    row = tx.one(Q.member_of_exit, exit_id=exit_id)
    return row["member_id"] if row else None


def get_exclusion(tx: Tx, exclusion_id: str) -> dict[str, Any]:
    """An exclusion with every step."""
    row = tx.require(Q.get_exclusion, NotFound(kind="exclusion", id=exclusion_id), exclusion_id=exclusion_id)
    return {**row, "exclusion_id": row["id"]}


def lock_exclusion(tx: Tx, exclusion_id: str) -> Exclusion:
    """An exclusion, locked, or a refusal."""
    row = tx.require(Q.lock_exclusion, NotFound(kind="exclusion", id=exclusion_id), exclusion_id=exclusion_id)
    return Exclusion(**{name: row[name] for name in _EXCLUSION} | {"state": ExclusionState(row["state"])})


def member_of_exclusion(tx: Tx, *, exclusion_id: str, **_: Any) -> str | None:  # _: whatever else the method takes
    """Whom an exclusion concerns, for `self`."""
    row = tx.one(Q.member_of_exclusion, exclusion_id=exclusion_id)
    return row["member_id"] if row else None


def get_share_report(tx: Tx, *, since: date, until: date) -> dict[str, Any]:
    """The figures of the yearly reports (art. 6:43, 6:108 par. 2, 6:120 par. 2, 6:124)."""
    row = tx.single(Q.share_report, since=since, until=until)
    currency = str(tx.tables.value("currency", until))
    held, owed = tx.single(Q.holders_on, on=until), tx.single(Q.owed_on, on=until)
    late = tx.all(Q.not_fully_paid, on=until, limit=1_000)
    return {**row, "since": since, "until": until, "paid_in": Money(row["cents_issued"], currency),
            "redeemed": Money(row["cents_redeemed"], currency), "outstanding": held["outstanding"],
            "holders": held["holders"], "outstanding_paid_in": Money(held["cents"], currency),
            "owed_to_leavers": Money(owed["cents"], currency), "creditors": owed["creditors"],
            "exits_not_valued": owed["not_valued"],
            "not_fully_paid": [{**debtor, "open": Money.from_row(debtor)} for debtor in late],
            "refused": tx.all(Q.refused_requests, since=since, until=until, limit=1_000)}
