"""Questions to the register: holdings and rights of anyone, as of any day and as known on any day."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.membership.domain.access import assert_known_day
from services.membership.store.calls import Q as CALLS_Q
from services.membership.store.members import Q as MEMBERS_Q
from services.membership.store.register import Q
from shared.clock import ZONES
from shared.money import Money
from shared.postgres import Tx

ENTIRE = 2**31 - 1


def known_before(tx: Tx, known_on: date | None) -> datetime | str:
    """The instant at which the day of knowledge was over; without one, everything known now counts."""
    if known_on is None:
        return "infinity"
    return datetime.combine(known_on + timedelta(days=1), time(), ZoneInfo(ZONES[tx.tables.country]))


def get_register(tx: Tx, *, on: date, known_on: date | None, after: str = "", limit: int = ENTIRE) -> dict[str, Any]:
    """The register of the share class (art. 6:25): totals, rights, limits, and the holders after a member id."""
    assert_known_day(on, today=tx.on)
    asked = {"on": on, "known_before": known_before(tx, known_on)}
    totals = tx.one(Q.register_totals, **asked) or {}
    rows = [_holder(row) for row in tx.all(Q.register_page, after=after, limit=limit, **asked)]
    share_class = str(tx.tables.value("share_class", on))
    rights = tx.tables.row("share_rights", on, share_class)
    return {
        "on": on, "known_on": known_on, "share_class": share_class, "holders": totals["holders"],
        "shares": totals["shares"], "paid": Money(totals["cents"], str(tx.tables.value("currency", on))),
        "rights": {name: str(rights[name]) for name in ("vote", "profit", "liquidation", "transfer")}, "rows": rows,
        "next_after": rows[-1]["member_id"] if len(rows) == limit else "",
    }


def _holder(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "paid": Money(row["cents"], row["currency"]), "name": _name(row), "domicile": _domicile(row)}


def _name(row: dict[str, Any]) -> str:
    return f"{row['given_name']} {row['family_name']}" if row["family_name"] else "(erased)"


def _domicile(row: dict[str, Any]) -> str:
    return f"{row['street']}, {row['postcode']} {row['town']}, {row['country']}" if row["street"] else "(erased)"


def get_holding(tx: Tx, *, member_id: str, on: date, known_on: date | None) -> dict[str, Any]:
    """One member's shares, what is paid on them, the right to vote, and the movements that led there."""
    assert_known_day(on, today=tx.on)
    asked = {"member_id": member_id, "on": on, "known_before": known_before(tx, known_on)}
    held = tx.one(Q.holding_as_of, **asked) or {}
    standing = tx.one(CALLS_Q.standing_as_of, **asked) or {"voting": True, "suspended_shares": 0}
    return {
        "member_id": member_id, "on": on, "known_on": known_on, "shares": held["shares"],
        "paid": Money(held["cents"], str(tx.tables.value("currency", on))),
        "voting": bool(held["shares"]) and standing["voting"], "suspended_shares": standing["suspended_shares"],
        "movements": [{**row, "movement_id": row["id"], "amount": Money(row["cents"], row["currency"])}
                      for row in tx.all(Q.movements_of, **asked)],
    }


def get_name_and_domicile(tx: Tx, *, member_id: str, on: date, known_on: date | None) -> dict[str, str]:
    """Name and domicile of a holder on a day, as known on a day."""
    row = tx.one(MEMBERS_Q.get_holder, member_id=member_id, on=on, known_before=known_before(tx, known_on))
    found = row or {"family_name": None, "street": None}
    return {"name": _name(found), "domicile": _domicile(found)}


def list_register_reads(tx: Tx, *, about: str, before: str, limit: int) -> list[dict[str, Any]]:
    """Who read the register, newest first."""
    return [{**row, "read_id": row["id"]} for row in tx.all(Q.list_reads, about=about, before=before, limit=limit)]
