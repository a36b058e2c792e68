"""A second opinion: the tables read with bare SQL, every evening counted anew; it shares no code with the service.

Register = lots = capital account = bank on each day on which something changed, nobody holds less than nothing, the
accounts of what waits are what waits.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import psycopg
from psycopg.rows import dict_row

CAPITAL, CALLED, OWED, BANK = "share_capital", "share_capital_called", "share_calls_unpaid", "share_bank"
SURPLUS, UNPLACED, TAKEN_BACK = "overpaid_by_members", "unplaced_share_payments", "taken_back_after_use"
LEAVERS, NOT_VALUED, UNDER_WAY = "owed_to_leavers", "leavers_not_valued", "payouts_under_way"
BELGIAN = {"11090": CAPITAL, "11091": CALLED, "410": OWED, "5500": BANK, "4896": SURPLUS, "4990": UNPLACED,
           "416": TAKEN_BACK, "4897": LEAVERS, "4899": NOT_VALUED, "5801": UNDER_WAY}
SUBSCRIBED = {"paid", "reversed"}
Rows = list[dict[str, Any]]


class Tables:
    """Everything that is looked at, read once."""

    def __init__(self, conn: psycopg.Connection[dict[str, Any]], chart: Mapping[str, str]) -> None:
        self.members: Rows = conn.execute("select * from members").fetchall()
        self.calls: Rows = conn.execute("select * from share_calls").fetchall()
        self.moves: Rows = conn.execute("select * from share_movements").fetchall()
        self.payments: Rows = conn.execute("select * from share_payments").fetchall()
        self.uses: Rows = conn.execute("select * from payment_uses").fetchall()
        self.payouts: Rows = conn.execute("select * from payout_movements").fetchall()
        self.claims: Rows = conn.execute("select * from claims").fetchall()
        self.exits: Rows = conn.execute("select * from exits").fetchall()
        self.postings: Rows = conn.execute(
            "select e.event_on, p.account, p.cents, p.member from ledger_postings p "
            "join ledger_entries e on e.id = p.entry_id").fetchall()
        for row in self.postings:
            row["account"] = chart.get(row["account"], row["account"])

    def balance(self, account: str, day: date = date.max) -> int:
        return sum(row["cents"] for row in self.postings if row["account"] == account and row["event_on"] <= day)

    def days(self) -> list[date]:
        days = {row["effective_on"] for row in self.moves} | {row["booked_on"] for row in self.payments}
        return sorted(days | {row["booked_on"] for row in self.payouts} | {row["event_on"] for row in self.postings})

    def paid_on_calls(self) -> dict[str, list[tuple[date, int]]]:
        """What came for each call, on the day on which it counts."""
        booked = {row["id"]: row["booked_on"] for row in self.payments}
        refers = {row["id"]: row["refers_to"] for row in self.payments}
        called = {row["id"]: row["called_on"] for row in self.calls}
        flows: defaultdict[str, list[tuple[date, int]]] = defaultdict(list)
        for use in self.uses:
            if use["use"] == "call":
                paid = use["counts_on"] or booked[use["payment_id"]]
                first = booked.get(refers[use["payment_id"]] or "", paid)
                flows[use["call_id"]].append((max(paid, first, called[use["call_id"]]), use["cents"]))
        return flows


def faults(url: str, chart: Mapping[str, str] = BELGIAN) -> list[str]:
    """One sentence for each thing that is not as it must be. chart: what the numbers of the country's accounts mean."""
    with psycopg.connect(url, row_factory=dict_row) as conn:
        return faults_seen(conn, chart)


def faults_seen(conn: psycopg.Connection[dict[str, Any]], chart: Mapping[str, str] = BELGIAN) -> list[str]:
    """The same, as a transaction sees it that may have changed something."""
    tables = Tables(conn, chart)
    looks = (_days, _holdings, _lots, _transfers, _corrections, _what_waits, _exits)
    return [fault for look in looks for fault in look(tables)]


def _days(tables: Tables) -> Iterator[str]:
    flows, enough = tables.paid_on_calls(), {row["id"]: row["first_cents"] or row["cents"] for row in tables.calls}
    for day in tables.days():
        register = sum(row["cents"] for row in tables.moves if row["effective_on"] <= day)
        brought = {call: sum(cents for on, cents in paid if on <= day) for call, paid in flows.items()}
        bank = sum(cents for call, cents in brought.items() if cents >= enough[call])
        bank += sum(row["cents"] for row in tables.moves
                    if row["kind"] not in SUBSCRIBED and row["effective_on"] <= day)
        capital = -tables.balance(CAPITAL, day)
        if not register == capital == bank:
            yield f"{day}: register {register}, capital account {capital}, bank {bank}"
        moved = sum(row["cents"] for row in (*tables.payments, *tables.payouts) if row["booked_on"] <= day)
        if tables.balance(BANK, day) != moved:
            yield f"{day}: the bank account has {tables.balance(BANK, day)}, {moved} were moved"


