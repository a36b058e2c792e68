"""Questions about receipts and claims."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from services.invoicing.expenses.rules import ClaimState, Receipt
from services.invoicing.papers.rules import NamedFile
from shared.errors import NotFound
from shared.ledger import numbers_of
from shared.money import Money
from shared.postgres import Tx
from shared.sql import load_queries

Q = load_queries(__package__)


@dataclass(frozen=True, kw_only=True)
class KeptReceipt:
    """A receipt and what became of it: `saved`, `dropped`, or the state of its claim."""

    receipt_id: str
    bought_on: date
    supplier: str
    number: str
    category: str
    names_entity: bool
    kilometres: Decimal | None
    gross: Money
    vat: Money
    claim_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ClaimedReceipt:
    """What a claim asks of a receipt, explained: refunded = deductible + cost."""

    receipt_id: str
    bought_on: date
    category: str
    supplier: str
    number: str
    names_entity: bool
    gross: Money
    refunded: Money
    vat: Money
    vat_share: Decimal
    deductible: Money
    source: str

    @property
    def cost(self) -> Money:
        """What the activity bears."""
        return self.refunded - self.deductible


@dataclass(frozen=True, kw_only=True)
class KnownClaim:
    """A claim with its lines, and what became of it."""

    claim_id: str
    activity_id: str
    member_id: str
    state: ClaimState
    asked_on: date
    decided_on: date | None
    reason: str
    booked_on: date | None
    paid_on: date | None
    refunded: Money
    deductible: Money
    lines: tuple[ClaimedReceipt, ...]

    @property
    def cost(self) -> Money:
        """What the activity bears."""
        return self.refunded - self.deductible


@dataclass(frozen=True, kw_only=True)
class ExpenseMoney:
    """What an activity may spend on expenses now, and what approved claims wait for."""

    activity_id: str
    name: str
    available: Money
    approved: Money


@dataclass(frozen=True, kw_only=True)
class Expenses:
    """All that a page about a member's expenses shows."""

    receipts: list[KeptReceipt]
    claims: list[KnownClaim]
    activities: list[ExpenseMoney]


def get_expenses(tx: Tx, *, member_id: str, year: int) -> Expenses:
    """A member's receipts of a year, the claims asked in it and older ones that are open, their activities' money."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    receipts = [
        KeptReceipt(**{name: row[name] for name in row if name not in {"currency", "gross_cents", "vat_cents"}},
                    gross=Money.from_row(row, "gross"), vat=Money.from_row(row, "vat"))
        for row in tx.all(Q.list_receipts_of, member_id=member_id, first=first, after=after)]
    claims = _with_lines(tx, tx.all(Q.list_claims_of, member_id=member_id, first=first, after=after))
    return Expenses(receipts=receipts, claims=claims, activities=_money_of(tx, member_id))


def _money_of(tx: Tx, member_id: str) -> list[ExpenseMoney]:
    names = {row["activity_id"]: row["name"] for row in tx.all(Q.list_activity_ids, member_id=member_id)}
    nothing = Money.zero(str(tx.tables.value("currency", tx.on)))
    available = {row["activity_id"]: Money.from_row(row) for row in tx.all(
        Q.list_money, activity_ids=list(names), accounts=numbers_of(tx, "activity_accounts"),
        owed=numbers_of(tx, "owed_by_activities"))}
    approved = {row["activity_id"]: Money.from_row(row) for row in tx.all(Q.list_approved_of, activity_ids=list(names))}
    return [ExpenseMoney(activity_id=activity_id, name=name, available=available.get(activity_id, nothing),
                         approved=approved.get(activity_id, nothing)) for activity_id, name in names.items()]


def list_claims(
    tx: Tx, *, member_id: str | None, state: str | None, after: str, limit: int,
) -> list[KnownClaim]:
    """A page of claims with their lines, oldest first."""
    return _with_lines(tx, tx.all(Q.list_claims, member_id=member_id, state=state, after=after, limit=limit))


def get_claim(tx: Tx, *, claim_id: str) -> KnownClaim:
    """One claim with its lines, or a refusal."""
    row = tx.require(Q.get_claim, NotFound(kind="claim", id=claim_id), claim_id=claim_id)
    return _with_lines(tx, [row])[0]


def _with_lines(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> list[KnownClaim]:
    lines: dict[str, list[ClaimedReceipt]] = {row["claim_id"]: [] for row in rows}
    for row in tx.all(Q.list_lines, claim_ids=list(lines)):
        facts: dict[str, Any] = {name: row[name] for name in (
            "receipt_id", "bought_on", "category", "supplier", "number", "names_entity", "vat_share", "source")}
        lines[row["claim_id"]].append(ClaimedReceipt(**facts | {
            name: Money.from_row(row, name) for name in ("gross", "refunded", "vat", "deductible")}))
    return [KnownClaim(
        **{name: row[name] for name in ("claim_id", "activity_id", "member_id", "asked_on", "decided_on", "reason",
                                        "booked_on", "paid_on")},
        state=ClaimState(row["state"]), refunded=Money.from_row(row, "refunded"),
        deductible=Money.from_row(row, "deductible"), lines=tuple(lines[row["claim_id"]])) for row in rows]


def get_receipt_file(tx: Tx, *, receipt_id: str) -> NamedFile:
    """The document of a receipt."""
    row = tx.require(Q.get_receipt, NotFound(kind="receipt", id=receipt_id), receipt_id=receipt_id)
    return NamedFile(name=f"{receipt_id}.{row['media_type'].rpartition('/')[2]}", media_type=row["media_type"],
                     content=bytes(row["content"]))


def buyer_of(_tx: Tx, *, receipt: Receipt, **_: Any) -> str:
    """Who brings a receipt."""
    return receipt.member_id


def owner_of_receipt(tx: Tx, *, receipt_id: str, **_: Any) -> str | None:
    """The member who keeps a receipt."""
    row = tx.one(Q.get_receipt, receipt_id=receipt_id)
    return row["member_id"] if row else None


def owner_of_claim(tx: Tx, *, claim_id: str, **_: Any) -> str | None:
    """The member whose claim it is."""
    row = tx.one(Q.get_claim, claim_id=claim_id)
    return row["member_id"] if row else None
