"""Booking: entries into tables, with floors and closed periods; balances and statements out of them.

Accounts are dated parameters of the service (`[[account]]` with `key`, `name`, `floor`). An account with a floor keeps
a balance per activity, order or member that may not go below zero (seen from its owner); only such balances are
locked, control accounts never.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shared.errors import ParameterMissing, Refusal
from shared.identifiers import new_uuid7
from shared.ledger.entries import Entry, EntryUnbalanced, Posting
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries("shared.ledger")


class AccountUnknown(Refusal):
    """The account is not in the service's chart on that day."""

    sentence = "Account {account} is not in the chart of accounts on {day}."


class KeyMissing(Refusal):
    """A floored account must be told whose money moves."""

    sentence = "Account {account} needs the {kind} whose money moves."


class FloorReached(Refusal):
    """More would be taken than there is."""

    sentence = "There is not enough on the account: its balance may not go below zero."


class DocumentBookedBefore(Refusal):
    """The document is in this journal already."""

    sentence = "This document is booked in this journal already."


class EntryNotBalanced(Refusal):
    """The database itself found an entry that does not sum to zero."""

    sentence = "An entry does not sum to zero, so nothing was booked."


class PeriodClosedBefore(Refusal):
    """Periods close forward only."""

    sentence = "The books are closed until {closed_until} already."


CONSTRAINTS: Mapping[str, type[Refusal]] = {
    "ledger_floor_kept": FloorReached,
    "ledger_documents_booked_once": DocumentBookedBefore,
    "ledger_entries_balance": EntryNotBalanced,
}


def post(tx: Tx, entry: Entry) -> None:
    """Book one entry in the transaction at hand."""
    post_all(tx, [entry])


def post_all(tx: Tx, entries: Sequence[Entry]) -> None:
    """Book entries, set-wise: a constant number of statements however many there are."""
    if not entries:
        return
    lines = [(new_id, entry, number, posting) for new_id, entry in [(new_uuid7(), entry) for entry in entries]
             for number, posting in enumerate(entry.postings, start=1)]
    floored = [moved for _, entry, _, posting in lines if (moved := _floored(tx, entry, posting))]
    ids = list(dict.fromkeys(new_id for new_id, _, _, _ in lines))
    tx.run(Q.write_entries, **_entry_columns(tx, ids, entries))
    tx.run(Q.write_postings, **_posting_columns(lines))
    if floored:
        columns = {name: [row[name] for row in floored] for name in floored[0]}
        tx.run(Q.lock_floors, **{name: columns[name] for name in ("account", "key", "currency")})
        tx.run(Q.move_floors, **columns)


def _floored(tx: Tx, entry: Entry, posting: Posting) -> dict[str, Any] | None:
    """The balance that a line moves, when its account has a floor; refuses accounts that are not in the chart."""
    try:
        kind = str(tx.tables.row("account", entry.event_on, posting.account).fields.get("floor", ""))
    except ParameterMissing:
        raise AccountUnknown(account=posting.account, day=entry.event_on.isoformat()) from None
    if not kind:
        return None
    if not posting.key(kind):
        raise KeyMissing(account=posting.account, kind=kind)
    return {"account": posting.account, "key": posting.key(kind), "currency": posting.amount.currency,
            "cents": posting.amount.cents}


def _entry_columns(tx: Tx, ids: Sequence[UUID], entries: Sequence[Entry]) -> dict[str, list[Any]]:
    return {
        "id": list(ids), "journal": [e.journal for e in entries], "document": [e.document for e in entries],
        "text": [e.text for e in entries], "event_on": [e.event_on for e in entries],
        "recorded_at": [tx.at] * len(entries), "actor": [tx.actor] * len(entries),
    }


def _posting_columns(lines: Sequence[tuple[UUID, Entry, int, Posting]]) -> dict[str, list[Any]]:
    postings = [posting for _, _, _, posting in lines]
    return {
        "entry_id": [new_id for new_id, _, _, _ in lines], "line": [number for _, _, number, _ in lines],
        "account": [p.account for p in postings], "cents": [p.amount.cents for p in postings],
        "currency": [p.amount.currency for p in postings], "activity": [p.activity for p in postings],
        "order_ref": [p.order for p in postings], "member": [p.member for p in postings],
    }


def balance(
    tx: Tx, account: str, *, activity: str = "", order: str = "", member: str = "", currency: str = "EUR",
    until: date | None = None,
) -> Money:
    """The balance of an account, debit positive: all of it, or one activity's, order's or member's part."""
    row = tx.one(Q.balance, account=account, activity=activity, order_ref=order, member=member, currency=currency,
                 until=until)
    return Money(row["cents"] if row else 0, currency)


def statement(tx: Tx, *, activity: str = "", order: str = "", member: str = "") -> list[dict[str, Any]]:
    """Every line that concerns one activity, order or member, as `amount` (debit positive) with its entry's text."""
    rows = tx.all(Q.statement, activity=activity, order_ref=order, member=member)
    return [{**row, "amount": Money(row["cents"], row["currency"])} for row in rows]


def trial_balance(tx: Tx) -> list[dict[str, Any]]:
    """The balance of every account; they sum to zero per currency."""
    return [{**row, "amount": Money(row["cents"], row["currency"])} for row in tx.all(Q.trial_balance)]


def close_period(tx: Tx, until: date) -> None:
    """Close every day up to and including `until`; what happened then and comes late counts on the next open day."""
    tx.run(Q.hold_new_entries)
    last = tx.one(Q.last_closing)
    if last and last["closed_until"] and until <= last["closed_until"]:
        raise PeriodClosedBefore(closed_until=last["closed_until"].isoformat())
    tx.run(Q.close_period, until=until, actor=tx.actor)


__all__ = ["CONSTRAINTS", "EntryUnbalanced", "balance", "close_period", "post", "post_all", "statement",
           "trial_balance"]
