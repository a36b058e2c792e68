"""A trial balance as of any day, down to its documents; joined over several ledgers; and journals as files.

An account has one number with one meaning over all ledgers of a country, so balances by number can be added up. Where
two ledgers keep accounts for each other (`mirror`), the two together are nothing, or documents explain them: those that
one of the two had booked by the day and the other had not.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations, groupby
from typing import Any

from shared.errors import Refusal
from shared.money import Money
from shared.parameters import Tables
from shared.postgres import Database, Tx
from shared.sql import load_queries

Q = load_queries("shared.ledger")
COLUMNS = ("entity", "journal", "document", "text", "event_on", "booked_on", "recorded_at", "line", "account", "name",
           "debit", "credit", "currency", "activity", "order", "member")


class AccountNumberUnknown(Refusal):
    """The chart has no account under this number."""

    sentence = "The chart of accounts has no number {number}: get_trial_balance lists those that were booked on."


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartAccount:
    """What the chart says of an account number: its name, and the other ledger that keeps its mirror."""

    name: str = ""
    mirror: str = ""


NAMELESS = ChartAccount()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountBalance:
    """What stands on an account of a legal entity (debit positive), after how many entries.

    `mirror` names the other ledger that keeps the opposite account.
    """

    entity: str
    account: str
    name: str
    mirror: str
    amount: Money
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedDocument:
    """What one document put on an account (debit positive); `entry_id` is where a list goes on."""

    entry_id: str
    journal: str
    document: str
    text: str
    event_on: date
    booked_on: date
    recorded_at: datetime
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalSum:
    """What a journal put on an account (debited) and took from it (credited) in a year, by how many entries."""

    journal: str
    debited: Money
    credited: Money
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedAccount:
    """An account over all ledgers: what stands on it in each, and together."""

    entity: str
    account: str
    name: str
    amounts: Mapping[str, Money]
    total: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """What two ledgers keep for each other, which is nothing once each has booked all that the other has.

    `explained` are the documents that only one of them has, with what they leave; they come to `left`.
    """

    entity: str
    one: str
    other: str
    left: Money
    explained: Mapping[str, Money]


def trial_balance_on(tx: Tx, *, as_of: date, entity: str = "") -> list[AccountBalance]:
    """The balance of every account of a legal entity (or of each), as of a day; per currency they sum to zero."""
    chart = chart_of(tx.tables)
    return [AccountBalance(
        entity=row["entity"], account=row["account"], name=(known := chart.get(row["account"], NAMELESS)).name,
        mirror=known.mirror, amount=Money.from_row(row), entries=row["entries"])
        for row in tx.all(Q.balances_on, until=as_of, entity=entity)]


def chart_of(tables: Tables) -> Mapping[str, ChartAccount]:
    """What the chart says of every account number."""
    return {str(row["number"]): ChartAccount(name=str(row["name"]), mirror=str(row.fields.get("mirror", "")))
            for name, key in tables.names() if name == "account" for row in tables.history("account", key)}


def list_account_documents(
    tx: Tx, *, entity: str, account: str, as_of: date, after: str, limit: int,
) -> list[BookedDocument]:
    """What makes up the balance of an account number, document by document, after a cursor."""
    if account not in chart_of(tx.tables):
        raise AccountNumberUnknown(number=account)
    rows = tx.all(Q.account_documents, entity=entity, account=account, until=as_of, after=after, limit=limit)
    return [BookedDocument(amount=Money.from_row(row), **{name: row[name] for name in (
        "entry_id", "journal", "document", "text", "event_on", "booked_on", "recorded_at")}) for row in rows]


def list_account_year(tx: Tx, *, entity: str, account: str, year: int) -> list[JournalSum]:
    """Where what stands on an account came from in a calendar year, and where it went, journal by journal."""
    if account not in chart_of(tx.tables):
        raise AccountNumberUnknown(number=account)
    rows = tx.all(Q.account_by_journal, entity=entity, account=account, first=date(year, 1, 1),
                  last=date(year, 12, 31))
    return [JournalSum(journal=row["journal"], debited=Money.from_row(row, "debited"), entries=row["entries"],
                       credited=Money.from_row(row, "credited")) for row in rows]


def joined(ledgers: Mapping[str, Sequence[AccountBalance]]) -> list[JoinedAccount]:
    """One trial balance over several ledgers: by entity, currency and account number."""
    found: dict[tuple[str, str, str], dict[str, AccountBalance]] = defaultdict(dict)
    for ledger, balances in ledgers.items():
        for one in balances:
            found[one.entity, one.amount.currency, one.account][ledger] = one
    return [JoinedAccount(
        entity=entity, account=account, name=next(iter(there.values())).name,
        amounts={ledger: one.amount for ledger, one in there.items()},
        total=Money(sum(one.amount.cents for one in there.values()), currency))
        for (entity, currency, account), there in sorted(found.items())]


def moved_for(tx: Tx, other: str, *, as_of: date) -> Mapping[tuple[str, str], Counter[str]]:
    """By entity and currency, what each document left by a day on the mirrors of another ledger, in cents."""
    accounts = [number for number, known in chart_of(tx.tables).items() if known.mirror == other]
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in tx.all(Q.moved_by_document, accounts=accounts, until=as_of):
        found[row["entity"], row["currency"]][row["document"]] += row["cents"]
    return found


def clearings(moved: Mapping[tuple[str, str], Mapping[tuple[str, str], Mapping[str, int]]]) -> Iterator[Clearing]:
    """What every pair of ledgers keeps for each other; `moved[one, other]` is what `moved_for` tells of the one."""
    for one, other in combinations(sorted({name for pair in moved for name in pair}), 2):
        if (one, other) not in moved or (other, one) not in moved:
            continue
        here, there = moved[one, other], moved[other, one]
        for entity, currency in sorted({*here, *there}):
            documents = Counter(here.get((entity, currency), {}))
            documents.update(there.get((entity, currency), {}))
            yield Clearing(
                entity=entity, one=one, other=other, left=Money(sum(documents.values()), currency),
                explained={name: Money(cents, currency) for name, cents in _unmatched(documents).items()})


def _unmatched(documents: Mapping[str, int]) -> dict[str, int]:
    """Documents that one ledger alone has: those that come to nothing are left out, and those that another offsets."""
    left: dict[int, list[str]] = defaultdict(list)
    for name, cents in sorted(documents.items()):
        if left[-cents]:
            left[-cents].pop()
        elif cents:
            left[cents].append(name)
    return {name: cents for cents, names in sorted(left.items()) for name in names}


def export_journals(
    database: Database, *, since: date, until: date, entity: str = "",
) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each journal of the days from one to another as the pieces of a CSV file, with its name: `main_bank`.

    One line per posting, amounts with a point, UTF-8, first line the columns: what an accountant's program reads.
    """
    chart = chart_of(database.tables)
    with database.connection() as conn, conn.cursor("journal_lines") as cursor:
        cursor.itersize = 10_000
        rows: Iterable[dict[str, Any]] = cursor.execute(
            Q.journal_lines, {"since": since, "until": until, "entity": entity})
        for (of, journal), lines in groupby(rows, key=lambda row: (row["entity"], row["journal"])):
            yield f"{of}_{journal}", _pieces(lines, chart)


def _pieces(lines: Iterable[Mapping[str, Any]], chart: Mapping[str, ChartAccount]) -> Iterator[bytes]:
    yield _csv(COLUMNS)
    for row in lines:
        amount = abs(Money.from_row(row)).text
        yield _csv([
            row["entity"], row["journal"], row["document"], row["text"], row["event_on"], row["booked_on"],
            row["recorded_at"].isoformat(), row["line"], row["account"], chart.get(row["account"], NAMELESS).name,
            amount if row["cents"] > 0 else "", amount if row["cents"] < 0 else "", row["currency"], row["activity"],
            row["order_ref"], row["member"]])


def _csv(cells: Sequence[object]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(cells)
    return written.getvalue().encode()
