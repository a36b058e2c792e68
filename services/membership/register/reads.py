"""Questions to the register: holdings and rights of anyone, as of any day and as known on any day; its proofs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.membership.countries.protocol import law
from services.membership.register.rules import (
    ERASED,
    NOBODY,
    CausedMovement,
    Holder,
    Holding,
    MovementKind,
    assert_known_day,
    assert_may_enter,
)
from shared.chain import GENESIS
from shared.money import Money
from shared.postgres import Database, Tx
from shared.sql import load_queries

Q = load_queries(__package__)
ENTIRE = 2**31 - 1


def known_before(tx: Tx, known_on: date | None) -> datetime | str:
    """The instant at which the day of knowledge was over; without one, everything known now counts."""
    if known_on is None:
        return "infinity"
    return datetime.combine(known_on + timedelta(days=1), time(), ZoneInfo(law(tx).zone))


def assert_entry(tx: Tx) -> None:
    """Who writes in the register themselves is identified as strongly as who reads it (RD 29-4-2019 art. 7:13)."""
    assert_may_enter(assurance=tx.assurance, needed=str(tx.tables.value("register_assurance", tx.on)))


def get_register(
    tx: Tx, *, on: date, known_on: date | None, after: str = "", limit: int = ENTIRE, of_class: str = "",
) -> dict[str, Any]:
    """The register, of one class of shares or whole (art. 6:25): totals, rights, limits, holders after a member id."""
    assert_known_day(on, today=tx.on)
    known = known_before(tx, known_on)
    currency = str(tx.tables.value("currency", on))
    rows = tx.all(Q.register_page, after=after, limit=limit, on=on, known_before=known, erased=ERASED,
                  share_class=of_class)
    for row in rows:
        row["paid"] = Money(row.pop("cents"), currency)
    is_whole = not after and len(rows) < limit
    totals = _totals_of(rows) if is_whole else tx.single(Q.register_totals, on=on, known_before=known,
                                                              share_class=of_class)
    return {
        "on": on, "known_on": known_on, "share_class": of_class or share_class(tx, on),
        "rights": share_rights(tx, on, of_class),
        "holders": totals["holders"], "shares": totals["shares"], "paid": Money(totals["cents"], currency),
        "rows": rows, "next_after": rows[-1]["member_id"] if len(rows) == limit else "",
    }


def _totals_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The totals of a register whose every holder is among the rows."""
    return {"holders": len(rows), "shares": sum(row["shares"] for row in rows),
            "cents": sum(row["paid"].cents for row in rows)}


def share_class(tx: Tx, on: date) -> str:
    """The class of shares of a day."""
    return str(tx.tables.value("share_class", on))


def share_rights(tx: Tx, on: date, of_class: str = "") -> dict[str, str]:
    """The rights that a class gives (art. 6:25, 5 and 7)."""
    rights = tx.tables.row("share_rights", on, of_class or share_class(tx, on))
    return {name: str(rights[name]) for name in ("vote", "profit", "liquidation", "transfer")}


def get_holding(tx: Tx, *, member_id: str, on: date, known_on: date | None) -> dict[str, Any]:
    """One member's shares, what is paid on them, the right to vote, and the movements that led there."""
    assert_known_day(on, today=tx.on)
    rows = tx.all(Q.holding_as_of, member_id=member_id, on=on, known_before=known_before(tx, known_on))
    movements = [{**row, "amount": Money(row["cents"], row["currency"])} for row in rows if row["movement_id"]]
    shares, standing = sum(row["shares"] for row in movements), rows[0]
    return {
        "member_id": member_id, "on": on, "known_on": known_on, "shares": shares,
        "paid": Money(sum(row["cents"] for row in movements), str(tx.tables.value("currency", on))),
        "voting": bool(shares) and standing["voting"] is not False,
        "suspended_shares": standing["suspended_shares"] or 0, "movements": movements,
    }


def get_holder(tx: Tx, *, member_id: str, on: date, known_on: date | None) -> Holder:
    """Name and domicile of a holder on a day, as known on a day; nobody where there were none yet."""
    row = tx.one(Q.get_holder, member_id=member_id, on=on, known_before=known_before(tx, known_on))
    return Holder(**row) if row else NOBODY


def holdings_of(tx: Tx, member_id: str) -> list[Holding]:
    """Every movement of a member's shares, as known now, in the order of their days."""
    rows = tx.all(Q.movements_of, member_id=member_id, on=date.max, known_before="infinity")
    return [Holding(effective_on=row["effective_on"], shares=row["shares"], amount=Money.from_row(row), lot=row["lot"],
                    kind=MovementKind(row["kind"])) for row in rows]


def movements_caused_by(tx: Tx, cause: str) -> list[CausedMovement]:
    """The movements that one act caused."""
    return [CausedMovement(id=row["id"], member_id=row["member_id"], kind=MovementKind(row["kind"]), lot=row["lot"],
                           shares=row["shares"], amount=Money.from_row(row), effective_on=row["effective_on"],
                           counterpart=row["counterpart"])
            for row in tx.all(Q.movements_caused_by, cause=cause)]


def list_acts(tx: Tx, *, refers_to: str, before: str, limit: int) -> list[dict[str, Any]]:
    """Legal acts with their days, newest first."""
    rows = tx.all(Q.list_acts, refers_to=refers_to, before=before, limit=limit)
    return [{**row, "act_id": row["id"]} for row in rows]


def list_register_reads(tx: Tx, *, about: str, before: str, limit: int) -> list[dict[str, Any]]:
    """Who read the register, newest first."""
    return [{**row, "read_id": row["id"]} for row in tx.all(Q.list_reads, about=about, before=before, limit=limit)]


def end_of_chain(tx: Tx) -> tuple[int, str]:
    """Where the register's chain ends: place and digest."""
    row = tx.one(Q.end_of_chain)
    return (row["place"], row["digest"]) if row else (0, GENESIS)


def list_anchors(database: Database) -> list[dict[str, Any]]:
    """Every anchor that was sent out, beside what the chain says at its place now."""
    with database.connection() as conn:
        return conn.execute(Q.anchors).fetchall()


def find_digest_at(tx: Tx, place: int) -> str | None:
    """The chain's digest at a place; nothing where it ends before."""
    row = tx.one(Q.digest_at, place=place)
    return row["digest"] if row else None


def verify_register(database: Database) -> Iterator[str]:
    """One sentence per fault: a broken chain, forged names, entries outside it, holdings that do not add up."""
    with database.connection() as conn:
        conn.execute(Q.take_your_time)
        yield from broken_chain(conn)
        for row in conn.execute(Q.forged_holders):
            yield f"register: the name and domicile {row['id']} are not those that were recorded"
        for row in conn.execute(Q.outside_chain):
            yield f"register: entry {row['id']} is neither in the chain nor waiting for it"
        for row in conn.execute(Q.wrong_holdings):
            yield f"register: member {row['id']} holds {row['shares']} shares, the movements say {row['summed']}"
        for row in conn.execute(Q.negative_days):
            yield (f"register: on {row['effective_on']} member {row['member_id']} holds {row['shares']} shares and "
                   f"{row['cents']} cents of lot {row['lot'] or 'without a name'}")


def broken_chain(conn: Any) -> Iterator[str]:
    """The first place at which the chain, rendered again from the rows, differs from what was sealed."""
    for fault in conn.execute(Q.first_broken_link):
        yield f"register: the chain breaks at place {fault['place']}, entry {fault['entry_id']}"
