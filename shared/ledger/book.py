"""Booking: entries into tables, with floors and closed periods; balances and statements out of them.

Code names an account by its role; the country's chart (`[[account]]` with the role as `key`, `number`, `name`, `floor`)
gives the number under which it is booked and shown. An account with a floor keeps a balance per legal entity and per
activity, order or member that may not go below zero (seen from its owner); only such balances are locked, control
accounts never.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.errors import ParameterMissing, Refusal
from shared.identifiers import new_uuid7
from shared.ledger.entries import MAIN_ENTITY, Entry, EntryUnbalanced, Posting
from shared.money import Money
from shared.parameters import Row
from shared.postgres import Tx, column
from shared.sql import load_queries

Q = load_queries("shared.ledger")
YEAR_CLOSE, RESULT, EQUITY = "year_close", "result", "equity"  # the journal of closed years; what accounts count as


class AccountUnknown(Refusal):
    """The account is not in the service's chart on that day."""

    sentence = "The chart of accounts has no {account} on {day}."


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
    lines = [_Line(new_id, entry, place, posting, _account(tx, entry, posting))
             for new_id, entry in [(new_uuid7(), entry) for entry in entries]
             for place, posting in enumerate(entry.postings, start=1)]
    floored = [moved for line in lines if (moved := _floored(line))]
    ids = list(dict.fromkeys(line.entry_id for line in lines))
    tx.run(Q.write_entries, **_entry_columns(tx, ids, entries), **_posting_columns(lines))
    if floored:
        columns = {name: [row[name] for row in floored] for name in floored[0]}
        tx.run(Q.lock_floors, **{name: columns[name] for name in ("entity", "account", "key", "currency")})
        tx.run(Q.move_floors, **columns)


@dataclass(frozen=True, slots=True)
class _Line:
    entry_id: UUID
    entry: Entry
    place: int
    posting: Posting
    account: Row


def _account(tx: Tx, entry: Entry, posting: Posting) -> Row:
    try:
        return tx.tables.row("account", entry.event_on, posting.account)
    except ParameterMissing:
        raise AccountUnknown(account=posting.account, day=entry.event_on.isoformat()) from None


def _floored(line: _Line) -> dict[str, Any] | None:
    """The balance that a line moves, when its account has a floor."""
    kind = str(line.account.fields.get("floor", ""))
    if not kind:
        return None
    if not line.posting.key(kind):
        raise KeyMissing(account=line.posting.account, kind=kind)
    return {"entity": line.entry.entity, "account": line.account["number"], "key": line.posting.key(kind),
            "currency": line.posting.amount.currency, "cents": line.posting.amount.cents}


def _entry_columns(tx: Tx, ids: Sequence[UUID], entries: Sequence[Entry]) -> dict[str, Any]:
    return {
        "id": column(map(str, ids)), "entity": column(e.entity for e in entries),
        "journal": column(e.journal for e in entries), "document": column(e.document for e in entries),
        "text": column(e.text for e in entries), "event_on": column(e.event_on for e in entries),
        "recorded_at": tx.at, "actor": tx.actor,
    }


def _posting_columns(lines: Sequence[_Line]) -> dict[str, str]:
    postings = [line.posting for line in lines]
    return {
        "entry_id": column(str(line.entry_id) for line in lines), "line": column(line.place for line in lines),
        "account": column(str(line.account["number"]) for line in lines),
        "cents": column(p.amount.cents for p in postings), "currency": column(p.amount.currency for p in postings),
        "activity": column(p.activity for p in postings), "order_ref": column(p.order for p in postings),
        "member": column(p.member for p in postings),
    }


def numbers_of(tx: Tx, account: str) -> list[str]:
    """Every number under which the account of a role was ever booked."""
    return sorted({str(row["number"]) for row in tx.tables.history("account", account)})


def balance(
    tx: Tx, account: str, *, activity: str = "", order: str = "", member: str = "", entity: str = "",
    currency: str = "EUR", until: date | None = None,
) -> Money:
    """The balance of a role's account, debit positive: all of it, or one activity's, order's, member's or entity's.

    Of an account of results it is what was booked in all years: that a year was closed took nothing away.
    """
    row = tx.single(Q.balance, accounts=numbers_of(tx, account), activity=activity, order_ref=order, member=member,
                    entity=entity, currency=currency, until=until, without=_closings(tx, account))
    return Money(row["cents"], currency)


def _closings(tx: Tx, account: str) -> list[str]:
    """The journals that moved only the result of a year."""
    rows = tx.tables.history("account", account)
    return [YEAR_CLOSE] if any(row.fields.get("counts_as") == RESULT for row in rows) else []


def statement(tx: Tx, *, activity: str = "", order: str = "", member: str = "") -> list[dict[str, Any]]:
    """Every line that concerns one activity, order or member, as `amount` (debit positive) with its entry's text."""
    rows = tx.all(Q.statement, activity=activity, order_ref=order, member=member)
    return [{**row, "amount": Money.from_row(row)} for row in rows]


def trial_balance(tx: Tx) -> list[dict[str, Any]]:
    """The balance of every account number of each legal entity; they sum to zero per entity and currency."""
    return [{**row, "amount": Money.from_row(row)} for row in tx.all(Q.trial_balance)]


def closed_until(tx: Tx, entity: str) -> date | None:
    """The last day of an entity's books that is closed."""
    last: date | None = tx.single(Q.last_closing, entity=entity)["closed_until"]
    return last


def close_period(tx: Tx, until: date, *, entity: str = MAIN_ENTITY) -> None:
    """Close an entity's days up to and including `until`; what comes late of them counts on the next open day."""
    tx.run(Q.hold_new_entries)
    last = closed_until(tx, entity)
    if last and until <= last:
        raise PeriodClosedBefore(closed_until=last.isoformat())
    tx.run(Q.close_period, until=until, entity=entity, actor=tx.actor)


__all__ = ["CONSTRAINTS", "EntryUnbalanced", "balance", "close_period", "post", "post_all", "statement",
           "trial_balance"]