def _holdings(tables: Tables) -> Iterator[str]:
    for member in tables.members:
        held = sum(row["shares"] for row in tables.moves if row["member_id"] == member["id"])
        if held != member["shares"]:
            yield f"{member['id']}: holds {member['shares']}, movements say {held}"
        if member["left_on"] and held:
            yield f"{member['id']}: left and holds {held}"


def _lots(tables: Tables) -> Iterator[str]:
    lots: defaultdict[tuple[str, str], Rows] = defaultdict(list)
    for row in tables.moves:
        lots[row["member_id"], row["cause"].partition("/")[2]].append(row)
    for (member, lot), rows in lots.items():
        for day in {row["effective_on"] for row in rows}:
            shares = sum(row["shares"] for row in rows if row["effective_on"] <= day)
            cents = sum(row["cents"] for row in rows if row["effective_on"] <= day)
            if shares < 0 or cents < 0 or (shares == 0) != (cents == 0):
                yield f"{day}: {member} holds {shares} shares and {cents} cents of {lot}"


def _transfers(tables: Tables) -> Iterator[str]:
    passed: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in tables.moves:
        if row["kind"] in {"transferred_in", "transferred_out"}:
            for unit in ("shares", "cents"):
                passed[row["cause"].partition("/")[2], unit] += row[unit]
    yield from (f"{lot}: {more} {unit} came out of transfers" for (lot, unit), more in passed.items() if more)


def _corrections(tables: Tables) -> Iterator[str]:
    wrong = {row["id"]: row for row in tables.moves}
    for row in tables.moves:
        if row["refers_to"]:
            one = wrong[row["refers_to"]]
            same = (row["shares"], row["cents"], row["effective_on"]) == (
                -one["shares"], -one["cents"], one["effective_on"])
            if not same or row["member_id"] != one["member_id"]:
                yield f"{row['id']}: is not the opposite of {one['id']}"


def _what_waits(tables: Tables) -> Iterator[str]:
    """Accounts of money that waits, beside the rows that say what waits; each payment used whole."""
    for account, expected in _expected(tables).items():
        if tables.balance(account) != expected:
            yield f"account {account} has {tables.balance(account)}, the rows say {expected}"
    paid = {row["id"]: row["paid_cents"] for row in tables.calls}
    for call, flows in tables.paid_on_calls().items():
        if sum(cents for _, cents in flows) != paid[call]:
            yield f"{call}: {paid[call]} are said to be paid, payments brought {sum(cents for _, cents in flows)}"
    for payment in tables.payments:
        brought = sum(use["cents"] for use in tables.uses if use["payment_id"] == payment["id"])
        if brought != payment["cents"]:
            yield f"{payment['id']}: brought {payment['cents']}, {brought} are used"


def _expected(tables: Tables) -> dict[str, int]:
    used: defaultdict[str, int] = defaultdict(int)
    for use in tables.uses:
        used[use["use"]] += use["cents"]
    gone: defaultdict[str, int] = defaultdict(int)
    for claim in tables.claims:
        if claim["state"] in {"sent", "paid"}:
            gone[claim["kind"]] += claim["cents"]
    open_calls = sum(row["cents"] - row["paid_cents"] for row in tables.calls if not row["withdrawn_on"])
    standing = [row for row in tables.calls if not row["withdrawn_on"]]
    unsettled = sum(row["cents"] for row in standing) - sum(
        row["paid_cents"] for row in standing if row["paid_cents"] >= (row["first_cents"] or row["cents"]))
    still_owed = sum(row["cents"] for row in tables.claims
                     if row["kind"] == "exit" and row["state"] in {"due", "suspended"})
    not_valued = sum(row["paid_in_cents"] for row in tables.exits if row["state"] == "ended")
    sent = sum(row["cents"] for row in tables.claims if row["state"] == "sent")
    return {OWED: open_calls, CALLED: -unsettled, SURPLUS: gone["surplus"] - used["surplus"],
            UNPLACED: gone["returned"] - used["unplaced"], LEAVERS: -still_owed, NOT_VALUED: -not_valued,
            UNDER_WAY: -sent}


def _exits(tables: Tables) -> Iterator[str]:
    left = {row["id"]: row["left_on"] for row in tables.members}
    for leaving in tables.exits:
        if leaving["state"] in {"ended", "settled"} and left[leaving["member_id"]] != leaving["effective_on"]:
            yield f"{leaving['id']}: ended on {leaving['effective_on']}, the member left {left[leaving['member_id']]}"
